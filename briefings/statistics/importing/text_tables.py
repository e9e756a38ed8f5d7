"""Read text files and pastes: encoding, delimiter, rows."""

import csv
import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter, deque
from itertools import islice

from charset_normalizer import from_bytes
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .files import CHUNK, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Contents, Sheet, too_large

# Those in which tables about Ecuador come; more would make the detection guess among look-alikes.
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252 (Latin-1)",
    "cp850": "DOS 850",
    "mac-roman": "Mac Roman",
    "utf-16": "UTF-16",
}
DELIMITERS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("vertical bar"),
}
BY_LETTERS = ("cp1252", "cp850", "mac-roman")
# Around bytes that are not ASCII, and the letters of Spanish where words have them: not É inside of a small word.
NOT_ASCII = re.compile(rb"[A-Za-z]?[\x80-\xff]+[A-Za-z]?")
SPANISH = re.compile(
    "(?<=[a-z])[áéíóúüñ]|[áéíóúüñ](?=[a-z])|(?<=[A-Z])[ÁÉÍÓÚÜÑ](?![a-z])|(?<![A-Za-z])[ÁÉÍÓÚÜÑ](?=[A-Za-z])"
)
LONGEST = 300  # characters of a cell, as in a workbook
SAMPLE = 200  # lines


def read_text(content: bytes, *, encoding: str = "", delimiter: str = "") -> Contents:
    _require_table_text(content)
    if max(content.count(b"\n"), content.count(b"\r")) > MAX_ROWS:
        raise too_large()
    encoding = encoding or detected(content)
    text = decoded(content, encoding)
    return read_lines(text, delimiter=delimiter, encoding=encoding)


def read_lines(text: str, *, delimiter: str = "", encoding: str = "") -> Contents:
    """The rows of a text that is decoded already, such as a paste."""
    delimiter = delimiter or detected_delimiter(text)
    sheet, rows, cells = Sheet("", 0, 0), [], 0
    widths: deque[int] = deque(maxlen=20)  # of the last lines, blank cells at their ends included
    for row in _rows(text, delimiter):
        widths.append(len(row))
        while row and not row[-1]:
            row.pop()
        rows.append(row)
        sheet.rows += 1
        sheet.columns = max(sheet.columns, len(row))
        cells += len(row)
        if sheet.rows > MAX_ROWS or cells > MAX_CELLS or sheet.columns > MAX_COLUMNS:
            raise too_large()
        if len(rows) == CHUNK:
            sheet.chunks.append(json.dumps(rows, ensure_ascii=False))
            rows = []
    if not cells:
        raise ValidationError(_("This file is empty."))
    _require_whole(text, widths, sheet)
    notices = _doubts_about_the_end(text, rows, sheet)
    sheet.chunks.append(json.dumps(rows, ensure_ascii=False))
    return Contents([sheet], encoding, delimiter, notices)


def _require_table_text(content):
    start = content.lstrip(BOM_UTF8).lstrip()[:200].lower()
    if start.startswith(b"%pdf"):
        raise ValidationError(_("This is a PDF. Copy its table into a spreadsheet and import that."))
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise ValidationError(_("This is a web page or XML, whatever its name says. Save it as XLSX or CSV."))
    if start.startswith((b"{", b"[{")):
        raise ValidationError(_("This is JSON, not a table. Save the table in it as CSV or XLSX."))
    if b"\0" in content and not content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise ValidationError(_("This file is neither a text nor a workbook that can be read: CSV, XLSX, XLS or ODS."))


def detected(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return _by_spanish_letters(content) or _by_statistics(content)


def _by_spanish_letters(content):
    """The encoding in which most letters are Spanish ones; the statistics err where a file has few."""
    pieces = b" ".join(match[0] for match in islice(NOT_ASCII.finditer(content), 5_000))
    letters = {name: len(SPANISH.findall(pieces.decode(name, "replace"))) for name in BY_LETTERS}
    best = max(BY_LETTERS, key=lambda name: letters[name])
    return best if letters[best] else ""


def _by_statistics(content):
    best = from_bytes(content[:200_000], cp_isolation=["cp1252", "cp850", "mac_roman"]).best()
    return {"mac_roman": "mac-roman"}.get(best.encoding, best.encoding) if best else "cp1252"


def decoded(content: bytes, encoding: str) -> str:
    """The text; ValidationError if it is not in this encoding, or only because any bytes are."""
    if encoding == "utf-16" and b"\0" not in content:  # each digit, comma and line end has one
        text = _("This file is not in %(encoding)s. Choose another encoding.")
        raise ValidationError(text, code="encoding", params={"encoding": ENCODINGS[encoding]})
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        names = {"encoding": ENCODINGS[encoding], "line": line}
        if encoding in ("utf-8", "utf-16") and error.end >= len(content):
            raise ValidationError(_("This file is cut off in the middle of a letter."), params=names) from error
        text = _("Line %(line)d is not in %(encoding)s. Choose another encoding.")
        raise ValidationError(text, code="encoding", params=names) from error
    if encoding not in ("utf-8", "utf-16") and not content.isascii():
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            example = next(word for word in text.split() if not word.isascii())[:40]
            names = {"encoding": ENCODINGS[encoding], "example": example}
            text = _("This file is in UTF-8. Read as %(encoding)s, its letters are wrong: “%(example)s”.")
            raise ValidationError(text, code="encoding", params=names)
    if "\0" in text:
        raise ValidationError(_("This file holds a character that is not text."))
    return text.removeprefix("\ufeff")


def letters_to_check(rows: list[list]) -> list[str]:
    """Cells with other letters than ASCII, by which somebody sees whether the encoding is right."""
    cells = (cell for row in rows for cell in row if isinstance(cell, str) and not cell.isascii())
    return list(islice(dict.fromkeys(cells), 6))


def detected_delimiter(text: str) -> str:
    """The one that makes the most cells in lines of the same length."""
    sample = text[:400_000].splitlines()[:SAMPLE]

    def cells(delimiter):
        try:
            widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            return 0
        return max((width * count for width, count in widths.items()), default=0)

    return max(DELIMITERS, key=cells)


def _rows(text, delimiter):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            yield [cell.strip()[:LONGEST] for cell in row]
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise ValidationError(
                _("The file is cut off: a quotation mark that opens a cell has no partner until the end.")
            ) from error
        raise ValidationError(
            _("Line %(line)d cannot be split into cells: its quotation marks do not match."),
            params={"line": reader.line_num},
        ) from error


def _has_end(text):
    return text.endswith(("\n", "\r"))


def _require_whole(text, widths, sheet):
    """Refuse a last line without an end that is shorter than its neighbours: the rest of the file is missing."""
    if _has_end(text) or sheet.rows < 3:
        return
    *others, last = widths
    if last < min(others) and min(others) > 1:
        raise ValidationError(
            _("The file is cut off: its last line, %(line)d, has %(cells)d of %(all)d cells and no end."),
            params={"line": sheet.rows, "cells": last, "all": min(others)},
        )


def _doubts_about_the_end(text, rows, sheet):
    """A file that is cut off inside its last cell looks like one whose last line has no end."""
    if _has_end(text) or not rows or not rows[-1]:
        return []
    words = _("The last line, %(line)d, has no end. Make sure that its last cell, “%(cell)s”, is whole.")
    return [words % {"line": sheet.rows, "cell": rows[-1][-1][:40]}]

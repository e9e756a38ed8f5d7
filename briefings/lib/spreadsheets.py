"""Cells pasted from a spreadsheet, and CSV files that spreadsheets open correctly."""

import csv
import re
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_ROWS, MAX_COLUMNS = 500, 30
NUMBER = re.compile(r"[-−+]?[\d.,\u00a0\u202f ]*\d[\d.,\u00a0\u202f ]*\s?%?")
NO_VALUE = {"", "–", "—", "-", "…"}
# A quotation mark quotes only where its partner stands before a tab or a line end (pasted_table.js: the same).
CELL = re.compile(r'"((?:[^"]|"")*+)"(?=[\t\n]|\Z)|([^\t\n]*)')
BYTE_ORDER_MARK = "\ufeff"  # without it Excel does not recognise UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def table_rows(text: str) -> list[list[str]]:
    """Rows of equal length from tab-separated lines, quoted as spreadsheets quote; raises ValidationError."""
    if "\0" in text:
        raise ValidationError(_("The cells hold a character that is not text."))
    rows = [row for row in _cells(text) if any(row)]
    if not rows:
        raise ValidationError(_("The table is empty. Paste cells from a spreadsheet, or type them with tabs between."))
    columns = max(len(row) for row in rows)
    if len(rows) > MAX_ROWS or columns > MAX_COLUMNS:
        raise _too_large()
    return [row + [""] * (columns - len(row)) for row in rows]


def _cells(text: str) -> Iterator[list[str]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    row, start = [], 0
    while start <= len(text):
        cell = CELL.match(text, start)
        row.append((cell[2] if cell[1] is None else cell[1].replace('""', '"')).strip())
        if text[cell.end() : cell.end() + 1] != "\t":
            yield row
            row = []
        start = cell.end() + 1


def _too_large():
    return ValidationError(
        _("A table has at most %(rows)d rows and %(columns)d columns; for more, use a data table."),
        params={"rows": MAX_ROWS, "columns": MAX_COLUMNS},
    )


def check_headings(rows: list[list[str]]) -> None:
    """Refuse rows with more cells than the first row has headings."""
    headings = max((position for position, heading in enumerate(rows[0], 1) if heading), default=0)
    for number, row in enumerate(rows[1:], 2):
        if any(row[max(headings, 1) :]):
            raise ValidationError(
                _("Row %(number)d has more cells than there are headings."), params={"number": number}
            )


def number_columns(rows: list[list[str]]) -> list[bool]:
    """For each column, whether it holds only numbers and is aligned right; empty cells and dashes are ignored."""
    columns = [[cell for cell in column if cell not in NO_VALUE] for column in zip(*rows, strict=True)]
    return [bool(cells) and all(len(cell) <= 40 and NUMBER.fullmatch(cell) for cell in cells) for cells in columns]


def defused(cell):
    """Put an apostrophe before text that a spreadsheet would run as a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA):
        return f"'{cell}"
    return cell


class _Echo:
    """A file whose write() returns the line instead of storing it (Django's recipe for streaming CSV)."""

    def write(self, line):
        return line


def csv_lines(rows: Iterable[Iterable]) -> Iterator[str]:
    """The byte order mark, then one CSV line per row."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])

"""Datasets as files: CSV, XLSX, JSON, and a Frictionless Data Package in a ZIP. The same data make the same bytes."""

import csv
import datetime
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import lru_cache

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from .datasets import Dataset, licence_of_source, publisher_name
from .values import HISTORY_FIELDS

MAX_ROWS = 10_000  # of a workbook, JSON or package, which take up to a second; CSV is streamed and has no limit
FORMULA = re.compile(r"\s*[=+\-@\t\r]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DATE = (1980, 1, 1, 0, 0, 0)  # of all files in a package
EPOCH = datetime.datetime(1980, 1, 1)
LAST_EXACT = 15  # digits that a number in a workbook keeps
LONGEST_CELL = 32_767  # characters


class TooLarge(Exception):
    """More rows than this kind of file has."""


def defused(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula; numbers stay as they are."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


class _Line:
    """A file for csv.writer that returns each line."""

    @staticmethod
    def write(text):
        return text


def csv_lines(header: list[str], rows: Iterable[Iterable]) -> Iterator[str]:
    """With a byte order mark, by which spreadsheets know UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + (writer.writerow(map(defused, header)) if header else "")
    for row in rows:
        yield writer.writerow([value if value is None or type(value) is int else _cell(str(value)) for value in row])


@lru_cache(10_000)  # nearly all texts of a file are in many of its rows
def _cell(text):
    return defused(text)


def as_csv(dataset: Dataset) -> Iterator[bytes]:
    if not dataset.fields:
        header, *rows = dataset.printed
        return (line.encode() for line in csv_lines(header, rows))
    rows = (row.values() for row in dataset.rows())
    return (line.encode() for line in csv_lines(list(dataset.fields), rows))


def refuse_large(dataset: Dataset, *, with_history: bool) -> None:
    """Raise TooLarge before a row is read, where the dataset can count them."""
    counts = [dataset.count, dataset.count_history if with_history else None]
    if any(count(most=MAX_ROWS + 1) > MAX_ROWS for count in counts if count):
        raise TooLarge


def limited(rows: Iterable, headings: int = 0) -> Iterator:
    """The rows; TooLarge after MAX_ROWS of them and so many headings."""
    for number, row in enumerate(rows):
        if number == MAX_ROWS + headings:
            raise TooLarge
        yield row


def as_json(dataset: Dataset) -> bytes:
    refuse_large(dataset, with_history=False)
    content = dataset.about() | {
        "fields": {name: {"type": kind, "description": str(words)} for name, (kind, words) in dataset.fields.items()},
        "printed": dataset.printed,
        "values": list(limited(dataset.rows())),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


# --- workbooks


def as_xlsx(dataset: Dataset) -> bytes:
    """The table as it is printed, its values with all that is known about them, and where they are from."""
    refuse_large(dataset, with_history=False)
    values = [tuple(row.values()) for row in limited(dataset.rows())]
    stream = io.BytesIO()
    with Workbook(stream, {"constant_memory": True}) as book:
        publisher = publisher_name()
        book.set_properties({"title": dataset.title, "author": publisher, "created": EPOCH})
        if dataset.printed:
            _sheet(book, _("Table"), dataset.printed[0], dataset.printed[1:], _number_columns(dataset))
        if dataset.fields:
            numbers = {at for at, (kind, _words) in enumerate(dataset.fields.values()) if kind in ("number", "integer")}
            _sheet(book, _("Values"), list(dataset.fields), values, numbers)
        _sheet(book, _("About"), [dataset.title], _about_lines(dataset))
    return stream.getvalue()


def _number_columns(dataset) -> set[int]:
    """Places of the columns of the printed table that hold nothing but numbers: a year beside “2022-03” is text, and so
    is what the first column of a table of values names."""
    columns = range(1 if dataset.fields else 0, max(map(len, dataset.printed)))
    rows = [["" if cell is None else str(cell) for cell in row] for row in dataset.printed[1:]]
    return {at for at in columns if all(NUMBER.fullmatch(row[at]) for row in rows if row[at:] and row[at])}


def _sheet(book, title, header, rows, number_columns=frozenset()):
    """Numbers are numbers where the workbook can keep all their digits; text is never a formula."""
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    text_format, bold = (book.add_format({"quote_prefix": True, "bold": is_bold}) for is_bold in (False, True))
    for at, name in enumerate(header):
        sheet.write_string(0, at, _cell_text(name), bold)
    for line, row in enumerate(rows, 1 if header else 0):
        for at, value in enumerate(row):
            if value is None:
                continue
            text = _cell_text(value)
            if at in number_columns and NUMBER.fullmatch(text) and _is_exact(text):
                sheet.write_number(line, at, float(text) if "." in text else int(text))
            else:
                sheet.write_string(line, at, text, text_format)


def _cell_text(value):
    return NOT_XML.sub("", str(value))[:LONGEST_CELL]


def _is_exact(number):
    return len(number.strip("-0.").replace(".", "")) <= LAST_EXACT


def _about_lines(dataset):
    yield [_("Page"), dataset.url]
    yield [_("Publisher"), publisher_name()]
    if dataset.known_on:
        yield [_("As it was known on"), dataset.known_on.isoformat()]
    if dataset.edition:
        yield [_("Edition"), dataset.edition]
    if dataset.note:
        yield [_("Note"), dataset.note]
    yield [_("Licence"), licence_words(dataset)]
    for source in dataset.sources:
        yield [_("Source"), source["name"], source["publisher"], source["url"], licence_of_source(source)]
    for name, (_type, words) in dataset.fields.items():
        if words:
            yield [name, str(words)]


def _entry(name):
    entry = zipfile.ZipInfo(name, DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


# --- packages


def as_zip(dataset: Dataset) -> bytes:
    """A Frictionless Data Package: `values.csv`, for a table `table.csv`, for an indicator `history.csv`."""
    refuse_large(dataset, with_history=True)
    parts = {"values.csv": list(limited(as_csv(dataset), headings=1))} if dataset.fields else {}
    if dataset.printed:
        header, *rows = dataset.printed
        parts = {"table.csv": [line.encode() for line in csv_lines(header, rows)]} | parts
    if dataset.history:
        rows = (row.values() for row in limited(dataset.history()))
        parts["history.csv"] = [line.encode() for line in csv_lines(list(HISTORY_FIELDS), rows)]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(_entry("datapackage.json"), _descriptor(dataset, parts))
        archive.writestr(_entry("README.txt"), _readme(dataset, parts))
        archive.writestr(_entry("LICENCE.txt"), _licence(dataset))
        for name, lines in parts.items():
            archive.writestr(_entry(name), b"".join(lines))
    return stream.getvalue()


def _descriptor(dataset, parts):
    licence = dataset.about()["licence"]
    content = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": re.sub(r"[^a-z0-9._-]+", "-", dataset.name.lower()),
        "title": dataset.title,
        "description": dataset.note,
        "homepage": dataset.url,
        "version": f"{dataset.edition or ''}",
        "as_of": dataset.about()["as_of"],
        "contributors": [{"title": publisher_name(), "roles": ["publisher"]}],
        "sources": [_named({"title": each["name"], "path": each["url"]}) for each in dataset.sources],
        "resources": [_resource(dataset, name) for name in parts],
    }
    if licence["name"]:
        content["licenses"] = [_named({"title": licence["name"], "path": licence["url"]})]
    return json.dumps(_named(content), ensure_ascii=False, indent=1)


def _named(entry: dict) -> dict:
    return {name: value for name, value in entry.items() if value}


def _resource(dataset, name):
    dialect = {}
    if name == "table.csv":
        header = dataset.printed[0]
        if not header:
            dialect = {"dialect": {"header": False}}
            header = [f"column_{number}" for number in range(1, len(dataset.printed[1]) + 1)]
        header = [defused(text) for text in header]  # as in the file
        numbers = _number_columns(dataset)
        fields = [{"name": text, "type": "number" if at in numbers else "string"} for at, text in enumerate(header)]
    else:
        fields = [
            _named({"name": field, "type": kind, "description": str(words)})
            for field, (kind, words) in (HISTORY_FIELDS if name == "history.csv" else dataset.fields).items()
        ]
    return {
        "name": name.removesuffix(".csv"),
        "path": name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **dialect,
        "schema": {"fields": fields, "missingValues": [""]},
    }


def licence_words(dataset: Dataset) -> str:
    licence = dataset.about()["licence"]
    if licence["name"]:
        return " ".join(filter(None, [licence["name"], licence["url"]]))
    return _("The publisher states none. For the figures, the licences of the sources hold.")


def _licence(dataset):
    lines = [licence_words(dataset), ""]
    for source in dataset.sources:
        lines.append(f"{source['name']}: {licence_of_source(source)}")
    return "\n".join(lines) + "\n"


def _readme(dataset, parts):
    of_values = _("each value with what is known about it; datapackage.json explains the columns")
    of_entries = _("a row for each entry of the list; datapackage.json explains the columns")
    words = {
        "table.csv": _("the table as the page prints it, with exact numbers"),
        "values.csv": of_values if "value" in dataset.fields else of_entries,
        "history.csv": _(
            "every value that each figure has had, the oldest first, with the kind of revision and its reason"
        ),
    }
    lines = [dataset.title, dataset.url, ""]
    if dataset.edition:
        lines += [f"{_('Edition')}: {dataset.edition}", ""]
    if dataset.known_on:
        lines += [_("As it was known on %(day)s.") % {"day": dataset.known_on.isoformat()}, ""]
    if dataset.note:
        lines += [dataset.note, ""]
    lines += [f"{name}: {words[name]}" for name in parts]
    return "\n".join(lines) + "\n"

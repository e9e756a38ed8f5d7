"""Files of each kind of table hold what its page prints: parsed back from CSV, and from XLSX with another library."""

import csv
import io
import re
import zipfile
from decimal import Decimal
from html import unescape

import pytest
from python_calamine import CalamineWorkbook

from briefings.lib.numbers import format_number
from tests import make
from tests.kinds import DataTableBlock, ImpactTableBlock, InitiativeTableBlock, TextTableBlock

pytestmark = pytest.mark.django_db
WORDS = {"en": ("briefings", "tables", "statistics"), "es": ("informes", "tablas", "estadisticas")}


@pytest.fixture
def table():
    of = make.indicator("Homicides", slug="homicides", decimals=1, kind="amount")
    series = make.series(of=of)
    make.recorded(series, {"2020": "4886.25", "2021": None, "2022": "-3", "2023": "1234567"})
    other = make.series(of=make.indicator("Prisons", decimals=0), by=series.source)
    make.recorded(other, {"2020": "12", "2022": "7", "2023": "9"})
    table = make.data_table("By year", slug="by-year", show="both")
    make.column(table, series), make.column(table, other), make.column(table, other, formula="percent")
    for year in ("2020", "2021", "2022", "2023", "2024"):
        make.row(table, year)
    return table


def publish(table, language, author, editor):
    blocks = [
        (DataTableBlock, {"table": table}),
        (TextTableBlock, {"caption": "Ports", "cells": "Port\tTonnes\n=Posorja\t1,200\n+593\t-3.5"}),
        (ImpactTableBlock, {"caption": "Impacts", "selection": [make.impact("Trust", severity=4)]}),
        (InitiativeTableBlock, {"caption": "Initiatives", "selection": [make.initiative("Crop substitution")]}),
    ]
    return make.edition("Ports", slug="ports", language=language, by=author, approver=editor, blocks=blocks)


def printed(page, prefix):
    """The rows of the table whose title has this id, as texts."""
    part = page[page.index(f'id="{prefix}title"') :].partition("</table>")[0]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", part, re.DOTALL)
    return [[_text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def _text(cell):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).replace("\xa0", "~").split()).replace("~", "\xa0")


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def sheet(content):
    """Numbers as Decimal, everything else as text, "" where a cell is empty."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_index(0).to_python()
    return [[Decimal(repr(cell)) if isinstance(cell, float) else str(cell) for cell in row] for row in rows]


def shown(rows, decimals, language):
    """Exact numbers as the page prints them: by column, after the headings of the rows."""

    def text(value, places):
        return format_number(Decimal(value), places, language) if value not in ("", None) else ""

    return [[row[0], *map(text, row[1:], decimals)] for row in rows]


def numbers(rows):
    """The printed rows without the plus of a change and marks beside a number."""
    texts = [[cell.split(" ")[0].removeprefix("+") if cell not in ("–", "—") else "" for cell in row] for row in rows]
    return [[row[0], *cells[1:]] for row, cells in zip(rows, texts, strict=True)]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("is_frozen", [False, True])
def test_data_tables(table, language, is_frozen, author, editor, reader):
    briefings, tables, _statistics = WORDS[language]
    edition = publish(table, language, author, editor)
    prefix = f"f-{edition.data['blocks'][0]['key'][:8]}-" if is_frozen else ""
    stem = f"/{language}/{tables}/by-year"
    if is_frozen:
        stem = f"/{language}/{briefings}/ports/1/{prefix[2:10]}"
        make.revised(table.columns.first().series, {"2020": "5000"})
    page = reader.get(f"/{language}/{briefings}/ports/1/" if is_frozen else f"{stem}/").text
    page = re.sub(r' <a class="revised".*?</a>', "", page)
    _headings, *rows = numbers(printed(page, prefix or _prefix(page)))
    archive = zipfile.ZipFile(io.BytesIO(reader.get(f"{stem}.zip").content))
    _header, *whole = read_csv(archive.read("table.csv"))
    assert shown(whole, (1, 0, 1), language) == rows
    header, *values = read_csv(reader.get(f"{stem}.csv").content)
    by_place = {(row[header.index("row")], row[header.index("column")]): row[header.index("value")] for row in values}
    columns = list(dict.fromkeys(column for _row, column in by_place))
    from_values = [[row[0], *(by_place[row[0], column] for column in columns)] for row in rows]
    assert shown(from_values, (1, 0, 1), language) == rows
    _titles, *cells = sheet(reader.get(f"{stem}.xlsx").content)
    assert shown([[str(row[0]).removesuffix(".0"), *row[1:]] for row in cells], (1, 0, 1), language) == rows


def _prefix(page):
    return re.search(r'<caption><span[^>]*id="([^"]*)title"', page)[1]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("number", [1, 2, 3], ids=["texts", "impacts", "initiatives"])
def test_tables_of_texts(table, language, number, author, editor, reader):
    edition = publish(table, language, author, editor)
    key = edition.data["blocks"][number]["key"][:8]
    stem = f"/{language}/{WORDS[language][0]}/ports/1"
    rows = printed(reader.get(f"{stem}/").text, f"f-{key}-")
    undefused = [[cell.removeprefix("'") for cell in row] for row in read_csv(reader.get(f"{stem}/{key}.csv").content)]
    assert [[" ".join(cell.split()) for cell in row] for row in undefused] == rows
    cells = [[str(cell) for cell in row] for row in sheet(reader.get(f"{stem}/{key}.xlsx").content)]
    assert [[" ".join(cell.split()) for cell in row] for row in cells] == rows


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_indicator(table, language, reader):
    stem = f"/{language}/{WORDS[language][2]}/homicides"
    page = reader.get(f"{stem}/").text
    listed = page[page.index('id="values"') :].partition("</table>")[0]
    texts = [_text(cell) for cell in re.findall(r'<td[^>]* class="number">(.*?)</td>', listed, re.DOTALL)]
    header, *rows = read_csv(reader.get(f"{stem}.csv").content)
    values = [row[header.index("value")] for row in rows]
    shown_values = [format_number(Decimal(value), 1, language) if value else "" for value in values]
    assert sorted(text.split(" ")[0] if re.search(r"\d", text) else "" for text in texts) == sorted(shown_values)
    book = CalamineWorkbook.from_filelike(io.BytesIO(reader.get(f"{stem}.xlsx").content))
    titles, *cells = book.get_sheet_by_index(0).to_python()
    column = titles.index("value")
    assert [Decimal(repr(row[column])) if row[column] != "" else None for row in cells] == [
        Decimal(value) if value else None for value in values
    ]

"""Tables on phones: rows are cards, each value has its heading, and it stays a table for screen readers."""

import pytest

from tests import make
from tests.kinds import DataTableBlock, TextTableBlock

from .axe import offences

AREAS = {"EC-G": "Guayas", "EC-M": "Manabí"}


@pytest.fixture
def edition(db, author, editor):
    homicides, ministry = make.indicator("Homicides"), make.source("Ministry")
    table = make.data_table("Homicides by province", slug="by-province", rows_are="areas", show="map")
    for code, name in AREAS.items():
        area = make.area(code, name, "province")
        series = make.series(of=homicides, where=area, by=ministry)
        make.recorded(series, {"2022": "986", "2023": "3845"})
        make.row(table, area=area)
    for year in ("2022", "2023"):
        make.column(table, series, year)
    cells = "Port\tProvince\tWhat happened\nGuayaquil\tGuayas\tContainers were opened at night."
    blocks = [
        (DataTableBlock, {"table": table}),
        (TextTableBlock, {"caption": "Ports", "cells": cells, "header_row": True}),
    ]
    return make.edition("Ports", slug="ports", by=author, approver=editor, blocks=blocks)


LABEL = "one => getComputedStyle(one, '::before').content"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_rows_as_cards_that_are_a_table_still(site, window, edition, scheme, console):
    page = window(viewport={"width": 320, "height": 740}, color_scheme=scheme)
    page.goto(f"{site}/en/briefings/ports/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for caption, label in (("Homicides by province", "2022"), ("Ports", "Province")):
        table = page.get_by_role("table", name=caption)
        assert table.get_by_role("columnheader").count() == 3
        row = table.get_by_role("row").nth(1)
        cells = row.get_by_role("cell")
        assert (row.get_by_role("rowheader").count(), cells.count()) == (1, 2)
        assert label in cells.first.evaluate(LABEL)
        first, second = (cells.nth(number).bounding_box() for number in (0, 1))
        assert second["y"] > first["y"] and second["x"] == first["x"]
        region = page.get_by_role("region", name=caption)
        assert region.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert offences(page) == []


def test_on_a_wide_screen_and_on_paper_it_is_a_plain_table(site, window, edition, console):
    page = window(viewport={"width": 768, "height": 740})
    page.goto(f"{site}/en/briefings/ports/")
    cell = page.get_by_role("table", name="Ports").get_by_role("cell").first
    assert cell.evaluate("one => getComputedStyle(one).display") == "table-cell"
    page.set_viewport_size({"width": 360, "height": 740})
    assert cell.evaluate("one => getComputedStyle(one).display") != "table-cell"
    page.emulate_media(media="print")
    assert cell.evaluate("one => getComputedStyle(one).display") == "table-cell"
    assert cell.evaluate(LABEL) == "none"


def test_the_words_of_an_assessment_have_the_width_of_a_phone(site, window, db, console):
    make.impact("Trust", slug="trust", description_en="Fewer people trust the police. " * 10)
    page = window(viewport={"width": 320, "height": 740})
    page.goto(f"{site}/en/impacts/")
    row = page.get_by_role("row").nth(1)
    level, words = row.get_by_role("rowheader").bounding_box(), row.get_by_role("cell").bounding_box()
    assert words["y"] > level["y"] and words["x"] == level["x"] and words["width"] > 250
    assert row.get_by_role("cell").evaluate(LABEL) == "none"

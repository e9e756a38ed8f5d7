"""On a phone every cell of a preview is on the page: its tables are not scrolled sideways."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.statistics.test_record_values import enter, value

pytestmark = pytest.mark.browser


def test_tables_of_a_preview_are_cards_on_a_phone(site, window, analyst, editor):
    series = make.series(preferred=True, of=make.indicator("Homicides per 100,000 people aged 15 to 29"))
    make.recorded(series, {"2021": "41", "2022": "42", "2023": "43"})
    batch = enter(series, value("2023", "50"), value("2024", "900"), by=analyst, kind="error", known_on="2025-01-31")
    page = window(editor, viewport={"width": 390, "height": 800})
    page.goto(f"{site}/admin/briefings/batch/{batch.pk}/change/")
    tables = page.locator("table.values")
    expect(tables).to_have_count(4)  # unusual, places, revised, new
    for table in tables.all():
        region = table.locator("..")
        assert region.evaluate("one => one.scrollWidth <= one.clientWidth")
        for cell in table.locator("td:not(:empty)").all():
            assert cell.bounding_box()["x"] + cell.bounding_box()["width"] <= 390
    label = tables.last.locator("td").first.evaluate("one => getComputedStyle(one, '::before').content")
    assert label.startswith('"New value: "')

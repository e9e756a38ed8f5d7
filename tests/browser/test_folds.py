"""Long tables of an indicator: a phone opens them, a wide screen and paper show them, whole."""

import pytest

from tests import make

pytestmark = pytest.mark.once

TABLE = "Homicides, Ecuador, yearly: values on record"


@pytest.fixture
def indicator(db):
    homicides = make.indicator("Homicides", slug="homicides")
    make.recorded(make.series(of=homicides), {"2022": "4886", "2023": "8248"})
    return homicides


def test_a_phone_opens_what_a_wide_screen_and_paper_show(site, window, indicator, console):
    page = window(viewport={"width": 360, "height": 740})
    page.goto(f"{site}/en/statistics/homicides/")
    table, summary = page.get_by_role("table", name=TABLE), page.get_by_text("2 values with their sources")
    assert summary.is_visible() and not table.is_visible()
    summary.click()
    assert table.is_visible()
    page.reload()
    page.set_viewport_size({"width": 768, "height": 740})
    assert table.is_visible() and not summary.is_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(media="print")
    assert table.is_visible() and not summary.is_visible()


@pytest.mark.parametrize("query", ["?sort=period", "?area=EC", "?frequency=A#values"])
def test_what_a_reader_has_asked_for_is_open(site, window, indicator, console, query):
    page = window(viewport={"width": 360, "height": 740})
    page.goto(f"{site}/en/statistics/homicides/{query}")
    assert page.get_by_role("table", name=TABLE).is_visible()


def test_a_link_to_a_value_in_a_closed_table_opens_it(site, window, indicator, console):
    page = window(viewport={"width": 360, "height": 740})
    page.goto(f"{site}/en/statistics/homicides/#main-table-title")
    assert page.get_by_role("table", name=TABLE).is_visible()


def test_a_table_of_all_months_is_as_wide_as_a4(site, window, indicator, console):
    """A wider one would make Chromium print the whole page smaller, and cut off what is beyond that."""
    months = {f"{year}-{month:02}": "1234" for year in (2022, 2023) for month in range(1, 13)}
    make.recorded(make.series(of=indicator, frequency="M", preferred=False), months, status="P")
    page = window(viewport={"width": 673, "height": 900})
    page.goto(f"{site}/es/estadisticas/homicides/")
    page.emulate_media(media="print")
    assert page.get_by_role("columnheader", name="Septiembre").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 673


def test_the_address_is_at_the_foot_of_each_printed_page(site, window, indicator, console):
    """Chromium repeats the footer of a table on each page only where it may not be broken."""
    page = window(viewport={"width": 673, "height": 900})
    page.goto(f"{site}/en/statistics/homicides/")
    page.emulate_media(media="print")
    styles = page.locator(".print-foot").evaluate(
        "one => getComputedStyle(one).display + getComputedStyle(one).breakInside"
    )
    assert styles == "table-footer-groupavoid"
    assert page.locator("body").evaluate("one => getComputedStyle(one).display") == "table"

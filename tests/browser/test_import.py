"""A file of real figures through all pages of an import, and a second person who applies them."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from briefings.statistics.actions import importing
from briefings.statistics.models import ImportFile, Observation
from tests import make
from tests.statistics.importing.importing import provinces

from .axe import offences
from .desk import choose_option

FILE = Path(__file__).parent.parent / "statistics" / "importing" / "data" / "homicidios_provincia_anio_latin1.csv"


@pytest.fixture
def series(db):
    """A series for each place; a published briefing prints the value of Azuay in 2022."""
    indicator, source = make.indicator("Intentional homicides"), make.source("Ministry of the Interior")
    found = {name: make.series(of=indicator, where=area, by=source) for name, area in provinces().items()}
    make.recorded(found["Azuay"], {"2022": "70"})
    Observation.objects.update(cited=True)
    return found


def _is_sound(page, console):
    assert console == [] and offences(page) == []
    console.clear()  # styles that axe itself sets are refused


@pytest.mark.parametrize(
    ("width", "scheme"), [pytest.param(1280, "light", id="desktop"), pytest.param(390, "dark", id="phone")]
)
def test_file_of_many_series_is_imported_and_applied_by_two(
    site, window, console, analyst, editor, series, monkeypatch, width, scheme
):
    monkeypatch.setattr(importing, "STEP", 0)
    page = window(analyst, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(f"{site}/admin/briefings/importfile/add/")
    choose_option(page, page.locator(".field-source .select2-selection"), "Ministry of the Interior")
    page.locator("[name=file]").set_input_files(FILE)
    _is_sound(page, console)
    page.get_by_role("button", name="Read this file").click()
    expect(page.get_by_text("Bolívar · Cañar")).to_be_visible()
    page.locator("[name=indicator]").select_option("Intentional homicides")
    _is_sound(page, console)
    page.get_by_role("button", name="Read the rows").click()
    page.get_by_label("2024").select_option("11")
    page.get_by_label("2025").select_option("11")
    page.get_by_label("2026").select_option("2")
    _is_sound(page, console)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Nothing is recorded yet.")).to_be_visible()
    page.locator("[name=kind]").select_option("correction")
    page.locator("[name=reason_en]").fill("The ministry counted again.")
    if page.locator("[name=unusual]").count():
        page.locator("[name=unusual]").check()
    page.locator("[name=confirm]").click()
    page.wait_for_url("**/batch/*/change/")
    assert not ImportFile.objects.exists()
    azuay = Observation.objects.get(series=series["Azuay"], start__year=2022)
    assert azuay.current_value == 70
    second = window(editor)
    second.goto(page.url)
    second.get_by_role("button", name="Apply the values").click()
    expect(second.get_by_text("These values count now.")).to_be_visible()
    azuay.refresh_from_db()
    assert azuay.current_value == 75

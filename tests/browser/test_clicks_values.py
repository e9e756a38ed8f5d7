"""How many clicks an analyst's day takes. Choosing from a list or a file counts as one, an autocomplete as two."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from briefings.statistics.models import DataTable, Observation
from tests import make
from tests.statistics.importing.importing import Import, provinces

from .axe import offences
from .desk import choose_option

YEARS = range(2013, 2024)


class Clicks:
    """Clicks as a person does, and counts them."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def on(self, locator):
        self.count += 1
        locator.click()

    def choose(self, locator, option):
        self.count += 1
        locator.focus()  # as the click of a person does
        locator.select_option(option)

    def autocomplete(self, selection, text):
        self.count += 2
        choose_option(self.page, selection, text)

    def file(self, locator, content):
        self.count += 1
        locator.set_input_files({"name": "again.csv", "mimeType": "text/csv", "buffer": content.encode()})


def csv_of(areas, more=0):
    """A row for each province, a column for each year."""
    rows = [
        ",".join([name, *(str(40 + number + year % 7 + more) for year in YEARS)]) for number, name in enumerate(areas)
    ]
    return "\n".join([",".join(["Provincia", *map(str, YEARS)]), *rows])


@pytest.fixture
def imported(client, analyst, db):
    """A ministry's file that was imported once; the source expects its next release. A briefing prints a value."""
    source = make.source("Ministry of the Interior", next_release=timezone.localdate() - datetime.timedelta(days=3))
    indicator = make.indicator("Intentional homicides")
    areas = {name: area for name, area in provinces().items() if area.kind == "province"}
    for area in areas.values():
        make.series(of=indicator, where=area, by=source)
    client.force_login(analyst)
    importing = Import(client, source)
    importing.upload(csv_of(areas).encode())
    importing.columns(indicator=indicator.pk)
    importing.answers()
    importing.confirm()
    Observation.objects.update(cited=True)
    return areas


def test_new_edition_of_a_file_takes_six_clicks_and_a_second_person(site, window, analyst, editor, imported):
    page = window(analyst)
    clicks = Clicks(page)
    page.goto(f"{site}/admin/")
    clicks.on(page.get_by_role("link", name="Ministry of the Interior"))
    clicks.file(page.locator("[name=file]"), csv_of(imported, more=1))
    clicks.on(page.get_by_role("button", name="Read this file"))
    clicks.on(page.get_by_role("button", name="Show what would change"))
    expect(page.get_by_text("Revised: 264.")).to_be_visible()
    clicks.choose(page.locator("[name=kind]"), "update")
    clicks.on(page.locator("[name=confirm]"))
    page.wait_for_url("**/batch/*/change/")
    assert clicks.count <= 6
    second = window(editor)
    second.goto(page.url)
    second.get_by_role("button", name="Apply the values").click()
    expect(second.get_by_text("These values count now.")).to_be_visible()
    values = Observation.objects.filter(series__area=imported["Azuay"], start__year=2013)
    assert [each.current_value for each in values] == [40 + 2013 % 7 + 1]


def test_twenty_values_take_four_clicks(site, window, analyst):
    series = make.series(where=make.area("EC-G", "Guayas", kind="province"), of=make.indicator("Drownings"))
    page = window(analyst)
    clicks = Clicks(page)
    page.goto(f"{site}/admin/briefings/series/")
    clicks.on(page.get_by_role("link", name="Drownings"))
    clicks.on(page.locator("[name=new-pasted]"))
    page.keyboard.insert_text("\n".join(f"{year}\t{year - 1900}" for year in range(2003, 2023)))
    clicks.on(page.locator(".new-values [type=submit]"))
    expect(page.get_by_text("New: 20.")).to_be_visible()
    clicks.on(page.locator("[name=confirm]"))
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert clicks.count <= 4
    assert series.observations.current().count() == 20


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("es", "dark")])
def test_table_of_twenty_years_takes_eight_clicks(site, window, console, analyst, language, scheme):
    analyst.language = language
    analyst.save()
    series = make.series(of=make.indicator("Drownings"))
    make.recorded(series, {str(year): str(year - 1900) for year in range(2000, 2024)})
    page = window(analyst, color_scheme=scheme)
    clicks = Clicks(page)
    page.goto(f"{site}/admin/")
    clicks.on(page.locator(".model-datatable .addlink"))
    clicks.on(page.locator("[name=name_en]"))
    page.keyboard.type("Drownings, 2004–2023")
    expect(page.locator("[name=slug]")).to_have_value("drownings-2004-2023")
    clicks.choose(page.locator("[name=row_rule]"), "span")
    expect(page.locator("#rows-group")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.type("2004")
    page.keyboard.press("Tab")
    page.keyboard.type("2023")
    clicks.autocomplete(page.locator("#columns-0 .field-series .select2-selection"), "Drownings")
    assert console == [] and offences(page) == []
    console.clear()  # styles that axe itself sets are refused
    with page.context.expect_page() as opened:
        clicks.on(page.locator("[name=_show]"))
    shown = opened.value
    expect(shown.locator("tbody tr")).to_have_count(20)
    assert offences(shown) == []
    shown.close()
    console.clear()
    assert not DataTable.objects.exists()
    clicks.on(page.locator("[name=_make_public]"))
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert clicks.count <= 8
    assert DataTable.objects.get().is_public


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_series_is_begun_on_one_page(site, window, console, analyst, language, scheme):
    make.area("EC-G", "Guayas", kind="province")
    analyst.language = language
    analyst.save()
    page = window(analyst, color_scheme=scheme, viewport={"width": 390 if scheme == "dark" else 1280, "height": 900})
    page.goto(f"{site}/admin/briefings/series/start/")
    assert console == [] and offences(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    console.clear()
    page.locator("[name=indicator-name_en]").fill("Drownings")
    page.locator("[name=indicator-kind]").select_option("count")
    page.locator("[name=indicator-unit_en]").fill("people")
    page.locator("[name=indicator-definition_en]").fill("People who drowned.")
    choose_option(page, page.locator(".field-area .select2-selection"), "Guayas")
    page.locator("[name=source-name_en]").fill("Fire brigade")
    page.locator("[name=release-title]").fill("Yearbook")
    page.locator("[name=new-pasted]").fill("2022\t12\n2023\t15")
    page.locator(".start [type=submit]").click()
    expect(page.locator("[name=confirm]")).to_be_visible()
    assert offences(page) == []
    console.clear()
    page.locator("[name=confirm]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Observation.objects.current().filter(series__public_since__isnull=False).count() == 2

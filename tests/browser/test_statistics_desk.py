"""Values and data tables in a browser, under the administration's policy."""

from playwright.sync_api import expect

from briefings.statistics.models import Observation

from .. import make


def test_a_revision_of_a_cited_value_takes_two_people(site, page, sign_in, analyst, editor):
    observation = make.observation(when="2023", value="8237")
    Observation.objects.update(cited=True)
    sign_in(analyst)
    page.goto(f"{site}/admin/briefings/series/{observation.series_id}/change/")
    page.get_by_role("link", name="Revise 2023, or see its earlier values").click()
    page.get_by_label("New value").fill("1234567890123456")
    page.get_by_label("New value").press("Enter")
    expect(page.get_by_text("more than 15 digits")).to_be_visible()
    page.get_by_label("New value").fill("8248")
    page.get_by_label("New value").press("Enter")
    page.get_by_label("Kind:").select_option("correction")
    page.get_by_label("Reason in English").fill("The ministry counted again.")
    page.locator("[name=confirm]").click()
    page.wait_for_url("**/batch/*/change/")
    batch = page.url
    expect(page.get_by_role("button", name="Apply the values")).to_have_count(0)
    page.context.clear_cookies()
    sign_in(editor)
    page.goto(batch)
    page.get_by_role("button", name="Apply the values").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    observation.refresh_from_db()
    assert observation.current_value == 8248


def test_rows_of_a_table_are_moved_with_the_keyboard(site, page, sign_in, analyst):
    series = make.series()
    table = make.data_table()
    make.column(table, series)
    for when in ("2021", "2022", "2023"):
        make.row(table, when)
    sign_in(analyst)
    page.goto(f"{site}/admin/briefings/datatable/{table.pk}/change/")
    expect(page.locator("#rows-0 td.field-area")).to_be_hidden()
    up = page.locator("#rows-2").get_by_role("button", name="Move up")
    up.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("#rows-0 input[name$=period]")).to_have_value("2023")
    assert [row.period.code for row in table.rows.all()] == ["2023", "2021", "2022"]
    page.get_by_label("Rows:", exact=True).select_option("areas")
    expect(page.locator("#columns-0 td.field-period")).to_be_visible()


def test_values_fit_a_phone(site, page, sign_in, analyst):
    observation = make.observation()
    sign_in(analyst)
    page.set_viewport_size({"width": 390, "height": 800})
    for address in (f"series/{observation.series_id}/change", f"batch/{observation.current.batch_id}/change", "series"):
        page.goto(f"{site}/admin/briefings/{address}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_list_of_series_shows_its_last_column_without_scrolling_sideways(site, window, analyst):
    indicator = make.indicator("Intentional homicides with a firearm")
    source = make.source("World Bank, World Development Indicators (from UNODC)")
    place = make.area("EC-SD", "Santo Domingo de los Tsáchilas", kind="province")
    make.recorded(make.series(of=indicator, where=place, by=source), {"2024-01-01/P11M": "1234567"}, status="P")
    page = window(analyst, viewport={"width": 1280, "height": 800})
    page.goto(f"{site}/admin/briefings/series/?o=4")
    expect(page.locator("#result_list td.field-public_state")).to_contain_text("Public since")
    assert page.locator(".results").evaluate("list => list.scrollWidth - list.clientWidth") <= 0

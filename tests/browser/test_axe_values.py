"""The pages on which values are entered, applied, undone and imported, in both languages, light and dark."""

import pytest
from playwright.sync_api import expect

from briefings.statistics.models import Observation
from tests import make

from .axe import offences

pytestmark = pytest.mark.once


@pytest.fixture
def series(db):
    """Two years that a public page prints."""
    series = make.series()
    make.recorded(series, {"2022": "4886", "2023": "8237"})
    Observation.objects.update(cited=True)
    return series


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_of_values(site, window, console, analyst, editor, series, language, scheme):
    people = {}
    for person in (analyst, editor):
        person.language = language
        person.save()
        people[person] = window(person, color_scheme=scheme)
    page, second = people[analyst], people[editor]
    base = f"{site}/admin/briefings"

    def is_sound(page):
        assert console == []
        assert offences(page) == [], page.url
        console.clear()  # styles that axe itself sets are refused

    page.goto(f"{base}/series/{series.pk}/change/")
    is_sound(page)
    page.locator("[name=new-pasted]").fill("2022\t4.887")
    page.locator(".new-values [type=submit]").click()
    answers = page.locator("[name=mark]")
    expect(answers).to_have_count(2)
    is_sound(page)
    answers.first.click()
    confirm = page.locator("[name=confirm]")
    expect(confirm).to_be_visible()
    expect(page.locator(".typing-offer")).to_have_count(0)  # what is previewed is not offered again
    is_sound(page)
    page.locator("[name=kind]").select_option("correction")
    page.locator("[name=reason_en]").fill("The ministry counted again.")
    confirm.click()
    page.wait_for_url("**/batch/*/change/")
    is_sound(page)
    second.goto(page.url)
    is_sound(second)
    second.locator(".decision input.default").click()
    expect(second.locator(".messagelist .success")).to_be_visible()
    is_sound(second)
    page.goto(f"{second.url}../undo/")
    expect(confirm).to_be_visible()
    is_sound(page)
    page.goto(f"{base}/importfile/add/?source={series.source_id}")
    is_sound(page)

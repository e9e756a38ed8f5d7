"""The search page in a browser: nothing wrong for people who do not see or point, and titles while somebody types."""

import pytest

from briefings.search import searchable
from tests import make
from tests.browser.axe import offences


@pytest.fixture
def indicators(real_commits):
    for name in ("Intentional homicides", "Homicide rate", "Drug seizures"):
        make.indicator(name)
    list(searchable.index_all())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.once
def test_pages_of_search_have_no_faults_and_fit_a_small_phone(site, indicators, page, console, scheme):
    page.on("console", lambda message: console.append(message.text) if message.type == "error" else None)
    page.emulate_media(color_scheme=scheme)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for path in ("/en/search/?q=homicide", "/es/buscar/?q=nada", "/en/search/", "/en/"):
            page.goto(site + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert offences(page) == [], path


def test_field_of_the_masthead_leads_to_results(site, indicators, page):
    page.goto(f"{site}/en/")
    page.get_by_role("searchbox").fill("homicides")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/en/search/?q=homicides")
    assert page.locator("mark").count() == 2


def test_titles_are_offered_while_somebody_types(site, indicators, page):
    page.goto(f"{site}/en/search/")
    page.get_by_label("Search this site").press_sequentially("homi")
    page.locator("#suggestions option").first.wait_for(state="attached")
    titles = page.locator("#suggestions option").evaluate_all("all => all.map(one => one.value)")
    assert sorted(titles) == ["Homicide rate", "Intentional homicides"]

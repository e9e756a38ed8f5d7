"""A briefing with a revised figure and the register of corrections, as browsers and axe see them."""

import pytest

from briefings.articles.actions import withdraw
from tests import make
from tests.kinds import KeyFigureBlock, RichTextBlock

from .axe import offences

FOLD = 600  # CSS pixels of a phone that are seen first


@pytest.fixture
def series(db):
    series = make.series(of=make.indicator("Intentional homicides", slug="homicides"), by=make.source("Ministry"))
    make.recorded(series, {"2022": "4886", "2023": "8237"})
    return series


@pytest.fixture
def edition(series, author, editor):
    blocks = [
        (KeyFigureBlock, {"series": series, "period": "2023", "compare_with": "2022"}),
        (RichTextBlock, {"html": "<h2>Ports</h2><p>Three ports.</p><h2>Roads</h2><p>Two.</p>"}),
    ]
    title = "Ecuador’s request for military support: reasons, effects and proposals"
    return make.edition(title, slug="ports", summary="What is known. " * 20, by=author, approver=editor, blocks=blocks)


def bottom(page, selector):
    return page.locator(selector).first.evaluate("one => one.getBoundingClientRect().bottom")


@pytest.mark.once
def test_a_phone_shows_the_figure_its_change_its_source_and_whether_it_holds_first(site, window, edition, console):
    page = window(viewport={"width": 360, "height": 740})
    page.on("console", lambda message: console.append(message.text))
    page.goto(f"{site}/en/briefings/ports/")
    places = [bottom(page, name) for name in (".holds", ".tile-value", ".tile-change", ".tile-source")]
    assert places == sorted(places) and places[-1] <= FOLD
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.fixture
def superseded(edition, series, author, editor):
    """The first edition, with two strips: a correction, and a figure that was revised since."""
    note = "The first edition said that the count of 2023 was that of 2022. It was nearly twice as high."
    make.edition(article=edition.article, by=author, approver=editor, change_kind="correction", note=note)
    make.revised(series, {"2023": "8248"})
    return f"/en/briefings/ports/{edition.number}/"


@pytest.fixture
def withdrawn(edition, editor):
    reason = "The ministry has told us that the counts of two provinces were entered twice, so the sum is too high."
    withdraw(edition.article, by=editor, reason=reason)
    return "/en/briefings/ports/"


@pytest.mark.parametrize(("name", "strips"), [("superseded", 2), ("withdrawn", 1)])
def test_below_the_strips_the_figure_is_within_the_first_view_of_a_phone(name, strips, site, window, request, console):
    address = request.getfixturevalue(name)
    page = window(viewport={"width": 360, "height": 740})
    page.goto(site + address)
    assert page.locator(".strip").count() == strips
    assert bottom(page, ".tile-source") <= FOLD


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mark_leads_to_the_revision_and_axe_finds_nothing(site, window, edition, series, scheme, console):
    make.revised(series, {"2023": "8248"})
    page = window(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page.on("console", lambda message: console.append(message.text))
    page.goto(f"{site}/en/briefings/ports/")
    page.get_by_role("link", name="now 8,248").click()
    page.locator(".strip--revised li").wait_for(state="visible")
    assert offences(page) == []
    page.goto(f"{site}/en/corrections/")
    assert offences(page) == []

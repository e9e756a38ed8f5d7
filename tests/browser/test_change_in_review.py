"""An editor who changes a text in review cannot miss what that does: beside the buttons, and after the save. Figures
that are revised in review or after the approval are shown to whoever approves."""

import datetime

import pytest
from playwright.sync_api import expect

from briefings.articles.actions import approve, submit
from briefings.statistics.actions import record_values
from briefings.statistics.entering.validation import Value
from tests import make
from tests.articles.scenes import counts, seen
from tests.kinds import KeyFigureBlock, RichTextBlock

from .desk import block, change_url, open_form, write


@pytest.mark.parametrize("width", [1280, 390])
def test_editor_sees_what_a_change_does_before_and_after_it(width, site, author, editor, window):
    blocks = [(RichTextBlock, {"html": f"<p>{number} ports.</p>" * 12}) for number in range(4)]
    article = make.article("Ports under pressure", by=author, blocks=blocks)
    submit(article, by=author)
    desk = window(editor)
    desk.set_viewport_size({"width": width, "height": 800})
    open_form(desk, change_url(site, article))
    write(block(desk, 3), "Perhaps ")
    save = desk.get_by_role("button", name="Save", exact=True)
    save.scroll_into_view_if_needed()
    strip = desk.locator("#review-notice")
    expect(strip).to_be_in_viewport(ratio=0.9)
    expect(strip).to_contain_text("stays there if you save a change: Amaya gets a mail")
    expect(save).to_have_accessible_description(strip.inner_text())
    save.click()
    told = desk.locator(".messagelist .warning")
    expect(told).to_contain_text("The changed text is in review, and Amaya is told by mail")
    expect(desk.get_by_role("button", name="Add a block at the end")).to_be_visible()
    # The block editor puts a page back to where it was left 200 ms after it began; a later timer ends later.
    desk.evaluate("() => new Promise(done => setTimeout(done, 300))")
    expect(told).to_be_in_viewport(ratio=0.9)
    expect(desk.locator("#review-notice")).to_have_count(1)


@pytest.fixture
def counted(author):
    """In review, with a figure."""
    series = counts()
    article = make.article("Homicides", by=author, blocks=[(KeyFigureBlock, {"series": series, "period": "2022"})])
    submit(article, by=author)
    return article


def revise(article, by):
    article.keyfigureblock_set.get().series.observations.update(cited=False)  # nobody else has to look at the revision
    row = Value(period=make.period("2022"), value=make.decimal("5000"))
    make.settled(record_values(
        article.keyfigureblock_set.get().series, [row], release=None, known_on=datetime.date(2024, 3, 1),
        kind="correction", reason={"en": "Recounted."}, by=by,
    ))  # fmt: skip


def see_what_was_revised(page):
    figures = page.locator(".figures-compared").first
    expect(figures.locator("del")).to_contain_text("4,886")
    expect(figures.locator("ins")).to_contain_text("5,000")
    expect(figures).to_contain_text("revised by Nadia")


def test_figure_that_is_revised_in_review_is_seen_and_approved(site, counted, analyst, editor, window):
    revise(counted, analyst)
    page = window(editor)
    page.goto(change_url(site, counted))
    page.get_by_role("link", name="Approve and publish…").click()
    expect(page.get_by_role("heading", name="What differs from what was submitted")).to_be_visible()
    see_what_was_revised(page)
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.locator(".messagelist")).to_contain_text("approved and published")
    assert counted.editions.get().data["blocks"][0]["figure"]["text"] == "5,000"


@pytest.mark.parametrize("width", [1280, 390])
def test_figure_that_is_revised_after_the_approval_stops_publication_and_is_approved_there(
    width, site, counted, analyst, editor, other_editor, window
):
    approve(counted, by=editor, seen=seen(counted))
    page = window(other_editor)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(change_url(site, counted))
    page.get_by_role("link", name="Publish…", exact=True).click()
    revise(counted, analyst)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".errornote").first).to_contain_text("has been revised since it was approved")
    expect(page.get_by_role("heading", name="What differs from what was approved")).to_be_visible()
    see_what_was_revised(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.locator(".messagelist")).to_contain_text("approved and published")
    assert counted.editions.get().approved_by == other_editor

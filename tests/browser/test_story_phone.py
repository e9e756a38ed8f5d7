"""On a phone's width and without a mouse: a block is added, written, moved up and saved."""

import pytest
from playwright.sync_api import expect

from briefings.articles.blocks import blocks_of
from tests import make
from tests.kinds import RichTextBlock

from .desk import BLOCK, block, change_url, editor_of, open_form

STEPS = 150


def tab_to(page, target, key="Tab"):
    """Walk there as somebody does who has no mouse; what cannot be reached fails."""
    for _step in range(STEPS):
        if target.evaluate("element => element === document.activeElement"):
            expect(target).to_be_in_viewport()
            return
        page.keyboard.press(key)
    pytest.fail(f"{target} cannot be reached with {key}")


def test_block_is_added_written_moved_and_saved_on_a_phone_with_the_keyboard(site, author, window):
    article = make.article(by=author, blocks=[(RichTextBlock, {"html": "<p>First.</p>"})])
    page = window(author, viewport={"width": 390, "height": 800})
    open_form(page, change_url(site, article))

    tab_to(page, page.get_by_role("button", name="Add a block at the end"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator(".plugin-buttons").get_by_title("Callout", exact=True), "ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(BLOCK)).to_have_count(2)
    tab_to(page, block(page, 1).get_by_label("Title:"))
    page.keyboard.type("Mind this")
    tab_to(page, editor_of(block(page, 1)))
    page.keyboard.type("Written on a phone.")
    tab_to(page, block(page, 1).get_by_role("button", name="Move up"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#block-told")).to_have_text("Position 1 of 2")
    expect(block(page, 0).get_by_role("button", name="Move up")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tab_to(page, page.get_by_role("button", name="Save", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert [one.html for one in blocks_of(article)] == ["<p>Written on a phone.</p>", "<p>First.</p>"]

"""An editor who changes a text in review cannot miss what that does: beside the buttons, and after the save."""

import pytest
from playwright.sync_api import expect

from briefings.articles.actions import submit
from tests import make
from tests.kinds import RichTextBlock

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
    strip = desk.locator("#leaves-review")
    expect(strip).to_be_in_viewport(ratio=0.9)
    expect(strip).to_contain_text("Saving a change takes it out: Amaya gets a mail")
    expect(save).to_have_accessible_description(strip.inner_text())
    save.click()
    told = desk.locator(".messagelist .warning")
    expect(told).to_contain_text("The text is out of review. Amaya is told by mail")
    expect(desk.get_by_role("button", name="Add a block at the end")).to_be_visible()
    # The block editor puts a page back to where it was left 200 ms after it began; a later timer ends later.
    desk.evaluate("() => new Promise(done => setTimeout(done, 300))")
    expect(told).to_be_in_viewport(ratio=0.9)
    expect(desk.locator("#leaves-review")).to_have_count(0)

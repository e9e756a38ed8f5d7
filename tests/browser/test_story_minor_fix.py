"""A typo in what is public: from opening the article to the corrected page in at most four clicks, over two people."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.kinds import RichTextBlock

from .desk import block, change_url, enter, open_form

# Every press of a button or link, by mouse or key, and whatever else on the page reacts to one; typing is no press.
COUNT = """addEventListener("click", (event) => {
    const pressed = event.target.closest("a, button, select, label, summary, input, [role=button]")
    if (pressed && !pressed.matches("input[type=text]")) told(pressed.value || pressed.textContent.trim())
}, true)"""


@pytest.fixture
def clicks(window):
    """A function that opens a person's window, and the list of everything that was pressed in these windows."""
    pressed = []

    def counted(user):
        page = window(user)
        page.context.expose_function("told", lambda words: pressed.append(words))
        page.context.add_init_script(COUNT)
        return page

    counted.pressed = pressed
    return counted


def test_minor_fix_takes_at_most_four_clicks(site, author, editor, clicks, window):
    text = [(RichTextBlock, {"html": "<p>Thre ports.</p>"})]
    article = make.edition("Ports under pressure", by=author, approver=editor, blocks=text).article
    desk, writing = clicks(editor), clicks(author)

    open_form(desk, change_url(site, article))
    enter(block(desk, 0))
    for _letter in "Thre":
        desk.keyboard.press("ArrowRight")
    desk.keyboard.type("e")
    desk.get_by_role("button", name="Save and send to the author").click()
    expect(desk.locator(".messagelist")).to_contain_text("can accept your changes")

    writing.goto(change_url(site, article))
    expect(writing.locator(".editors-fix ins", has_text="Three")).to_be_visible()
    writing.get_by_role("button", name="Accept and resubmit").click()
    expect(writing.locator(".messagelist")).to_contain_text("is submitted")

    desk.goto(change_url(site, article))
    desk.get_by_role("link", name="Approve and publish…").click()
    expect(desk.get_by_role("radio", name="minor")).to_be_checked()
    desk.get_by_role("button", name="Approve and publish").click()
    expect(desk.locator(".messagelist")).to_contain_text("approved and published")

    assert clicks.pressed == [
        "Save and send to the author",
        "Accept and resubmit",
        "Approve and publish…",
        "Approve and publish",
    ]
    assert len(clicks.pressed) <= 4
    assert article.editions.get(number=2).change_kind == "minor"
    reader = window()
    reader.goto(f"{site}/en/briefings/{article.slug}/")
    expect(reader.locator("main .prose")).to_contain_text("Three ports.")

"""A typo in what is public: from the desk to the corrected page in at most four clicks and one hand-over."""

import re

import pytest
from playwright.sync_api import expect

from briefings.articles.actions import submit
from briefings.mail.models import Mail
from tests import make
from tests.articles.scenes import rewrite
from tests.kinds import RichTextBlock

from .desk import block, change_url, enter

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


@pytest.fixture
def article(author, editor):
    text = [(RichTextBlock, {"html": "<p>Thre ports.</p>"})]
    return make.edition("Ports under pressure", by=author, approver=editor, blocks=text).article


def mend(site, desk, article):
    """From the desk to the mended text."""
    desk.goto(f"{site}/admin/")
    row = desk.locator("section", has=desk.get_by_role("heading", name="Recently published"))
    row.get_by_role("link", name=str(article), exact=False).first.click()
    expect(desk.get_by_role("button", name="Add a block at the end")).to_be_visible()
    enter(block(desk, 0))
    for _letter in "Thre":
        desk.keyboard.press("ArrowRight")
    desk.keyboard.type("e")


def save(desk, button):
    desk.get_by_role("button", name=button, exact=True).click()
    expect(desk.locator(".messagelist .success").first).to_be_visible()


def readers_see_the_mended_text(site, reader, article):
    assert article.editions.get(number=2).change_kind == "minor"
    reader.goto(f"{site}/en/briefings/{article.slug}/")
    expect(reader.locator("main .prose")).to_contain_text("Three ports.")


def test_one_editor_mends_and_another_publishes_and_the_author_is_told(
    site, article, author, editor, other_editor, clicks, window
):
    desk, other = clicks(editor), clicks(other_editor)
    mend(site, desk, article)
    save(desk, "Save and submit for review")
    other.goto(f"{site}/admin/")
    waiting = other.locator("section", has=other.get_by_role("heading", name="Waiting for my review"))
    waiting.get_by_role("link", name=article.title).click()
    expect(other.get_by_role("radio", name="minor")).to_be_checked()
    other.get_by_role("button", name="Approve and publish").click()
    expect(other.locator(".messagelist")).to_contain_text("approved and published")
    words = [re.sub(r" \(1\)$", "", pressed) for pressed in clicks.pressed]
    assert words == [article.title, "Save and submit for review", article.title, "Approve and publish"]
    assert [mail.act for mail in Mail.objects.filter(person=author).order_by("pk")][-2:] == ["submit", "publish"]
    readers_see_the_mended_text(site, window(), article)


def test_one_editor_and_the_author(site, article, author, editor, clicks, window):
    desk, writing = clicks(editor), clicks(author)
    mend(site, desk, article)
    desk.locator(".more-acts > summary").click()
    save(desk, "Save and send to the author as read whole")
    writing.goto(change_url(site, article))
    expect(writing.locator(".editors-fix ins", has_text="Three")).to_be_visible()
    expect(writing.locator(".editors-fix")).to_contain_text("has read the whole text and sends it to you")
    writing.get_by_role("button", name="Accept the changes").click()
    expect(writing.locator(".messagelist")).to_contain_text("are accepted, and that approves it")

    desk.goto(change_url(site, article))
    desk.get_by_role("link", name="Publish…", exact=True).click()
    expect(desk.get_by_role("radio", name="minor")).to_be_checked()
    desk.get_by_role("button", name="Publish", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("is published")
    assert clicks.pressed[1:] == [
        "More", "Save and send to the author as read whole", "Accept the changes", "Publish…", "Publish"
    ]  # fmt: skip
    edition = article.editions.get(number=2)
    assert (edition.approved_by, edition.submitted_by, edition.forced_reason) == (editor, author, "")
    readers_see_the_mended_text(site, window(), article)


def test_author_accepts_an_editors_fix_with_two_clicks(site, author, editor, clicks):
    article = make.article("Ports", by=author, blocks=[(RichTextBlock, {"html": "<p>Thre ports.</p>"})])
    submit(article, by=author)
    rewrite(article, by=editor, html="<p>Three ports.</p>")
    writing = clicks(author)
    writing.goto(f"{site}/admin/")
    changed = writing.locator("section", has=writing.get_by_role("heading", name="Changed by others, to accept"))
    changed.get_by_role("link", name="Ports").first.click()
    expect(writing.locator(".editors-fix ins", has_text="Three")).to_be_visible()
    writing.get_by_role("button", name="Accept the changes").click()
    expect(writing.locator(".messagelist")).to_contain_text("are accepted")
    assert [re.sub(r" \(\d+\)$", "", pressed) for pressed in clicks.pressed] == ["Ports", "Accept the changes"]

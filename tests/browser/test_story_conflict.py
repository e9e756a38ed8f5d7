"""Two editors have the same article open. The second to save sees both texts and chooses; nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from briefings.articles.blocks import blocks_of
from briefings.articles.models import Article
from tests import make
from tests.kinds import RichTextBlock

from .desk import add, block, change_url, editor_of, open_form, save, words, write


@pytest.fixture
def article(site, author):
    blocks = [(RichTextBlock, {"html": "<p>Three ports.</p>"}), (RichTextBlock, {"html": "<p>Nine gangs.</p>"})]
    return make.article("Ports under pressure", by=author, blocks=blocks)


@pytest.fixture
def second(site, article, editor, other_editor, window, console):
    """The window of the second editor, on the page that shows both texts."""
    first, second = window(editor), window(other_editor)
    for page in (first, second):
        open_form(page, change_url(site, article))
    first.get_by_label("Summary:").fill("Their summary.")
    write(block(first, 0), "Theirs: ")
    write(add(first, "Text"), "Their new paragraph.")
    second.get_by_label("Title:").first.fill("My title")
    write(block(second, 1), "Mine: ")
    write(add(second, "Not known or disputed"), "My open question.")
    save(first)
    with second.expect_console_message(lambda message: "status of 409" in message.text):
        second.get_by_role("button", name="Save", exact=True).click()
    console[:] = [line for line in console if "status of 409" not in line]
    expect(second.get_by_role("heading", name="Somebody has saved this article since you opened it")).to_be_visible()
    return second


def texts(article):
    return [(type(one).__name__.removesuffix("Block"), one.html) for one in blocks_of(article)]


THEIRS = [
    ("RichText", "<p>Theirs: Three ports.</p>"),
    ("RichText", "<p>Nine gangs.</p>"),
    ("RichText", "<p>Their new paragraph.</p>"),
]


def assert_mine_is_in_the_form(page):
    expect(page.get_by_label("Title:").first).to_have_value("My title")
    expect(page.locator(".tiptap", has_text="Mine: Nine gangs.")).to_be_visible()
    expect(page.locator(".tiptap", has_text="My open question.")).to_be_visible()


def assert_mine_is_saved(article):
    article = Article.objects.get()
    saved = texts(article)
    assert article.title == "My title"
    assert ("RichText", "<p>Mine: Nine gangs.</p>") in saved
    assert ("Unknown", "<p>My open question.</p>") in saved
    assert ("RichText", "<p>Their new paragraph.</p>") in saved


def test_second_editor_sees_both_texts_and_nothing_is_saved_yet(article, second):
    theirs = words(second.locator(".comparison"))
    for text in ("Their summary.", "Theirs:", "Their new paragraph.", "My title", "Mine:", "My open question."):
        assert text in theirs
    article.refresh_from_db()
    assert (article.title, article.summary) == ("Ports under pressure", "Their summary.")
    assert texts(article) == THEIRS


def test_second_editor_saves_theirs_over_it(article, second):
    save(second, "Save mine over it")
    assert_mine_is_saved(article)


def test_second_editor_goes_back_to_editing_with_theirs(article, second):
    second.get_by_role("button", name="Back to editing with mine").click()
    assert_mine_is_in_the_form(second)
    write(block(second, 1), "Looked at again. ")
    save(second)
    expect(editor_of(block(second, 1))).to_have_text("Looked at again. Mine: Nine gangs.")
    assert Article.objects.get().title == "My title"
    assert ("Unknown", "<p>My open question.</p>") in texts(article)
    assert ("RichText", "<p>Their new paragraph.</p>") in texts(article)


def test_second_editor_keeps_the_colleagues_text_and_is_offered_the_own_one(article, second, console):
    second.get_by_role("link", name="Keep theirs").click()
    expect(second.get_by_label("Summary:")).to_have_value("Their summary.")
    expect(second.get_by_label("Title:").first).to_have_value("Ports under pressure")
    assert texts(article) == THEIRS
    second.get_by_role("button", name="Restore it").click()
    assert_mine_is_in_the_form(second)
    with second.expect_console_message(lambda message: "status of 409" in message.text):
        second.get_by_role("button", name="Save", exact=True).click()
    console[:] = [line for line in console if "status of 409" not in line]
    save(second, "Save mine over it")
    assert_mine_is_saved(article)

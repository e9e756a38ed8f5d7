"""What helps while writing: comments beside blocks, the values of what is chosen, a text block to begin with."""

import json

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from briefings.articles.actions import comment
from briefings.articles.actions.typed_copies import keep_typed
from briefings.articles.models import Article, Comment
from briefings.media.models import Image
from tests import make
from tests.articles.scenes import counts
from tests.kinds import KeyFigureBlock, RichTextBlock
from tests.media.pictures import picture

from .conftest import fill_login
from .desk import BLOCK, block, change_url, editor_of, open_form, save, write


def test_comment_is_resolved_and_written_while_the_text_stays_typed(site, window, author, editor):
    article = make.article("Ports", by=author)
    comment(article, by=editor, text="Who says so?", block_key=article.richtextblock_set.get().key)
    page = open_form(window(author), change_url(site, article))
    write(block(page, 0), "Says the navy: ")
    block(page, 0).get_by_role("button", name="Resolve the comment").click()
    expect(block(page, 0).locator(".comment")).to_contain_text("Resolved by Amaya")
    block(page, 0).get_by_role("link", name="Comment").click()
    block(page, 0).get_by_label("Comment").fill("The navy said so.")
    block(page, 0).get_by_role("button", name="Add a comment").click()
    expect(block(page, 0).locator(".comment", has_text="The navy said so.")).to_be_visible()
    assert Comment.objects.open().get().text == "The navy said so."
    expect(editor_of(block(page, 0))).to_contain_text("Says the navy: Three ports.")
    assert page.url.startswith(change_url(site, article))
    save(page)
    assert article.richtextblock_set.get().html == "<p>Says the navy: Three ports.</p>"


def begin_comment(page, text):
    link = block(page, 0).get_by_role("link", name="Comment")
    expect(link).not_to_contain_text("another tab")
    link.click()
    block(page, 0).get_by_label("Comment").fill(text)


def test_comment_that_is_only_typed_is_sent_before_the_form_is_saved(site, window, author):
    article = make.article("Ports", by=author)
    page = open_form(window(author), change_url(site, article))
    write(block(page, 0), "Says the navy: ")
    begin_comment(page, "Who counted?")
    save(page)
    made = Comment.objects.get()
    text = article.richtextblock_set.get()
    assert (made.text, made.block_key, text.html) == ("Who counted?", text.key, "<p>Says the navy: Three ports.</p>")
    expect(block(page, 0).locator(".comment")).to_contain_text("Who counted?")
    expect(block(page, 0).locator("textarea:visible")).to_have_count(0)


def test_comment_and_text_survive_an_ended_session(site, window, console, author):
    article = make.article("Ports", by=author)
    page = open_form(window(author), change_url(site, article))
    write(block(page, 0), "Says the navy: ")
    begin_comment(page, "Who counted?")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(block(page, 0).get_by_role("alert")).to_contain_text("You are signed out.")
    expect(block(page, 0).get_by_label("Comment")).to_have_value("Who counted?")
    other_tab = page.context.new_page()
    other_tab.goto(f"{site}/admin/login/")
    fill_login(other_tab, author)
    other_tab.wait_for_url(lambda url: "/login/" not in url)
    save(page)
    assert Comment.objects.get().text == "Who counted?"
    assert article.richtextblock_set.get().html == "<p>Says the navy: Three ports.</p>"
    assert all("403" in words for words in console)  # the token of before the sign-in
    console.clear()


def test_comment_that_was_typed_comes_back_when_the_page_was_left(site, window, author):
    article = make.article("Ports", by=author)
    page = open_form(window(author), change_url(site, article))
    begin_comment(page, "Who counted?")
    open_form(page, change_url(site, article))
    expect(block(page, 0).get_by_label("Comment")).to_have_value("Who counted?")
    save(page)
    assert not Comment.objects.exists()  # nobody has touched it since
    block(page, 0).get_by_role("button", name="Cancel").click()
    open_form(page, change_url(site, article))
    expect(block(page, 0).get_by_role("link", name="Comment")).to_be_visible()


def test_key_figure_shows_its_value_in_the_language_that_is_chosen(site, window, author):
    figure = (KeyFigureBlock, {"series": counts(), "period": "2022"})
    page = open_form(window(author), change_url(site, make.article(by=author, blocks=[figure])))
    content = block(page, 0).locator(".shown-content")
    expect(content).to_contain_text("4,886")
    page.locator("#id_language").select_option("es")
    expect(content).to_contain_text("Fuente:")


def test_key_figure_shows_its_value_while_one_types_the_period(site, window, author):
    figure = (KeyFigureBlock, {"series": counts(), "period": "2022"})
    page = open_form(window(author), change_url(site, make.article(by=author, blocks=[figure])))
    content = block(page, 0).locator(".shown-content")
    expect(content).to_contain_text("4,886")
    block(page, 0).get_by_label("Period").fill("2021")
    expect(content).to_contain_text("2,495")
    block(page, 0).get_by_label("Period").fill("1999")
    expect(content).to_contain_text("has no value for this period")


@pytest.mark.parametrize("typed", ["", "Three ports."])
def test_new_article_opens_with_a_text_block_that_is_saved_if_it_has_text(site, window, author, typed):
    page = open_form(window(author), f"{site}/admin/briefings/article/add/")
    expect(page.locator(BLOCK)).to_have_count(1)
    expect(editor_of(block(page, 0))).to_be_visible()
    page.locator("#id_title").fill("Ports")
    if typed:
        write(block(page, 0), typed)
    save(page)
    article = Article.objects.get()
    assert [text.html for text in RichTextBlock.objects.filter(parent=article)] == (
        [f"<p>{typed}</p>"] if typed else []
    )


def test_save_is_within_reach_on_a_phone(site, window, author):
    page = open_form(window(author, viewport={"width": 390, "height": 800}), change_url(site, make.article(by=author)))
    for name in ("Save", "Save and submit for review"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box["y"] + box["height"] <= 800 and box["x"] + box["width"] <= 390
    page.locator(".form-bar summary").click()
    expect(page.get_by_role("button", name="Save and close")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_list_of_articles_fits_a_laptop_and_says_stage_and_author_on_a_phone(site, window, author, editor):
    title = "Ports under pressure after the escape of a convict whose name nobody wants to say out loud"
    make.article(title, by=author)
    for language in ("en", "es"):
        editor.language = language
        editor.save()
        for width, shown in ((1280, 5), (390, 3)):
            page = window(editor, viewport={"width": width, "height": 800})
            page.goto(f"{site}/admin/briefings/article/")
            wide = page.locator(".wide")
            assert wide.evaluate("box => box.scrollWidth <= box.clientWidth"), (language, width)
            cells = page.locator("#result_list tbody tr").first.locator("th, td:not(.action-checkbox)")
            assert sum(cell.is_visible() for cell in cells.all()) == shown
            expect(page.locator("#result_list .field-stage").first).to_be_visible()
            expect(page.locator("#result_list .field-author").first).to_be_visible()
            page.context.close()


def test_picture_is_not_lost_when_its_description_is_missing(site, window, console, author):
    page = window(author)
    page.goto(f"{site}/admin/briefings/image/add/")
    page.get_by_label("Picture").set_input_files(
        {"name": "harbour.png", "mimeType": "image/png", "buffer": picture("PNG")}
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Describe the picture in at least one language.")
    expect(page.get_by_role("alert")).to_be_in_viewport()
    described = page.get_by_role("textbox", name="Alternative text in English")
    expect(described).to_be_focused()
    expect(described).to_have_accessible_description("Describe the picture in at least one language.")
    described.fill("A harbour")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Image.objects.get().alt_en == "A harbour"


def test_checklist_leads_to_where_a_block_is_added(site, window, console, author):
    page = open_form(window(author), change_url(site, make.article("Ports", by=author)))
    page.locator("details.checking summary").first.click()
    page.get_by_role("link", name="There is no list of sources.").click()
    expect(page.get_by_role("button", name="Add a block at the end")).to_be_focused()


def test_text_typed_elsewhere_is_asked_for_again_after_signing_in(site, window, console, author):
    article = make.article("Ports", by=author)
    entries = json.dumps([["title", "Harbours"], ["version", str(article.version)]])
    keep_typed(article, by=author, token="elsewhere", entries=entries)
    page = open_form(window(author), change_url(site, article))
    Session.objects.all().delete()
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator(".typing-offer").get_by_role("alert")).to_contain_text("You are signed out.")
    console.clear()

"""A translation: begun with one act, the original's words beside each block; and the same form in Spanish."""

import pytest
from playwright.sync_api import expect

from briefings.accounts.models import User
from briefings.articles.blocks import blocks_of
from briefings.articles.models import Article
from tests import make
from tests.kinds import CalloutBlock, RichTextBlock, TextTableBlock

from .desk import BLOCK, block, change_url, choose_act, enter, open_form, save

# What people read on buttons, tools and links of the form: their text, their label, their tooltip; without icons.
BUTTON_WORDS = """form => [
    ...form.querySelectorAll("button, input[type=submit], [role=button], a, summary")
].flatMap(one => {
    const copy = one.cloneNode(true)
    for (const icon of copy.querySelectorAll(".material-icons, .plugin-button-icon")) icon.remove()
    const text = one.matches(".material-icons") ? "" : one.value || copy.textContent
    return [text, one.getAttribute("aria-label"), one.title]
}).map(words => (words ?? "").replace(/\\s+/g, " ").trim()).filter(words => /[a-záéíóúñ]{2}/i.test(words))"""


@pytest.fixture
def article(site, author):
    blocks = [
        (RichTextBlock, {"html": "<h2>Ports</h2><p>Three ports.</p>"}),
        (TextTableBlock, {"caption": "Who guards", "cells": "Port\tGuard\nManta\tNavy"}),
        (CalloutBlock, {"title": "Two counts", "html": "<p>They differ.</p>"}),
    ]
    return make.article("Ports under pressure", by=author, blocks=blocks)


def test_translation_is_written_beside_the_original(site, article, author, window):
    page = window(author)
    page.goto(change_url(site, article))
    choose_act(page, "Start the translation…")
    page.get_by_label("Language").select_option("es")
    page.get_by_role("button", name="Start the translation").click()
    expect(page.locator(".messagelist")).to_contain_text("The translation is begun")

    beside = page.locator("details.beside", has_text="Ports under pressure")
    expect(beside).to_contain_text("What is known, and who says so.")
    originals = [["Ports", "Three ports."], ["Who guards", "Manta", "Navy"], ["Two counts", "They differ."]]
    expect(page.locator(BLOCK)).to_have_count(len(originals))
    for number, texts in enumerate(originals):
        for text in texts:
            expect(block(page, number).locator(".beside").get_by_text(text).first).to_be_visible()

    page.get_by_label("Title:").first.fill("Puertos bajo presión")
    enter(block(page, 0))
    page.keyboard.press("Control+a")
    page.keyboard.type("Tres puertos.")
    save(page)
    expect(block(page, 0).locator(".beside")).to_contain_text("Three ports.")
    translation = Article.objects.get(language="es")
    assert translation.title == "Puertos bajo presión"
    assert "Tres puertos." in blocks_of(translation)[0].html
    article.refresh_from_db()
    assert article.title == "Ports under pressure"
    assert [one.key for one in blocks_of(article)] == [one.key for one in blocks_of(translation)]


def button_words(page):
    """What is written on everything that can be pressed, once the editors and the checklist are there."""
    expect(page.locator(".prose-menubar").first).to_be_visible()
    expect(page.locator(".checking-list .checklist")).to_be_attached()
    return page.locator("#content").evaluate(BUTTON_WORDS)


def test_no_button_of_the_form_is_english_in_spanish(site, article, author, window):
    english = button_words(open_form(window(author, locale="en"), change_url(site, article)))
    assert {"Save", "Move up", "bold", "Add a block at the end", "Preview"} <= set(english)
    User.objects.filter(pk=author.pk).update(language="es")
    page = window(author, locale="es")
    page.goto(change_url(site, article))
    expect(page.get_by_role("button", name="Guardar", exact=True)).to_be_visible()
    spanish = button_words(page)
    assert len(spanish) == len(english)
    assert [words for words in spanish if words in english] == []

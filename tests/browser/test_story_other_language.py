"""A correction in one language: what readers and editors of the other see, and where the language switch leads."""

import re

import pytest
from playwright.sync_api import expect

from briefings.articles.models import Article
from tests import make
from tests.articles.scenes import translated

from .axe import offences

NOT_YET = "Esta versión todavía no se ha revisado."


@pytest.fixture
def spanish(site, author, editor):
    """Its original has two corrections since, so that the second English edition is old and not translated."""
    spanish = translated(by=author, approver=editor, then="correction").article
    english = Article.objects.get(group=spanish.group, language="en")
    make.edition(article=english, by=author, approver=editor, change_kind="correction", note="It was five ports.")
    return spanish


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.once
def test_pages_are_for_everybody(site, spanish, editor, window, console, language, scheme):
    editor.language = language
    editor.save()
    page = window(editor, color_scheme=scheme)
    base = f"{site}/admin/briefings/article/{spanish.pk}"
    public = [
        f"{site}/es/informes/puertos/",
        f"{site}/en/briefings/ports/2/",
        f"{site}/en/briefings/ports/compare/1/2/",
    ]
    for url in (f"{base}/other-language/", f"{base}/acts/needs_no_revision/", f"{base}/checklist/", *public):
        page.goto(url)
        assert console == []
        assert offences(page) == [], url
        console.clear()  # what axe itself has set off


def switch(page):
    return page.locator(".masthead-languages a")


def test_reader_is_told_of_the_correction_and_switches_between_editions(site, spanish, window):
    page = window()
    page.goto(f"{site}/es/informes/puertos/")
    strip = page.get_by_role("complementary").filter(has_text=NOT_YET)
    expect(strip).to_contain_text("La versión en inglés se corrigió el ")
    strip.get_by_role("link", name="Leer la versión en inglés").click()
    expect(page).to_have_url(f"{site}/en/briefings/ports/")
    expect(page.get_by_text("This version has not been revised yet.")).to_have_count(0)

    page.goto(f"{site}/en/briefings/ports/1/")
    switch(page).click()
    expect(page).to_have_url(f"{site}/es/informes/puertos/1/")

    page.goto(f"{site}/en/briefings/ports/2/")
    switch(page).click()
    expect(page).to_have_url(f"{site}/en/briefings/ports/2/#no-version")
    missing = page.locator("#no-version")
    expect(missing).to_be_in_viewport()
    expect(missing).to_contain_text("This page has no Spanish version.")
    missing.get_by_role("link", name="Read the latest Spanish version").click()
    expect(page).to_have_url(f"{site}/es/informes/puertos/")


def test_editor_sees_the_difference_and_says_that_nothing_has_to_be_revised(site, spanish, editor, window):
    page = window(editor)
    page.goto(f"{site}/admin/")
    page.get_by_role("region", name="Revised in the other language").get_by_role("link", name="Puertos").click()
    expect(page.locator("#content")).to_contain_text("From edition 1, which this text follows, to edition 3.")
    page.get_by_role("link", name="Back to the article").click()
    page.locator(".warning-note", has_text="The English version was corrected on").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/acts/needs_no_revision/$"))
    page.get_by_role("button", name="Needs no revision").click()
    expect(page.locator(".messagelist")).to_contain_text("needs no revision")
    expect(page.get_by_text("The English version was corrected on")).to_have_count(0)
    reading = window()
    reading.goto(f"{site}/es/informes/puertos/")
    expect(reading.get_by_role("heading", level=1)).to_have_text("Puertos")
    expect(reading.get_by_text(NOT_YET)).to_have_count(0)

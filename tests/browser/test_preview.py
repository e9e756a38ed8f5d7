"""The preview of the article form: what is on the screen, at the width of a phone and of a desktop."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from briefings.articles.models import Article
from tests import make

from .axe import offences
from .conftest import fill_login
from .desk import block, change_url, open_form, write


def test_preview_shows_unsaved_text_at_two_widths(site, window, console, author):
    article = make.article("Ports", by=author)
    page = open_form(window(author, viewport={"width": 1280, "height": 900}), change_url(site, article))
    write(block(page, 0), "Only typed. ")
    page.get_by_role("link", name="Preview", exact=True).click()
    frame = page.frame_locator("iframe[name=preview-frame]")
    expect(frame.locator("main")).to_contain_text("Only typed. Three ports.")
    widths = []
    for name in ("Phone", "Desktop"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("button", name=name, exact=True)).to_have_attribute("aria-pressed", "true")
        widths.append(page.locator("iframe[name=preview-frame]").bounding_box()["width"])
    assert widths[0] == 390 and widths[1] >= 1180
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator("#preview")).to_be_hidden()
    expect(block(page, 0).locator(".tiptap")).to_contain_text("Only typed.")
    assert article.richtextblock_set.get().html == "<p>Three ports.</p>"


def test_preview_says_that_one_is_signed_out(site, window, console, author):
    page = open_form(window(author), change_url(site, make.article("Ports", by=author)))
    write(block(page, 0), "Only typed. ")
    Session.objects.all().delete()
    page.get_by_role("link", name="Preview", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("You are signed out.")
    page.get_by_role("button", name="Close", exact=True).click()
    other_tab = page.context.new_page()
    other_tab.goto(f"{site}/admin/login/")
    fill_login(other_tab, author)
    other_tab.wait_for_url(lambda url: "/login/" not in url)
    page.get_by_role("link", name="Preview", exact=True).click()
    expect(page.frame_locator("iframe[name=preview-frame]").locator("main")).to_contain_text("Only typed.")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_hidden()
    console.clear()  # the browser refuses to show the sign-in page in a frame


def test_new_article_is_previewed_before_its_first_save(site, window, console, author):
    page = open_form(window(author), f"{site}/admin/briefings/article/add/")
    page.get_by_role("textbox", name="Title:").fill("Harbours")
    write(block(page, 0), "Only typed.")
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Preview").click()
    main = page.frame_locator("iframe[name=preview-frame]").locator("main")
    expect(main.get_by_role("heading", level=1)).to_have_text("Harbours")
    expect(main).to_contain_text("Only typed.")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(block(page, 0).locator(".tiptap")).to_contain_text("Only typed.")
    assert not Article.objects.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.once
def test_axe_finds_nothing_in_the_preview(site, window, console, author, language, scheme):
    author.language = language
    author.save()
    page = window(author, color_scheme=scheme, viewport={"width": 390, "height": 800})
    page.goto(change_url(site, make.article("Ports", by=author)))
    expect(page.locator(".prose-menubar").first).to_be_visible()
    page.locator("a[data-preview]").click()
    expect(page.frame_locator("iframe[name=preview-frame]").locator("main")).to_contain_text("Three ports.")
    assert console == []
    assert offences(page) == []
    console.clear()  # axe sets styles of its own, and the policy refuses them

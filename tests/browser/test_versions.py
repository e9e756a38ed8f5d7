"""A block deleted by mistake comes back; what changed is read by eyes and ears, on wide and narrow pages."""

import pytest
from playwright.sync_api import expect

from briefings.articles.blocks import blocks_of
from tests import make
from tests.articles.scenes import every_block, rewrite
from tests.kinds import CalloutBlock, RichTextBlock

from .axe import offences
from .desk import block, change_url, open_form, save


@pytest.fixture
def article(site, author):
    blocks = [
        (RichTextBlock, {"html": "<h2>Ports</h2><p>Three ports.</p>"}),
        (CalloutBlock, {"title": "Careful", "html": "<p>Typed for an hour.</p>"}),
    ]
    return make.article("Ports under pressure", by=author, blocks=blocks)


def test_deleted_block_comes_back(site, window, article, author):
    key = article.calloutblock_set.get().key
    page = open_form(window(author), change_url(site, article))
    block(page, 1).locator(".delete input").check(force=True)
    save(page)
    assert not article.calloutblock_set.exists()

    page.get_by_role("link", name="Versions").click()
    page.get_by_role("link", name="Version 1").click()
    added = page.locator(".piece.is-new")
    expect(added).to_contain_text("Typed for an hour.")
    expect(added.get_by_text("added as number 2")).to_be_visible()
    page.get_by_role("button", name="Bring this version back").click()

    expect(page.get_by_text("The article says again what version 1 said.")).to_be_visible()
    expect(block(page, 1).locator(".tiptap")).to_have_text("Typed for an hour.")
    assert article.calloutblock_set.get().key == key
    assert [one.html for one in blocks_of(article)] == [
        "<h2>Ports</h2><p>Three ports.</p>", "<p>Typed for an hour.</p>",
    ]  # fmt: skip


def test_two_texts_are_chosen_and_compared_with_keys_alone(site, window, article, author):
    rewrite(article, by=author, html="<h2>Ports</h2><p>Four ports.</p>")
    page = window(author)
    page.goto(f"{site}/admin/briefings/article/{article.pk}/versions/")
    page.get_by_role("radio", name="Version 1 as the old text").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Compare the two chosen").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".comparison del", has_text="Three")).to_be_visible()
    expect(page.locator(".comparison ins", has_text="Four")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.once
def test_pages_fit_and_axe_finds_nothing(site, window, console, author, editor, scheme, width):
    article = make.edition("Ports", by=author, approver=editor, blocks=every_block(author)).article
    rewrite(article, by=author, html="<h2>What happened</h2><p>Four ports.</p>")
    make.edition(article=article, by=author, approver=editor)
    article.calloutblock_set.all().delete()
    rewrite(article, by=author, html=f"<p>{'Long' * 60}</p>")
    page = window(author, color_scheme=scheme, viewport={"width": width, "height": 900})
    side = f"{site}/admin/briefings/article/{article.pk}"
    found = {}
    for address in (
        f"{side}/versions/", f"{side}/versions/1/", f"{side}/compare/?a=v1&b=now", f"{side}/changes/",
        f"{site}/en/briefings/ports/compare/1/2/",
    ):  # fmt: skip
        page.goto(address)
        assert console == []
        found[address] = offences(page), page.evaluate("document.documentElement.scrollWidth") > width
        console.clear()
    assert {address: wrong for address, wrong in found.items() if any(wrong)} == {}

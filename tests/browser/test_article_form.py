"""Writing in the browser: every kind of block, the keyboard, and what is kept when something goes wrong."""

import re

import pytest
from playwright.sync_api import expect

from briefings.accounts.models import User
from briefings.articles.blocks import blocks_of
from briefings.articles.models import Article
from tests import make
from tests.kinds import RichTextBlock, block_models
from tests.world import picture

from .desk import choose_option, expect_to_fit


@pytest.fixture
def things(site, analyst):
    """What the blocks refer to."""
    series = make.series(of=make.indicator("Intentional homicides"))
    make.recorded(series, {"2023": "8248", "2024": "7063"})
    make.impact("Trust falls")
    make.impact("Ports close")
    make.initiative("Joint task forces")
    make.source("Ministry of the Interior")
    table = make.data_table("Homicides by year")
    make.column(table, series)
    make.row(table, "2023")
    return picture("red", by=analyst, alt="A pier in Guayaquil")


def add(page, kind):
    """Press the button of a kind of block at the end of the body; gives the new block."""
    page.locator(".order-machine > .order-machine-insert-target.last").click()
    page.locator(".plugin-buttons .plugin-button", has_text=re.compile(f"^\\s*\\w*\\s*{kind}\\s*$")).click()
    return page.locator(".order-machine > .inline-related:not(.empty-form)").last


def pick(page, block, text, field=".form-row"):
    """Choose from an autocomplete by typing."""
    choose_option(page, block.locator(f"{field} .select2-selection").first, text)


def write(block, text):
    editor = block.locator(".tiptap")
    editor.click()
    editor.press_sequentially(text)


def begin_article(page, site, title="Ports under pressure"):
    page.goto(f"{site}/admin/briefings/article/add/")
    page.get_by_label("Title:").first.fill(title)
    page.get_by_label("Summary:").fill("What is known, and who says so.")


def test_author_writes_every_kind_of_block_and_it_reaches_the_reader(
    things, site, page, sign_in, author, editor, browser
):
    sign_in(author)
    begin_article(page, site)
    write(add(page, "Text"), "Three ports handle the trade.")
    table = add(page, "Text table")
    table.get_by_label("Caption:").fill("Ports by cargo")
    table.get_by_label("Cells:").fill("Port\tTonnes\nManta\t3")
    expect(table.locator(".pasted td").first).to_have_text("Manta")
    pick(page, add(page, "Data table"), "Homicides by year")
    figure = add(page, "Key figure")
    pick(page, figure, "Intentional homicides")
    figure.get_by_label("Period:").fill("2024")
    impacts = add(page, "Impact table")
    impacts.get_by_label("Caption:").fill("What it does")
    pick(page, impacts, "Trust falls")
    pick(page, impacts, "Ports close")
    impacts.get_by_role("button", name="Move up: Ports close").click()
    initiatives = add(page, "Initiative table")
    initiatives.get_by_label("Caption:").fill("What is tried")
    pick(page, initiatives, "Joint task forces")
    pick(page, add(page, "Picture"), "A pier")
    write(add(page, "Callout"), "Mind the difference.")
    write(add(page, "Not known or disputed"), "Nobody knows the number of gangs.")
    pick(page, add(page, "Sources"), "Ministry of the Interior")
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.locator(".messagelist")).to_contain_text("saved and submitted")

    article = Article.objects.get()
    assert [type(block) for block in blocks_of(article)] == list(block_models())
    assert [str(row) for row in article.impacttableblock_set.get().rows.all()] == ["Ports close", "Trust falls"]
    assert "&nbsp;" not in RichTextBlock.objects.get().html

    desk = sign_in(editor, page=browser.new_context().new_page())
    desk.goto(f"{site}/admin/briefings/article/{article.pk}/preview/")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Ports under pressure")
    desk.goto(f"{site}/admin/briefings/article/{article.pk}/change/")
    desk.get_by_role("link", name="Approve and publish…").click()
    desk.get_by_role("button", name="Approve and publish").click()
    expect(desk.locator(".messagelist")).to_contain_text("approved and published")
    desk.context.close()

    reader = browser.new_context().new_page()
    reader.goto(f"{site}/en/briefings/{article.slug}/")
    for words in ("Three ports handle the trade.", "Ports by cargo", "7,063", "Joint task forces", "Nobody knows"):
        expect(reader.locator("main")).to_contain_text(words)
    reader.context.close()


def test_blocks_are_added_and_moved_with_the_keyboard_alone(site, page, sign_in, author):
    article = make.article(
        by=author, blocks=[(RichTextBlock, {"html": "<p>One.</p>"}), (RichTextBlock, {"html": "<p>Two.</p>"})]
    )
    sign_in(author)
    page.goto(f"{site}/admin/briefings/article/{article.pk}/change/")
    blocks = page.locator(".order-machine > .inline-related:not(.empty-form)")
    blocks.nth(1).get_by_role("button", name="Move up").focus()
    page.keyboard.press("Enter")
    expect(blocks.first).to_contain_text("Two.")
    expect(page.locator("#block-told")).to_have_text("Position 1 of 2")
    blocks.nth(1).get_by_role("button", name="Add a block before this one").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".plugin-buttons .plugin-button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(blocks.nth(1).locator(".tiptap")).to_be_focused()
    page.keyboard.type("Between.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert [block.html for block in blocks_of(article)] == ["<p>Two.</p>", "<p>Between.</p>", "<p>One.</p>"]


@pytest.mark.parametrize(("language", "kind"), [("en", "Text table"), ("es", "Tabla de datos")])
def test_new_block_is_headed_by_what_it_is(language, kind, site, page, sign_in, author):
    User.objects.filter(pk=author.pk).update(language=language)
    sign_in(author)
    page.goto(f"{site}/admin/briefings/article/add/")
    expect(add(page, kind).locator("h3 .inline_label")).to_have_text(kind)


def test_refused_save_opens_where_it_is_said_what_to_correct(site, page, sign_in, author):
    other = make.article(by=author)
    article = make.article(by=author, blocks=[(RichTextBlock, {"html": "<p>Three ports.</p>" * 60})])
    sign_in(author)
    page.goto(f"{site}/admin/briefings/article/{article.pk}/change/")
    page.get_by_label("Address:").fill(other.slug)
    page.get_by_role("button", name="Save", exact=True).click()
    refused = page.get_by_role("alert")
    expect(refused).to_be_focused()
    expect(refused).to_be_in_viewport()
    refused.get_by_role("link", name="Address").click()
    expect(page.locator("#id_slug")).to_be_in_viewport()


def test_text_typed_while_the_login_expired_is_offered_and_restored(site, page, sign_in, author):
    article = make.article(by=author)
    sign_in(author)
    page.goto(f"{site}/admin/briefings/article/{article.pk}/change/")
    write(page.locator(".order-machine > .inline-related:not(.empty-form)").first, "Typed for an hour. ")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save", exact=True).click()
    sign_in(author)
    page.goto(f"{site}/admin/briefings/article/{article.pk}/change/")
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator(".tiptap").first).to_contain_text("Typed for an hour.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert "Typed for an hour." in RichTextBlock.objects.get().html
    page.goto(f"{site}/admin/briefings/article/{article.pk}/change/")
    expect(page.locator(".tiptap").first).to_contain_text("Typed for an hour.")
    expect(page.get_by_role("button", name="Restore it")).to_have_count(0)


def test_new_article_that_was_never_saved_is_offered_on_return(site, page, sign_in, author):
    sign_in(author)
    begin_article(page, site, title="Never saved")
    write(add(page, "Text"), "Half a thought.")
    page.goto(f"{site}/admin/")
    page.goto(f"{site}/admin/briefings/article/add/")
    page.get_by_role("button", name="Restore it").click()
    expect(page.get_by_label("Title:").first).to_have_value("Never saved")
    expect(page.locator(".tiptap").filter(has_text="Half a thought.")).to_be_visible()


def test_conflicting_saves_lose_nothing(site, page, sign_in, author, editor, browser, console):
    article = make.article(by=author)
    address = f"{site}/admin/briefings/article/{article.pk}/change/"
    sign_in(author)
    page.goto(address)
    colleague = sign_in(editor, page=browser.new_context().new_page())
    colleague.goto(address)
    colleague.get_by_label("Summary:").fill("Their summary.")
    colleague.get_by_role("button", name="Save", exact=True).click()
    expect(colleague.locator(".messagelist")).to_be_visible()
    colleague.context.close()
    write(page.locator(".order-machine > .inline-related:not(.empty-form)").first, "Mine. ")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Somebody has saved this article")
    expect(page.locator(".comparison")).to_contain_text("Their summary.")
    expect(page.locator(".comparison")).to_contain_text("Mine.")
    page.get_by_role("button", name="Back to editing with mine").click()
    expect(page.locator(".tiptap").first).to_contain_text("Mine.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert "Mine." in RichTextBlock.objects.get().html
    console[:] = [line for line in console if "409" not in line]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.once
def test_form_fits_a_phone_in_both_languages(language, scheme, site, page, sign_in, author, editor):
    edition = make.edition(by=author, approver=editor)
    User.objects.filter(pk=author.pk).update(language=language)
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme=scheme)
    sign_in(author)
    for address in (
        "",
        "briefings/article/",
        f"briefings/article/{edition.article_id}/change/",
        "briefings/article/add/",
    ):
        page.goto(f"{site}/admin/{address}")
        expect_to_fit(page, 390)

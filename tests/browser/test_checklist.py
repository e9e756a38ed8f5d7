"""The checklist beside the article form: asked for when the form is there, each line leads to its block."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.articles.scenes import counts, submitted
from tests.kinds import KeyFigureBlock, RichTextBlock

from .desk import change_url, editor_of, open_form


@pytest.fixture
def draft(site, author):
    figure = (KeyFigureBlock, {"series": counts(), "period": "2022", "compare_with": ""})
    texts = [(RichTextBlock, {"html": f"<p>Paragraph. {'Words. ' * 200}</p>"}) for _number in range(3)]
    last = (RichTextBlock, {"html": '<p>About 480 people, see <a href="/admin/">here</a>.</p>'})
    return make.article("Ports", by=author, blocks=[figure, *texts, last])


def block_of(page, draft):
    key = RichTextBlock.objects.filter(parent=draft).latest("ordering").key
    return page.locator(".inline-related", has=page.locator(f"#block-{key}"))


def test_each_line_opens_and_focuses_its_block(site, window, draft, author):
    page = window(author)
    open_form(page, change_url(site, draft))
    panel = page.locator("details.checking")
    expect(panel.locator("summary").first).to_contain_text("1 thing keeps it from being published")
    block = block_of(page, draft)
    page.locator("label.collapse-items").click()
    expect(editor_of(block)).not_to_be_visible()
    panel.locator("summary").first.focus()
    page.keyboard.press("Enter")
    panel.get_by_role("link", name="leads into the administration").focus()
    page.keyboard.press("Enter")
    expect(editor_of(block)).to_be_visible()
    expect(editor_of(block)).to_be_focused()
    expect(editor_of(block)).to_be_in_viewport()


def test_topic_is_advised_and_its_field_focused(site, window, draft, author):
    page = window(author)
    open_form(page, change_url(site, draft))
    panel = page.locator("details.checking")
    panel.locator("summary").first.click()
    panel.locator(".checklist summary").click()
    panel.get_by_role("link", name="No topic is chosen").click()
    expect(page.locator(".field-topics .select2-search__field")).to_be_focused()


def test_a_line_of_the_page_leads_into_the_form(site, window, draft, author):
    page = window(author)
    page.goto(f"{site}/admin/briefings/article/{draft.pk}/checklist/")
    page.get_by_role("link", name="leads into the administration").click()
    expect(editor_of(block_of(page, draft))).to_be_focused()
    expect(editor_of(block_of(page, draft))).to_be_in_viewport()


@pytest.mark.parametrize("is_complete", [True, False])
def test_main_button_returns_a_text_in_which_something_is_missing(is_complete, site, window, author, editor):
    blocks = [(RichTextBlock, {"html": "<p>Three ports.</p>"})] + [(KeyFigureBlock, {})] * (not is_complete)
    article = submitted(make.article("Ports", by=author, blocks=blocks), by=author)
    page = window(editor)
    open_form(page, change_url(site, article))
    bar = page.locator(".form-bar")
    expect(page.locator("details.checking .checking-count")).not_to_be_empty()
    main = "Approve and publish" if is_complete else "Return to the author"
    expect(bar.locator("> .default")).to_have_count(1)
    expect(bar.locator("> a.default")).to_contain_text(main)
    bar.locator("summary").click()
    other = "Return to the author" if is_complete else "Approve and publish"
    expect(bar.locator(".more-acts").get_by_role("link", name=other)).to_be_visible()

"""Whatever the toolbar of the rich text editor makes is the same after saving and loading."""

import re

import pytest
from playwright.sync_api import expect

from tests import make
from tests.kinds import RichTextBlock

from .desk import block, change_url, editor_of, enter, make_link, open_form, press_tool, save

pytestmark = pytest.mark.once

# What each tool makes of the paragraph "Words."; a test compares the names with the buttons that are there.
MADE = {
    "heading 2": "<h2>Words.</h2>",
    "heading 3": "<h3>Words.</h3>",
    "unordered list": "<ul><li><p>Words.</p></li></ul>",
    "ordered list": "<ol><li><p>Words.</p></li></ol>",
    "blockquote": "<blockquote><p>Words.</p></blockquote>",
    "bold": "<p><strong>Words.</strong></p>",
    "italic": "<p><em>Words.</em></p>",
    "paragraph": "<p>Words.</p>",
}
ELSEWHERE = {"insert link", "remove link", "List properties", "undo", "redo"}  # tests of their own


@pytest.fixture
def article(author):
    return make.article("Ports", by=author, blocks=[(RichTextBlock, {"html": "<p>Words.</p>"})] * len(MADE))


@pytest.fixture
def form(site, window, author, article):
    return open_form(window(author), change_url(site, article))


def stored(article):
    return [one.html for one in RichTextBlock.objects.filter(parent=article).order_by("ordering")]


def shown(form):
    """What the editors hold; a numbered list that is new says less of itself than one that was loaded."""
    html = form.locator(".order-machine .inline-related:not(.empty-form) .tiptap").evaluate_all(
        "editors => editors.map(editor => editor.innerHTML)"
    )
    return [re.sub(r' data-type="decimal"', "", each) for each in html]


def select_all(form, block):
    enter(block)
    form.keyboard.press("Control+A")


def names_of(locator):
    return locator.evaluate_all("buttons => buttons.map(button => button.title || button.textContent)")


def test_every_tool_is_tried(form):
    buttons = names_of(block(form, 0).locator(".prose-menubar > .prose-menubar__group > button"))
    options = names_of(block(form, 0).locator(".prose-menubar .prose-menubar__option"))
    as_button = {re.sub("^Heading", "heading", name).replace("Paragraph", "paragraph") for name in options}
    assert set(buttons) | as_button == set(MADE) | ELSEWHERE


def test_every_tool_survives_saving(form, article):
    for number, tool in enumerate(MADE):
        select_all(form, block(form, number))
        menubar = block(form, number).locator(".prose-menubar")
        if tool.startswith("heading") or tool == "paragraph":
            menubar.locator(".prose-menubar__selected").click()
            menubar.locator(".prose-menubar__option", has_text=re.compile(f"^{tool}$", re.IGNORECASE)).click()
        else:
            press_tool(block(form, number), tool)
    before = shown(form)
    save(form)
    assert stored(article) == list(MADE.values())
    expect(form.locator(".prose-menubar")).to_have_count(len(MADE))
    assert shown(form) == before


def test_plain_numbered_list_has_no_attributes(form):
    text = block(form, 0)
    select_all(form, text)
    press_tool(text, "ordered list")
    assert editor_of(text).inner_html() == MADE["ordered list"]


@pytest.mark.parametrize(
    ("label", "type_"), [("a, b, c", "a"), ("A, B, C", "A"), ("i, ii, iii", "i"), ("I, II, III", "I")]
)
def test_start_and_type_of_a_numbered_list_survive_saving(label, type_, form, article):
    text = block(form, 0)
    select_all(form, text)
    press_tool(text, "ordered list")
    press_tool(text, "List properties")
    dialog = form.get_by_role("dialog")
    dialog.get_by_label("Start at").fill("3")
    dialog.get_by_label("List type").select_option(label)
    dialog.get_by_role("button", name="Update").click()
    shown_type = "list => getComputedStyle(list).listStyleType"
    names = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
    assert editor_of(text).locator("ol").evaluate(shown_type) == names[type_]
    before = shown(form)
    save(form)
    assert stored(article)[0] == f'<ol start="3" type="{type_}"><li><p>Words.</p></li></ol>'
    expect(editor_of(block(form, 0)).locator(f"ol[start='3'][type={type_}]")).to_be_visible()
    assert shown(form) == before


def test_undo_redo_and_removing_a_link(form, article):
    text = block(form, 0)
    select_all(form, text)
    press_tool(text, "bold")
    press_tool(text, "undo")
    expect(editor_of(text).locator("strong")).to_have_count(0)
    press_tool(text, "redo")
    expect(editor_of(text).locator("strong")).to_have_count(1)
    make_link(form, text, "https://example.org/")
    press_tool(text, "remove link")
    save(form)
    assert stored(article)[0] == "<p><strong>Words.</strong></p>"


def test_link_without_a_scheme_is_completed_and_its_title_kept(form, article):
    text = block(form, 0)
    select_all(form, text)
    press_tool(text, "insert link")
    dialog = form.get_by_role("dialog", name="Link", exact=True)
    expect(dialog.get_by_label("URL")).to_be_focused()
    for refused in ("not a link", "http://x.org:port/"):
        dialog.get_by_label("URL").fill(refused)
        form.keyboard.press("Enter")
        expect(dialog.get_by_role("alert")).to_contain_text("This cannot be a link.")
    expect(dialog.get_by_label("URL")).to_be_focused()
    dialog.get_by_label("URL").fill("www.example.org")
    dialog.get_by_label("Title").fill("Their page")
    form.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    before = shown(form)
    save(form)
    link = '<a href="https://www.example.org" title="Their page" rel="noopener">Words.</a>'
    assert stored(article)[0] == f"<p>{link}</p>"
    expect(editor_of(block(form, 0)).get_by_role("link")).to_have_attribute("title", "Their page")
    assert [html.replace(' rel="noopener"', "") for html in shown(form)] == before


def test_page_of_the_site_is_found_and_linked_with_the_keyboard(form, article):
    make.indicator("Containers searched", slug="containers")
    text = block(form, 0)
    select_all(form, text)
    form.keyboard.press("Control+K")
    dialog = form.get_by_role("dialog", name="Link", exact=True)
    dialog.get_by_label("Find a page of this site").focus()
    form.keyboard.type("container")
    result = dialog.get_by_role("button", name="Containers searched")
    expect(result).to_be_visible()
    result.focus()
    form.keyboard.press("Enter")
    expect(dialog.get_by_label("URL")).to_have_value("/en/statistics/containers/")
    expect(dialog.get_by_role("button", name="Set link")).to_be_focused()
    form.keyboard.press("Enter")
    save(form)
    assert stored(article)[0] == '<p><a href="/en/statistics/containers/" rel="noopener">Words.</a></p>'


def test_escape_leaves_the_text_as_it_is(form, article):
    text = block(form, 0)
    select_all(form, text)
    press_tool(text, "insert link")
    form.get_by_label("URL").fill("example.org")
    form.keyboard.press("Escape")
    expect(form.get_by_role("dialog")).to_have_count(0)
    expect(editor_of(text)).to_be_focused()
    expect(editor_of(text).get_by_role("link")).to_have_count(0)

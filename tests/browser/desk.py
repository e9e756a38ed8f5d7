"""What people do with the article form and the public page in a browser."""

import re

from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect

BLOCK = ".order-machine > .inline-related:not(.empty-form)"


def change_url(site, article):
    return f"{site}/admin/briefings/article/{article.pk}/change/"


def open_form(page, address):
    """Opens a form and waits until its editors can be typed in."""
    page.goto(address)
    expect(page.get_by_role("button", name="Add a block at the end")).to_be_visible()
    return page


def expect_to_fit(page, width):
    """Waits until nothing makes a form scroll sideways: before its editors have started, something may.

    It asks by a function, since the policy of the site forbids the page to evaluate a text, as each later look would.
    """
    page.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)


def block(page, number):
    return page.locator(BLOCK).nth(number)


def add(page, kind):
    """A new block of this kind at the end of the body."""
    blocks = page.locator(BLOCK)
    before = blocks.count()
    page.get_by_role("button", name="Add a block at the end").click()
    page.locator(".plugin-buttons").get_by_title(kind, exact=True).click()
    expect(blocks).to_have_count(before + 1)
    return blocks.last


def editor_of(block):
    return block.locator(".tiptap")


def enter(block):
    """Put the cursor at the beginning of the block's rich text.

    20 ms after it got the focus the editor sets its selection again. A timer that starts later ends later: from then
    on keys move the cursor for good.
    """
    editor = editor_of(block)
    editor.click()
    editor.evaluate("() => new Promise(done => setTimeout(done, 25))")
    editor.press("Control+Home")


def write(block, text):
    """Type at the beginning of the block's rich text."""
    enter(block)
    editor_of(block).press_sequentially(text)


# The editor learns of a moved cursor by an event, which comes before a timer that starts later.
PASTE = """async (element, copied) => {
    await new Promise(done => setTimeout(done, 25))
    const clipboardData = new DataTransfer()
    for (const [type, text] of Object.entries(copied)) clipboardData.setData(type, text)
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }))
}"""


def paste(field, html="", text=""):
    """Paste what a program put on the clipboard, at the cursor of the field."""
    field.evaluate(PASTE, {"text/plain": text} | ({"text/html": html} if html else {}))


def press_tool(block, name):
    block.locator(".prose-menubar").get_by_role("button", name=name, exact=True).click()


def make_link(page, block, url):
    """What is selected in the block becomes a link."""
    press_tool(block, "insert link")
    page.get_by_label("URL").fill(url)
    dialog = page.get_by_role("dialog", name="Link", exact=True)
    dialog.get_by_role("button", name="Set link", exact=True).click()
    expect(block.locator(f'a[href="{url}"]')).to_be_visible()


def pick(page, block, text, label=""):
    """Choose from an autocomplete by typing; `label` names the field where the block has several."""
    row = block.locator(".form-row", has_text=label) if label else block
    choose_option(page, row.locator(".select2-selection").first, text)
    expect(block).to_contain_text(text)


def choose_option(page, selection, text):
    """Open an autocomplete, search it and take the first match.

    On a busy machine the form may still move under the click, and the list does not open: a person clicks again.
    """
    opened = page.locator(".select2-container--open")
    for seconds in (5, 10, 30):
        if not opened.count():
            selection.click()
        try:
            opened.locator(".select2-search__field").last.fill(text, timeout=1000 * seconds)
            page.locator(".select2-results__option", has_text=text).first.click(timeout=1000 * seconds)
            return
        except PlaywrightTimeout:
            page.keyboard.press("Escape")
    raise AssertionError(f"“{text}” was not offered")


def chosen_in(block):
    """The chosen things of an ordered selection, from the first to the last."""
    return block.locator(".ordered-choice li .chosen")


def choose_act(page, name):
    """Open "More" and follow the link to an act that is not the next step."""
    page.locator(".more-acts > summary").click()
    page.get_by_role("link", name=name, exact=True).click()


def save(page, button="Save"):
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".messagelist .success").first).to_be_visible()


# Asked for in one call: Playwright's own waiting for a condition evaluates strings, which the site's policy forbids.
KEPT = """async words => {
    for (let tries = 0; tries < 150; tries++) {
        if (Object.values(localStorage).some(kept => kept.includes(words))) return
        await new Promise(again => setTimeout(again, 100))
    }
    throw Error(`“${words}” is not kept`)
}"""


def wait_until_kept(page, text):
    """Until the browser has put by what was typed."""
    page.evaluate(KEPT, text)


def words(locator):
    """Its text with single spaces, hidden parts included."""
    return re.sub(r"\s+", " ", locator.text_content()).strip()


def assert_in_order(pieces, text):
    """Every piece stands in the text, after the one before it."""
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        assert found >= 0, f"“{piece}” is missing, or does not come after what was typed before it, in: {text[at:]}"
        at = found + len(piece)


def table_called(page, caption):
    """The cells of the table with this caption, row by row, as a reader sees them."""
    table = page.locator("main table", has=page.locator("caption", has_text=caption))
    return table.locator("tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.replace(/\\s+/g, ' ').trim()))"
    )


def figures_on(page):
    """(value, what is shown) of every number that refers to a record."""
    found = page.locator("main data").evaluate_all("all => all.map(one => [one.value, one.textContent.trim()])")
    return [tuple(pair) for pair in found]

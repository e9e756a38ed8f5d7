"""On a phone's width and without a mouse: a source is chosen, then its release and the place in it."""

from playwright.sync_api import expect

from tests import make
from tests.kinds import SourcesBlock, SourcesRow

from .desk import block, change_url, chosen_in, open_form
from .test_story_phone import tab_to


def choose(page, field, text):
    """Open the autocomplete under this field's focus, look for `text` and take what is found first."""
    tab_to(page, field)
    page.keyboard.press("Enter")
    page.keyboard.type(text)
    expect(page.locator(".select2-results__option--highlighted", has_text=text)).to_be_visible()
    page.keyboard.press("Enter")


def test_source_release_and_place_are_chosen_with_the_keyboard(site, author, window):
    press, ministry = make.source("Press"), make.source("Ministry of the Interior")
    book = make.release(ministry, title="Intentional homicides: open data, July 2026")
    make.release(title="Intentional homicides elsewhere")
    article = make.article(by=author, blocks=[(SourcesBlock, {"selection": [press]})])
    page = window(author, viewport={"width": 390, "height": 800})
    open_form(page, change_url(site, article))
    sources = block(page, 0)
    choose(page, sources.locator(".ordered-choice-add .select2-selection"), "Ministry")
    expect(chosen_in(sources)).to_have_text(["Press", "Ministry of the Interior"])
    added = sources.locator(".ordered-choice li").nth(1)
    choose(page, added.locator(".select2-selection"), "Intentional")
    expect(added.locator(".select2-selection__rendered")).to_contain_text("open data")
    tab_to(page, added.get_by_label("Page, table, section"))
    page.keyboard.type("table 3")
    tab_to(page, added.get_by_role("button", name="Move up: Ministry of the Interior"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(chosen_in(sources)).to_have_text(["Ministry of the Interior", "Press"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tab_to(page, page.get_by_role("button", name="Save", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    rows = SourcesRow.objects.order_by("position").values_list("source", "release", "locator")
    assert list(rows) == [(ministry.pk, book.pk, "table 3"), (press.pk, None, "")]

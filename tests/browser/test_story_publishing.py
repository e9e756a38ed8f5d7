"""The main job from end to end: an author writes, an editor publishes, a reader reads exactly that."""

import re

import pytest
from playwright.sync_api import expect

from briefings.articles.models import Article
from tests import make
from tests.kinds import RichTextBlock
from tests.world import picture

from .desk import (
    add,
    assert_in_order,
    chosen_in,
    editor_of,
    figures_on,
    make_link,
    open_form,
    pick,
    press_tool,
    save,
    table_called,
    words,
    write,
)

CELLS = [["Port", "Province", "Traffic"], ["Posorja", "Guayas", "containers"], ["Manta", "Manabí", "tuna & grain"]]
TYPED = [
    "Ports under pressure",
    "Three ports handle almost all trade, and gangs compete for them.",
    "How the ports work",
    "Containers are searched seldom.",
    "Guayaquil first",
    "Posorja next",
    "Ports by traffic",
    "tuna & grain",
    "Counted by the author.",
    "Homicides by year",
    "Deaths on purpose",
    "What it does to the country",
    "What the state tries",
    "The quay at dawn",
    "Two counts differ",
    "The police count later.",
    "What is not known or disputed",
    "Nobody knows the number of gangs.",
    "Sources",
    "Read these first.",
    "Ministry of the Interior",
]


@pytest.fixture
def things(site, analyst):
    """What the blocks refer to."""
    series = make.series(of=make.indicator("Intentional homicides"), by=make.source("Ministry of the Interior"))
    make.recorded(series, {"2023": "8248", "2024": "7063"})
    make.impact("Ports close", description_en="Ships stay away.")
    make.impact("Trust falls", description_en="Nobody calls the police.")
    make.initiative("Joint task forces", description_en="Navy and police together.")
    make.initiative("Crop substitution", description_en="Cacao instead of coca.")
    table = make.data_table("Homicides by year")
    make.column(table, series)
    make.row(table, "2023")
    make.row(table, "2024")
    picture("navy", by=analyst, alt="A quay in Guayaquil")


def write_text(page):
    """Heading, bold words, a link and a list: with the keyboard, and with the tools."""
    text = add(page, "Text")
    editor = editor_of(text)
    editor.click()
    text.locator(".prose-menubar__selected").click()
    text.get_by_role("button", name="Heading 2").click()
    page.keyboard.type("How the ports work")
    page.keyboard.press("Enter")
    page.keyboard.type("Containers are ")
    page.keyboard.press("Control+b")
    page.keyboard.type("searched")
    page.keyboard.press("Control+b")
    page.keyboard.type(" seldom.")
    page.keyboard.press("Enter")
    press_tool(text, "unordered list")
    page.keyboard.type("Guayaquil first")
    page.keyboard.press("Enter")
    page.keyboard.type("Posorja next")
    editor.locator("strong").dblclick()
    make_link(page, text, "https://example.org/searches")


def paste_table(page):
    """Cells from a spreadsheet, through the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    table = add(page, "Text table")
    table.get_by_label("Caption:").fill("Ports by traffic")
    table.get_by_label("Note:").fill("Counted by the author.")
    page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join("\t".join(row) for row in CELLS) + "\n")
    table.get_by_label("Cells:").click()
    page.keyboard.press("Control+v")
    expect(table.locator(".pasted tr").last).to_have_text("MantaManabítuna & grain")


def choose(page, kind, caption, first, second):
    """A table of two chosen things; the second is moved up, the first down to where it was and up again."""
    table = add(page, kind)
    table.get_by_label("Caption:").fill(caption)
    pick(page, table, first)
    pick(page, table, second)
    expect(chosen_in(table)).to_have_text([first, second])
    table.get_by_role("button", name=f"Move up: {second}").click()
    expect(chosen_in(table)).to_have_text([second, first])
    table.get_by_role("button", name=f"Move down: {second}").click()
    expect(chosen_in(table)).to_have_text([first, second])
    table.get_by_role("button", name=f"Move down: {first}").click()
    expect(chosen_in(table)).to_have_text([second, first])


def write_every_kind_of_block(page):
    write_text(page)
    paste_table(page)
    pick(page, add(page, "Data table"), "Homicides by year")
    figure = add(page, "Key figure")
    pick(page, figure, "Intentional homicides")
    figure.get_by_label("Period:").fill("2024")
    figure.get_by_label("Compare with:").fill("2023")
    figure.get_by_label("Label:").fill("Deaths on purpose")
    choose(page, "Impact table", "What it does to the country", "Ports close", "Trust falls")
    choose(page, "Initiative table", "What the state tries", "Joint task forces", "Crop substitution")
    quay = add(page, "Picture")
    pick(page, quay, "A quay in Guayaquil")
    quay.get_by_label("Caption:").fill("The quay at dawn")
    callout = add(page, "Callout")
    callout.get_by_label("Title:").fill("Two counts differ")
    write(callout, "The police count later.")
    write(add(page, "Not known or disputed"), "Nobody knows the number of gangs.")
    sources = add(page, "Sources")
    sources.get_by_label("Introduction:").fill("Read these first.")
    pick(page, sources, "Ministry of the Interior")


# What a preview says otherwise than the page will: when it was published, how to cite it, and the change history.
AS_DRAFT = re.compile(
    r'<div><dt>Published</dt>.*?</div>|<p class="cite-text">.*?</p>|<ol class="editions">.*?</ol>', re.DOTALL
)
# What only the page of an edition has: the way up, whether its figures still hold, and its files.
PUBLISHED = re.compile(r'<(nav class="breadcrumb"|p class="(?:holds|downloads)").*?</(?:nav|p)>', re.DOTALL)


def main_of(page):
    """The page's main part; pictures by whether they are there, since a draft's have an address of their own."""
    page.locator("main img").scroll_into_view_if_needed()
    page.locator("main img").evaluate("image => image.decode()")
    html = re.sub(r'(<img [^>]*?src=")[^"]*', r"\1", page.locator("main").inner_html())
    assert len(AS_DRAFT.findall(html)) == 3
    return re.sub(r"\s+", " ", PUBLISHED.sub("", AS_DRAFT.sub("", html)))


def assert_reads_exactly_what_was_typed(page):
    assert_in_order(TYPED, words(page.locator("main")))
    assert table_called(page, "Ports by traffic") == CELLS
    years = table_called(page, "Homicides by year")
    assert [row[:2] for row in years[1:]] == [["2023", "8,248"], ["2024", "7,063"]]
    impacts = table_called(page, "What it does to the country")
    assert [row[1] for row in impacts[1:]] == ["Nobody calls the police.", "Ships stay away."]
    initiatives = table_called(page, "What the state tries")
    assert [row[0] for row in initiatives[1:]] == ["Crop substitution", "Joint task forces"]
    text = page.locator("main .prose")
    expect(text.locator("h2", has_text="How the ports work")).to_have_count(1)
    expect(text.locator("strong")).to_have_text("searched")
    expect(text.get_by_role("link", name="searched")).to_have_attribute("href", "https://example.org/searches")
    expect(text.locator("ul:not(.tiles) li")).to_have_text(["Guayaquil first", "Posorja next"])
    expect(page.locator("main img")).to_have_attribute("alt", "A quay in Guayaquil")


def test_author_writes_every_kind_of_block_and_the_reader_sees_exactly_that(
    things, site, page, sign_in, author, editor, window
):
    sign_in(author)
    open_form(page, f"{site}/admin/briefings/article/add/")
    page.get_by_label("Title:").first.fill(TYPED[0])
    page.get_by_label("Summary:").fill(TYPED[1])
    write_every_kind_of_block(page)
    save(page)
    save(page, "Save and submit for review")
    article = Article.objects.get()
    assert "&nbsp;" not in RichTextBlock.objects.get().html

    desk = window(editor)
    desk.goto(f"{site}/admin/briefings/article/{article.pk}/preview/")
    assert_reads_exactly_what_was_typed(desk)
    previewed = main_of(desk)
    desk.goto(f"{site}/admin/briefings/article/{article.pk}/change/")
    desk.get_by_role("link", name="Approve and publish…").click()
    desk.get_by_role("button", name="Approve and publish").click()
    expect(desk.locator(".messagelist")).to_contain_text("approved and published")

    reader = window()
    reader.goto(f"{site}/en/briefings/")
    reader.get_by_role("link", name="Ports under pressure").click()
    expect(reader).to_have_url(f"{site}/en/briefings/ports-under-pressure/")
    assert_reads_exactly_what_was_typed(reader)
    assert main_of(reader) == previewed
    assert figures_on(reader) == [
        ("8248", "8,248"),
        ("7063", "7,063"),
        ("7063", "7,063"),
        ("-0.143671", "−14%"),
        ("8248", "8,248"),
    ]

"""Pasting into the article form: what the editor reads, what is said above the block, tables made text tables."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from briefings.accounts.models import User
from briefings.articles.blocks import blocks_of
from tests import make
from tests.kinds import CalloutBlock, RichTextBlock, TextTableBlock

from .desk import add, block, change_url, editor_of, enter, open_form, paste, save, write

pytestmark = pytest.mark.once

SAMPLES = Path(__file__).parent / "clipboard"
TABLE = "<table><tr><td>2022</td><td>4,886</td></tr><tr><td>2023</td><td>8,248</td></tr></table>"
LINES = "<p>2022 | 4,886<br>2023 | 8,248</p>"
CELLS = "2022\t4,886\n2023\t8,248"


def sample(name):
    return (SAMPLES / f"{name}.html").read_text()


def note_of(block):
    return block.locator(".pasted-note")


@pytest.fixture
def article(author):
    return make.article("Ports", by=author, blocks=[(RichTextBlock, {"html": "<p>Three ports.</p>"})])


@pytest.fixture
def form(site, window, author, article):
    return open_form(window(author), change_url(site, article))


def kinds_and_texts(article):
    return [(type(one), one.cells if isinstance(one, TextTableBlock) else one.html) for one in blocks_of(article)]


def test_word_is_saved_as_the_sites_own_and_the_changes_are_said(form, article):
    text = block(form, 0)
    enter(text)
    form.keyboard.press("Control+A")
    paste(editor_of(text), sample("word"))
    note = note_of(text)
    expect(note).to_contain_text("Changed while pasting: tables written as lines; paragraphs with bullets or numbers")
    expect(note).to_contain_text("raised or lowered characters written as ¹ or in brackets (4)")
    expect(note).to_contain_text("links without a usable address left as text")
    expect(note).to_contain_text("pictures left out")
    save(form)
    (saved,) = blocks_of(article)
    assert saved.html == (
        "<h2>Puertos bajo presión</h2><h2>Qué pasó</h2><p>En 2022 hubo 4,886¹ homicidios "
        "<strong>intencionales</strong>, y la <em>tasa</em> fue de 26,7[1]. Área: 20 km².</p>"
        "<p>Cifra [struck out: 8,009] [struck out: vieja] nueva: "
        "8,248.</p><h3>Detalle</h3><ul><li><p>Guayaquil</p><ul><li><p><strong>Posorja</strong>, al sur</p></li></ul>"
        '</li><li><p>Manta</p></li></ul><ol start="3" type="a"><li><p>Tercero</p></li><li><p>Cuarto</p></li></ol>'
        "<p>Año | Casos<br>2022 | 4,886¹<br>2023 | 8,248</p>"
        '<p>Véase <a href="http://www.gob.ec/" rel="noopener">la página</a> y el informe.</p>'
    )


@pytest.mark.parametrize("name", ["google_docs", "google_sheets", "excel", "libreoffice_writer", "libreoffice_calc"])
def test_other_programs_are_pasted_with_their_table_offered(name, form, article):
    text = block(form, 0)
    enter(text)
    paste(editor_of(text), sample(name))
    note_of(text).get_by_role("button", name="Make it a text table").click()
    table = form.locator(".inline-related:not(.empty-form)", has=form.get_by_label("Cells:"))
    table.get_by_label("Caption:").fill("Homicides by year")
    save(form)
    tables = [one for one in blocks_of(article) if isinstance(one, TextTableBlock)]
    assert len(tables) == 1 and ("4,886" in tables[0].cells or "4.886" in tables[0].cells or "\t3" in tables[0].cells)
    texts = " ".join(one.html for one in blocks_of(article) if isinstance(one, RichTextBlock))
    assert " | " not in texts and texts.count("Three ports.") == 1


def test_table_takes_its_place_between_the_texts_around_it(form, article):
    text = block(form, 0)
    write(text, "Before. After: ")
    for _key in range(len("After: ")):
        form.keyboard.press("ArrowLeft")
    paste(editor_of(text), TABLE)
    expect(editor_of(text)).to_have_text("Before. 2022 | 4,8862023 | 8,248After: Three ports.")
    choice = note_of(text).get_by_role("button", name="Make it a text table (2 × 2)")
    choice.focus()
    form.keyboard.press("Enter")
    table = block(form, 1)
    expect(table.get_by_label("Caption:")).to_be_focused()
    expect(table.get_by_label("Cells:")).to_have_value(CELLS)
    expect(table.locator(".pasted th").first).to_have_text("2022")
    expect(editor_of(block(form, 2))).to_have_text("After: Three ports.")
    form.keyboard.type("Homicides")
    save(form)
    assert kinds_and_texts(article) == [
        (RichTextBlock, "<p>Before. </p>"),
        (TextTableBlock, CELLS),
        (RichTextBlock, "<p>After: Three ports.</p>"),
    ]


def test_several_tables_take_their_places(form, article):
    text = block(form, 0)
    enter(text)
    paste(editor_of(text), TABLE.replace("2022", "2020"))
    form.keyboard.press("Control+End")
    paste(editor_of(text), f"<p>Between.</p>{TABLE}<h1>After</h1>")
    note_of(text).get_by_role("button", name="Make them text tables (2 × 2, 2 × 2)").click()
    captions = form.get_by_label("Caption:").locator("visible=true")
    expect(captions).to_have_count(2)
    expect(captions.first).to_be_focused()
    captions.first.fill("Earlier")
    captions.last.fill("Later")
    expect(editor_of(block(form, 3))).to_have_text("After")
    save(form)
    assert kinds_and_texts(article) == [
        (TextTableBlock, CELLS.replace("2022", "2020")),
        (RichTextBlock, "<p>Three ports.Between.</p>"),
        (TextTableBlock, CELLS),
        (RichTextBlock, "<h2>After</h2>"),
    ]
    assert RichTextBlock.objects.get(html__contains="Three").pk == RichTextBlock.objects.earliest("pk").pk


def test_table_that_nobody_takes_stays_as_lines(form, article):
    text = block(form, 0)
    enter(text)
    paste(editor_of(text), TABLE)
    expect(note_of(text)).to_contain_text("tables written as lines")
    note_of(text).get_by_role("button", name="Close").click()
    expect(note_of(text)).to_have_count(0)
    save(form)
    assert kinds_and_texts(article) == [(RichTextBlock, f"{LINES}<p>Three ports.</p>")]


def test_table_pasted_into_an_empty_text_takes_its_place(form, article):
    text = add(form, "Text")
    paste(editor_of(text), TABLE)
    note_of(text).get_by_role("button", name="Make it a text table").click()
    expect(form.get_by_label("Cells:").locator("visible=true")).to_have_value(CELLS)
    form.get_by_label("Caption:").locator("visible=true").fill("Homicides")
    save(form)
    assert kinds_and_texts(article) == [(RichTextBlock, "<p>Three ports.</p>"), (TextTableBlock, CELLS)]


def test_cells_of_plain_text_are_offered_too(form, article):
    text = block(form, 0)
    enter(text)
    paste(editor_of(text), text=f"{CELLS}\n")
    note_of(text).get_by_role("button", name="Make it a text table").click()
    expect(form.get_by_label("Cells:").locator("visible=true")).to_have_value(CELLS)


def test_words_are_pasted_within_a_sentence_and_nothing_is_said(form, article):
    text = block(form, 0)
    enter(text)
    form.keyboard.press("End")
    paste(editor_of(text), "<b style='font-weight:normal'><span style='font-weight:400'> Two of them </span></b>\n")
    paste(editor_of(text), text="new. One old.")
    expect(editor_of(text)).to_have_text("Three ports. Two of them new. One old.")
    expect(note_of(text)).to_have_count(0)


def test_copying_within_the_editor_changes_nothing(form, article):
    text = block(form, 0)
    enter(text)
    paste(editor_of(text), '<p data-pm-slice="1 1 []">a <strong>b</strong></p>')
    save(form)
    assert kinds_and_texts(article) == [(RichTextBlock, "<p>a <strong>b</strong>Three ports.</p>")]


def test_cells_of_a_copied_table_keep_what_sets_numbers_apart(form, article):
    table = add(form, "Text table")
    cells = table.get_by_label("Cells:")
    paste(cells, TABLE.replace("4,886", "4,886<sup>1</sup>"), text="2022\t4,8861\n2023\t8,248")
    expect(cells).to_have_value("2022\t4,886¹\n2023\t8,248")
    expect(table.locator(".pasted td").last).to_have_text("8,248")


def test_fields_without_marks_keep_what_sets_numbers_apart(form, article):
    html, text = "<p>Of 4,886<sup>1</sup> cases</p><p><s>8</s></p>", "Of 4,8861 cases\n8"
    summary = form.get_by_label("Summary:")
    summary.fill("")
    paste(summary, html, text)
    expect(summary).to_have_value("Of 4,886¹ cases\n[struck out: 8]")
    table = add(form, "Text table")
    caption = table.get_by_label("Caption:")
    caption.focus()
    paste(caption, html, text)
    expect(caption).to_have_value("Of 4,886¹ cases [struck out: 8]")
    expect(note_of(table)).to_contain_text("Changed while pasting: raised or lowered characters written as ¹")
    table.get_by_label("Cells:").fill("a\tb\nc\t")
    cell = table.locator(".pasted td").last
    cell.click()
    paste(cell, html, text)
    expect(table.get_by_label("Cells:")).to_have_value("a\tb\nc\tOf 4,886¹ cases [struck out: 8]")


def test_grid_reads_quotation_marks_as_the_server_does(form, article):
    table = add(form, "Text table")
    table.get_by_label("Cells:").fill('Banda\tCasos\n"Lobos\t3\nChoneros\t4\n"a ""b"""\t5')
    expect(table.locator(".pasted tr")).to_have_count(4)
    expect(table.locator(".pasted td")).to_have_text(['"Lobos', "3", "Choneros", "4", 'a "b"', "5"])


def test_callout_is_not_divided_by_a_table_in_a_list(site, window, author):
    article = make.article("Ports", by=author, blocks=[(CalloutBlock, {"html": "<ul><li><p>One.</p></li></ul>"})])
    form = open_form(window(author), change_url(site, article))
    text = block(form, 0)
    enter(text)
    form.keyboard.press("End")
    paste(editor_of(text), TABLE)
    note_of(text).get_by_role("button", name="Make it a text table").click()
    form.get_by_label("Caption:").locator("visible=true").fill("Homicides")
    save(form)
    assert kinds_and_texts(article) == [(CalloutBlock, "<ul><li><p>One.</p></li></ul>"), (TextTableBlock, CELLS)]


def test_changes_are_said_in_spanish(site, window, author, article):
    User.objects.filter(pk=author.pk).update(language="es")
    page = window(author)
    page.goto(change_url(site, article))
    text = block(page, 0)
    enter(text)
    paste(editor_of(text), "<h1>Puertos</h1><p>4886<sup>1</sup> <s>no</s></p>")
    expect(note_of(text)).to_contain_text("Cambios al pegar:")
    expect(editor_of(text)).to_contain_text("4886¹ [tachado: no]")

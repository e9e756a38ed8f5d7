"""The corrections register: what is in it, its order, its pages, its kinds."""

import datetime
import re
from decimal import Decimal

import pytest
from django.utils import timezone

from briefings.articles.actions import publish, restore, take_down, withdraw
from briefings.articles.models import Article
from briefings.articles.resolving import resolve
from briefings.recall.first_printed import first_printed
from briefings.recall.register import Kind, entries
from briefings.statistics.actions import apply_batch, record_batch
from briefings.statistics.entering.batches import entries_that_undo, known_on_of
from briefings.statistics.models import Vintage
from tests import make
from tests.kinds import KeyFigureBlock, RichTextBlock

pytestmark = pytest.mark.django_db
PATH = "/en/corrections/"


@pytest.fixture
def series():
    series = make.series(of=make.indicator("Homicides", slug="homicides"))
    make.recorded(series, {"2022": "4886", "2023": "8237"})
    return series


@pytest.fixture
def printed(series, author, editor):
    blocks = [(KeyFigureBlock, {"series": series, "period": "2023"})]
    return make.edition("Ports", slug="ports", by=author, approver=editor, blocks=blocks)


def corrected(author, editor, title="Prisons", note="There are four."):
    first = make.edition(title, by=author, approver=editor)
    RichTextBlock.objects.filter(parent=first.article).update(html=f"<p>{note}</p>")
    return make.edition(article=first.article, by=author, approver=editor, change_kind="correction", note=note)


def test_a_correction_is_there_with_its_note_and_the_comparison(author, editor, reader):
    corrected(author, editor)
    page = reader.get(PATH).text
    assert "There are four." in page and '<a href="/en/briefings/prisons/2/">Prisons</a>' in page
    assert 'href="/en/briefings/prisons/compare/1/2/"' in page and "on the day of publication" in page


def test_updates_and_minor_changes_are_not_corrections(author, editor, reader):
    first = make.edition("Prisons", by=author, approver=editor)
    RichTextBlock.objects.filter(parent=first.article).update(html="<p>Four.</p>")
    make.edition(article=first.article, by=author, approver=editor, note="More is known.")
    assert "Prisons" not in reader.get(PATH).text


def test_a_withdrawn_briefing_is_there_until_the_withdrawal_is_undone(author, editor, reader):
    edition = make.edition("Prisons", by=author, approver=editor)
    withdraw(edition.article, by=editor, reason="The source retracted its report.")
    page = reader.get(PATH).text
    assert "The source retracted its report." in page and 'href="/en/briefings/prisons/"' in page
    restore(edition.article, by=editor)
    assert "retracted its report" not in reader.get(PATH).text


def test_of_a_briefing_that_was_taken_down_only_the_reason_is_there(author, editor, reader):
    edition = corrected(author, editor, "Zunzuncito")
    withdraw(edition.article, by=editor, reason="The source retracted its report.")
    take_down(edition.article, by=editor, reason="At a court’s order.")
    page = reader.get(PATH).text
    assert "At a court’s order." in page and "Zunzuncito" not in page and "zunzuncito" not in page
    (entry,) = entries("en", length=9)
    assert entry.kind == Kind.TAKE_DOWN and (entry.title, entry.url) == ("", "")


def test_a_revised_figure_is_there_if_an_edition_had_printed_it(printed, series, reader):
    make.revised(series, {"2022": "4890"})  # nobody printed it
    assert "4,890" not in reader.get(PATH).text
    make.revised(series, {"2023": "8248"})
    page = reader.get(PATH).text
    assert (
        "8,237 → <b>8,248</b>" in page and '<a href="/en/briefings/ports/1/">Ports</a>' in page and "Recount." in page
    )


def test_a_revision_before_the_figure_was_printed_is_not_there(series, author, editor):
    make.revised(series, {"2023": "8248"})
    blocks = [(KeyFigureBlock, {"series": series, "period": "2023"})]
    make.edition("Ports", by=author, approver=editor, blocks=blocks)
    assert entries("en", length=9) == []


def test_the_first_briefings_that_print_a_figure_are_found_in_any_language_and_in_the_reader_s(
    printed, series, author, editor
):
    blocks = [(KeyFigureBlock, {"series": series, "period": "2023"})]
    for title, language in (("Puertos", "es"), ("Puertos otra vez", "es"), ("Roads", "en")):
        make.edition(title, language=language, by=author, approver=editor, blocks=blocks)
    make.revised(series, {"2023": "8248"})
    make.edition("Rivers", by=author, approver=editor, blocks=blocks)
    revision = Vintage.objects.latest("pk").pk
    for language, titles in (("es", ["Ports", "Puertos"]), ("en", ["Ports"])):
        found = first_printed([revision], language, most=1)[revision][Decimal(8237)]
        assert [each.title for each in found] == titles
    assert [each.title for each in entries("en", length=9)[0].printed_in] == ["Ports", "Roads"]
    assert [each.title for each in entries("es", length=9)[0].printed_in] == ["Puertos", "Puertos otra vez"]


def test_a_value_known_before_the_printed_one_changes_nothing(printed, series, reader):
    make.revised(series, {"2023": "7000"}, known_on=datetime.date(2024, 1, 1))
    assert entries("en", length=9) == []


def test_a_figure_that_only_a_waiting_edition_prints_is_not_there(series, author, editor, reader):
    blocks = [(KeyFigureBlock, {"series": series, "period": "2023"})]
    soon = timezone.now() + datetime.timedelta(days=1)
    make.edition("Ports", by=author, approver=editor, blocks=blocks, publish_at=soon)
    make.revised(series, {"2023": "8248"})
    assert "8,248" not in reader.get(PATH).text


def test_each_figure_names_the_editions_that_printed_it(series, author, editor, reader):
    day, blocks = timezone.now() - datetime.timedelta(days=30), {}
    for year in ("2022", "2023"):
        blocks[year] = [(KeyFigureBlock, {"series": series, "period": year})]
    article = make.approved("Puertos", language="es", by=author, approver=editor, blocks=blocks["2022"])
    publish(article, by=editor, seen=resolve(article).signed, change_kind="first", note="", now=day)
    make.edition("Roads", slug="roads", by=author, approver=editor, blocks=blocks["2023"])
    make.revised(series, {"2022": "4890", "2023": "8248"})
    (entry,) = entries("es", length=9)
    found = {figure.period.code: ([each.title for each in figure.printed_in], figure.days) for figure in entry.figures}
    assert found == {"2022": (["Puertos"], 30), "2023": (["Roads"], 0)}
    page = re.sub(r"\s+", " ", reader.get("/es/correcciones/").text)
    for figure, title in (("8237 → <b>8248</b>", "Roads"), ("4886 → <b>4890</b>", "Puertos")):
        link = rf"<a [^>]+>{title}</a> \(edición 1\)"
        assert re.search(rf"{figure} ?</li> </ul> <p class=\"entry-meta\">[^<]+{link}", page)
    figures = reader.get("/api/v1/corrections?language=es").json()["results"][0]["figures"]
    assert [(each["period"], each["days"], each["printed_in"][0]["title"]) for each in figures] == [
        ("2022", 30, "Puertos"),
        ("2023", 0, "Roads"),
    ]


def test_editions_of_one_briefing_are_told_apart(printed, series, author, editor, reader):
    make.edition(article=printed.article, by=author, approver=editor, note="Read again.")
    make.revised(series, {"2023": "8248"})
    page = reader.get(PATH).text
    assert ">Ports</a> (edition 1); " in page and ">Ports</a> (edition 2)" in page
    printed_in = reader.get("/api/v1/corrections").json()["results"][0]["printed_in"]
    assert [each["number"] for each in printed_in] == [1, 2]


def test_a_large_revision_hides_no_other_one(printed, series, author, editor, monkeypatch):
    monkeypatch.setattr("briefings.recall.register.MOST_FIGURES", 2)
    years = {str(year): "100" for year in range(2010, 2015)}
    make.recorded(series, years)
    for year in years:
        blocks = [(KeyFigureBlock, {"series": series, "period": year})]
        make.edition(f"Ports in {year}", by=author, approver=editor, blocks=blocks)
    make.revised(series, dict.fromkeys(years, "101"))
    make.revised(series, {"2023": "8248"})
    newer, older = entries("en", length=9)
    assert (len(newer.figures), newer.more_figures) == (1, 0)
    assert (len(older.figures), older.more_figures) == (2, 3)


def test_more_figures_are_those_that_readers_had_seen(series, author, editor, monkeypatch):
    monkeypatch.setattr("briefings.recall.register.MOST_FIGURES", 2)
    years = {str(year): "100" for year in range(2010, 2016)}
    make.recorded(series, years)
    later = {"publish_at": timezone.now() + datetime.timedelta(days=1)}
    for year in years:
        blocks = [(KeyFigureBlock, {"series": series, "period": year})]
        when = later if year in ("2010", "2011", "2015") else {}
        make.edition(f"Ports in {year}", by=author, approver=editor, blocks=blocks, **when)
    make.revised(series, dict.fromkeys(years, "101"))
    (entry,) = entries("en", length=9)
    assert [figure.period.code for figure in entry.figures] == ["2012", "2013"]
    assert entry.more_figures == 1


def test_each_entry_has_an_address_that_stays(printed, series, author, editor, reader):
    make.revised(series, {"2023": "8248"})
    (entry,) = entries("en", length=9)
    corrected(author, editor)
    query, anchor = entry.register_query.split("#")
    page = reader.get(f"{PATH}{query}").text
    assert f'<li id="{anchor}">' in page and "There are four." not in page
    assert 'rel="prev"' in page
    newest = entries("en", length=9)[0].register_query.partition("#")[0]
    assert 'rel="prev"' not in reader.get(f"{PATH}{newest}").text


def test_each_language_has_its_corrections(author, editor, reader):
    corrected(author, editor)
    assert "Prisons" not in reader.get("/es/correcciones/").text


def test_one_kind_at_a_time(printed, series, author, editor, reader):
    corrected(author, editor)
    make.revised(series, {"2023": "8248"})
    withdraw(make.edition("Ports of call", by=author, approver=editor).article, by=editor, reason="Wrong count.")
    words = {"correction": "There are four.", "withdrawal": "Wrong count.", "revision": "8,248"}
    for kind in words:
        page = reader.get(f"{PATH}?kind={kind}").text
        assert [name for name, text in words.items() if text in page] == [kind]
    assert all(text in reader.get(PATH).text for text in words.values())


def test_pages_by_key_neither_lose_nor_double_an_entry(author, editor, reader):
    notes = [f"Note {number:02}." for number in range(23)]
    for note in notes:
        corrected(author, editor, f"About {note}", note)
    seen, query = [], ""
    while True:
        page = reader.get(f"{PATH}{query}").text
        seen += re.findall(r"<p>(Note \d\d\.)</p>", page)
        older = re.search(r'<a rel="next" href="([^"]+)"', page)
        if not older:
            break
        query = older[1]
    assert seen == notes[::-1]
    oldest = re.findall(r"<p>(Note \d\d\.)</p>", reader.get(f"{PATH}?oldest").text)
    assert oldest == notes[19::-1]
    newer = re.search(r'<a rel="prev" href="([^"]+)"', reader.get(f"{PATH}?oldest").text)
    assert re.findall(r"<p>(Note \d\d\.)</p>", reader.get(PATH + newer[1]).text) == notes[:19:-1]


def test_entries_of_one_moment_are_in_one_order_forwards_and_backwards(author, editor):
    now = timezone.now()
    for title in ("Prisons", "Ports", "Roads"):
        edition = make.edition(title, by=author, approver=editor)
        withdraw(edition.article, by=editor, reason="Wrong.", now=now)
    take_down(make.edition("Rivers", by=author, approver=editor).article, by=editor, reason="Order.", now=now)
    forwards = [entry.key for entry in entries("en", length=9)]
    assert forwards == [entry.key for entry in entries("en", length=9, backwards=True)][::-1] and len(forwards) == 4
    for place, key in enumerate(forwards):
        assert [entry.key for entry in entries("en", length=9, place=key)] == forwards[place + 1 :]
        assert [entry.key for entry in entries("en", length=9, place=key, backwards=True)] == forwards[:place][::-1]


@pytest.mark.parametrize(
    "query",
    [
        "kind=x", "before=1", "before=1-9-1", "after=1-0-1", "before=99999999999999999-1-1", "before=01-1-1",
        "before=1-1-01", "before=1-1-1%0A", "before=%D9%A1-1-1",
    ],
)  # fmt: skip
def test_nonsense_is_not_found(reader, db, query):
    assert reader.get(f"{PATH}?{query}").status_code == 404


@pytest.mark.parametrize("number", [1, 4])
def test_seven_queries_whatever_the_number(series, author, editor, reader, django_assert_max_num_queries, number):
    for count in range(number):
        corrected(author, editor, f"Briefing {count}")
        blocks = [(KeyFigureBlock, {"series": series, "period": "2023"})]
        make.edition(f"With figures {count}", by=author, approver=editor, blocks=blocks)
        make.revised(series, {"2023": str(9000 + count)}, known_on=datetime.date(2024, 7, 1 + count))
    with django_assert_max_num_queries(7):
        reader.get(PATH)


def test_the_newest_corrections_are_on_the_home_page_with_what_changed(printed, series, author, editor, reader):
    assert 'id="corrections"' not in reader.get("/en/").text
    corrected(author, editor)
    for title, reason in (("Rivers", "Counted twice."), ("Zunzuncito", "At a court’s order.")):
        withdraw(make.edition(title, by=author, approver=editor).article, by=editor, reason=reason)
    make.revised(series, {"2022": "4890", "2023": "8248"})  # nobody printed the first
    page = re.sub(r"\s+", " ", reader.get("/en/").text)
    section = page[page.index('aria-labelledby="corrections"') :].partition("</section>")[0]
    assert "8,237 → <b>8,248</b>" in section and "4,890" not in section and "Recount." in section
    assert section.count("<li>") == 3 and "Counted twice." in section and "There are four." not in section
    for entry in entries("en", length=3):
        assert f'<a href="{PATH}{entry.register_query}">' in section
        assert f'id="{entry.anchor}"' in reader.get(PATH + entry.register_query.partition("#")[0]).text
    take_down(Article.objects.get(title="Zunzuncito"), by=editor, reason="At a court’s order.")
    assert "Zunzuncito" not in reader.get("/en/").text and "At a court’s order." not in reader.get("/en/").text


def undo(batch, analyst, editor):
    values, _staying = entries_that_undo(batch)
    options = {"release": None, "known_on": known_on_of(batch), "kind": "error", "reason": {"en": "Wrong column."}}
    return apply_batch(record_batch(values, reverts=batch, by=analyst, **options), by=editor)


def test_a_revision_that_was_undone_says_so_until_that_is_undone(printed, series, analyst, editor, reader):
    batch = make.revised(series, {"2023": "8248"})
    undone = "the values before it are current again"
    assert undone not in reader.get(PATH).text
    second = undo(batch, analyst, editor)
    assert reader.get(PATH).text.count(undone) == reader.get("/en/corrections.atom").text.count(undone) == 1
    listed = {each["at"]: each["undone"] for each in reader.get("/api/v1/corrections").json()["results"]}
    assert listed[batch.decided_at.isoformat()] == second.decided_at.isoformat()
    undo(second, analyst, editor)
    entry = next(entry for entry in entries("en", length=9) if entry.pk == batch.pk)
    assert entry.undone_at is None

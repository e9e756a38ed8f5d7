"""Entries of Atom feeds: what has been revised since, names and addresses, plain text and HTML."""

import html
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from briefings.articles.actions import withdraw
from briefings.lib.periods import Period
from briefings.statistics.actions import record_values
from briefings.statistics.entering.validation import Value
from tests import make
from tests.kinds import KeyFigureBlock, RichTextBlock

from .test_feeds import ATOM, SITE, entries, feed

pytestmark = pytest.mark.django_db


def text_of(entry, name):
    """What a reader shows of an element of type html: markup is read, so plain text must have been escaped."""
    element = entry.find(f"{ATOM}{name}")
    assert element.get("type") == "html"
    return html.unescape(re.sub("<[^>]+>", "", element.text))


def test_plain_text_stays_plain_text(reader, author, editor):
    article = make.article("Less", by=author, summary="A <b>x</b> where 3 < 4 & 5")
    made = make.edition(article=article, by=author, approver=editor)
    summaries = {text_of(entry, "summary") for entry in entries(reader, "/en/briefings.atom")}
    assert "A <b>x</b> where 3 < 4 & 5" in summaries
    withdraw(made.article, by=editor, reason="It said <i>4 < 3</i>.")
    (entry,) = entries(reader, "/en/corrections.atom")
    assert text_of(entry, "summary") == "It said <i>4 < 3</i>." and "It said <i>4 < 3</i>." in text_of(entry, "content")


def test_source_names_in_values_stay_plain_text(reader):
    series = make.series(of=make.indicator("Homicides", slug="homicides"), by=make.source("Count <A & B>"))
    make.recorded(series, {"2021": "2495"})
    (entry,) = entries(reader, "/en/statistics/homicides.atom")
    assert "Count <A & B>" in text_of(entry, "content")
    assert entry.find(f"{ATOM}summary") is None, "the content is as short"


@pytest.fixture
def revised_figure(reader, author, editor):
    """The edition that printed it before and the feeds' entry of the edition at that time."""
    series = make.series(of=make.indicator("Homicides", slug="homicides"))
    make.recorded(series, {"2022": "4886", "2023": "8237"})
    blocks = [(KeyFigureBlock, {"series": series, "period": year}) for year in ("2022", "2023")]
    edition = make.edition("Ports", slug="ports", by=author, approver=editor, blocks=blocks)
    (before,) = entries(reader, "/en/briefings.atom")
    make.revised(series, {"2023": "8248"})
    return edition, before


def test_entry_of_a_briefing_says_what_has_been_revised_since(reader, revised_figure, author, editor):
    _edition, before = revised_figure
    words = "1 value behind its tables, key figures and charts has been revised since."
    for address in ("/en/briefings.atom", "/en/briefings/ports.atom", "/en/places/ecuador.atom"):
        (entry,) = entries(reader, address)
        assert words in text_of(entry, "content"), address
        assert words not in text_of(before, "content")
        assert entry.find(f"{ATOM}updated").text > before.find(f"{ATOM}updated").text
        assert entry.find(f"{ATOM}id").text == before.find(f"{ATOM}id").text


def test_revisions_are_told_apart_and_lead_to_the_register(reader, revised_figure):
    (entry,) = entries(reader, "/en/corrections.atom")
    assert (
        entry.find(f"{ATOM}title").text
        == "Revised figures (correction by the source): Homicides, Ecuador, 2023: 8,237 → 8,248"
    )
    url = entry.find(f"{ATOM}link").get("href")
    address, anchor = url.removeprefix(SITE).split("#")
    page = reader.get(address)
    assert page.status_code == 200 and f'<li id="{anchor}">' in page.text
    assert "Ports (edition 1)" in text_of(entry, "content")


def test_a_value_says_what_it_replaces_and_leads_to_its_figure(reader, revised_figure):
    found = entries(reader, "/en/statistics/homicides.atom")
    assert "Before: 8,237 victims." in text_of(found[0], "content")
    assert "Before:" not in text_of(found[1], "content")
    known = [re.search(r"[^.]*30 June 2024|[^.]*31 January 2024", text_of(each, "content"))[0] for each in found]
    assert [words.strip() for words in known] == ["Known on 30 June 2024", "Known on 31 January 2024"]
    links = [entry.find(f"{ATOM}link").get("href") for entry in found]
    assert len(set(links)) == 2
    assert "8,248" in reader.get(links[0].removeprefix(SITE)).text


def test_list_of_contents_is_in_no_feed(reader, author, editor):
    words = "".join(f"<h2>Part {number}</h2><p>Text {number}.</p>" for number in range(4))
    make.edition("Long", slug="long", by=author, approver=editor, blocks=[(RichTextBlock, {"html": words})])
    assert 'class="contents"' in reader.get("/en/briefings/long/").text
    content = entries(reader, "/en/briefings.atom")[0].find(f"{ATOM}content").text
    assert "contents" not in content and "Part 3" in content and "Text 3." in content


def test_page_about_data_names_the_feeds(reader, db):
    for address, addresses in (
        ("/en/data/", ["/en/briefings.atom", "/en/corrections.atom"]),
        ("/es/datos/", ["/es/informes.atom", "/es/correcciones.atom"]),
    ):
        page = reader.get(address).text
        assert all(f'href="{each}"' in page.split("<main")[1] for each in addresses)


def test_a_value_whose_status_changes_says_which_it_had(reader):
    series = make.series(of=make.indicator("Homicides", slug="homicides"))
    make.recorded(series, {"2023": "8237"}, status="P")
    make.revised(series, {"2023": "8237"})
    (entry,) = entries(reader, "/en/statistics/homicides.atom")
    assert "Before: 8,237 victims, provisional." in text_of(entry, "content")


def test_value_of_an_indicator_is_dated_when_it_began_to_count(reader, author, editor):
    series = make.series(of=make.indicator("Homicides", slug="homicides"))
    make.recorded(series, {"2022": "4886"}, now=timezone.now() - timedelta(days=9))
    blocks = [(KeyFigureBlock, {"series": series, "period": "2022"})]
    make.edition("Ports", by=author, approver=editor, blocks=blocks)
    proposed, applied = (timezone.now().replace(microsecond=0) - timedelta(days=days) for days in (3, 1))
    rows = [Value(period=Period.parse("2022"), value=Decimal("4899"))]
    options = {"release": None, "known_on": date(2024, 6, 30), "kind": "correction", "reason": {"en": "Recount."}}
    batch = record_values(series, rows, by=make.recorder(), now=proposed, **options)
    assert batch.stage == "proposed"
    make.recorded(series, {"2021": "2495"}, now=timezone.now() - timedelta(days=2))
    make.settled(batch, now=applied)
    found = feed(reader, "/en/statistics/homicides.atom")
    assert found.find(f"{ATOM}updated").text == applied.isoformat()
    revised, recorded = found.findall(f"{ATOM}entry")
    assert "2022: 4,899" in revised.find(f"{ATOM}title").text and "2021" in recorded.find(f"{ATOM}title").text
    assert revised.find(f"{ATOM}published").text == applied.isoformat()


def test_value_of_a_series_that_became_public_later_is_dated_by_that(reader):
    indicator, day = make.indicator("Homicides", slug="homicides"), timezone.now().replace(microsecond=0)
    series = make.series(of=indicator)
    make.recorded(series, {"2021": "2495"}, now=day - timedelta(days=9))
    for thing, days in ((series, 4), (indicator, 3), (series.source, 2)):
        thing.public_since = expected = day - timedelta(days=days)
        thing.save()
        (entry,) = entries(reader, "/en/statistics/homicides.atom")
        assert {entry.find(f"{ATOM}{name}").text for name in ("published", "updated")} == {expected.isoformat()}

"""A figure that is revised again: the register, its feed, the API, the home page and the edition say the same of it."""

import re
from html import unescape

import pytest
from django.utils import timezone

from briefings.articles.actions import withdraw
from briefings.recall.register import entries
from briefings.reuse.feeds import Corrections
from briefings.templatetags.briefings import day as day_words
from tests import make
from tests.kinds import KeyFigureBlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    series = make.series(of=make.indicator("Homicides", slug="homicides"))
    make.recorded(series, {"2023": "8237"})
    return series


@pytest.fixture
def print_in(series, author, editor):
    def edition(title, **options):
        blocks = [(KeyFigureBlock, {"series": series, "period": "2023"})]
        return make.edition(title, by=author, approver=editor, blocks=blocks, **options)

    return edition


def listed(language="en"):
    """[[(before, after, now, editions)], …] of the entries, newest first."""
    return [
        [(each.before, each.after, each.now, [edition.title for edition in each.printed_in]) for each in entry.figures]
        for entry in entries(language, length=9)
        if entry.figures
    ]


def test_each_revision_of_a_printed_value_is_an_entry_with_what_readers_were_shown(print_in, series, reader):
    print_in("Ports", slug="ports")
    make.revised(series, {"2023": "8248"})
    print_in("Roads")
    make.revised(series, {"2023": "8300"})
    make.revised(series, {"2023": "8301"})  # nobody had printed 8,300
    assert listed() == [
        [("8,237", "8,301", "8,301", ["Ports"]), ("8,248", "8,301", "8,301", ["Roads"])],
        [("8,237", "8,300", "8,301", ["Ports"]), ("8,248", "8,300", "8,301", ["Roads"])],
        [("8,237", "8,248", "8,301", ["Ports"])],
    ]
    page = reader.get("/en/corrections/").text
    assert "8,237 → <b>8,301</b></li>" in re.sub(r"\s+</li>", "</li>", page)
    assert "8,237 → <b>8,300</b>; now 8,301, recorded here on " in page
    assert "8,237 → <b>8,301</b>" in reader.get("/en/").text
    edition = reader.get("/api/v1/briefings/en/ports").json()["revised"][0]
    assert (edition["printed"], edition["now"]) == ("8237", "8301")
    newest, *_older, oldest = reader.get("/api/v1/corrections").json()["results"]
    values = [[entry["figures"][0][name] for name in ("before", "after", "now")] for entry in (newest, oldest)]
    assert values == [["8237", "8301", "8301"], ["8237", "8248", "8301"]]
    feed = reader.get("/en/corrections.atom").text
    assert feed.count("<entry>") == 3 and "Homicides, Ecuador, 2023: 8,237 → 8,301, …</title>" in feed


def test_a_value_that_is_again_as_printed_is_marked_at_its_revision(print_in, series, reader):
    print_in("Ports", slug="ports")
    first = make.revised(series, {"2023": "8248"})
    second = make.revised(series, {"2023": "8237"})
    assert listed() == [[("8,237", "8,248", "8,237", ["Ports"])]]
    assert "<b>8,248</b>; now 8,237, recorded here on " in reader.get("/en/corrections/").text
    feed = reader.get("/en/corrections.atom").text
    assert "now 8,237" in feed and "8,248" in feed
    (entry,) = [entry for entry in entries("en", length=9) if entry.figures]
    assert (entry.at, entry.changed_at) == (first.decided_at, second.decided_at)
    assert Corrections().item_updateddate(entry) == second.decided_at


def test_a_printed_value_that_reads_the_same_is_not_in_the_register(print_in, series):
    print_in("Ports")
    make.revised(series, {"2023": "8237.2"})
    assert listed() == []


@pytest.mark.parametrize("kind,words", [("error", "our error"), ("correction", "correction by the source")])
def test_a_revision_says_whose_error_it_was(print_in, series, reader, kind, words):
    print_in("Ports", slug="ports")
    make.revised(series, {"2023": "8248"}, kind=kind)
    label = f"Revised figures ({words})"
    assert all(f'">{label}</b>' in reader.get(path).text for path in ("/en/corrections/", "/en/"))
    assert f"<title>{label}: Homicides" in reader.get("/en/corrections.atom").text
    assert f", {words}, recorded here on" in reader.get("/en/briefings/ports/").text
    entry = reader.get("/api/v1/corrections").json()["results"][0]
    edition = reader.get("/api/v1/briefings/en/ports").json()
    assert entry["revision_kind"] == edition["revised"][0]["revision_kind"] == kind


def test_a_revised_figure_names_its_source_and_can_be_found_among_the_values(print_in, series, reader):
    print_in("Ports", slug="ports")
    make.revised(series, {"2023": "8248"})
    observation = series.observations.get()
    line = f'/{observation.pk}/">Homicides, Ecuador, 2023</a> ({series.source.name_en}): 8,237 → <b>8,248</b>'
    assert all(f'<a href="/en/figures{line}' in reader.get(path).text for path in ("/en/corrections/", "/en/"))
    assert f"{series.source.name_en}): 8,237" in reader.get("/en/corrections.atom").text
    figure = reader.get("/api/v1/corrections").json()["results"][0]["figures"][0]
    revised = reader.get("/api/v1/briefings/en/ports").json()["revised"][0]
    (value,) = reader.get(f"/api/v1/values?series={series.pk}").json()["results"]
    for name in ("indicator", "area", "source", "frequency", "period", "observation"):
        assert figure[name] == revised[name] == value[name]


def test_a_withdrawn_briefing_is_named_as_one_that_printed_a_figure(print_in, series, editor, reader):
    edition = print_in("Ports")
    make.revised(series, {"2023": "8248"})
    withdraw(edition.article, by=editor, reason="The source erred.")
    words = f"(edition 1, withdrawn on {day_words(timezone.now())})"
    assert all(words in unescape(reader.get(f"/en/corrections{ending}").text) for ending in ("/", ".atom"))
    assert "(edición 1, informe retirado el " in reader.get("/es/correcciones/").text
    _withdrawal, entry = reader.get("/api/v1/corrections").json()["results"]
    assert entry["printed_in"][0]["withdrawn"] == "The source erred."

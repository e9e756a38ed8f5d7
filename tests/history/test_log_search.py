"""Looking for a text in the log: stretch by stretch, so that no page costs more the longer the log is."""

import datetime
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from briefings.history import log
from briefings.history.forms import LogForm
from briefings.history.log import everything, page_holding
from briefings.history.models import Event, FieldChange
from tests import make

from .test_log import LOG, exported


def searched(browser, **asked):
    """Texts of what is found, page after page: [(labels, day back to which was looked)]."""
    found, query = [], {"q": "harbour"} | asked
    address = LOG + "?" + urlencode(query)
    while address:
        page = browser.get(address)
        found.append(([line.entry.target_label for line, *_rest in page.context["rows"]], page.context["ends"]))
        address = page.context["older"] and LOG + page.context["older"]
    return found


@pytest.fixture
def long_log(auditor, monkeypatch):
    """Ten of a hundred acts are on harbours, and two of a hundred changes; thirty are looked through at a time."""
    monkeypatch.setattr(log, "MOST_SEARCHED", 30)
    moment, topic = timezone.now(), make.topic("Ports")
    for number in range(100):
        label = f"Harbour {number}" if number % 10 == 5 else f"Road {number}"
        Event.objects.create(
            at=moment - datetime.timedelta(minutes=number), by_name="x", realm="articles", act="publish",
            target_type="topic", target_id=topic.pk, target_label=label,
        )  # fmt: skip
        FieldChange.objects.create(
            at=moment - datetime.timedelta(minutes=number), realm="articles", act="change", target_type="topic",
            target_id=topic.pk + number, target_label="Ports",
            changes={"name_en": ["Piers", f"Harbour {number}" if number % 50 == 2 else "Roads"]},
        )  # fmt: skip


def test_text_search_goes_through_the_log_in_stretches(long_log, auditor, signed_in):
    pages = searched(signed_in(auditor), act="publish")
    assert [len(labels) for labels, _ends in pages] == [3, 3, 3, 1]
    found = [label for labels, _ends in pages for label in labels]
    assert found == [f"Harbour {number}" for number in range(5, 100, 10)]
    assert [bool(ends) for _labels, ends in pages] == [True, True, True, False]


def test_acts_and_changes_are_found_once_each_in_their_order(long_log, auditor, signed_in):
    found = [label for labels, _ends in searched(signed_in(auditor)) for label in labels]
    assert found == [
        "Ports", "Harbour 5", "Harbour 15", "Harbour 25", "Harbour 35", "Harbour 45", "Ports", "Harbour 55",
        "Harbour 65", "Harbour 75", "Harbour 85", "Harbour 95",
    ]  # fmt: skip


def test_empty_stretch_links_to_the_next(long_log, auditor, signed_in):
    page = signed_in(auditor).get(LOG, {"q": "Harbour 95"})
    assert page.context["rows"] == [] and "Nothing on record fits." not in page.text
    assert "The log was looked through back to" in page.text
    assert f'href="{escape(page.context["older"])}"' in page.text and "Look further back" in page.text


def test_full_page_of_results_continues_after_its_last(long_log, auditor, signed_in, monkeypatch):
    monkeypatch.setattr(log, "MOST_SEARCHED", 1000)
    querysets = LogForm({"q": "Harbour"}, user=auditor)
    querysets.is_valid()
    first = page_holding(everything(auditor), querysets.holding, per_page=5)
    assert (len(first.entries), first.ends) == (5, None)
    second = page_holding(everything(auditor), querysets.holding, before=first.older, per_page=5)
    assert {entry.pk for entry in first.entries}.isdisjoint({e.pk for e in second.entries if type(e) is Event})


def test_file_holds_all_that_has_the_text(long_log, auditor, signed_in):
    assert len(exported(signed_in(auditor), q="harbour")) == 12


def test_text_search_costs_the_same_and_counts_nothing(long_log, auditor, signed_in):
    browser = signed_in(auditor)
    browser.get(LOG)
    with CaptureQueriesContext(connection) as captured:
        browser.get(LOG, {"q": "harbour"})
    assert len(captured) <= 10
    assert not any("COUNT(" in query["sql"] for query in captured)


@pytest.mark.parametrize("asked", ["Situación", "situación", "SITUACIÓN", '"hola"', "C:\\puerto", "<b>"])
def test_text_is_found_with_its_accents_quotes_and_strokes(asked, auditor, signed_in):
    FieldChange.objects.create(
        at=timezone.now(), realm="articles", act="change", target_type="topic", target_id=1, target_label="Ports",
        changes={"name_es": ["", 'La situación dijo "hola" en C:\\puerto <b>']},
    )  # fmt: skip
    found = searched(signed_in(auditor), q=asked)
    assert ["Ports"] in [labels for labels, _ends in found]

"""Auditors find each old and new value in the log, by the number as they write it."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.history.models import Event
from briefings.statistics.actions import apply_batch, reject_batch
from briefings.statistics.models import Observation

from .. import make
from .test_record_values import enter, value

ADDRESS = "/admin/briefings/event/"


@pytest.fixture
def rate(db):
    """46.9 is revised to 47.2 and that to 48; 13.7 is another value."""
    series = make.series(of=make.indicator("Homicide rate", kind="rate", decimals=1))
    make.recorded(series, {"2022": "46.9", "2023": "13.7"})
    make.revised(series, {"2022": "47.2"})
    make.revised(series, {"2022": "48"}, known_on=datetime.date(2024, 7, 31))
    return series


def steps(client, text):
    """(old, new) of each value that the log shows for this text, the newest first."""
    rows = client.get(ADDRESS, {"q": text}).context["rows"]
    return [
        (field.before and field.before.short, field.after.short)
        for line, _url, _kind in rows
        for piece in line.pieces
        for field in piece.fields
        if not field.is_note
    ]


@pytest.mark.parametrize("text", ["47.2", "47,2"])
def test_old_and_new_value_are_found_with_the_hour(signed_in, auditor, rate, text):
    browser = signed_in(auditor)
    found = steps(browser, text)
    assert set(found) == {("47.2", "48.0"), ("46.9", "47.2")}
    page = browser.get(ADDRESS, {"q": text}).content.decode()
    assert "Homicide rate, Ecuador" in page and "2022" in page
    assert re.search(r'class="log-when"><time[^>]*>[^<]*\d\d?:\d\d', page)


def test_spanish_desk_prints_them_in_spanish(signed_in, auditor, rate):
    auditor.language = "es"
    auditor.save()
    found = steps(signed_in(auditor), "47,2")
    assert ("47,2", "48,0") in found


def test_first_value_has_none_before(signed_in, auditor, rate):
    assert set(steps(signed_in(auditor), "13.7")) == {(None, "13.7")}


def test_number_that_is_no_value_finds_nothing(signed_in, auditor, rate):
    assert steps(signed_in(auditor), "99.5") == []
    assert steps(signed_in(auditor), "two") == []


def test_rejected_value_is_found_and_stays_out_of_what_follows(signed_in, analyst, editor, auditor, rate):
    Observation.objects.update(cited=True)
    batch = enter(rate, value("2023", "77.3"), by=analyst, kind="correction", known_on="2024-08-31")
    reject_batch(batch, by=editor, reason="No.")
    assert set(steps(signed_in(auditor), "77.3")) == {("13.7", "77.3")}


def test_editor_of_articles_finds_no_values(signed_in, editor, rate):
    assert steps(signed_in(editor), "47.2") == []


def test_search_takes_as_many_queries_for_many_values(signed_in, auditor, rate):
    browser = signed_in(auditor)
    browser.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        browser.get(ADDRESS, {"q": "47.2"})
    for number in range(12):
        make.recorded(make.series(where=make.area(f"C{number}", f"Canton {number}", kind="canton")), {"2022": "47.2"})
    with CaptureQueriesContext(connection) as many:
        assert len(steps(browser, "47.2")) >= 14
    assert len(many) <= len(few)


@pytest.fixture
def late(analyst, editor):
    """97011 and 97012 are proposed while 97010 counts; 97012 is applied first, so 97011 never counts. Both."""
    series = make.series(of=make.indicator("Homicides"))
    make.recorded(series, {"2017": "97010"})
    Observation.objects.update(cited=True)
    late, first = (
        enter(series, value("2017", number), by=analyst, kind="correction", known_on="2024-08-31")
        for number in ("97011", "97012")
    )
    return [apply_batch(batch, by=editor) for batch in (first, late)]


def test_old_value_in_the_log_is_one_that_had_counted(signed_in, auditor, late):
    browser = signed_in(auditor)
    assert set(steps(browser, "97012")) == {("97,010", "97,012")}
    assert set(steps(browser, "97011")) == {(None, "97,011")}


def test_pages_of_the_batches_name_as_old_only_what_had_counted(signed_in, auditor, late):
    shown = [signed_in(auditor).get(f"/admin/briefings/batch/{batch.pk}/change/").context["steps"][0] for batch in late]
    assert [(step.before and step.before.value, step.stays_history) for step in shown] == [(97010, False), (None, True)]


def test_page_of_an_event_leads_to_the_batch_with_its_values(signed_in, auditor, rate):
    event = Event.objects.filter(detail__batch__isnull=False).latest("pk")
    page = signed_in(auditor).get(f"{ADDRESS}{event.pk}/change/").text
    address = f"/admin/briefings/batch/{event.detail['batch']}/change/"
    assert f'href="{address}"' in page
    assert signed_in(auditor).get(address).status_code == 200

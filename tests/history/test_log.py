"""The log: acts and field changes as one list, narrowed, paged by key, and taken away as a file."""

import csv
import datetime
import io

import pytest
from django.utils import timezone

from briefings.articles.acts.publishing import PUBLISH
from briefings.history.actions import record
from briefings.history.log import Cursor, all_older_than, everything, page_of_log
from briefings.history.models import Event, FieldChange
from briefings.lib.acts import ACTS
from tests import make

LOG, EXPORT = "/admin/log/", "/admin/log/export/"
LABELS = {"articles": "A briefing on ports", "statistics": "A series of homicides", "users": "Somebody new"}
ROLES = {
    "editor": {"articles"},
    "analyst": {"statistics"},
    "administrator": {"users"},
    "auditor": {"articles", "statistics", "users"},
    "superuser": {"articles", "statistics", "users"},
}


@pytest.fixture
def events(superuser):
    return {
        realm: record(by=superuser, act=ACTS["make_public"], target=make.topic(label), realm=realm)
        for realm, label in LABELS.items()
    }


def exported(client, **asked):
    answer = client.post(EXPORT, asked)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content).decode()
    assert content[0] == "\ufeff"
    return list(csv.DictReader(io.StringIO(content[1:])))


def things(rows):
    return [row["Thing"] for row in rows]


@pytest.mark.parametrize("role", ROLES)
def test_page_and_file_hold_the_realms_of_the_users_roles(signed_in, request, events, role):
    make.series()
    browser = signed_in(request.getfixturevalue(role))
    page = browser.get(LOG)
    assert page.status_code == 200
    seen = {entry.realm for entry, *_rest in ((row[0].entry, row) for row in page.context["rows"])}
    assert seen == ROLES[role]
    assert {row["Realm"] for row in exported(browser)} == ROLES[role]


@pytest.mark.parametrize("role", ["author"])
def test_page_and_file_need_permission(signed_in, request, events, role):
    browser = signed_in(request.getfixturevalue(role))
    assert (browser.get(LOG).status_code, browser.post(EXPORT).status_code) == (403, 403)
    assert not Event.objects.filter(act="export_log").exists()


def test_filter_opens_no_other_realm(signed_in, editor, events):
    page = signed_in(editor).get(LOG, {"realm": "users"})
    assert page.context["rows"] == []
    assert signed_in(editor).post(EXPORT, {"realm": "users"}).status_code == 404


@pytest.fixture
def told(author, editor, signed_in):
    """Acts and changes of several kinds, by several people, on several days."""
    edition = make.edition("Ports", by=author, approver=editor)
    long_ago = datetime.datetime(2025, 3, 1, 12, tzinfo=datetime.UTC)
    record(by=author, act=ACTS["submit"], target=edition.article, realm="articles", now=long_ago)
    topic = make.topic("Harbours", slug="harbours")
    signed_in(editor).post(f"/admin/briefings/topic/{topic.pk}/change/", {"name_en": "Piers", "slug": "harbours"})
    return edition


NARROWED = [
    ({"kind": "topic"}, lambda row: row["Kind of thing"] == "Topic"),
    ({"act": "submit"}, lambda row: row["Act"] == "Submitted for review"),
    ({"act": "change"}, lambda row: row["Act"] == "Changed"),
    ({"by": "ELE"}, lambda row: (row["Who"], row["User name"]) == ("Elena", "elena")),
    ({"since": "2025-03-01", "until": "2025-03-01"}, lambda row: row["When"].startswith("2025-03-01")),
    ({"until": "2025-12-31"}, lambda row: row["When"].startswith("2025-")),
    ({"q": "pier"}, lambda row: row["Thing"] == "Piers"),
    ({"q": "three ports"}, lambda row: "Three ports" in row["After"] + row["Part"]),
    ({"realm": "articles", "by": "amaya"}, lambda row: row["User name"] == "amaya"),
]


@pytest.mark.parametrize(("asked", "fits"), NARROWED)
def test_file_holds_exactly_what_the_page_shows(told, auditor, signed_in, asked, fits):
    browser = signed_in(auditor)
    page = browser.get(LOG, asked)
    entries = {(type(one).__name__, one.pk) for one in _entries(page.context["rows"])}
    rows = exported(browser, **asked)
    assert rows and all(fits(row) for row in rows)
    changed = FieldChange.objects.filter(pk__in=[pk for name, pk in entries if name == "FieldChange"])
    fields = sum(len(change.changes) for change in changed)
    assert len(rows) == sum(name == "Event" for name, _pk in entries) + fields


def _entries(rows):
    return [entry for line, *_rest in rows for entry in line.entries]


def test_reversed_days_are_an_error(told, auditor, signed_in):
    page = signed_in(auditor).get(LOG, {"since": "2026-01-02", "until": "2026-01-01"})
    assert "This day is before the first one." in page.text and page.context["rows"] == []


def test_act_is_shown_above_its_changes(told, auditor, signed_in):
    rows = signed_in(auditor).get(LOG, {"kind": "topic", "by": "elena"}).context["rows"]
    assert [line.words for line, *_rest in rows] == ["Changed"]
    (field,) = rows[0][0].pieces[0].fields
    assert (field.label, field.before.short, field.after.short) == ("Name in English", "Harbours", "Piers")


def test_export_is_recorded(told, auditor, administrator, signed_in):
    exported(signed_in(auditor), kind="topic")
    event = Event.objects.get(act="export_log")
    assert (event.by_id, event.realm, event.detail) == (auditor.pk, "users", {"kind": "topic"})
    assert "Log downloaded" in signed_in(administrator).get(LOG).text


def test_export_needs_a_csrf_token(told, auditor, signed_in):
    assert signed_in(auditor).get(EXPORT).status_code == 405
    assert signed_in(auditor, enforce_csrf_checks=True).post(EXPORT).status_code == 403


def test_cells_are_not_formulas(auditor, signed_in):
    for name in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1"):
        record(by=auditor, act=ACTS["make_public"], target=make.topic(name), realm="articles")
    rows = exported(signed_in(auditor), kind="topic", act="make_public")
    assert sorted(things(rows)) == sorted(["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "'  =1"])


def test_page_after_page_shows_every_entry_once_both_ways(auditor, signed_in):
    topic, moment = make.topic(), timezone.now()
    for number in range(120):  # many of them in the same moment
        record(
            by=auditor,
            act=PUBLISH,
            target=topic,
            realm="articles",
            now=moment - datetime.timedelta(number // 40),
        )
        topic.name_en = f"Ports {number}"
        topic.save()
    browser, down, up = signed_in(auditor), [], []
    url = LOG
    while url:
        page = browser.get(url)
        down.append([(type(one), one.pk) for one in _entries(page.context["rows"])])
        last, url = page, page.context["older"] and LOG + page.context["older"]
    seen = [entry for entries in down for entry in entries]
    assert len(seen) == len(set(seen)) == Event.objects.count() + FieldChange.objects.count()
    while last.context["newer"]:
        last = browser.get(LOG + last.context["newer"])
        up.append([(type(one), one.pk) for one in _entries(last.context["rows"])])
    assert up == down[-2::-1]


@pytest.mark.parametrize("text", ["x", "1-2-3", "1-1-9999999999999999999", "1-1-1-1"])
def test_invalid_cursor_is_404(auditor, signed_in, text):
    assert signed_in(auditor).get(LOG, {"before": text}).status_code == 404


def test_cursor_is_read_back_as_it_was_written(auditor):
    event = record(by=auditor, act=PUBLISH, target=make.topic(), realm="articles")
    assert Cursor.parse(str(Cursor.of(event))) == Cursor.of(event)


def test_page_costs_the_same_however_long_the_log_is(auditor, signed_in, told, django_assert_max_num_queries):
    browser, topic = signed_in(auditor), make.topic()
    with django_assert_max_num_queries(8) as few:
        assert browser.get(LOG).status_code == 200
    Event.objects.bulk_create(
        Event(at=timezone.now(), by_name="x", realm="articles", act="publish", target_type="topic",
              target_id=topic.pk, target_label="Ports", detail={"note": str(number)})
        for number in range(1200)
    )  # fmt: skip
    for number in range(60):
        topic.name_en = f"Ports {number}"
        topic.save()
    with django_assert_max_num_queries(len(few)):
        assert browser.get(LOG).status_code == 200


def test_file_is_read_in_pieces(auditor, django_assert_num_queries):
    topic = make.topic()
    for _number in range(25):
        record(by=auditor, act=PUBLISH, target=topic, realm="articles")
    newest = Cursor.of(record(by=auditor, act=PUBLISH, target=topic, realm="articles"))
    querysets = [queryset.filter(target_type="topic", act="publish") for queryset in everything(auditor)]
    with django_assert_num_queries(2 * 4):
        assert len(list(all_older_than(querysets, newest, chunk=10))) == 25


def test_page_does_not_load_whole_documents(author, editor, auditor):
    make.edition("Ports", by=author, approver=editor)
    page = page_of_log(everything(auditor))
    details = [entry.short_detail for entry in page.entries if isinstance(entry, Event) and entry.act == "submit"]
    assert details and all("document" not in detail and "hash" in detail for detail in details)


def test_secrets_of_accounts_are_not_in_the_file(author, auditor, signed_in):
    author.set_password("another horse battery")
    author.save()
    rows = [row for row in exported(signed_in(auditor)) if row["Field"] == "Password"]
    assert {(row["Before"], row["After"]) for row in rows} >= {("•••", "•••")}
    assert all("$" not in row["After"] for row in rows)


@pytest.mark.parametrize("asked", [{"until": "9999-12-31"}, {"since": "0001-01-01"}, {"until": "9999-12-30"}])
def test_first_and_last_day_of_the_calendar_narrow_nothing(signed_in, auditor, events, asked):
    browser = signed_in(auditor)
    asked |= {"act": "make_public"}
    assert len(browser.get(LOG, asked).context["rows"]) == 3
    assert set(things(exported(browser, **asked))) == set(LABELS.values())


@pytest.mark.parametrize("asked", [{"until": "0001-01-01"}, {"since": "9999-12-31"}])
def test_before_the_first_and_after_the_last_day_there_is_nothing(signed_in, auditor, events, asked):
    assert signed_in(auditor).get(LOG, asked).context["rows"] == []

"""The calendar: what is planned and what has its date, month by month, in Ecuador's time."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.accounts.models import User
from briefings.articles.actions import hold, plan
from briefings.articles.models import Edition, Workflow
from briefings.desk import calendar as page

from .. import make

CALENDAR = "/admin/calendar/"
ECUADOR = datetime.timezone(datetime.timedelta(hours=-5))
YEAR = timezone.now().year + 2  # to come, and not too far to be given to an edition


def shown(client, month):
    """{day: [(words, kind, time)]} of the month's table; the list of days must hold the same."""
    context = client.get(CALENDAR, {"month": month}).context
    days = {day.date: day.entries for week in context["weeks"] for day in week if day.entries}
    assert days == {day.date: day.entries for day in context["days"] if day.entries}
    return {f"{date:%m-%d}": [(one.words, one.kind, one.time) for one in entries] for date, entries in days.items()}


def planned(title, day, *, by):
    """Also for days that have passed."""
    article = make.article(title, by=by)
    Workflow.objects.filter(article=article).update(planned_on=day)
    return article


@pytest.fixture
def dated(author, editor):
    """A function that makes an edition with this title and this date to come."""

    return lambda title, moment: make.edition(title, by=author, approver=editor, publish_at=moment)


def test_month_shows_plans_and_dates_side_by_side(author, editor, dated, signed_in):
    moment = datetime.datetime(YEAR, 11, 20, 9, 30, tzinfo=ECUADOR)
    article = dated("Ports", moment).article
    plan(article, by=author, planned_on=datetime.date(YEAR, 11, 18))
    held = dated("Prisons", moment + datetime.timedelta(hours=1))
    hold(held, by=editor)
    plan(make.article("Roads", by=author), by=author, planned_on=datetime.date(YEAR, 11, 20))
    assert shown(signed_in(editor), f"{YEAR}-11") == {
        "11-18": [("Ports", "planned", "")],
        "11-20": [("Roads", "planned", ""), ("Ports (1)", "scheduled", "09:30"), ("Prisons (1)", "held", "10:30")],
    }


def test_public_edition_is_called_published(author, editor, signed_in):
    edition = make.edition("Ports", by=author, approver=editor)
    day = timezone.localtime(edition.publish_at)
    time = f"{day:%H:%M}"
    assert shown(signed_in(editor), f"{day:%Y-%m}") == {f"{day:%m-%d}": [("Ports (1)", "published", time)]}


def test_days_and_months_end_at_midnight_in_ecuador(dated, editor, signed_in):
    """In London it is five hours later: the last evening of November is December there already."""
    dated("Evening", datetime.datetime(YEAR, 11, 30, 23, 59, 59, tzinfo=ECUADOR))
    dated("Midnight", datetime.datetime(YEAR, 12, 1, 0, 0, tzinfo=ECUADOR))
    dated("Before", datetime.datetime(YEAR, 10, 31, 23, 59, tzinfo=ECUADOR))
    dated("First", datetime.datetime(YEAR, 11, 1, 4, 59, tzinfo=datetime.UTC) + datetime.timedelta(minutes=1))
    client = signed_in(editor)
    assert shown(client, f"{YEAR}-11") == {
        "11-01": [("First (1)", "scheduled", "00:00")],
        "11-30": [("Evening (1)", "scheduled", "23:59")],
    }
    assert shown(client, f"{YEAR}-12") == {"12-01": [("Midnight (1)", "scheduled", "00:00")]}
    assert shown(client, f"{YEAR}-10") == {"10-31": [("Before (1)", "scheduled", "23:59")]}


def test_plans_of_the_first_and_the_last_day_belong_to_the_month(author, signed_in):
    for day in ("2024-01-31", "2024-02-01", "2024-02-29", "2024-03-01"):
        planned(day, day, by=author)
    assert list(shown(signed_in(author), "2024-02")) == ["02-01", "02-29"]


def test_author_sees_their_own_and_nothing_of_colleagues(author, other_author, analyst, auditor, editor, signed_in):
    planned("Mine", "2024-02-05", by=author)
    planned("Theirs", "2024-02-06", by=other_author)
    make.edition("Hidden", by=other_author, approver=editor)
    client = signed_in(author)
    assert list(shown(client, "2024-02")) == ["02-05"]
    now = client.get(CALENDAR).content.decode()
    assert "Hidden" not in now
    for person in (editor, analyst, auditor):
        assert list(shown(signed_in(person), "2024-02")) == ["02-05", "02-06"]


def test_administrator_gets_no_calendar(administrator, signed_in):
    client = signed_in(administrator)
    assert client.get(CALENDAR).status_code == 403
    assert CALENDAR not in client.get("/admin/").content.decode()


def test_desk_leads_to_the_calendar(author, signed_in):
    assert f'href="{CALENDAR}"' in signed_in(author).get("/admin/").content.decode()


@pytest.mark.parametrize(
    "month",
    ["", "2026", "2026-13", "2026-00", "26-11", "2026-1", "1969-12", "2200-01", "9999-12", "0000-01", "２０２６-11",
     "x", "2026-11-01", "2026-11 ", "-1"],
)  # fmt: skip
def test_invalid_month_is_the_present_one(month, author, signed_in):
    context = signed_in(author).get(CALENDAR, {"month": month}).context
    assert context["month"]["month"] == f"{timezone.localdate():%Y-%m}"
    assert context["is_this_month"]


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [
        ("2026-11", "2026-10", "2026-12"),
        ("2026-12", "2026-11", "2027-01"),
        ("2026-01", "2025-12", "2026-02"),
        ("1970-01", None, "1970-02"),
        ("2199-12", "2199-11", None),
    ],
)
def test_links_to_neighbouring_months(month, before, after, author, signed_in):
    context = signed_in(author).get(CALENDAR, {"month": month}).context
    assert [link and link["month"] for link in (context["previous"], context["next"])] == [before, after]


def test_today_is_ecuadors_and_marked_once_in_table_and_list(author, signed_in, monkeypatch):
    monkeypatch.setattr(page, "localdate", lambda: datetime.date(2026, 11, 24))
    html = signed_in(author).get(CALENDAR).content.decode()
    marked = re.findall(r'aria-current="date">\s*(?:<h2>)?<time datetime="([^"]+)"', html)
    assert marked == ["2026-11-24", "2026-11-24"]
    other = signed_in(author).get(CALENDAR, {"month": "2026-10"}).content.decode()
    assert 'aria-current="date"' not in other
    assert "This month" in other


def test_day_changes_at_midnight_in_ecuador(author, signed_in, monkeypatch):
    for moment, today in (("2126-12-01 04:59", "2126-11-30"), ("2126-12-01 05:00", "2126-12-01")):
        now = datetime.datetime.fromisoformat(f"{moment}+00:00")
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        context = signed_in(author).get(CALENDAR).context
        assert [f"{day.date}" for day in context["days"] if day.is_today] == [today]


@pytest.mark.parametrize(
    ("language", "first", "heading", "weeks"),
    [("en", "Sunday", "November 2026", 5), ("es", "lunes", "Noviembre de 2026", 6)],
)
def test_first_weekday_depends_on_the_language(language, first, heading, weeks, author, signed_in):
    User.objects.filter(pk=author.pk).update(language=language)
    response = signed_in(author).get(CALENDAR, {"month": "2026-11"})
    assert str(response.context["weekdays"][0][0]) == first
    assert response.context["month"]["words"] == heading
    rows = response.context["weeks"]
    assert len(rows) == weeks
    assert {len(week) for week in rows} == {7}
    days = [day.date for week in rows for day in week if day.is_in_month]
    assert days == [datetime.date(2026, 11, number) for number in range(1, 31)]


def test_table_has_headers_for_weeks_and_days(author, signed_in):
    html = signed_in(author).get(CALENDAR, {"month": "2026-11"}).content.decode()
    table = html[html.index("<table") : html.index("</table>")]
    assert table.count('scope="col"') == 8
    assert table.count('scope="row"') == 5
    assert "<caption" in table


def test_titles_are_escaped_and_in_their_language(author, signed_in):
    planned("<script>alert(1)</script>", "2024-02-05", by=author)
    html = signed_in(author).get(CALENDAR, {"month": "2024-02"}).content.decode()
    assert "<script>alert(1)" not in html
    assert 'lang="en">&lt;script&gt;' in html


def test_month_with_too_many_entries_is_cut_with_a_note(author, editor, signed_in, monkeypatch):
    monkeypatch.setattr(page, "MOST", 3)
    for number in range(4):
        planned(f"Plan {number}", "2024-02-05", by=author)
    response = signed_in(editor).get(CALENDAR, {"month": "2024-02"})
    assert "more than one page can hold" in response.content.decode()
    assert len(response.context["days"][0].entries) == 3


@pytest.mark.parametrize("count", [1, 30])
def test_calendar_costs_the_same_with_few_and_many(count, author, editor, signed_in):
    for number in range(count):
        planned(f"Plan {number}", timezone.localdate(), by=author)
        make.edition(f"Edition {number}", by=author, approver=editor)
    client = signed_in(editor)
    client.get(CALENDAR)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(CALENDAR)
    assert response.content.decode().count("Plan ") == count * 2
    assert Edition.objects.count() == count
    assert len(queries) <= 8, [query["sql"] for query in queries]

"""When a source's next release is expected, and the analyst's list of what is due."""

import datetime

import pytest
from django.utils import timezone

from tests import make

TODAY = timezone.localdate


def expected(source):
    source.refresh_from_db()
    return source.next_release


@pytest.mark.parametrize(
    ("day", "months", "expected_on"),
    [("2025-01-31", 1, "2025-02-28"), ("2025-11-15", 3, "2026-02-15"), ("2024-02-29", 12, "2025-02-28")],
)
def test_regular_release_is_expected_so_many_months_later(db, day, months, expected_on):
    source = make.source(release_every=months)
    make.release(source, published=datetime.date.fromisoformat(day))
    assert expected(source) == datetime.date.fromisoformat(expected_on)


def test_older_release_that_is_entered_later_moves_nothing(db):
    source = make.source(release_every=12)
    make.release(source, published=datetime.date(2025, 3, 1))
    make.release(source, published=datetime.date(2023, 3, 1))
    assert expected(source) == datetime.date(2026, 3, 1)


def test_typed_interval_counts_from_the_newest_release(db):
    source = make.source()
    make.release(source, published=datetime.date(2025, 3, 1))
    source.release_every = 6
    source.save()
    assert expected(source) == datetime.date(2025, 9, 1)


@pytest.mark.parametrize(
    ("published", "is_answered"), [("2025-02-20", True), ("2025-03-05", True), ("2024-06-30", False)]
)
def test_single_day_is_answered_by_a_release_about_then(db, published, is_answered):
    source = make.source(next_release=datetime.date(2025, 3, 1))
    make.release(source, published=datetime.date.fromisoformat(published))
    assert expected(source) == (None if is_answered else datetime.date(2025, 3, 1))


def _in_days(days):
    return TODAY() + datetime.timedelta(days=days)


def test_desk_of_analysts_names_what_is_due_and_marks_what_is_overdue(signed_in, analyst, editor):
    make.source("Late", next_release=_in_days(-3))
    make.source("Soon", next_release=_in_days(20))
    make.source("Far", next_release=_in_days(90))
    sections = signed_in(analyst).get("/admin/").context["sections"]
    section = next(section for section in sections if section.title == "Releases that are due")
    assert [(row.words, row.grave) for row in section.rows] == [("Late", True), ("Soon", False)]
    assert section.rows[0].note.startswith("overdue since") and section.rows[1].note.startswith("expected on")
    assert [each.title for each in sections][:2] == ["Figures to look at", "Releases that are due"]
    listed = signed_in(analyst).get(section.all_url).content.decode()
    assert "Late" in listed and "Soon" in listed and "Far" not in listed
    titles = [each.title for each in signed_in(editor).get("/admin/").context["sections"]]
    assert "Releases that are due" not in titles


def test_desk_begins_with_the_way_to_enter_values(signed_in, analyst):
    page = signed_in(analyst).get("/admin/").content.decode()
    assert page.index("Import or enter values") < page.index("Begin an article")
    upload = signed_in(analyst).get("/admin/briefings/importfile/add/").content.decode()
    assert "/admin/briefings/series/start/" in upload and "/admin/briefings/series/" in upload

"""Which old backups remain."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from briefings.upkeep.backup import to_remove

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)  # a Saturday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# What is there, oldest first, and what of it is removed.
CASES = [
    ("nothing", [], []),
    ("the only one, years old", ["2020-01-01T00:00"], []),
    ("all of two days", ["2026-11-26T12:00", "2026-11-26T13:00", "2026-11-28T11:00", "2026-11-28T12:00"], []),
    ("the newest of a day", ["2026-11-25T03:00", "2026-11-25T23:59", "2026-11-28T12:00"], ["2026-11-25T03:00"]),
    ("the newest of each day for two weeks", ["2026-11-15T01:00", "2026-11-16T01:00", "2026-11-17T01:00"], []),
    ("then of each week, from Monday", ["2026-11-09T01:00", "2026-11-10T01:00", "2026-11-28T12:00"],
     ["2026-11-09T01:00"]),
    ("Sunday and Monday are of two weeks", ["2026-11-08T01:00", "2026-11-09T01:00", "2026-11-28T12:00"], []),
    ("then of each month", ["2026-08-03T01:00", "2026-08-30T01:00", "2026-11-28T12:00"], ["2026-08-03T01:00"]),
    ("the last of August and the first of September", ["2026-08-31T23:00", "2026-09-01T01:00", "2026-11-28T12:00"], []),
    ("nothing older than a year", ["2025-11-01T01:00", "2025-11-28T01:00", "2026-11-28T12:00"],
     ["2025-11-01T01:00"]),
    ("a clock that was wrong", ["2026-11-28T12:00", "2027-01-01T00:00"], []),
]  # fmt: skip


@pytest.mark.parametrize(("moments", "removed"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_rule(moments, removed):
    assert to_remove(map(at, moments), NOW) == set(map(at, removed))


def test_backups_of_every_four_hours_leave_about_forty():
    """Thinned after each one, as the command does."""
    kept, moment = set(), NOW - 400 * DAY
    while moment <= NOW:
        kept.add(moment)
        kept -= to_remove(kept, moment)
        moment += 4 * HOUR
    ages = sorted((NOW - moment).days for moment in kept)
    assert len([age for age in ages if age < 2]) == 12
    assert len([age for age in ages if age < 14]) == 12 + 13
    assert 36 <= len(ages) <= 44
    assert 330 < max(ages) <= 366
    assert max(after - before for before, after in itertools.pairwise(ages)) <= 31

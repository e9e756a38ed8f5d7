"""Compare entries with what is on record: sets of rows, a few queries, nothing saved."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ...lib.clock import Day
from ...lib.periods import Period, moved, period_of
from ...lib.rows.chunks import in_chunks
from ...sources.models import Release
from ..models import Observation
from .entries import Change, Entry, Preview, Problem, Stored
from .totals import totals_that_do_not_add_up
from .unusual import unusual_words
from .validation import row_problems

FIELDS = [
    "series", "start", "months", "pk", "cited", "current", "current_value", "current_status", "current__low",
    "current__high", "current__credibility", "current__known_on", "current__known_precision",
    "current__release", "current__locator", "current__recorded_at",
]  # fmt: skip
CHUNK = 500  # series in one query


def compare(
    entries: Sequence[Entry],
    problems: Iterable[Problem] = (),
    *,
    now: datetime,
    known_on: date | Day | None = None,
    release: Release | None = None,
    recorded_at: datetime | None = None,
) -> Preview:
    """What recording the entries would do. `problems` are those that the reader of the input found already.

    `known_on`: the day from which the values were known, to find those that would not become current. `release`: that
    of all values without one of their own; `recorded_at`: the moment at which those of a waiting batch were recorded,
    without it `now`.
    """
    today = timezone.localdate(now)
    day = Day.of(known_on).recorded_on(today) if known_on else None
    stored = stored_values(entries)
    terms = {"terms": _terms(day, release), "known_on": day, "release": release}
    preview, seen = Preview(refused=list(problems), **terms), set()
    has_many = len({entry.series.pk for entry in entries}) > 1
    for entry in entries:
        before = stored.get(entry.key)
        if before:
            entry = entry.completed(before, release and release.pk)
        messages = row_problems(entry.series, entry.value, current=before, today=today)
        if entry.key in seen:
            messages.append(_("This period is there twice."))
        seen.add(entry.key)
        if messages:
            preview.refused.append(_problem(entry, messages, is_named=has_many))
        elif before is None:
            preview.new.append(Change(entry))
        elif _is_unchanged(entry, before):
            preview.unchanged.append(entry)
        else:
            rank = day and (day.date, recorded_at or now)
            is_older = rank is not None and rank < (before.known_on, before.recorded_at)
            preview.revised.append(Change(entry, before, stays_history=is_older))
    values = {key: each.value for key, each in stored.items()} | {entry.key: entry.value.value for entry in entries}
    days = {"today": today, "known_on": day and day.date}
    preview.new = [_marked(change, values, days) for change in preview.new]
    preview.revised = [_marked(change, values, days) for change in preview.revised]
    preview.totals = totals_that_do_not_add_up(preview.changes)
    return preview


def values_kept(blanks: Sequence[Entry]) -> list[Change]:
    """The entries without a value whose periods have one on record."""
    stored = stored_values(blanks)
    changes = [Change(entry, stored.get(entry.key)) for entry in blanks]
    return [change for change in changes if change.before and change.before.value is not None]


def _is_unchanged(entry: Entry, before: Stored) -> bool:
    value = entry.value
    if before.content != value.content or (entry.is_whole and entry.release != before.release):
        return False
    compared = ("credibility", "locator") if entry.is_whole else (value.said or set()) & {"credibility", "locator"}
    return all(getattr(before, name) == getattr(value, name) for name in compared)


def _terms(known_on: Day | None, release: Release | None) -> str:
    """In words that stay the same where a preview saves a new release and takes it back."""
    of_release = [release.title, str(release.published), release.published_precision] if release else []
    return "|".join([known_on.code if known_on else "", *of_release])


def _problem(entry, messages, *, is_named):
    """With the name of the series where there are several."""
    period, words = entry.value.period.label(), " ".join(messages)
    if is_named:
        return Problem(entry.row, f"{entry.series}, {period}: {words}")
    return Problem(entry.row, f"{period}: {words}")


def stored_values(entries: Sequence[Entry]) -> dict[tuple[int, Period], Stored]:
    """By series and period: the current values of the entries' periods and of the periods before them."""
    spans = _spans(entries)
    stored = {}
    for (first, last), keys in spans.items():
        for chunk in in_chunks(keys, CHUNK):
            rows = Observation.objects.current().order_by().filter(series__in=chunk)
            for row in rows.filter(start__gte=first, start__lte=last).values_list(*FIELDS):
                stored[row[0], period_of(row[1], row[2])] = Stored(*row[3:])
    return stored


def _spans(entries):
    """{(first, last start): series keys}: one span for all series, the periods before the first included."""
    if not entries:
        return {}
    periods = {entry.value.period for entry in entries}
    longest = max(max(period.months for period in periods), 12)
    first = min(period.start for period in periods)
    first = moved(first, -longest) if first.year > 10 else first
    last = max(period.start for period in periods)
    return {(first, last): sorted({entry.series.pk for entry in entries})}


def _marked(change: Change, values: dict, days: dict) -> Change:
    words = unusual_words(change.series, change.entry.value, values, **days)
    return replace(change, unusual=words) if words else change

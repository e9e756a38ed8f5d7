"""Record values in the order in which they became known; a second person confirms revisions of cited values."""

from collections import Counter
from decimal import Decimal
from functools import partial

from briefings.lib.clock import Day
from briefings.lib.periods import Period
from briefings.statistics.actions import apply_batch, record_values
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import Batch

from .. import reference as content
from .days import at, day, minutes
from .reference import releases
from .series import key_of, rows, series_by_key

UNTIL_CONFIRMED = minutes(3 * 60 + 10)


def value_steps(staff):
    """(moment, step) for every batch, a minute apart on the day on which its release was retrieved."""
    stored, published = series_by_key(), releases()
    batches = {}
    for row in rows():
        batches.setdefault((row["known_on"], key_of(row), row["release"], row["kind"]), []).append(row)
    batches_of_day = Counter()
    for (known_on, key, release, kind), batch_rows in sorted(batches.items(), key=lambda batch: batch[0][0]):
        retrieved = published[release].retrieved
        moment = at(retrieved, "09:30") + minutes(batches_of_day[retrieved])
        batches_of_day[retrieved] += 1
        yield (
            moment,
            partial(
                _record,
                staff,
                stored[key],
                [_value(row) for row in batch_rows],
                release=published[release],
                known_on=_known(day(known_on), published[release]),
                kind=kind,
                reason=_reason(kind, release),
                now=moment,
            ),
        )


def _known(date, release):
    """As precisely as the release is dated, where it made the value known."""
    return release.day_published if date == release.published else Day(date)


def _record(staff, series, values, *, now, **fields):
    batch = record_values(series, values, by=staff.analyst, now=now, **fields)
    if batch.stage == Batch.Stage.PROPOSED:
        apply_batch(batch, by=staff.editor, now=now + UNTIL_CONFIRMED)


def _value(row):
    return Value(
        period=Period.parse(row["period"]),
        value=Decimal(row["value"]) if row["value"] else None,
        status=row["status"],
        credibility=int(row["credibility"]),
    )


def _reason(kind, release):
    if kind == Batch.Kind.FIRST:
        return {}
    return dict(zip(("en", "es"), content.REVISION_REASONS[release], strict=True))

"""Values, in the order in which they became known; a revision of a cited value passes through a second person."""

from collections import Counter
from decimal import Decimal
from functools import partial

from briefings.lib.periods import Period
from briefings.statistics.actions import Value, apply_batch, record_values
from briefings.statistics.models import Batch

from .. import reference as content
from .days import at, day, minutes
from .reference import releases
from .series import key_of, rows, series_by_key

SECOND_PERSON_COMES_AFTER = minutes(3 * 60 + 10)


def value_steps(staff):
    """(moment, step) for every batch: on the day on which its release was retrieved, a minute after the one before."""
    stored, published = series_by_key(), releases()
    batches = {}
    for row in rows():
        batches.setdefault((row["known_on"], key_of(row), row["release"], row["kind"]), []).append(row)
    so_far = Counter()
    for (known_on, key, release, kind), found in sorted(batches.items(), key=lambda batch: batch[0][0]):
        retrieved = published[release].retrieved
        moment = at(retrieved, "09:30") + minutes(so_far[retrieved])
        so_far[retrieved] += 1
        yield (
            moment,
            partial(
                _record,
                staff,
                stored[key],
                [_value(row) for row in found],
                release=published[release],
                known_on=day(known_on),
                kind=kind,
                reason=_reason(kind, release),
                now=moment,
            ),
        )


def _record(staff, series, values, *, now, **batch):
    made = record_values(series, values, by=staff.analyst, now=now, **batch)
    if made.stage == Batch.Stage.PROPOSED:
        apply_batch(made, by=staff.editor, now=now + SECOND_PERSON_COMES_AFTER)


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

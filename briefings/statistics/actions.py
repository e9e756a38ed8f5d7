"""Acts on values: record or revise, apply or reject a batch, prefer a series. Nothing is overwritten."""

import time
from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from ..accounts.models import User
from ..history.actions import record
from ..history.public_token import public_changed
from ..lib.acts import Attempt, does, require_act
from ..lib.texts import require_length
from ..sources.models import Release
from .acts import APPLY_BATCH, PREFER, RECORD_VALUES, REJECT_BATCH, REVISE, BatchAttempt
from .models import Batch, Observation, Series, Vintage
from .signals import values_applied
from .validation import Value, checked_rows, new_vintage

CHUNK = 500
# Who waits to write in SQLite asks again after 100 ms at most, and gets no turn if there is always another transaction.
MAX_TURN, WAKES_AFTER = 0.25, 0.11  # seconds
NEEDS_NO_REASON = {Batch.Kind.FIRST, Batch.Kind.UPDATE}


@does(RECORD_VALUES)
@transaction.atomic
def record_values(
    series: Series,
    rows: Iterable[Value],
    *,
    release: Release | None,
    known_on: date,
    kind: str,
    reason: dict[str, str],
    by: User,
    now: datetime | None = None,
    reverts: Batch | None = None,
) -> Batch:
    """Append the rows to the series as one batch. `reason` is {"en": …, "es": …}.

    A batch that revises a value of a published edition stays proposed until a second person applies it; others are
    applied at once. ValidationError names each invalid row.
    """
    require_act(RECORD_VALUES, Attempt(by, now))
    now = now or timezone.now()
    series = Series.objects.select_for_update(of=("self",)).with_names().get(pk=series.pk)
    reason = _require_reason(reason, optional=kind in NEEDS_NO_REASON)
    _require_own_release(series, release)
    stored = _locked_observations(series)
    current = {period: observation.current for period, observation in stored.items() if observation.current_id}
    rows = checked_rows(series, rows, kind=kind, stored=current, today=timezone.localdate(now))
    batch = _create_batch(reason, kind=kind, release=release, by=by, reverts=reverts, proposed_at=now)
    observations = _with_observations(series, rows, stored)
    Vintage.objects.bulk_create(
        [
            new_vintage(row, observation=observations[row.period], batch=batch, known_on=known_on, recorded_at=now)
            for row in rows
        ],
        batch_size=CHUNK,
    )
    public_changed()
    revised = [row.period for row in rows if row.period in current]
    waits = any(stored[period].cited for period in revised)
    record(
        by=by,
        act=REVISE if revised else RECORD_VALUES,
        target=series,
        detail={"batch": batch.pk, "kind": str(kind), "values": len(rows), "waits": waits},
        now=now,
    )
    if not waits:
        _apply(batch, by=by, now=now)
    return batch


@does(APPLY_BATCH)
@transaction.atomic
def apply_batch(batch: Batch, *, by: User, now: datetime | None = None) -> Batch:
    """Apply a proposed batch. Its proposer cannot, superusers included. A large one is applied after the commit."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    require_act(APPLY_BATCH, BatchAttempt(by, batch, now))
    batch.second = by
    batch.save(update_fields=["second"])
    record(by=by, act=APPLY_BATCH, target=batch, now=now)
    observations = _observations_of(batch)
    if len(observations) > CHUNK:
        transaction.on_commit(lambda: finish_applying(batch, now=now))
        return batch
    _lock_series(observations)
    _apply(batch, by=by, now=now or timezone.now())
    return batch


def finish_applying(batch: Batch, *, now: datetime | None = None) -> None:
    """Make the values of a batch that somebody applies the current ones, then mark it applied.

    Some hundred observations in each transaction: 50,000 in one would keep whoever publishes, and on SQLite every save,
    waiting for seconds. If the process dies in between, `tick` calls this again. The token of the store of pages is
    replaced at the end.
    """
    now, begun = now or timezone.now(), time.monotonic()
    for keys in _in_chunks(_observations_of(batch)):
        if connection.vendor == "sqlite" and time.monotonic() - begun > MAX_TURN:
            time.sleep(WAKES_AFTER)
            begun = time.monotonic()
        with transaction.atomic():
            _lock_series(keys)
            _update_current(keys)
            values_applied.send(Batch, batch=batch, observations=keys, by=batch.second, now=now)
    with transaction.atomic():
        batch.refresh_from_db(from_queryset=Batch.objects.select_for_update(of=("self",)))
        if batch.stage == Batch.Stage.PROPOSED:
            _mark_applied(batch, now)


def finish_interrupted() -> int:
    """Finish the batches whose process died while it applied them, or that another one applies now; their number."""
    batches = list(Batch.objects.being_applied())
    for batch in batches:
        finish_applying(batch)
    return len(batches)


@does(REJECT_BATCH)
@transaction.atomic
def reject_batch(batch: Batch, *, by: User, reason: str, now: datetime | None = None) -> Batch:
    """Reject a proposed batch as second person, or withdraw it as its proposer. Readers do not see the reason."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    require_act(REJECT_BATCH, BatchAttempt(by, batch, now))
    reason = str(reason).strip()
    if not reason:
        raise ValidationError({"reason": _("Say why, for the colleague who proposed it.")})
    require_length("reason", reason)
    batch.stage, batch.decided_at = Batch.Stage.REJECTED, now or timezone.now()
    batch.second = by if batch.by_id != by.pk else None
    batch.save(update_fields=["stage", "decided_at", "second"])
    record(by=by, act=REJECT_BATCH, target=batch, detail={"reason": reason}, now=now)
    return batch


@does(PREFER)
@transaction.atomic
def prefer(series: Series, *, reason: dict[str, str], by: User, now: datetime | None = None) -> Series:
    """Make this the preferred series of its indicator, area and frequency instead of any other."""
    require_act(PREFER, Attempt(by, now))
    reason = _require_reason(reason)
    series = Series.objects.with_names().get(pk=series.pk)
    sisters = Series.objects.select_for_update(of=("self",)).filter(
        indicator=series.indicator_id, area=series.area_id, frequency=series.frequency
    )
    preferred = [sister.pk for sister in sisters.order_by("pk") if sister.preferred and sister.pk != series.pk]
    Series.objects.filter(pk__in=preferred).update(preferred=False, preferred_reason_en="", preferred_reason_es="")
    public_changed()
    series.preferred = True
    series.preferred_reason_en, series.preferred_reason_es = reason["en"], reason["es"]
    series.save(update_fields=["preferred", "preferred_reason_en", "preferred_reason_es"])
    detail = {"instead_of": preferred, "reason": reason}
    record(by=by, act=PREFER, target=series, detail=detail, now=now)
    return series


def check_current() -> list[Observation]:
    """Observations whose current value differs from their newest applied vintage. Reads every observation."""
    newest = Vintage.objects.counted().filter(observation=OuterRef("pk")).newest_first()
    observations = Observation.objects.order_by("pk").annotate(newest=Subquery(newest.values("pk")[:1]))
    rows = observations.values_list(
        "pk", "newest", "current_id", "current__value", "current__status", "current_value", "current_status"
    )
    wrong = [
        key
        for key, newest, current, value, status, current_value, current_status in rows.iterator()
        if newest != current or value != current_value or (status or "") != current_status
    ]
    return list(Observation.objects.filter(pk__in=wrong).with_names()) if wrong else []


def _require_reason(reason, *, optional=False):
    texts = {language: str((reason or {}).get(language) or "").strip() for language in ("en", "es")}
    if not optional and not any(texts.values()):
        raise ValidationError({"reason": _("Give the reason, in English or in Spanish: readers will see it.")})
    for language, text in texts.items():
        require_length(f"reason_{language}", text)
    return texts


def _require_own_release(series, release):
    if release and release.source_id != series.source_id:
        raise ValidationError(
            {"release": _("This release is of another source. Choose one of %(source)s.") % {"source": series.source}}
        )


def _locked_observations(series):
    """By period, with their current vintages."""
    observations = Observation.objects.select_for_update(of=("self",)).filter(series=series).order_by("pk")
    return {observation.period: observation for observation in observations.select_related("current")}


def _create_batch(reason, **fields):
    batch = Batch(reason_en=reason["en"], reason_es=reason["es"], **fields)
    batch.full_clean(exclude=["release", "by", "second", "reverts"], validate_constraints=False)
    batch.save()
    return batch


def _with_observations(series, rows, stored):
    """`stored` and new observations for the other periods of the rows."""
    missing = [
        Observation(series=series, start=row.period.start, months=row.period.months)
        for row in rows
        if row.period not in stored
    ]
    created = Observation.objects.bulk_create(missing, batch_size=CHUNK)
    return stored | {observation.period: observation for observation in created}


def _apply(batch, *, by, now):
    """Mark the batch applied and update the current values of its observations, within the caller's transaction."""
    _mark_applied(batch, now)
    observations = _observations_of(batch)
    for keys in _in_chunks(observations):
        _update_current(keys)
    values_applied.send(Batch, batch=batch, observations=observations, by=by, now=now)


def _mark_applied(batch, now):
    batch.stage, batch.decided_at = Batch.Stage.APPLIED, now
    batch.save(update_fields=["stage", "decided_at"])
    public_changed()


def _lock_series(observations):
    keys = Observation.objects.filter(pk__in=observations).values("series")
    list(Series.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _observations_of(batch):
    return list(batch.vintages.order_by("observation_id").values_list("observation_id", flat=True).distinct())


def _in_chunks(keys):
    return (keys[first : first + CHUNK] for first in range(0, len(keys), CHUNK))


def _update_current(keys):
    """Locks the observations in the order in which publishing locks them."""
    list(Observation.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))
    newest = Vintage.objects.counted().filter(observation=OuterRef("pk")).newest_first()
    current, value, status = (Subquery(newest.values(name)[:1]) for name in ("pk", "value", "status"))
    Observation.objects.filter(pk__in=keys).update(current=current, current_value=value, current_status=status)

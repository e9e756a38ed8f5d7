"""Apply or reject a batch of values. Nothing is overwritten."""

import time
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...history.actions import record
from ...history.public_token import public_changed
from ...lib.acts import Act, does, require_act
from ...lib.numbers import reads_same
from ...lib.rows.chunks import in_chunks
from ...lib.texts import clean_text, require_length, require_reason_alone, require_text
from ...mail.actions import queue
from ..acts import APPLY_BATCH, FORCE_APPLY, REJECT_BATCH, REVIEW_BATCH, BatchAttempt
from ..models import Batch, BatchReview, Observation, Series, Vintage
from ..signals import values_applied
from .learning import learn_from
from .newest import correct_newest, write_in_steps, write_newest
from .shown import show_with

CHUNK = 500
# Who waits to write in SQLite asks again after 100 ms at most, and gets no turn if there is always another transaction.
MAX_TURN, WAKES_AFTER = 0.1, 0.11  # seconds


@does(APPLY_BATCH)
@transaction.atomic
def apply_batch(batch: Batch, *, by: User, read: dict[int, int] | None = None, now: datetime | None = None) -> Batch:
    """Apply a proposed batch. Its proposer cannot, superusers included. A large one is applied after the commit.

    `read`: `on_record` at the moment of the preview that `by` has read; nothing is applied if it is another one now.
    """
    batch = _lock_with_series(batch)
    require_act(APPLY_BATCH, BatchAttempt(by, batch, now))
    _require_read(batch, read)
    batch.second = by
    batch.save(update_fields=["second"])
    record(by=by, act=APPLY_BATCH, target=batch, now=now)
    return _apply_accepted(batch, by=by, now=now)


@does(FORCE_APPLY)
@transaction.atomic
def force_apply_batch(
    batch: Batch, *, by: User, reason: str, read: dict[int, int] | None = None, now: datetime | None = None
) -> Batch:
    """Apply one's own proposed batch without a second person; the desk lists it until somebody else has reviewed it."""
    batch = _lock_with_series(batch)
    require_act(FORCE_APPLY, BatchAttempt(by, batch, now))
    _require_read(batch, read)
    batch.forced_reason = require_reason_alone(reason)
    batch.save(update_fields=["forced_reason"])
    record(by=by, act=FORCE_APPLY, target=batch, detail={"reason": batch.forced_reason}, now=now)
    tell_second_persons(FORCE_APPLY, batch, by=by, now=now)
    return _apply_accepted(batch, by=by, now=now)


@does(REVIEW_BATCH)
@transaction.atomic
def review_batch(batch: Batch, *, by: User, note: str = "", now: datetime | None = None) -> BatchReview:
    """Record that somebody else has read what was applied without a second person."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    require_act(REVIEW_BATCH, BatchAttempt(by, batch, now))
    require_length("note", note)
    review = BatchReview.objects.create(batch=batch, by=by, at=now or timezone.now(), note=clean_text(note))
    record(by=by, act=REVIEW_BATCH, target=batch, detail={"note": review.note}, now=now)
    return review


def on_record(batch: Batch) -> dict[int, int | None]:
    """{observation: current vintage} of everything that the preview of the batch shows."""
    touched = Q(vintages__batch=batch) | Q(series=batch.shows_id) if batch.shows_id else Q(vintages__batch=batch)
    return dict(Observation.objects.filter(touched).order_by().distinct().values_list("pk", "current"))


def _require_read(batch, read):
    if read is not None and read != on_record(batch):
        raise ValidationError(_("Values have changed since you opened this page. Read it again."), code="seen")


def _apply_accepted(batch, *, by, now):
    observations = _observations_of(batch)
    if len(observations) > CHUNK:
        transaction.on_commit(lambda: finish_applying(batch, now=now))
        return batch
    apply_locked(batch, observations, by=by, now=now or timezone.now())
    return batch


def tell_second_persons(act: Act, batch: Batch, *, by: User, now: datetime | None) -> None:
    """Mail to everybody else who may look at the batch. With `now`, the demonstration's past, nobody gets mail."""
    if now is None:
        people = User.objects.who_may("second_revision").exclude(pk=by.pk).values_list("pk", flat=True)
        queue(act, sorted(people), target=batch, who=str(by))


def finish_applying(batch: Batch, *, now: datetime | None = None) -> None:
    """Make the values of a batch that somebody applies the current ones, then mark it applied.

    Some hundred observations in each transaction: 50,000 in one would keep whoever publishes, and on SQLite every save,
    waiting for seconds. If the process dies in between, `tick` calls this again. The token of the store of pages is
    replaced at the end.
    """
    now, begun, series = now or timezone.now(), time.monotonic(), set()
    for keys in in_chunks(_observations_of(batch), CHUNK):
        begun = give_way(begun)
        with transaction.atomic():
            _lock_series(keys)
            series |= update_current(keys)
            values_applied.send(Batch, batch=batch, observations=keys, by=batch.second or batch.by, now=now)
    write_in_steps(sorted(series))
    with transaction.atomic():
        batch.refresh_from_db(from_queryset=Batch.objects.select_for_update(of=("self",)))
        if batch.stage == Batch.Stage.PROPOSED:
            _mark_applied(batch, now, printed=_printed_of(batch, series))


def _printed_of(batch, series):
    """Queries for its vintages of what an edition prints. Asked for all of the batch, PostgreSQL reads 50,000 rows: of
    what has just been written it knows nothing yet."""
    return (batch.vintages.filter(observation__in=part) for part in in_chunks(cited_in(series), CHUNK))


def cited_in(series: set[int]) -> list[int]:
    """The keys of the observations of these series that an edition prints, by the index of those."""
    cited = Observation.objects.filter(cited=True).order_by().values_list("pk", flat=True)
    return [key for part in in_chunks(sorted(series), CHUNK) for key in cited.filter(series__in=part)]


def give_way(begun: float) -> float:
    """Between two transactions of many: let those write who wait. The moment at which this turn began."""
    if connection.vendor != "sqlite" or time.monotonic() - begun <= MAX_TURN:
        return begun
    time.sleep(WAKES_AFTER)
    return time.monotonic()


def abandon(batch: Batch, *, now: datetime | None = None) -> None:
    """Put aside a batch that was not recorded to the end. Its values stay, because none is deleted, and never count."""
    Batch.objects.filter(pk=batch.pk, stage=Batch.Stage.ENTERING).update(
        stage=Batch.Stage.REJECTED, decided_at=now or timezone.now()
    )


def finish_interrupted() -> int:
    """Finish the batches whose process died while it applied them, or that another one applies now; their number.

    Those whose process died while it recorded them are put aside: nobody has been told of them.
    """
    for batch in Batch.objects.left_entering():
        abandon(batch)
    batches = list(Batch.objects.being_applied())
    for batch in batches:
        finish_applying(batch)
    correct_newest(Batch.objects.applied_lately())
    return len(batches)


@does(REJECT_BATCH)
@transaction.atomic
def reject_batch(batch: Batch, *, by: User, reason: str, now: datetime | None = None) -> Batch:
    """Reject a proposed batch as second person, or withdraw it as its proposer. Readers do not see the reason."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    require_act(REJECT_BATCH, BatchAttempt(by, batch, now))
    reason = require_text("reason", reason, _("Say why, for the colleague who proposed it."))
    batch.stage, batch.decided_at = Batch.Stage.REJECTED, now or timezone.now()
    batch.second = by if batch.by_id != by.pk else None
    batch.save(update_fields=["stage", "decided_at", "second"])
    record(by=by, act=REJECT_BATCH, target=batch, detail={"reason": reason}, now=now)
    return batch


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


def apply_locked(batch, observations, *, by, now):
    """Mark the batch applied and update the current values of its observations, which are all that it has values of,
    within the caller's transaction."""
    _mark_applied(batch, now, printed=[batch.vintages])
    series = set().union(*(update_current(keys) for keys in in_chunks(observations, CHUNK)))
    write_newest(sorted(series))
    values_applied.send(Batch, batch=batch, observations=observations, by=by, now=now)


def _mark_applied(batch, now, *, printed):
    """`printed`: queries for those of its vintages among which some may change what an edition prints."""
    if batch.shows_id:
        show_with(batch, now=now)
    learn_from(batch)
    batch.stage, batch.decided_at = Batch.Stage.APPLIED, now
    batch.changes_printed = batch.kind != Batch.Kind.FIRST and any(
        vintages.changing_printed(now).exists() for vintages in printed
    )
    batch.save(update_fields=["stage", "decided_at", "changes_printed"])
    public_changed()


def _lock_with_series(batch):
    """Nobody changes what its values are compared with until they count."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    of_values = Observation.objects.filter(vintages__batch=batch).order_by().values("series")
    wanted = Q(pk__in=of_values) | (batch.shows.sisters if batch.shows_id else Q())
    list(Series.objects.select_for_update(of=("self",)).filter(wanted).order_by("pk"))
    return batch


def _lock_series(observations):
    """`observations`: keys, or a query for them."""
    keys = Observation.objects.filter(pk__in=observations).values("series")
    list(Series.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _observations_of(batch):
    return list(batch.vintages.order_by("observation_id").values_list("observation_id", flat=True).distinct())


def update_current(keys):
    """The series of these observations. Locks the observations in the order in which publishing locks them."""
    locked = Observation.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    rows = list(locked.values_list("pk", "current", "current_value", "series"))
    before = {pk: value for pk, current, value, _series in rows if current}
    newest = Vintage.objects.counted().filter(observation=OuterRef("pk")).newest_first()
    copied = {"current": "pk", "current_value": "value", "current_status": "status"}
    copies = {copy: Subquery(newest.values(name)[:1]) for copy, name in copied.items()}
    same = _reading_as_before(before, copies["current_value"])
    if same:
        observations = Observation.objects.filter(pk__in=same)
        observations.update(value_since=Coalesce("value_since", "current"), **copies)
    if others := [key for key in keys if key not in same]:
        Observation.objects.filter(pk__in=others).update(value_since=None, **copies)  # what is new begins now
    return {series for *_rest, series in rows}


def _reading_as_before(before, newest):
    """`before`: {observation: value}. The keys of those whose newest value people read as the same."""
    if not before:
        return set()
    rows = Observation.objects.filter(pk__in=before).order_by().annotate(newest=newest)
    return {
        pk
        for pk, value, decimals in rows.values_list("pk", "newest", "series__indicator__decimals")
        if reads_same(before[pk], value, decimals)
    }

"""Record values or revise them: each time as one batch, all or nothing. Nothing is overwritten."""

import gc
import time
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...history.actions import record
from ...history.public_token import public_changed
from ...lib.acts import Attempt, does, require_act
from ...lib.clock import Day
from ...lib.rows.chunks import in_chunks
from ...sources.models import Release
from ..acts import RECORD_VALUES, REVISE
from ..entering.comparing import compare
from ..entering.entries import Entry, Preview
from ..entering.validation import Value, new_vintage
from ..models import Batch, Observation, Series, Vintage
from .applying import CHUNK, abandon, apply_locked, finish_applying, give_way, tell_second_persons
from .meanwhile import applied_batches, is_cited, is_cited_in_series, lock_series, out_of_date, require_unchanged
from .reasons import require_reason
from .terms import Terms

NEEDS_NO_REASON = {Batch.Kind.FIRST, Batch.Kind.UPDATE}
LARGE = 2000  # values; recording so many takes some 0.3 s


def record_values(series: Series, rows: Iterable[Value], **options) -> Batch:
    """`record_batch` of one series, with its other arguments. Rows of a retraction need not be missing values."""
    series = Series.objects.with_names().get(pk=series.pk)
    if options["kind"] == Batch.Kind.RETRACTION:
        rows = (row.retracted() for row in rows)
    return record_batch([Entry(series, row, number) for number, row in enumerate(rows)], **options)


@does(RECORD_VALUES)
def record_batch(
    entries: Sequence[Entry],
    *,
    release: Release | None,
    known_on: date | Day,
    kind: str,
    reason: dict[str, str],
    by: User,
    now: datetime | None = None,
    reverts: Batch | None = None,
    seen: str | None = None,
    shows: Series | None = None,
    preferred_because: dict[str, str] | None = None,
) -> Batch:
    """Record the entries, of one or many series, as one batch. `reason` is {"en": …, "es": …}.

    `seen` is the digest of the preview that `by` has read; with another one, because somebody else was faster, nothing
    is recorded. What is on record already is left out. ValidationError names each invalid row by its `Entry.row`
    (code "row"), says that nothing changes (code "nothing") or that the preview is out of date (code "seen").

    `shows`: a series that becomes public when the batch is applied, with its indicator and source, and preferred where
    `preferred_because` says why. `series` of the entries is this same object.

    A batch that changes what the home page or a published or scheduled edition prints, or that holds an unusual value
    of a public series, stays proposed until a second person applies it; others are applied at once.

    More than `LARGE` values are recorded in short transactions, unless the caller has opened one: they count for nobody
    before the last of them.
    """
    require_act(RECORD_VALUES, Attempt(by, now))
    recorded = now or timezone.now()
    reason = require_reason(reason, optional=kind in NEEDS_NO_REASON)
    preferred_because = require_reason(preferred_because) if preferred_because else {}
    _require_own_release(entries, release)
    known_on = Day.of(known_on).recorded_on(timezone.localdate(recorded))
    terms = Terms(release, known_on, kind, reason, by, recorded, now, reverts, seen, shows, preferred_because or {})
    if len(entries) > LARGE and not connection.in_atomic_block:
        return _record_in_steps(entries, terms)
    return _record_at_once(entries, terms)


@transaction.atomic
def _record_at_once(entries, terms):
    lock_series(entries)
    preview = _checked_preview(entries, terms)
    waits = is_cited(preview) or bool(terms.why_second_person(preview))
    batch = _create_batch(terms, needs_second=waits)
    vintages = new_vintages(batch, preview.changes, known_on=terms.known_on)
    store_vintages(preview.changes, vintages)
    _announce(batch, preview, terms)
    if not waits:
        apply_locked(batch, sorted(vintage.observation_id for vintage in vintages), by=terms.by, now=terms.now)
    return batch


def _record_in_steps(entries, terms):
    """Comparing holds no lock. The last transaction checks that nothing has changed since."""
    before = applied_batches()
    preview = _checked_preview(entries, terms)
    reasons = terms.why_second_person(preview)
    changes = sorted(preview.changes, key=lambda change: (change.series.pk, change.period))
    batch = _create_batch(terms, stage=Batch.Stage.ENTERING)
    with _entries_out_of_collections():
        try:
            _store_in_steps(batch, changes, terms)
            with transaction.atomic():
                lock_series(entries)
                require_unchanged(batch, preview, before)
                batch.needs_second = is_cited_in_series(preview) or bool(reasons)
                batch.stage = Batch.Stage.PROPOSED
                batch.save(update_fields=["needs_second", "stage"])
                _announce(batch, preview, terms)
        except BaseException as error:
            abandon(batch, now=terms.now)
            if isinstance(error, IntegrityError):  # somebody else has entered the same new period
                raise out_of_date() from error
            raise
        if not batch.needs_second:
            finish_applying(batch, now=terms.mailed_at)
    return batch


@contextmanager
def _entries_out_of_collections():
    """Of 50,000 each full garbage collection took 0.2 s in a transaction. What a server has left out stays out."""
    left_out = gc.get_freeze_count()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        if left_out:
            gc.collect()
            gc.freeze()


def _store_in_steps(batch, changes, terms):
    """Rows are made and checked between the transactions, `LARGE` at once, so that others can write meanwhile."""
    for part in in_chunks(changes, LARGE):
        vintages = new_vintages(batch, part, known_on=terms.known_on)
        begun = time.monotonic()
        for chunk in zip(in_chunks(part, CHUNK), in_chunks(vintages, CHUNK), strict=True):
            begun = give_way(begun)
            with transaction.atomic():
                store_vintages(*chunk)


def _checked_preview(entries, terms):
    preview = compare(entries, now=terms.now, known_on=terms.known_on, release=terms.release)
    _require_no_other_undo(terms)
    _require_recordable(preview, terms.kind)
    if preview.taken_away:
        require_reason(terms.reason)
    if terms.seen is not None and terms.seen != preview.digest:
        raise out_of_date()
    return preview


def _require_no_other_undo(terms):
    if terms.reverts and Batch.objects.undoing(terms.reverts).exists():
        raise ValidationError(_("Somebody has proposed already to undo this batch: it waits for a second person."))


def _announce(batch, preview, terms):
    public_changed()
    _record_event(batch, preview, waits=batch.needs_second, by=terms.by, now=terms.now)
    if batch.needs_second:
        tell_second_persons(RECORD_VALUES, batch, by=terms.by, now=terms.mailed_at)


def _require_own_release(entries, release):
    foreign = release and next((each for each in entries if each.series.source_id != release.source_id), None)
    if foreign:
        words = _("This release is of another source. Choose one of %(source)s.")
        raise ValidationError({"release": words % {"source": foreign.series.source}})


def _require_recordable(preview: Preview, kind: str) -> None:
    errors = [_row_error(problem.row, problem.message) for problem in preview.refused]
    if kind == Batch.Kind.FIRST:
        words = _("This period has a value already. Use “Revise” beside it.")
        errors += [_row_error(change.entry.row, words, change.period) for change in preview.revised]
    if kind == Batch.Kind.UPDATE and preview.only_takes_away:
        errors.append(ValidationError(_("This takes values away. Choose “retraction”, or another kind.")))
    if kind == Batch.Kind.RETRACTION:
        words = _("A retraction leaves the period without a value, and there must be one on record.")
        not_retracted = [each for each in preview.changes if not each.before or each.entry.value.value is not None]
        errors += [_row_error(change.entry.row, words, change.period) for change in not_retracted]
    if errors:
        raise ValidationError(errors)
    if not preview.changes:
        raise ValidationError(_("Nothing changes: every value is on record as it is."), code="nothing")


def _row_error(row, words, period=None):
    """An error that a form can show at its row."""
    message = "%(period)s: %(words)s" if period else "%(words)s"
    return ValidationError(
        message, code="row", params={"period": period and period.label(), "words": words, "row": row}
    )


def _create_batch(terms, **fields):
    batch = Batch(
        reason_en=terms.reason["en"],
        reason_es=terms.reason["es"],
        kind=terms.kind,
        release=terms.release,
        by=terms.by,
        reverts=terms.reverts,
        proposed_at=terms.now,
        shows=terms.shows,
        preferred_because=terms.preferred_because,
        **fields,
    )
    batch.full_clean(exclude=["release", "by", "second", "reverts", "shows"], validate_constraints=False)
    batch.save()
    return batch


def new_vintages(batch, changes, *, known_on):
    """An unsaved vintage of each change, of an observation that `store_vintages` finds or creates."""
    return [
        new_vintage(
            change.entry.value,
            batch=batch,
            known_on=known_on,
            recorded_at=batch.proposed_at,
            release=change.entry.release or batch.release_id,
        )
        for change in changes
    ]


def store_vintages(changes, vintages):
    observations = {change.entry.key: change.before.observation for change in changes if change.before}
    observations |= _observations_of_new([change for change in changes if not change.before])
    for change, vintage in zip(changes, vintages, strict=True):
        vintage.observation_id = observations[change.entry.key]
    Vintage.objects.bulk_create(vintages, batch_size=CHUNK)


def _observations_of_new(changes):
    """{(series, period): observation}; a row may be there without a value, of a batch that waits or was rejected."""
    if not changes:
        return {}
    wanted = {change.entry.key for change in changes}
    starts = {period.start for _series, period in wanted}
    found = {}
    for series in in_chunks(sorted({series for series, _period in wanted}), CHUNK):
        rows = Observation.objects.filter(series__in=series, start__gte=min(starts), start__lte=max(starts))
        found |= {each.key: each.pk for each in rows.filter(current=None).order_by() if each.key in wanted}
    missing = [change.entry.key for change in changes if change.entry.key not in found]
    created = Observation.objects.bulk_create(
        [Observation(series_id=series, start=period.start, months=period.months) for series, period in missing],
        batch_size=CHUNK,
    )
    return found | {each.key: each.pk for each in created}


def _record_event(batch, preview, *, waits, by, now):
    """About the series, or about the batch where it has values of several."""
    series = {change.series.pk: change.series for change in preview.changes}
    target = next(iter(series.values())) if len(series) == 1 else batch
    detail = {"batch": batch.pk, "kind": str(batch.kind), "values": len(preview.changes), "waits": waits}
    if batch.reverts_id:
        detail["reverts"] = batch.reverts_id
    record(by=by, act=REVISE if preview.revised else RECORD_VALUES, target=target, detail=detail, now=now)

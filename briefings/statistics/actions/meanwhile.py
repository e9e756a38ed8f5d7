"""What others may have done since the values of a batch were compared with those on record."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ...lib.rows.chunks import in_chunks
from ..entering.entries import Entry, Preview
from ..models import Batch, Observation, Series
from .applying import CHUNK, cited_in


def out_of_date() -> ValidationError:
    return ValidationError(_("Values have changed since this preview was made. Read it again."), code="seen")


def lock_series(entries: Sequence[Entry]) -> None:
    """In key order: whoever enters values of the same series waits."""
    for keys in in_chunks(sorted({entry.series.pk for entry in entries}), CHUNK):
        list(Series.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))


def applied_batches() -> tuple[int, set[int]]:
    """How many batches are applied, and the keys of those that are being applied: values become current in no other
    way, and what is applied stays so. In this order, because on PostgreSQL each query sees what was committed before
    it: a batch that is marked applied between the two is in both."""
    unfinished = set(Batch.objects.being_applied().order_by().values_list("pk", flat=True))
    return Batch.objects.filter(stage=Batch.Stage.APPLIED).count(), unfinished


def require_unchanged(batch: Batch, preview: Preview, before: tuple[int, set[int]]) -> None:
    """The values on record are those that were compared; `before` is `applied_batches` of a moment before that. Only
    if some batch has been applied are they compared again: 50,000 of them take half a second."""
    if (now := applied_batches()) == before and not now[1]:
        return
    compared = {change.before.observation: change.before.vintage for change in preview.revised}
    observations = Observation.objects.filter(vintages__batch=batch, current__isnull=False).order_by()
    if dict(observations.values_list("pk", "current")) != compared:
        raise out_of_date()


def is_cited(preview: Preview) -> bool:
    """Whether an edition prints a value that changes; locks the observations in the order of publishing."""
    keys = sorted(change.before.observation for change in preview.revised)
    locked = Observation.objects.select_for_update(no_key=True).order_by("pk")
    rows = [row for chunk in in_chunks(keys, CHUNK) for row in locked.filter(pk__in=chunk).values_list("pk", "cited")]
    return _changes(preview, {key for key, is_cited in rows if is_cited})


def is_cited_in_series(preview: Preview) -> bool:
    """The same of a large batch, whose values are applied later and locked then. To lock 50,000 here would keep others
    waiting for two seconds."""
    return _changes(preview, set(cited_in({change.series.pk for change in preview.revised})))


def _changes(preview, cited):
    return any(change.before.observation in cited for change in preview.revised if not change.stays_history)

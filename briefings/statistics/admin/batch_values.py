"""What the pages of batches show of their values."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from ..entering.entries import origin_remarks, printed_remarks
from ..models import Batch, Series, Vintage

ORDER = "observation__series", "observation__start", "observation__months"


def add_series(batches):
    """Set `series` of each batch to the series of its first value, in two queries."""
    first = Vintage.objects.filter(batch=OuterRef("pk")).order_by("pk").values("observation__series")[:1]
    keys = dict(
        Batch.objects.filter(pk__in=[batch.pk for batch in batches])
        .annotate(about=Subquery(first))
        .values_list("pk", "about")
    )
    wanted = {*keys.values(), *(batch.shows_id for batch in batches)} - {None}
    series = Series.objects.with_names().in_bulk(wanted)
    for batch in batches:
        batch.series = series.get(keys[batch.pk] or batch.shows_id)


def keys_of_steps(batch) -> QuerySet:
    return batch.vintages.order_by(*ORDER).values_list("pk", flat=True)


def one_series(batch) -> Series | None:
    """The series that all values are of; None where they are of several."""
    found = Series.objects.with_names().filter(pk__in=batch.vintages.order_by().values("observation__series"))[:2]
    return found[0] if len(found) == 1 else None


def steps(batch, keys) -> list[Vintage]:
    """The batch's vintages with these keys.

    Each has `before`, the vintage that was current when the batch was decided, `remarks` on what else it changes, and
    `stays_history`: it did not become current, because that one is known later; then it has no `before`.
    """
    rows = batch.vintages.with_replaced(batch.decided_at or timezone.now(), replaced="pk")
    vintages = list(
        rows.filter(pk__in=list(keys)).select_related(
            "observation__series__indicator", "observation__series__area", "observation__series__source",
            "observation__current",
        ).order_by(*ORDER)
    )  # fmt: skip
    replaced = Vintage.objects.order_by().in_bulk([vintage.replaced for vintage in vintages if vintage.replaced])
    for vintage in vintages:
        before, indicator = replaced.get(vintage.replaced), vintage.observation.series.indicator
        vintage.stays_history = bool(before) and _rank(before) > _rank(vintage)
        vintage.before = None if vintage.stays_history else before
        vintage.remarks = [] if vintage.stays_history else printed_remarks(before, vintage, indicator)
        if before and not vintage.stays_history:
            vintage.remarks += origin_remarks(*(_origin(each) for each in (before, vintage)))
        vintage.decimals = indicator.decimals
    return vintages


def _rank(vintage):
    return vintage.known_on, vintage.recorded_at, vintage.pk


def _origin(vintage):
    return vintage.credibility, vintage.release_id, vintage.locator

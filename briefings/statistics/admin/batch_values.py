"""What the pages of batches show of their values."""

from django.db.models import OuterRef, QuerySet, Subquery

from ..entering.entries import printed_remarks
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

    Each has `before`, the applied vintage that it follows, `remarks` on what else it changes, and `stays_history`: it
    does not become current, because another vintage is known later.
    """
    vintages = list(
        batch.vintages.filter(pk__in=list(keys)).select_related(
            "observation__series__indicator", "observation__series__area", "observation__series__source",
            "observation__current",
        ).order_by(*ORDER)
    )  # fmt: skip
    others = (
        Vintage.objects.applied()
        .filter(observation__in=[vintage.observation_id for vintage in vintages])
        .exclude(batch=batch)
        .newest_first()
    )
    by_observation = {}
    for other in others:
        by_observation.setdefault(other.observation_id, []).append(other)
    for vintage in vintages:
        key, indicator = _rank(vintage), vintage.observation.series.indicator
        applied = by_observation.get(vintage.observation_id, [])
        vintage.before = next((other for other in applied if _rank(other) < key), None)
        vintage.remarks = printed_remarks(vintage.before, vintage, indicator) if vintage.before else []
        vintage.stays_history = any(_rank(other) > key for other in applied)
        vintage.decimals = indicator.decimals
    return vintages


def _rank(vintage):
    return vintage.known_on, vintage.recorded_at, vintage.pk

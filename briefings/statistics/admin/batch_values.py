"""What the pages of batches show of their values."""

from django.db.models import OuterRef, Subquery

from ..entering.entries import printed_remarks
from ..models import Batch, Series, Vintage

MAX_VALUES = 200  # on a batch's page


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


def steps(batch):
    """The batch's vintages, one more than the page shows.

    Each has `before`, the applied vintage that it follows, `remarks` on what else it changes, and `stays_history`: it
    does not become current, because another vintage is known later.
    """
    order = "observation__series", "observation__start", "observation__months"
    keys = list(batch.vintages.order_by(*order).values_list("pk", flat=True)[: MAX_VALUES + 1])
    vintages = list(
        batch.vintages.filter(pk__in=keys).select_related(
            "observation__series__indicator", "observation__series__area", "observation__series__source",
            "observation__current",
        ).order_by(*order)
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

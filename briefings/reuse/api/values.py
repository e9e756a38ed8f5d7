"""Values: those that count, those that counted on a day, or all that each figure has had."""

import re
from collections.abc import Iterator
from typing import Annotated

from django.db.models import Q
from ninja import Query

from ...statistics.models import Observation, Series, Vintage
from ..values import OF_REVISION, Known, current_columns, value_rows, vintage_columns
from . import schemas
from .names import require_names
from .paging import LARGEST_KEY, After, AsOf, BadCursor, Language, Limit, Name, next_url, one_of
from .site import ERRORS, api
from .things import Frequency

CURSOR = re.compile(r"([1-9][0-9]{0,17})-([1-9][0-9]{0,17})")
MOST_AT_ONCE = 500  # series
Only = one_of(["current", "all"], "`all`: each value that a figure has had.", pattern="^({})$")
SeriesKey = Annotated[int | None, Query(ge=1, le=LARGEST_KEY, description="The id of one series.")]


@api.get("/values", response={200: schemas.Values, **ERRORS}, operation_id="values", url_name="values")
def values(
    request,
    series: SeriesKey = None,
    indicator: Name = "",
    area: Name = "",
    frequency: Frequency = "",
    source: Name = "",
    vintages: Only = "current",
    as_of: AsOf = None,
    language: Language = "en",
    limit: Limit = 100,
    after: After = "",
):
    """By series and period; of all series where none is named. `limit` counts figures."""
    wanted = {
        "pk": series,
        "indicator__slug": indicator,
        "area__code": area,
        "frequency": frequency,
        "source__slug": source,
    }
    chosen = Series.objects.public().filter(**{name: value for name, value in wanted.items() if value})
    keys = list(chosen.order_by("pk").values_list("pk", flat=True))
    if not keys:
        require_names(series=series, indicator=indicator, area=area, source=source)
    found, following = _page(keys, limit, after)
    known = _known([pk for pk, _series in found], as_of, every=vintages == "all")
    by_key = Series.objects.with_names().in_bulk({key for _pk, key in found})
    return {
        "results": list(value_rows(known, by_key, language)),
        "next": next_url(request, following) if following else None,
    }


def _page(keys: list[int], limit: int, after: str) -> tuple[list[tuple[int, int]], str]:
    """The observations of a page, each with its series, by series and period, and the cursor of the next page.

    Series are read in groups by the index of each, up to MOST_AT_ONCE each twice as large as the one before.
    """
    found = []
    if after:
        first, place = _place(after, keys)
        found += _in_order(Observation.objects.filter(place, series=first), limit)
        keys = [key for key in keys if key > first]
    size = 1
    while keys and len(found) <= limit:
        found += _in_order(Observation.objects.filter(series__in=keys[:size]), limit - len(found))
        keys, size = keys[size:], min(size * 2, MOST_AT_ONCE)
    more, found = len(found) > limit, found[:limit]
    return found, "{1}-{0}".format(*found[-1]) if more else ""


def _in_order(rows, limit):
    rows = rows.filter(current__isnull=False).order_by("series", "start", "months")
    return list(rows.values_list("pk", "series")[: limit + 1])


def _place(after, keys):
    match = CURSOR.fullmatch(after)
    row = match and Observation.objects.filter(pk=int(match[2]), series=int(match[1])).first()
    if not row or row.series_id not in keys:
        raise BadCursor
    return row.series_id, Q(start__gt=row.start) | Q(start=row.start, months__gt=row.months)


def _known(observations: list[int], day, *, every: bool) -> Iterator[Known]:
    order = "observation__series", "observation__start", "observation__months", "known_on", "recorded_at", "pk"
    if not every and not day:
        rows = Observation.objects.filter(pk__in=observations).order_by("series", "start", "months")
        return current_columns(rows, *OF_REVISION)
    if every:
        rows = Vintage.objects.applied().filter(observation__in=observations)
        rows = rows.filter(known_on__lte=day) if day else rows
    else:
        rows = Vintage.objects.as_known_on(day).filter(observation__in=observations)
    return vintage_columns(rows.order_by(*order), *OF_REVISION)

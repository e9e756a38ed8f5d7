"""Wholes whose parts do not add up once entries count: provinces and the nation, parts and whole of an indicator."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from ...lib.periods import Period, period_of
from ...lib.rows.chunks import in_chunks
from ..models import Area, Indicator, Observation, Series
from .entries import Change, TotalProblem

ADDITIVE = {Indicator.Kind.COUNT, Indicator.Kind.AMOUNT}
CHUNK = 500


def totals_that_do_not_add_up(changes: Sequence[Change]) -> list[TotalProblem]:
    """Of the periods that the changes touch. Areas must add up to the area that they are part of where each of them
    has a value; parts of an indicator, which need not be complete, must not exceed it."""
    touched = {(each.series.pk, each.period): each.entry.value.value for each in changes if _adds_up(each.series)}
    if not touched:
        return []
    family = _family([each.series for each in changes if _adds_up(each.series)])
    values = _values(family, {period for _key, period in touched}) | touched
    periods = {}
    for key, period in touched:
        periods.setdefault(key, set()).add(period)
    return [*_areas(family, values, periods), *_parts(family, values, periods)]


def _adds_up(series):
    return series.indicator.kind in ADDITIVE


def _family(series: Sequence[Series]) -> dict[int, Series]:
    """The series of the same indicators, of their wholes and parts, from the same sources."""
    indicators = {each.indicator_id: each.indicator for each in series}
    wholes = {each.part_of_id for each in indicators.values()} - {None}
    sources = {each.source_id for each in series}
    related = Q(indicator__in=indicators.keys() | wholes) | Q(indicator__part_of__in=indicators.keys() | wholes)
    family = Series.objects.with_names().filter(related, source__in=sources, indicator__kind__in=ADDITIVE)
    return {each.pk: each for each in family.order_by("pk")}


def _values(family, periods: set[Period]) -> dict[tuple[int, Period], Decimal | None]:
    keys, starts, values = sorted(family), {period.start for period in periods}, {}
    span = {"start__gte": min(starts), "start__lte": max(starts)}
    for chunk in in_chunks(keys, CHUNK):
        rows = Observation.objects.current().order_by().filter(series__in=chunk, **span)
        for key, start, months, value in rows.values_list("series", "start", "months", "current_value"):
            period = period_of(start, months)
            if period in periods:
                values[key, period] = value
    return values


def _areas(family, values, touched):
    children = _children(family, lambda each: (each.indicator_id, each.area.parent_id))
    provinces = _numbers_of_children({family[key].area_id for key in children})
    for key, parts in children.items():
        whole = family[key]
        for period in _periods_touched([key, *parts], touched):
            total, numbers = values.get((key, period)), _known(parts, period, values)
            if total is None or not numbers:
                continue
            is_complete = len(numbers) >= max(provinces[whole.area_id], 2)
            if sum(numbers) > total or (is_complete and sum(numbers) != total):
                yield TotalProblem(whole, period, total, sum(numbers), _("its areas"))


def _parts(family, values, touched):
    for key, parts in _children(family, lambda each: (each.indicator.part_of_id, each.area_id)).items():
        for period in _periods_touched([key, *parts], touched):
            total, numbers = values.get((key, period)), _known(parts, period, values)
            if total is not None and sum(numbers) > total:
                yield TotalProblem(family[key], period, total, sum(numbers), _("its parts, if none overlap"))


def _children(family, place_of_whole):
    """{key of a whole: keys of its parts}; `place_of_whole`: the indicator and area of the whole of a series."""
    by_place = {(each.indicator_id, each.area_id, each.frequency, each.source_id): each.pk for each in family.values()}
    children = {}
    for each in family.values():
        whole = by_place.get((*place_of_whole(each), each.frequency, each.source_id))
        if whole:
            children.setdefault(whole, []).append(each.pk)
    return children


def _numbers_of_children(areas):
    """How many provinces or cantons an area has; a zone that belongs to none is not counted by every source."""
    kinds = [Area.Kind.PROVINCE, Area.Kind.CANTON]
    parents = Area.objects.filter(parent__in=areas, kind__in=kinds).values_list("parent", flat=True)
    return dict.fromkeys(areas, 0) | Counter(parents)


def _known(keys, period, values):
    return [number for key in keys if (number := values.get((key, period))) is not None]


def _periods_touched(keys, touched):
    return sorted(set().union(*(touched.get(key, ()) for key in keys)))

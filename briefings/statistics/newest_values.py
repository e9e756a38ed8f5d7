"""The series that represents each indicator, with the copy of its newest value."""

import datetime
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    ExpressionWrapper,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)

from ..lib.periods import FREQUENCIES, moved, period_of
from ..lib.rows.prepared import prepared
from ..sources.models import Source
from .current_figures import BY_LENGTH, CurrentFigure, first_day, first_shown, values_by_series
from .models import Area, Indicator, Observation, Series

HOME = "EC"
TREND_MONTHS = {"Q": 120, "M": 24}  # drawn in a sparkline, before the newest value: it is 120 px wide
PARTS = {"indicator": Indicator, "source": Source, "area": Area}


class NewestValue(NamedTuple):
    """The series that represents an indicator, and the newest value of it: `start` to the last, None without one.

    `news_on`: the day on which the value was known first, which is before `known_on` where an undo has restored it.
    """

    series: int
    indicator: int
    indicator_sort: str
    part_of: int | None
    preferred: bool
    frequency: str
    source: int
    reliability: str
    source_sort: str
    area: int
    vintage: int | None
    start: datetime.date | None
    months: int | None
    has_several: bool | None
    known_on: datetime.date | None
    known_precision: str | None
    news_on: datetime.date | None

    @property
    def period(self):
        return period_of(self.start, self.months) if self.start else None

    @property
    def preference(self):
        """Sort key for what represents an indicator, as `current_figures.preference` of those that have a value;
        between equals by the name of the source, as on the page of the indicator."""
        first = self.start is None, not self.preferred, not self.has_several
        return *first, BY_LENGTH.index(self.frequency), self.reliability, self.source_sort, self.series


def newest_values(indicators: Iterable[int] = (), area: str = HOME) -> list[NewestValue]:
    """`NewestValue` of every public indicator, or of these, that has a public series of the area, which is the country
    unless its code is given: one query."""
    representing = {}
    for row in newest_of_all_series(indicators, area):
        other = representing.get(row.indicator)
        if other is None or row.preference < other.preference:
            representing[row.indicator] = row
    return list(representing.values())


def newest_of_all_series(indicators: Iterable[int] = (), area: str = HOME) -> list[NewestValue]:
    """The same of every public series of the area, those that represent no indicator included: one query."""
    rows = _of_all_series(indicators=tuple(indicators) or None, area=area, day=first_day())
    return [NewestValue._make(row) for row in rows]


@prepared(indicators=BigIntegerField(), area=CharField(), day=DateField())
def _of_all_series(indicators, area, day):
    """Values from before `day` are old: such a series is shown as one without a value."""
    series = Series.objects.public().filter(area__code=area).order_by()
    series = series.filter(indicator__pk__in=indicators) if indicators else series
    recent = FilteredRelation("newest_value", condition=Q(newest_value__start__gte=day))
    several = ExpressionWrapper(Q(recent__second_start__gte=day), BooleanField())
    of_series = "pk", "indicator", "indicator__sort_en", "indicator__part_of", "preferred", "frequency"
    of_source = "source", "source__reliability", "source__sort_en", "area"
    of_value = [f"recent__{name}" for name in ("vintage", "start", "months")]
    known = [f"recent__{name}" for name in ("known_on", "known_precision", "news_on")]
    rows = series.annotate(recent=recent, several=several)
    return rows.values_list(*of_series, *of_source, *of_value, "several", *known)


def first_with_whole_periods(newest, number):
    """The first of these `NewestValue`s with so many whole periods, or None: one query."""
    if not newest:
        return None
    sized = Series.objects.filter(pk__in=[each.series for each in newest]).annotate(size=_size())
    known = Observation.objects.filter(series=OuterRef("pk"), current_value__isnull=False, start__gte=first_day())
    nth = known.filter(months=OuterRef("size")).order_by("-start").values("pk")[number - 1 : number]
    enough = set(sized.annotate(nth=Subquery(nth)).filter(nth__isnull=False).values_list("pk", flat=True))
    return next((each for each in newest if each.series in enough), None)


def _names(model, prefix=""):
    return [f"{prefix}{field.attname}" for field in model._meta.concrete_fields]


@prepared(keys=BigIntegerField(), day=DateField())
def _series_rows(keys, day):
    """Series with the first day that has a value, the ends of the newest one, and every field of what they are of; with
    `day` also the number of whole periods with a value that a chart shows, which is since that day unless they are
    years."""
    known = Observation.objects.current().filter(series=OuterRef("pk"), current_value__isnull=False)
    begins = Subquery(known.order_by("start").values("start")[:1])
    added = {"begins": begins, "low": F("newest_value__low"), "high": F("newest_value__high")}
    if day:
        years = When(frequency=Series.Frequency.ANNUAL, then=Value(datetime.date.min, DateField()))
        since = Case(years, default=day, output_field=DateField())
        whole = known.filter(months=OuterRef("size"), start__gte=OuterRef("since")).order_by()
        added["number"] = Subquery(whole.values("series").annotate(number=Count("pk")).values("number"))
    series = Series.objects.filter(pk__in=keys).order_by()
    series = (series.annotate(size=_size(), since=since) if day else series).annotate(**added)
    related = [name for path, model in PARTS.items() for name in _names(model, f"{path}__")]
    return series.values_list(*added, *_names(Series), *related)


def _size():
    """The months of a whole period of the series."""
    sizes = [When(frequency=code, then=Value(size)) for code, size in FREQUENCIES.items()]
    return Case(*sizes, output_field=IntegerField())


def series_of(newest: list[NewestValue], *, counted=False) -> dict[int, Series]:
    """By their keys, with what they are of, and each with the first day that has a value as `begins`, the ends of the
    newest one as `ends`, if `counted` the whole periods of a chart as `number`: one query."""
    if not newest:
        return {}
    keys, day, parts = tuple(each.series for each in newest), first_day() if counted else None, {}
    return {each.pk: each for row in _series_rows(keys=keys, day=day) if (each := _series(row, parts, counted))}


def _series(row, parts, counted):
    """`parts`: what the series before are of, by model and key. Many are of one area and of few sources."""
    values = iter(row)
    begins, ends, number = next(values), (next(values), next(values)), (next(values) or 0) if counted else None
    series = Series(*islice(values, len(Series._meta.concrete_fields)))
    for name, model in PARTS.items():
        of = tuple(islice(values, len(model._meta.concrete_fields)))
        key = name, getattr(series, f"{name}_id")
        if key not in parts:
            parts[key] = model(*of)
        setattr(series, name, parts[key])
    series.begins, series.ends, series.number = begins, ends, number
    return series


def figures_of(newest: list[NewestValue], *, first=None) -> dict[int, CurrentFigure]:
    """{indicator: `CurrentFigure`} of these, in their order, with the values since `first_drawn` or another `first` day
    of each: two queries."""
    if not newest:
        return {}
    series = series_of(newest)
    since = {each.series: (first or first_drawn)(each) for each in newest}
    values = values_by_series(series.values(), since, with_vintages=False)
    figures = {
        each.indicator: CurrentFigure(one, values[one.pk], since[one.pk], one.begins)
        for each in newest
        if (one := series[each.series])
    }
    for each in newest:
        if latest := figures[each.indicator].latest:
            latest.known_on, latest.known_precision = each.known_on, each.known_precision
            latest.low, latest.high = series[each.series].ends
    return figures


def add_figures(rows: list[dict], *, first=None) -> None:
    """Add `indicator` and its `CurrentFigure`, None without one, as `current` to rows of `key` and `newest`; where no
    row has its `NewestValue`, that too. `first`: as for `figures_of`."""
    if rows and not any(row["newest"] for row in rows):
        newest = {value.indicator: value for value in newest_values(row["key"] for row in rows)}
        for row in rows:
            row["newest"] = newest.get(row["key"])
    figures = figures_of([row["newest"] for row in rows if row["newest"]], first=first)
    without = [row["key"] for row in rows if not row["newest"]]
    others = Indicator.objects.in_bulk(without) if without else {}
    for row in rows:
        figure = figures.get(row["key"])
        row |= {"indicator": figure.indicator if figure else others[row["key"]], "current": figure}


def first_drawn(newest: NewestValue) -> datetime.date:
    """The first day of which a tile or chart of this series shows values."""
    months, first = TREND_MONTHS.get(newest.frequency), first_shown(newest.frequency)
    return max(first, moved(newest.start, -months)) if months and newest.start else first


def first_compared(newest: NewestValue) -> datetime.date:
    """The first day of which values are needed to say how the newest one, and a part of a year after it, changed."""
    first = first_shown(newest.frequency)
    return max(first, newest.period.before().start) if newest.start else first

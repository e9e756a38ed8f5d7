"""Queries and dictionary parts that data tables and key figures share."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter

from django.db.models import BigIntegerField, DateField, Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from ..lib.numbers import format_number, number_range, plain
from ..lib.periods import Period
from ..lib.rows.prepared import prepared
from .models import DataTableColumn, DataTableRow, Observation, Series, Vintage
from .models.observations import Status

NAMES = ("indicator", "area", "source")
MISSING = "–"
KEY = BigIntegerField()
FEW = 100  # series and periods of a query that is worth preparing


def by_table(queryset, tables) -> dict[int, list]:
    """Columns or rows in their order, by table key. Sorted here: Django hashes each column of a query with an order."""
    return _grouped(queryset.filter(table__in=tables).order_by())


def columns_of(tables) -> dict[int, list]:
    """The columns with their series, by table key: one query, two where a column has a base."""
    columns = _columns(tables=tuple(table.pk for table in tables)) if tables else []
    # Few columns have a base: a join with its names takes PostgreSQL longer to plan than the rest of the query.
    bases = Prefetch("base", Series.objects.select_related(*NAMES))
    prefetch_related_objects([column for column in columns if column.base_id], bases)
    return _grouped(columns)


def rows_of(tables) -> dict[int, list]:
    return _grouped(_rows(tables=tuple(table.pk for table in tables)) if tables else ())


def _grouped(parts):
    grouped = {}
    for part in sorted(parts, key=attrgetter("position", "pk")):
        grouped.setdefault(part.table_id, []).append(part)
    return grouped


@prepared(tables=KEY)
def _columns(tables):
    names = [f"series__{name}" for name in NAMES]
    return DataTableColumn.objects.select_related(*names).filter(table__pk__in=tables).order_by()


@prepared(tables=KEY)
def _rows(tables):
    return DataTableRow.objects.select_related("area").filter(table__pk__in=tables).order_by()


def series_key(series) -> tuple[int, str, int]:
    """An indicator, frequency and source, whose series differ only by area."""
    return series.indicator_id, series.frequency, series.source_id


def series_in_areas(columns, rows) -> dict[tuple, Series]:
    """For columns of tables by area: (key of the column's series, area) → the series in that area."""
    if not (columns and rows):
        return {}
    indicators = {column.series.indicator_id: column.series.indicator for column in columns}
    sources = {column.series.source_id: column.series.source for column in columns}
    areas = {row.area_id: row.area for row in rows}
    candidates = Series.objects.filter(indicator__in=indicators, source__in=sources, area__in=areas).order_by()
    for series in candidates:
        series.indicator, series.source = indicators[series.indicator_id], sources[series.source_id]
        series.area = areas[series.area_id]
    return {(series_key(series), series.area_id): series for series in candidates}


def vintages_by_period(
    series: Iterable, periods: set[Period], as_of: date | None, *, breaks_of: Iterable[int] = ()
) -> dict[tuple[int, Period], Vintage]:
    """(series key, period) → the vintage that counted on `as_of`, or counts now: one query.

    `breaks_of`: series of which the values with a break in the series come along, whatever their period.
    """
    starts = {period.start for period in periods if period}
    keys = {"series": tuple(series), "starts": tuple(starts), "breaks_of": tuple(breaks_of)}
    rows = (_few_known if sum(map(len, keys.values())) <= FEW else _known)(**keys, as_of=as_of)
    newest = {}
    for vintage in rows if as_of else map(_current_of, rows):
        key = vintage.observation.key
        if key[1] in periods or vintage.status == Status.BREAK:
            newest.setdefault(key, vintage)
    return newest


def _known(series, starts, breaks_of, as_of):
    """Vintages that were known on the day with their observations, or without a day observations with what counts."""
    observations = Observation.objects.filter(series__pk__in=series).order_by()
    wanted = observations.filter(start__in=starts)
    if breaks_of:
        # Not one condition with OR: with old statistics PostgreSQL then compares all vintages with all observations.
        breaks = observations.filter(series__pk__in=breaks_of, current_status=Status.BREAK)
        wanted = Observation.objects.filter(pk__in=wanted.values("pk").union(breaks.values("pk"))).order_by()
    if not as_of:
        return wanted.current().select_related("current__release")
    vintages = Vintage.objects.filter(observation__in=wanted.values("pk")).applied().filter(known_on__lte=as_of)
    return vintages.newest_first().select_related("release", "observation")


_few_known = prepared(series=KEY, starts=DateField(), breaks_of=KEY, as_of=DateField())(_known)


def _current_of(observation):
    observation.current.observation = observation
    return observation.current


def is_visible(series: Series) -> bool:
    return series.is_public and series.indicator.is_public and series.source.is_public


def visibility_problems(*several: Series) -> list[str]:
    """A sentence for each series, indicator and source that readers cannot see, once each."""
    private = {}
    for series in several:
        for instance in (series, series.indicator, series.source):
            if not instance.is_public:
                private.setdefault((type(instance), instance.pk), instance)
    return [
        _("%(kind)s “%(thing)s” is not public yet.")
        % {"kind": str(instance._meta.verbose_name).capitalize(), "thing": instance}
        for instance in private.values()
    ]


def value_entry(vintage: Vintage, indicator, language: str) -> dict:
    """The value for machines (None where it is missing) and for people, with its range where one is on record."""
    if vintage.value is None:
        return {"value": None, "text": MISSING}
    entry = {"value": plain(vintage.value), "text": format_number(vintage.value, indicator.decimals, language)}
    if vintage.low is None and vintage.high is None:
        return entry
    ends = {name: plain(end) for name, end in (("low", vintage.low), ("high", vintage.high)) if end is not None}
    return entry | ends | {"range": number_range(vintage.low, vintage.high, indicator.decimals, language)}


def release_date(vintage: Vintage) -> str | None:
    release = vintage.release
    return release.day_published.code if release and release.published else None


def source_entry(source, language: str) -> dict:
    return {
        "slug": source.slug,
        "name": str(source.text_in("name", language)),
        "publisher": source.publisher,
        "reliability": source.reliability,
        "url": source.url,
    }

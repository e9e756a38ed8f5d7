"""What resolving needs from the database: the same few queries for one table or figure and for many."""

from django.db.models import F

from .models import Series, Vintage

NAMES = ("indicator", "area", "source")


def by_table(queryset, tables):
    """Columns or rows of the tables, in their order, by table key."""
    found = {}
    for one in queryset.filter(table__in=tables):
        found.setdefault(one.table_id, []).append(one)
    return found


def sisters(columns, rows):
    """The series that stand for each column in each row's area: (column key, area) → series."""
    if not (columns and rows):
        return {}
    found = Series.objects.with_names().filter(
        indicator__in={column.series.indicator_id for column in columns},
        source__in={column.series.source_id for column in columns},
        area__in={row.area_id for row in rows},
    )
    return {((one.indicator_id, one.frequency, one.source_id), one.area_id): one for one in found}


def vintages(series, periods, as_of, *, names=False):
    """(series, period) → the vintage that counted on `as_of`, or counts now."""
    starts = {period.start for period in periods if period}
    rows = Vintage.objects.filter(observation__series__in=series, observation__start__in=starts)
    if as_of:
        rows = rows.applied().filter(known_on__lte=as_of).newest_first()
    else:
        rows = rows.filter(observation__current=F("pk"))
    paths = [f"series__{name}" for name in NAMES] if names else []
    found = {}
    for one in rows.select_related("release", "observation", *(f"observation__{path}" for path in paths)):
        key = (one.observation.series_id, one.observation.period)
        if key[1] in periods:
            found.setdefault(key, one)
    return found

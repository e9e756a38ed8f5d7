"""The rows of data tables by rule: periods from and to, the last ones, or all areas of a level that have a series."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import IntegerField, Q, Value

from ...lib.periods import FREQUENCIES, Period, period_of
from ..known_values import KnownOn
from ..lookups import series_key
from ..models import DataTable, DataTableColumn, DataTableRow, Series

MOST_ROWS = 200
Rules = DataTable.RowRule


def rows_by_rule(
    tables: Sequence[DataTable],
    columns: dict[int, list[DataTableColumn]],
    language: str,
    as_of: date | None = None,
    *,
    for_readers: bool = False,
) -> dict[int, list[DataTableRow]]:
    """{table key: unsaved rows} of the tables that have a rule: at most two queries."""
    by_period = [table for table in tables if table.row_rule in (Rules.SPAN, Rules.LAST) and columns.get(table.pk)]
    by_level = [table for table in tables if table.row_rule == Rules.LEVEL and columns.get(table.pk)]
    found = _periods(by_period, columns, as_of)
    rows = {
        table.pk: [
            DataTableRow(table=table, position=number, start=period.start, months=period.months)
            for number, period in enumerate(_chosen(table, columns[table.pk], found.get(table.pk, ())), 1)
        ]
        for table in by_period
    }
    areas = _areas(by_level, columns, for_readers)
    for table in by_level:
        chosen = sorted(areas.get(table.pk, {}).values(), key=lambda area: getattr(area, f"sort_{language[:2]}"))
        rows[table.pk] = [
            DataTableRow(table=table, position=number, area=area) for number, area in enumerate(chosen[:MOST_ROWS], 1)
        ]
    return rows


def _periods(tables, columns, as_of) -> dict[int, set[Period]]:
    """{table key: the newest periods within its span for which a series has a value}; rows have the frequency of the
    first column."""
    if not tables:
        return {}
    observations, queries = KnownOn(as_of).observations(), []
    for table in tables:
        frequency = columns[table.pk][0].series.frequency
        keys = {column.series_id for column in columns[table.pk] if column.series.frequency == frequency}
        rows = observations.filter(span(table), series__in=keys).order_by("-start", "-months").values("pk")
        if not as_of:
            rows = rows.filter(current_value__isnull=False)
        most = 2 * len(keys) * (table.rows_count or MOST_ROWS)  # a part of a year may be there beside a whole one
        newest = observations.filter(pk__in=rows[:most]).order_by()
        queries.append(newest.values_list("start", "months", Value(table.pk, output_field=IntegerField())))
    found: dict[int, set[Period]] = {}
    for start, months, key in queries[0].union(*queries[1:], all=True):
        found.setdefault(key, set()).add(period_of(start, months))
    return found


def _chosen(table, columns, periods: Iterable[Period]) -> list[Period]:
    """Whole periods, and a part of one only where there is no whole one; the oldest first."""
    size = FREQUENCIES[columns[0].series.frequency]
    best: dict[int, Period] = {}
    for period in sorted(periods, key=lambda period: period.months):
        best[(period.start.year * 12 + period.start.month - 1) // size] = period
    most = table.rows_count if table.row_rule == Rules.LAST else MOST_ROWS
    return sorted(best.values())[-most:]


def _areas(tables, columns, for_readers) -> dict[int, dict]:
    """{table key: {area key: area}} of the table's level in which one of its columns has a series."""
    if not tables:
        return {}
    wanted = [column.series for table in tables for column in columns[table.pk]]
    series = Series.objects.public() if for_readers else Series.objects.all()
    series = series.filter(
        indicator__in={each.indicator_id for each in wanted},
        source__in={each.source_id for each in wanted},
        area__kind__in={table.rows_level for table in tables},
    )
    found: dict[int, dict] = {}
    for each in series.select_related("area").order_by():
        for table in tables:
            keys = {series_key(column.series) for column in columns[table.pk]}
            if each.area.kind == table.rows_level and series_key(each) in keys:
                found.setdefault(table.pk, {})[each.area_id] = each.area
    return found


def span(table: DataTable) -> Q:
    """The condition of the table's rule on the first day of a period."""
    condition = Q()
    if table.row_rule == Rules.SPAN and table.rows_from:
        condition &= Q(start__gte=table.rows_from)
    if table.row_rule == Rules.SPAN and table.rows_to:
        condition &= Q(start__lt=table.rows_to)
    return condition


def may_have_row(table: DataTable, rows: Sequence[DataTableRow], period: Period) -> bool:
    """Whether a new value of this period would be in the table, which has these rows now."""
    if table.row_rule == Rules.SPAN:
        is_after = table.rows_from is None or period.start >= table.rows_from
        return is_after and (table.rows_to is None or period.start < table.rows_to)
    return table.row_rule == Rules.LAST and (len(rows) < table.rows_count or period.start >= rows[0].start)

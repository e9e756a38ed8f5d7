from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ...lib.numbers import language_code
from ..data_tables.derived import base_period
from ..data_tables.rules import may_have_row, rows_by_rule
from ..lookups import NAMES, by_table, series_key
from ..models import DataTable, DataTableColumn, DataTableRow
from .places import Cells, Kind, Place, Use, prints


@prints
def data_tables(cells: Cells, user) -> Iterator[Place]:
    for table, uses in tables_with(cells).items():
        url = reverse("admin:briefings_datatable_preview", args=[table.pk])
        yield Place(Kind.TABLE, str(table), url, tuple(uses), note="" if table.is_public else _("not public"))


def tables_with(cells: Cells) -> dict[DataTable, list[Use]]:
    """The data tables that have a cell for one of the values, or would have, with these cells: four queries."""
    indicators = {series.indicator_id for series in cells.series.values()}
    columns = DataTableColumn.objects.filter(Q(series__indicator__in=indicators) | Q(base__indicator__in=indicators))
    names = [f"{path}__{name}" for path in ("series", "base") for name in NAMES]
    columns = by_table(columns.select_related("table", *names), columns.order_by().values("table"))
    tables = [table_columns[0].table for table_columns in columns.values()]
    rows = by_table(DataTableRow.objects.select_related("area"), [table for table in tables if not table.has_rule])
    by_rule = rows_by_rule(tables, columns, language_code())
    by_area = {(series_key(series), series.area_id): key for key, series in cells.series.items()}
    found = {}
    for key, table_columns in columns.items():
        table = table_columns[0].table
        table_rows = (
            [*by_rule[key], *_rows_to_come(table, by_rule[key], cells)] if key in by_rule else rows.get(key, [])
        )
        uses = list(_uses(cells, by_area, table_columns, table_rows))
        if uses:
            found[table] = uses
    return found


def _rows_to_come(table, rows, cells):
    """Rows that the table will have once the values count."""
    known = {row.period for row in rows} | {None}
    periods = sorted({change.period for change in cells.by_key.values()} - known)
    return [
        DataTableRow(table=table, start=period.start, months=period.months)
        for period in periods
        if may_have_row(table, rows, period)
    ]


def _uses(cells, by_area, columns, rows):
    for column in columns:
        for row in rows:
            keys = _keys(column, row, by_area)
            for change in dict.fromkeys(cells.by_key[key] for key in keys if key in cells.by_key):
                yield cells.use(change, where=f"{row}, {column}")


def _keys(column, row, by_area):
    """(series, period) of the values in the cell: its own, and where it is derived the one that it is computed with."""
    is_by_area = column.table.rows_are == DataTable.Rows.AREAS
    period = column.period if is_by_area else row.period

    def key_of(series, of_row):
        return by_area.get((series_key(series), row.area_id)) if of_row else series.pk

    keys = [(key_of(column.series, is_by_area), period)]
    if column.formula and (base := base_period(column, period)):
        of_row = is_by_area and column.formula != DataTableColumn.Formula.SHARE
        keys.append((key_of(column.base or column.series, of_row), base))
    return keys

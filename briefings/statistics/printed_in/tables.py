from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from ..lookups import NAMES, by_table, series_key
from ..models import DataTable, DataTableColumn, DataTableRow
from .places import Cells, Kind, Place, Use, prints


@prints
def data_tables(cells: Cells, user) -> Iterator[Place]:
    for table, uses in tables_with(cells).items():
        url = reverse("admin:briefings_datatable_preview", args=[table.pk])
        yield Place(Kind.TABLE, str(table), url, tuple(uses), note="" if table.is_public else _("not public"))


def tables_with(cells: Cells) -> dict[DataTable, list[Use]]:
    """The data tables that have a cell for one of the values, with these cells: two queries."""
    indicators = {series.indicator_id for series in cells.series.values()}
    columns = DataTableColumn.objects.filter(series__indicator__in=indicators)
    columns = by_table(
        columns.select_related("table", *(f"series__{name}" for name in NAMES)),
        columns.order_by().values("table"),
    )
    rows = by_table(DataTableRow.objects.select_related("area"), list(columns))
    by_area = {(series_key(series), series.area_id): key for key, series in cells.series.items()}
    found = {}
    for key, table_columns in columns.items():
        uses = list(_uses(cells, by_area, table_columns, rows.get(key, [])))
        if uses:
            found[table_columns[0].table] = uses
    return found


def _uses(cells, by_area, columns, rows):
    for column in columns:
        for row in rows:
            if column.table.rows_are == DataTable.Rows.AREAS:
                key = by_area.get((series_key(column.series), row.area_id)), column.period
            else:
                key = column.series_id, row.period
            if change := cells.by_key.get(key):
                yield cells.use(change, where=f"{row}, {column}")

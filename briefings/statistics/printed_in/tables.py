from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ...lib.numbers import language_code
from ..data_tables.derived import base_period, derived_text
from ..data_tables.resolving import series_parts
from ..data_tables.rules import may_have_row, rows_by_rule
from ..lookups import MISSING, NAMES, by_table, series_in_areas, series_key, vintages_by_period
from ..models import DataTable, DataTableColumn, DataTableRow
from .places import Cells, Group, Kind, Place, Use, prints


@prints
def data_tables(cells: Cells, user) -> list[Group]:
    tables = list(tables_with(cells).items())
    return [Group(Kind.TABLE, lambda most: tables[:most], lambda shown: [_place(*each) for each in shown])]


def _place(table, uses):
    url = reverse("admin:briefings_datatable_preview", args=[table.pk])
    return Place(Kind.TABLE, str(table), url, tuple(uses), note="" if table.is_public else _("not public"))


def tables_with(cells: Cells) -> dict[DataTable, list[Use]]:
    """The data tables that have a cell for one of the values, or would have, with these cells: six queries at most,
    none the second time."""
    if cells.tables is None:
        cells.tables = _tables_with(cells)
    return cells.tables


def _tables_with(cells):
    indicators = {series.indicator_id for series in cells.series.values()}
    columns = DataTableColumn.objects.filter(Q(series__indicator__in=indicators) | Q(base__indicator__in=indicators))
    names = [f"{path}__{name}" for path in ("series", "base") for name in NAMES]
    columns = by_table(columns.select_related("table", *names), columns.order_by().values("table"))
    tables = [table_columns[0].table for table_columns in columns.values()]
    rows = by_table(DataTableRow.objects.select_related("area"), [table for table in tables if not table.has_rule])
    by_rule = rows_by_rule(tables, columns, language_code())
    by_table_key = {
        key: [*by_rule[key], *_rows_to_come(columns[key][0].table, by_rule[key], cells)]
        if key in by_rule
        else rows.get(key, [])
        for key in columns
    }
    printed = _Printed(cells, columns, by_table_key)
    found = {}
    for key, table_columns in columns.items():
        if uses := list(printed.uses(table_columns, by_table_key[key])):
            found[table_columns[0].table] = uses
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


class _Printed:
    """What the cells of some tables print now, and what they would print. `columns`, `rows`: by table key."""

    def __init__(self, cells: Cells, columns: dict[int, list], rows: dict[int, list]):
        self.cells = cells
        self.by_area = {(series_key(series), series.area_id): key for key, series in cells.series.items()}
        derived = [(column, rows[key]) for key, group in columns.items() for column in group if column.formula]
        self.on_record = self._operands(derived) if derived else {}

    def _operands(self, derived):
        """{(series, period): vintage} of what derived cells are computed with: at most two queries."""
        by_area = [(column, rows) for column, rows in derived if _is_by_area(column)]
        parts = [part for column, _rows in by_area for part in series_parts(column)]
        others = series_in_areas(parts, [row for _column, rows in by_area for row in rows])
        self.by_area = {key: series.pk for key, series in others.items()} | self.by_area
        keys = [self._keys(column, row) for column, rows in derived for row in rows]
        wanted = {key for several in keys if self._changes(several) for key in several}
        wanted = {(series, period) for series, period in wanted if series and period}
        return vintages_by_period({series for series, _period in wanted}, {period for _series, period in wanted}, None)

    def uses(self, columns, rows) -> Iterator[Use]:
        for column in columns:
            for row in rows:
                keys, where = self._keys(column, row), f"{row}, {column}"
                changes = self._changes(keys)
                if changes and column.formula:
                    text, new = self._text(column, keys), self._new(column, keys)
                    yield self.cells.use(changes[0], text=text, new=new, where=where)
                else:
                    yield from (self.cells.use(change, where=where) for change in changes)

    def _changes(self, keys):
        return list(dict.fromkeys(self.cells.by_key[key] for key in keys if key in self.cells.by_key))

    def _text(self, column, keys):
        value, base = (self.on_record.get(key) for key in keys)
        return derived_text(column, value, base, language_code()) or MISSING

    def _new(self, column, keys):
        value, base = (self._once_they_count(key) for key in keys)
        return derived_text(column, value, base, language_code()) or MISSING

    def _once_they_count(self, key):
        change = self.cells.by_key.get(key)
        return change.entry.value if change and not change.stays_history else self.on_record.get(key)

    def _keys(self, column, row):
        """(series, period) of the values in the cell: its own, and where it is derived the one that it is computed
        with."""
        is_by_area = _is_by_area(column)
        period = column.period if is_by_area else row.period

        def key_of(series, of_row):
            return self.by_area.get((series_key(series), row.area_id)) if of_row else series.pk

        keys = [(key_of(column.series, is_by_area), period)]
        if column.formula:
            of_row = is_by_area and column.formula != DataTableColumn.Formula.SHARE
            keys.append((key_of(column.base or column.series, of_row), base_period(column, period)))
        return keys


def _is_by_area(column):
    return column.table.rows_are == DataTable.Rows.AREAS

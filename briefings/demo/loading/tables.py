"""Load data tables with their columns and rows."""

from briefings.history.actions import make_public
from briefings.lib.periods import Period
from briefings.statistics.data_tables.for_readers import note_finding
from briefings.statistics.models import Area, DataTable, DataTableColumn, DataTableRow

from .. import reference as content
from .saving import saved
from .series import key_of, series_by_key


def enter_tables(analyst, *, now):
    series = series_by_key()
    areas = Area.objects.in_bulk(field_name="code")
    for entry in content.DATA_TABLES:
        table = saved(DataTable(**{name: entry[name] for name in entry if name not in ("columns", "rows")}))
        for position, column in enumerate(entry["columns"]):
            headings = {name: column[name] for name in ("heading_en", "heading_es")}
            saved(
                DataTableColumn(
                    table=table,
                    position=position,
                    series=series[key_of(column)],
                    formula=column["formula"],
                    **_period(column["period"]),
                    **headings,
                )
            )
        for position, row in enumerate(entry.get("rows", ())):
            fields = {"area": areas[row]} if table.rows_are == DataTable.Rows.AREAS else _period(row)
            saved(DataTableRow(table=table, position=position, **fields))
        make_public(table, by=analyst, now=now)


def note_findings():
    """They hold for the values of all releases."""
    for table in DataTable.objects.all():
        note_finding(table)


def _period(text):
    """The fields of a period; {} for ""."""
    if not text:
        return {}
    period = Period.parse(text)
    return {"start": period.start, "months": period.months}

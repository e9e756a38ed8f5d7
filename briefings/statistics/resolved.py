"""Data tables and key figures with every number looked up: plain dictionaries, ready for JSON, a page or a chart.

What is not public is named under "problems"; `for_readers=True` leaves it out altogether.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..lib.bases import TextWithLanguage
from ..lib.numbers import plain, shown
from ..lib.periods import Period
from .calculations import Comparison
from .looked_up import NAMES, by_table, sisters, vintages
from .models import DataTable, DataTableColumn, DataTableRow, Observation, Series

MISSING = "–"


def resolve_data_table(table, language, as_of=None, *, for_readers=False):
    """The table as a dictionary, in at most four queries. `as_of`: values as they were known on that date."""
    return resolve_data_tables([table], language, as_of, for_readers=for_readers)[0]


def resolve_data_tables(tables, language, as_of=None, *, for_readers=False):
    """Each table as a dictionary; all together in as many queries as one."""
    columns = by_table(DataTableColumn.objects.select_related(*(f"series__{name}" for name in NAMES)), tables)
    rows = by_table(DataTableRow.objects.select_related("area"), tables)
    wanted = {
        table.pk: [
            _Column(column, column.series, column.series.indicator)
            for column in columns.get(table.pk, [])
            if not (for_readers and _private(column.series))
        ]
        for table in tables
    }
    of_areas = [table.pk for table in tables if table.rows_are == DataTable.Rows.AREAS]
    area_rows = [row for key in of_areas for row in rows.get(key, [])]
    sisters_of = sisters([column for key in of_areas for column in wanted[key]], area_rows)
    series = {column.series.pk: column.series for several in wanted.values() for column in several}
    series |= {one.pk: one for one in sisters_of.values()}
    if for_readers:
        series = {key: one for key, one in series.items() if not _private(one)}
    things = [thing for found in (columns, rows) for several in found.values() for thing in several]
    found = vintages(series, {thing.period for thing in things} - {None}, as_of)
    return [
        _resolved(table, wanted[table.pk], rows.get(table.pk, []), sisters_of, found, series, language)
        | ({} if as_of else _finding(table, language))
        for table in tables
    ]


def _resolved(table, wanted, rows, sisters_of, found, series, language):
    by_area = table.rows_are == DataTable.Rows.AREAS

    def cell(column, row):
        one = sisters_of.get((column.key, row.area_id)) if by_area else column.series
        return found.get((one.pk, column.column.period if by_area else row.period)) if one else None

    cells = [[cell(column, row) for column in wanted] for row in rows]
    return {
        "slug": table.slug,
        **_text("title", table.text_in("name", language)),
        **_text("note", table.text_in("note", language)),
        "rows_are": str(table.rows_are),
        "show": str(table.show),
        "columns": [_column(column, wanted, by_area, language) for column in wanted],
        "rows": [_row(row, wanted, line, series, by_area, language) for row, line in zip(rows, cells, strict=True)],
        "sources": _sources([one for line in cells for one in line if one], series, language),
        "problems": _problems(table, wanted, cells, series),
    }


def _finding(table, language):
    """What the chart shows, where there is one and somebody has said it. It was said of today's values."""
    said = table.text_in("finding", language)
    return _text("finding", said) if said and table.show != DataTable.Show.TABLE else {}


def key_figure(series, period, compare_with, language, as_of=None):
    """One observation, and its change since the period `compare_with` (or None), in one query.

    Observation.DoesNotExist where the period has no value.
    """
    (figure,) = key_figures([(series, period, compare_with)], language, as_of)
    if figure is None:
        raise Observation.DoesNotExist(f"{series.pk} {period}")
    return figure


def key_figures(wanted, language, as_of=None):
    """For each (series, period, compare_with) what `key_figure` gives, or None without a value; one query for all."""
    periods = {period for _series, *several in wanted for period in several if period}
    found = vintages({series.pk: series for series, *_periods in wanted}, periods, as_of, names=True)
    return [
        _figure(vintage, found.get((series.pk, before)), before, language)
        if (vintage := found.get((series.pk, period)))
        else None
        for series, period, before in wanted
    ]


def _figure(vintage, before, compare_with, language):
    series, period = vintage.observation.series, vintage.observation.period
    indicator, source = series.indicator, series.source
    comparison = Comparison(series, vintage, before, language) if before else None
    problems = [*_not_public(series)]
    if compare_with and not (before and before.value is not None):
        problems.append(
            _("“%(series)s” has no value for %(period)s to compare with.")
            % {"series": series, "period": compare_with.label()}
        )
    elif comparison and not comparison.is_fair:
        problems.append(
            _("%(period)s and %(before)s are not of the same kind and cannot be compared.")
            % {"period": period.label(), "before": compare_with.label()}
        )
    return {
        "label": str(indicator.text_in("name", language)),
        "value": _plain(vintage),
        "text": _shown(vintage, indicator, language),
        "unit": str(indicator.text_in("unit", language)),
        "period": period.code,
        "period_label": period.label(language),
        "is_part": period.is_part(series.frequency),
        "status": vintage.status,
        "vintage": vintage.pk,
        "observation": vintage.observation_id,
        "indicator": indicator.slug,
        "source": _source(source, language) | {"released": _released(vintage)},
        "change": comparison.as_dict() if comparison else None,
        "problems": problems,
    }


@dataclass(frozen=True)
class _Column:
    column: object
    series: Series
    indicator: object

    @property
    def key(self):
        """What the column's series shares with its sisters in other areas."""
        return self.series.indicator_id, self.series.frequency, self.series.source_id


def _text(name, said):
    return {name: str(said), f"{name}_language": said.language}


def _plain(vintage):
    return None if vintage.value is None else plain(vintage.value)


def _shown(vintage, indicator, language):
    return MISSING if vintage.value is None else shown(vintage.value, indicator.decimals, language)


def _released(vintage):
    release = vintage.release
    return release.published.isoformat() if release and release.published else None


def _source(source, language):
    return {
        "slug": source.slug,
        "name": str(source.text_in("name", language)),
        "publisher": source.publisher,
        "reliability": source.reliability,
        "url": source.url,
    }


def _sources(vintages, series, language):
    """Each source that a cell rests on, in the order met, with the date of the newest release used."""
    found = {}
    for vintage in vintages:
        source = series[vintage.observation.series_id].source
        entry = found.setdefault(source.pk, _source(source, language) | {"released": None, "release_url": ""})
        released = _released(vintage)
        if released and released >= (entry["released"] or released):
            entry |= {"released": released, "release_url": vintage.release.url}
    return list(found.values())


def _heading(column, columns, by_area, language):
    """The typed heading, or what tells this column from the others."""
    said = column.column.text_in("heading", language)
    if said:
        return said
    name = column.indicator.text_in("name", language)
    several = len({one.indicator.pk for one in columns}) > 1
    if by_area and column.column.period:
        label = column.column.period.label(language)
        return TextWithLanguage(f"{name}, {label}" if several else label, name.language if several else language)
    if sum(one.indicator.pk == column.indicator.pk for one in columns) > 1:
        return TextWithLanguage(f"{name} ({column.series.source.text_in('name', language)})", name.language)
    return name


def _marked(said, language):
    """A heading, with its language where that is not the page's."""
    marked = {"heading": str(said)}
    return marked if said.language == language[:2] else marked | {"heading_language": said.language}


def _column(column, columns, by_area, language):
    series, indicator, period = column.series, column.indicator, column.column.period
    source = series.source
    return {
        **_marked(_heading(column, columns, by_area, language), language),
        "indicator": indicator.slug,
        "indicator_name": str(indicator.text_in("name", language)),
        "unit": str(indicator.text_in("unit", language)),
        "decimals": indicator.decimals,
        "area_name": "" if by_area else str(series.area.text_in("name", language)),
        "frequency": str(series.frequency),
        "source": {
            "slug": source.slug,
            "name": str(source.text_in("name", language)),
            "reliability": source.reliability,
        },
        "period": period.code if period else None,
        "period_label": period.label(language) if period else None,
    }


def _row(row, columns, vintages, series, by_area, language):
    if by_area:
        said, code, area, part = row.area.text_in("name", language), None, row.area.code, False
    else:
        period = row.period
        said, code, area = TextWithLanguage(period.label(language), language[:2]), period.code, None
        part = bool(columns) and all(period.is_part(column.series.frequency) for column in columns)
    cells = [
        _cell(vintage, series[vintage.observation.series_id], language) if vintage else None for vintage in vintages
    ]
    return {**_marked(said, language), "period": code, "area": area, "is_part": part, "cells": cells}


def _cell(vintage, series, language):
    period = Period(vintage.observation.start, vintage.observation.months)
    return {
        "value": _plain(vintage),
        "text": _shown(vintage, series.indicator, language),
        "status": vintage.status,
        "vintage": vintage.pk,
        "observation": vintage.observation_id,
        "is_part": period.is_part(series.frequency),
    }


def _private(series):
    return not (series.is_public and series.indicator.is_public and series.source.is_public)


def _not_public(*series):
    """A sentence for each series, indicator and source that readers cannot see, once."""
    things = {}
    for one in series:
        for thing in (one, one.indicator, one.source):
            if not thing.is_public:
                things.setdefault((type(thing), thing.pk), thing)
    return [
        _("%(kind)s “%(thing)s” is not public yet.")
        % {"kind": str(thing._meta.verbose_name).capitalize(), "thing": thing}
        for thing in things.values()
    ]


def _problems(table, columns, cells, series):
    problems = []
    if not columns:
        problems.append(_("The table “%(table)s” has no columns.") % {"table": table})
    if not cells:
        problems.append(_("The table “%(table)s” has no rows.") % {"table": table})
    used = {column.series.pk for column in columns}
    used |= {vintage.observation.series_id for line in cells for vintage in line if vintage}
    problems += _not_public(*(series[key] for key in series if key in used))
    for number, column in enumerate(columns):
        if cells and not any(line[number] and line[number].value is not None for line in cells):
            problems.append(_("The column “%(column)s” has no value.") % {"column": column.column})
    return problems

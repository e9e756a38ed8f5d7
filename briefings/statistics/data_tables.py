"""Data tables as plain dictionaries with every value looked up, ready for a document, a page or a chart.

Series that are not public are named under "problems"; `for_readers=True` leaves them out.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..lib.bases import TextWithLanguage
from ..lib.periods import Period
from .lookups import (
    NAMES,
    by_table,
    is_visible,
    release_date,
    series_in_areas,
    series_key,
    source_entry,
    value_entry,
    vintages_by_period,
    visibility_problems,
)
from .models import DataTable, DataTableColumn, DataTableRow, Series, Vintage


def resolve_data_table(table, language, as_of=None, *, for_readers=False):
    """The table as a dictionary, in at most four queries. `as_of`: values as they were known on that date."""
    return resolve_data_tables([table], language, as_of, for_readers=for_readers)[0]


def resolve_data_tables(tables, language, as_of=None, *, for_readers=False):
    """Each table as a dictionary; all of them take as many queries as one."""
    all_columns = by_table(DataTableColumn.objects.select_related(*(f"series__{name}" for name in NAMES)), tables)
    columns = {
        table.pk: [column for column in all_columns.get(table.pk, []) if is_visible(column.series) or not for_readers]
        for table in tables
    }
    rows = by_table(DataTableRow.objects.select_related("area"), tables)
    by_area = [table.pk for table in tables if table.rows_are == DataTable.Rows.AREAS]
    in_areas = series_in_areas(
        [column for key in by_area for column in columns[key]], [row for key in by_area for row in rows.get(key, [])]
    )
    series = {column.series.pk: column.series for group in columns.values() for column in group}
    series |= {sister.pk: sister for sister in in_areas.values()}
    if for_readers:
        series = {key: candidate for key, candidate in series.items() if is_visible(candidate)}
    periods = {part.period for groups in (columns, rows) for group in groups.values() for part in group} - {None}
    lookup = _Lookup(series, in_areas, vintages_by_period(series, periods, as_of), language)
    return [
        _resolve(table, columns[table.pk], rows.get(table.pk, []), lookup)
        | ({} if as_of else _finding(table, language))
        | ({"pages": _pages(columns[table.pk], lookup)} if for_readers else {})
        for table in tables
    ]


def _pages(columns, lookup):
    """{(page name, slug): address} of the indicators and sources that the table names."""
    series = [*lookup.series.values(), *(column.series for column in columns)]
    things = [*(each.indicator for each in series), *(each.source for each in series)]
    return {(thing.page_name, thing.slug): thing.url_in(lookup.language) for thing in things}


@dataclass(frozen=True)
class _Lookup:
    """The results of the queries for all tables together."""

    series: dict[int, Series]
    in_areas: dict[tuple, Series]
    vintages: dict[tuple[int, Period], Vintage]
    language: str

    def vintage(self, column, row, by_area):
        """The value where the column meets the row; None where there is none."""
        if not by_area:
            return self.vintages.get((column.series_id, row.period))
        series = self.in_areas.get((series_key(column.series), row.area_id))
        return self.vintages.get((series.pk, column.period)) if series else None


def _resolve(table, columns, rows, lookup):
    language, by_area = lookup.language, table.rows_are == DataTable.Rows.AREAS
    vintages = [[lookup.vintage(column, row, by_area) for column in columns] for row in rows]
    return {
        "slug": table.slug,
        **_text("title", table.text_in("name", language)),
        **_text("note", table.text_in("note", language)),
        "rows_are": str(table.rows_are),
        "show": str(table.show),
        "columns": [_column(column, columns, by_area, language) for column in columns],
        "rows": [_row(row, columns, values, lookup, by_area) for row, values in zip(rows, vintages, strict=True)],
        "sources": _sources([vintage for values in vintages for vintage in values if vintage], lookup),
        "problems": _problems(table, columns, vintages, lookup.series),
    }


def _finding(table, language):
    """The chart's finding, where both exist. It describes today's values only."""
    finding = table.text_in("finding", language)
    return _text("finding", finding) if finding and table.show != DataTable.Show.TABLE else {}


def _text(name, text):
    return {name: str(text), f"{name}_language": text.language}


def _heading(text, language):
    """A heading, with its language where that is not the page's."""
    heading = {"heading": str(text)}
    return heading if text.language == language[:2] else heading | {"heading_language": text.language}


def _column_heading(column, columns, by_area, language):
    """The typed heading, or else what distinguishes this column from the others."""
    if heading := column.text_in("heading", language):
        return heading
    indicator = column.series.indicator
    name = indicator.text_in("name", language)
    indicators = [other.series.indicator.pk for other in columns]
    if by_area and column.period:
        label = column.period.label(language)
        if len(set(indicators)) > 1:
            return TextWithLanguage(f"{name}, {label}", name.language)
        return TextWithLanguage(label, language)
    if indicators.count(indicator.pk) > 1:
        return TextWithLanguage(f"{name} ({column.series.source.text_in('name', language)})", name.language)
    return name


def _column(column, columns, by_area, language):
    series, period = column.series, column.period
    indicator, source = series.indicator, series.source
    return {
        **_heading(_column_heading(column, columns, by_area, language), language),
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


def _row(row, columns, vintages, lookup, by_area):
    """A row with its heading: the area (province) or the period."""
    language = lookup.language
    if by_area:
        heading, code, area, is_part = row.area.text_in("name", language), None, row.area.code, False
    else:
        period = row.period
        heading, code, area = TextWithLanguage(period.label(language), language[:2]), period.code, None
        is_part = bool(columns) and all(period.is_part(column.series.frequency) for column in columns)
    cells = [
        _cell(vintage, lookup.series[vintage.observation.series_id], language) if vintage else None
        for vintage in vintages
    ]
    return {**_heading(heading, language), "period": code, "area": area, "is_part": is_part, "cells": cells}


def _cell(vintage, series, language):
    return {
        **value_entry(vintage, series.indicator, language),
        "status": vintage.status,
        "vintage": vintage.pk,
        "observation": vintage.observation_id,
        "is_part": vintage.observation.period.is_part(series.frequency),
    }


def _sources(vintages, lookup):
    """Each source of a cell, in the order met, with the date of its newest release used."""
    sources, newest = {}, {}
    for vintage in vintages:
        source = lookup.series[vintage.observation.series_id].source
        unreleased = source_entry(source, lookup.language) | {"released": None, "release_url": ""}
        entry = sources.setdefault(source.pk, unreleased)
        released = vintage.release and vintage.release.published
        if released and released >= newest.get(source.pk, released):
            newest[source.pk] = released
            entry |= {"released": release_date(vintage), "release_url": vintage.release.link}
    return list(sources.values())


def _problems(table, columns, vintages, series):
    """`vintages`: those of each row, in the order of the columns."""
    problems = []
    if not columns:
        problems.append(_("The table “%(table)s” has no columns.") % {"table": table})
    if not vintages:
        problems.append(_("The table “%(table)s” has no rows.") % {"table": table})
    used = {column.series.pk for column in columns}
    used |= {vintage.observation.series_id for values in vintages for vintage in values if vintage}
    problems += visibility_problems(*(series[key] for key in series if key in used))
    for number, column in enumerate(columns):
        if vintages and not any(values[number] and values[number].value is not None for values in vintages):
            problems.append(_("The column “%(column)s” has no value.") % {"column": column})
    return problems

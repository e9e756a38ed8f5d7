"""Data tables as plain dictionaries with every value looked up, ready for a document, a page or a chart.

Series that are not public are named under "problems"; `for_readers=True` leaves them out.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from ...lib.bases import TextWithLanguage
from ...lib.periods import Period
from ..charts import has_map
from ..lookups import (
    columns_of,
    is_visible,
    release_date,
    rows_of,
    series_in_areas,
    series_key,
    source_entry,
    value_entry,
    vintages_by_period,
    visibility_problems,
)
from ..models import DataTable, DataTableColumn, Series, Vintage
from .covered import time_covered, values_in
from .derived import base_period, derived_cell, heading_of, unit_of
from .findings import is_outdated
from .rules import rows_by_rule


def resolve_data_table(table, language, as_of=None, *, for_readers=False):
    """The table as a dictionary, in at most seven queries. `as_of`: values as they were known on that date."""
    return resolve_data_tables([table], language, as_of, for_readers=for_readers)[0]


def resolve_data_tables(tables, language, as_of=None, *, for_readers=False):
    """Each table as a dictionary; all of them take as many queries as one."""
    all_columns = columns_of(tables)
    columns = {
        table.pk: [column for column in all_columns.get(table.pk, []) if _is_shown(column) or not for_readers]
        for table in tables
    }
    listed = [table for table in tables if not table.has_rule]
    rows = rows_of(listed)
    rows |= rows_by_rule(tables, columns, language, as_of, for_readers=for_readers)
    by_area = [table.pk for table in tables if table.rows_are == DataTable.Rows.AREAS]
    in_areas = series_in_areas(
        [part for key in by_area for column in columns[key] for part in series_parts(column)],
        [row for key in by_area for row in rows.get(key, [])],
    )
    parts = [part for group in columns.values() for column in group for part in series_parts(column)]
    series = {part.series.pk: part.series for part in parts}
    series |= {sister.pk: sister for sister in in_areas.values()}
    if for_readers:
        series = {key: candidate for key, candidate in series.items() if is_visible(candidate)}
    periods = {part.period for groups in (columns, rows) for group in groups.values() for part in group} - {None}
    periods |= {
        base_period(column, period)
        for table in tables
        for column in columns[table.pk]
        if column.formula
        for period in ([column.period] if column.period else [row.period for row in rows.get(table.pk, [])])
    } - {None}
    lookup = _Lookup(series, in_areas, vintages_by_period(series, periods, as_of), language)

    def whole(table):
        resolved = _resolve(table, columns[table.pk], rows.get(table.pk, []), lookup)
        finding = {} if as_of else _finding(table, language)
        has_hidden = not for_readers and _has_hidden(columns[table.pk], in_areas)  # then there is nothing to compare
        if finding and (has_hidden or not is_outdated(table, resolved)):
            resolved |= finding
        if not for_readers:
            return resolved
        values = values_in(resolved, lookup.vintages.values())
        return resolved | {"pages": _pages(columns[table.pk], lookup), "covered": time_covered(values)}

    return [whole(table) for table in tables]


def _pages(columns, lookup):
    """{(page name, slug): address} of the indicators and sources that the table names."""
    series = [*lookup.series.values(), *(column.series for column in columns)]
    things = [*(each.indicator for each in series), *(each.source for each in series)]
    return {(thing.page_name, thing.slug): thing.url_in(lookup.language) for thing in things}


def _is_shown(column):
    return is_visible(column.series) and (column.base is None or is_visible(column.base))


@dataclass(frozen=True)
class _Base:
    """The second series of a column, where it needs one, for lookups that take columns."""

    series: Series


def _has_hidden(columns, in_areas):
    """Whether readers do not see all series of the columns, in any of the areas."""
    series = [part.series for column in columns for part in series_parts(column)]
    keys = set(map(series_key, series))
    series += [sister for (key, _area), sister in in_areas.items() if key in keys]
    return not all(map(is_visible, series))


def series_parts(column):
    """The column and, where it has a second series, that one: each has a `series`."""
    return [column, _Base(column.base)] if column.base else [column]


@dataclass(frozen=True)
class _Lookup:
    """The results of the queries for all tables together."""

    series: dict[int, Series]
    in_areas: dict[tuple, Series]
    vintages: dict[tuple[int, Period], Vintage]
    language: str

    def operands(self, column, row, by_area):
        """The value where the column meets the row, and where it is derived the one that it is computed with; None for
        what there is not."""
        period = column.period if by_area else row.period
        value = self._vintage(self._series(column.series, row, by_area), period)
        if not column.formula:
            return (value,)
        base = column.base or column.series
        # A share is of the total that was chosen; a rate of the population of the row's own area.
        is_of_row = by_area and column.formula != DataTableColumn.Formula.SHARE
        return value, self._vintage(self._series(base, row, is_of_row), base_period(column, period))

    def _series(self, series, row, by_area):
        if not by_area:
            return series
        return self.in_areas.get((series_key(series), row.area_id))

    def _vintage(self, series, period):
        return self.vintages.get((series.pk, period)) if series and period else None


def _resolve(table, columns, rows, lookup):
    language, by_area = lookup.language, table.rows_are == DataTable.Rows.AREAS
    operands = [[lookup.operands(column, row, by_area) for column in columns] for row in rows]
    vintages = [[values[0] for values in row] for row in operands]
    used = [vintage for row in operands for values in row for vintage in values if vintage]
    shown = [_row(row, columns, values, lookup, by_area) for row, values in zip(rows, operands, strict=True)]
    problems = _problems(table, columns, vintages, lookup.series)
    if table.show == DataTable.Show.MAP and not has_map(shown):
        problems.append(
            _("The map of “%(table)s” is empty: no row is a province with a value in the last column.")
            % {"table": table}
        )
    return {
        "slug": table.slug,
        **_text("title", table.text_in("name", language)),
        **_text("note", table.text_in("note", language)),
        "rows_are": str(table.rows_are),
        "show": str(table.show),
        "columns": [_column(column, columns, by_area, language) for column in columns],
        "rows": shown,
        "sources": _sources(used, lookup),
        "problems": problems,
    }


def _finding(table, language):
    """The chart's finding, where both exist. It describes the values that it was written for."""
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
    name = _name(column, columns, by_area, language)
    return heading_of(column, name, language) if column.formula else name


def _name(column, columns, by_area, language):
    indicator = column.series.indicator
    name = indicator.text_in("name", language)
    indicators = [other.series.indicator.pk for other in columns if other.formula == column.formula]
    if by_area and column.period:
        label = column.period.label(language)
        if len(set(indicators)) > 1:
            return TextWithLanguage(f"{name}, {label}", name.language)
        return TextWithLanguage(label, language)
    if indicators.count(indicator.pk) > 1:
        words = [column.series.source.text_in("name", language), *_frequency_if_it_differs(column, columns, language)]
        return TextWithLanguage(f"{name} ({', '.join(str(word) for word in words)})", name.language)
    return name


def _frequency_if_it_differs(column, columns, language):
    """Where another column has the same indicator of the same source in another frequency."""
    own = column.series
    same = [
        each.series for each in columns if each.formula == column.formula and each.series.source_id == own.source_id
    ]
    if any(each.indicator_id == own.indicator_id and each.frequency != own.frequency for each in same):
        with override(language[:2]):
            yield str(own.get_frequency_display())


def _column(column, columns, by_area, language):
    series, period = column.series, column.period
    indicator, source = series.indicator, series.source
    derived = {"formula": str(column.formula)} if column.formula else {}
    return derived | {
        **_heading(_column_heading(column, columns, by_area, language), language),
        "indicator": indicator.slug,
        "indicator_name": str(indicator.text_in("name", language)),
        "unit": unit_of(column, language) if column.formula else str(indicator.text_in("unit", language)),
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


def _row(row, columns, operands, lookup, by_area):
    """A row with its heading: the area (province) or the period."""
    language = lookup.language
    if by_area:
        heading, code, area, is_part = row.area.text_in("name", language), None, row.area.code, False
    else:
        period = row.period
        heading, code, area = TextWithLanguage(period.label(language), language[:2]), period.code, None
        is_part = bool(columns) and all(period.is_part(column.series.frequency) for column in columns)
    cells = [_cell(column, values, lookup) for column, values in zip(columns, operands, strict=True)]
    return {**_heading(heading, language), "period": code, "area": area, "is_part": is_part, "cells": cells}


def _cell(column, operands, lookup):
    if column.formula:
        return derived_cell(column, *operands, lookup.language)
    (vintage,) = operands
    if vintage is None:
        return None
    series = lookup.series[vintage.observation.series_id]
    return {
        **value_entry(vintage, series.indicator, lookup.language),
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

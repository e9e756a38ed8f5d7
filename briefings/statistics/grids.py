"""Observations as grids of cells, in the form of resolved data tables, for the same template."""

from ..lib.bases import TextWithLanguage
from ..lib.numbers import plain, shown
from ..lib.periods import MONTHS, Period, language_code


def _cell(observation):
    if observation is None or observation.current_value is None:
        return None
    series = observation.series
    return {
        "value": plain(observation.current_value),
        "text": shown(observation.current_value, series.indicator.decimals),
        "status": observation.current_status,
        "is_part": observation.period.is_part(series.frequency),
    }


def _heading(text):
    return {"heading": str(text)} | ({"heading_language": text.language} if isinstance(text, TextWithLanguage) else {})


def _grid(title, columns, rows, *, rows_are="periods"):
    """columns: (heading, unit); rows: (heading, is part, observations)."""
    return {
        "title": title,
        "rows_are": rows_are,
        "show": "table",
        "columns": [_heading(heading) | {"unit": unit} for heading, unit in columns],
        "rows": [
            _heading(heading) | {"is_part": is_part, "cells": [_cell(one) for one in observations]}
            for heading, is_part, observations in rows
        ],
        "sources": [],
    }


def _unit(series):
    return str(series.indicator.unit)


def course_grid(current, title):
    """One series, the newest period first."""
    rows = [
        (one.period.label(), one.period.is_part(current.series.frequency), [one]) for one in reversed(current.known)
    ]
    return _grid(title, [(current.series.source.name, _unit(current.series))], rows)


def months_grid(current, title):
    """A monthly series: a row for each year, a column for each month."""
    by_period = {one.period: one for one in current.known}
    years = sorted({period.start.year for period in by_period}, reverse=True)
    firsts = [period.start for period in by_period]
    rows = []
    for year in years:
        months = [Period(firsts[0].replace(year=year, month=month), 1) for month in range(1, 13)]
        rows.append((str(year), False, [by_period.get(month) for month in months]))
    return _grid(title, [(name.capitalize(), "") for name in MONTHS[language_code()]], rows)


def sources_grid(currents, title):
    """Series of one frequency side by side, in the periods for which at least two of them have a value."""
    by_series = [{one.period: one for one in current.known} for current in currents]
    periods = {period for found in by_series for period in found}
    shared = [period for period in periods if sum(period in found for found in by_series) > 1]
    frequency = currents[0].series.frequency
    rows = [
        (period.label(), period.is_part(frequency), [found.get(period) for found in by_series])
        for period in sorted(shared, reverse=True)
    ]
    return _grid(title, [(current.series.source.name, _unit(current.series)) for current in currents], rows)


def ranking_grid(observations, title):
    """Areas in one period, in the order given."""
    series = observations[0].series
    rows = [(one.series.area.name, False, [one]) for one in observations]
    return _grid(title, [(observations[0].period.label(), _unit(series))], rows, rows_are="areas")

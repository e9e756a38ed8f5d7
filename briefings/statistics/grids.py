"""The numbers below charts, in the form of resolved data tables so that the same template shows them."""

from collections import Counter
from datetime import date

from ..lib.bases import TextWithLanguage
from ..lib.periods import Period, language_code, month_names


def _cell(observation):
    if observation is None or observation.value is None:
        return None
    return {
        "value": observation.plain,
        "text": observation.text,
        "status": observation.status,
        "is_part": observation.is_part,
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
            _heading(heading) | {"is_part": is_part, "cells": [_cell(observation) for observation in observations]}
            for heading, is_part, observations in rows
        ],
        "sources": [],
    }


def _unit(series):
    return str(series.indicator.unit)


def trend_grid(figure, title):
    """One series, the newest period first."""
    rows = [(observation.period.label(), observation.is_part, [observation]) for observation in reversed(figure.known)]
    return _grid(title, [(figure.series.source.name, _unit(figure.series))], rows)


def months_grid(figure, title):
    """A monthly series: a row for each year, a column for each month."""
    by_period = {observation.period: observation for observation in figure.known}
    years = sorted({period.start.year for period in by_period}, reverse=True)
    rows = [
        (str(year), False, [by_period.get(Period(date(year, month, 1), 1)) for month in range(1, 13)]) for year in years
    ]
    return _grid(title, [(name.capitalize(), "") for name in month_names(language_code())], rows)


def sources_grid(figures, title):
    """Series of one frequency side by side, in the periods for which at least two of them have a value."""
    by_period = [{observation.period: observation for observation in figure.known} for figure in figures]
    counts = Counter(period for observations in by_period for period in observations)
    shared = [period for period, count in counts.items() if count > 1]
    frequency = figures[0].series.frequency
    rows = [
        (period.label(), period.is_part(frequency), [observations.get(period) for observations in by_period])
        for period in sorted(shared, reverse=True)
    ]
    return _grid(title, [(figure.series.source.name, _unit(figure.series)) for figure in figures], rows)


def ranking_grid(observations, title):
    """Areas in one period, in the order given."""
    series = observations[0].series
    rows = [(observation.series.area.name, False, [observation]) for observation in observations]
    return _grid(title, [(observations[0].period.label(), _unit(series))], rows, rows_are="areas")

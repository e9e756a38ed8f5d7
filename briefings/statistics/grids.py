"""The numbers below charts in the form of resolved data tables, and the HTML of both.

Django's template engine takes 30 µs for each cell, so the rows are made here.
"""

from collections import Counter
from dataclasses import replace
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ..lib.bases import TextWithLanguage, with_lang
from ..lib.periods import Period, language_code, month_names
from ..lib.tables import card_cell, is_cards
from .models.observations import Status

UNMARKED = ("", Status.NORMAL, Status.MISSING)


def _cell(observation):
    if observation is None or observation.value is None:
        return None
    ranged = {"range": observation.range} if observation.range else {}
    return {
        **ranged,
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
    """One series, the newest period first; a value that was retracted is a dash."""
    rows = [(each.period.label(), each.is_part, [each]) for each in reversed(figure.observations)]
    return _grid(title, [(figure.series.source.name, _unit(figure.series))], rows)


def months_grid(figure, title):
    """A monthly series: a row for each year, a column for each month."""
    by_period = {observation.period: observation for observation in figure.observations}
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
    columns = [(figure.series.source.name, _unit(figure.series)) for figure in figures]
    return _grid(title, columns, rows) | {"frequency": str(frequency)}


def ranking_grid(observations, title):
    """Areas in one period, in the order given."""
    series = observations[0].series
    rows = [(observation.series.area.name, False, [observation]) for observation in observations]
    return _grid(title, [(observations[0].period.label(), _unit(series))], rows, rows_are="areas")


def rates_grid(rates, title):
    """Areas with their counts, their populations and the counts for every 100,000 inhabitants, in the order given."""
    first = rates[0]
    years = {rate.population.period for rate in rates}
    is_one = len(years) == 1
    inhabitants = _("Inhabitants, %(year)s") % {"year": first.population.period.label()} if is_one else _("Inhabitants")
    columns = [
        (first.observation.period.label(), _unit(first.observation.series)),
        (inhabitants, first.population.source),
        (_("Per 100,000 inhabitants"), ""),
    ]

    def population(people):
        return people if is_one else replace(people, range=people.period.label())

    rows = [
        (rate.observation.series.area.name, False, [rate.observation, population(rate.population), rate])
        for rate in rates
    ]
    return _grid(title, columns, rows, rows_are="areas")


def text(entry, key):
    """`{{ table|text:"title" }}`: the text, with a `lang` attribute if `title_language` is another than the page's."""
    text, language = entry.get(key, ""), entry.get(f"{key}_language")
    return with_lang(TextWithLanguage(text, language) if language else text)


def mark(cell):
    """The mark before a value: its status code in lower case, or "part" for part of a year."""
    if cell["status"] not in UNMARKED:
        return cell["status"].lower()
    return _("part") if cell["is_part"] else ""


def marks(table):
    """The legend of a resolved table: (mark, meaning) of every mark in its cells."""
    cells = [(row, cell) for row in table["rows"] for cell in row["cells"] if cell]
    codes = {cell["status"] for _row, cell in cells} - set(UNMARKED)
    legend = [(code.lower(), Status(code).label) for code in sorted(codes)]
    if any(cell["is_part"] and cell["status"] in UNMARKED and not row["is_part"] for row, cell in cells):
        legend.append((_("part"), _("part of a year, not comparable with a whole one")))
    if any(cell is None or cell["value"] is None for row in table["rows"] for cell in row["cells"]):
        legend.append(("–", _("no value")))
    return legend


def cards(table: dict) -> bool:
    """`{% if table|cards %}`: whether phones show its rows as cards."""
    return is_cards(len(table["columns"]) + 1)


def cell_rows(table: dict, figure_prefix: str) -> SafeString:
    """`{{ table|cell_rows:prefix }}`: a `<tr>` for each row; `prefix` makes the ids of its figures unique."""
    prefix, rows, has_cards = escape(figure_prefix), [], cards(table)
    labels = (", ".join(filter(None, (column["heading"], column["unit"]))) for column in table["columns"])
    headings = [card_cell(label) if has_cards else "" for label in labels]
    for number, row in enumerate(table["rows"], start=1):
        is_part = row.get("is_part")
        part = f' <span class="tile-unit">{escape(_("part of a year"))}</span>' if is_part else ""
        cells = [
            _cell_html(cell, is_part, f"{prefix}r{number}c{column}", attributes)
            for column, (cell, attributes) in enumerate(zip(row["cells"], headings, strict=True), start=1)
        ]
        heading = f'<th scope="row">{text(row, "heading")}{part}</th>'
        rows.append(f"\n<tr>\n{heading}{''.join(cells)}\n</tr>")
    return mark_safe("".join(rows))


def _spoken(status):
    """For a screen reader: what the letter before a value means."""
    return "" if status in UNMARKED else f' role="img" aria-label="{escape(str(Status(status).label))}"'


def _cell_html(cell, in_part, id, attributes):
    if not cell or cell["value"] is None:
        return f'\n<td{attributes} class="number">–</td>'
    sign = mark(cell) if not in_part or cell["status"] != Status.NORMAL else ""
    sign = f'<span class="tile-unit"{_spoken(cell["status"])}>{escape(sign)}</span> ' if sign else ""
    value = f'<data id="{id}" value="{escape(cell["value"])}">{escape(cell["text"])}</data>'
    ranged = f' <span class="tile-unit">{escape(cell["range"])}</span>' if cell.get("range") else ""
    return f'\n<td{attributes} class="number">{sign}{value}{ranged}</td>'

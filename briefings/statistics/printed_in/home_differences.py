"""What the home page prints now and would print, figure by figure."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...lib.periods import Period
from ..charts import finding
from ..current_figures import CurrentFigure
from ..known_values import KnownValue
from ..models import Series
from .home_figures import HomeFigures
from .places import Use


class Cell(models.TextChoices):
    """What of the home page shows a value."""

    FIGURE = "figure", _("key figure")
    CHANGE = "change", _("change")
    TO_DATE = "to_date", _("year to date")
    TREND = "trend", _("small chart")
    COURSE = "course", _("description of the small chart")
    CHART = "chart", _("chart")
    FINDING = "finding", _("title of the chart")


POINTS = {Cell.TREND, Cell.CHART}
SENTENCES = {Cell.COURSE, Cell.FINDING}  # they name their periods


class Shown(NamedTuple):
    series: Series
    period: Period
    text: str


def home_differences(figures: HomeFigures, counting: AbstractContextManager) -> list[Use]:
    """What differs on the home page within `counting`. A value that several cells show alike is there once."""
    before = _shown(figures)
    with counting:
        after = _shown(HomeFigures())
    found = {}
    for (cell, *_key), old, new in _differences(before, after):
        now = new or old
        text = (old.text if old else "") if cell in POINTS | SENTENCES else _beside(old, new)
        use = Use(now.series, now.period, text, new.text if new else "")
        found.setdefault((use.series.pk, use.period, use.text, use.new), (use, []))[1].append(cell.label)
    return [Use(use.series, use.period, use.text, use.new, ", ".join(map(str, cells))) for use, cells in found.values()]


def cells_of_values(figures: HomeFigures) -> dict[tuple[int, Period], list[str]]:
    """The cells of the home page that show a value as it is, by series and period."""
    found = {}
    for (cell, *_key), shown in _shown(figures).items():
        if cell == Cell.FIGURE or cell in POINTS:
            found.setdefault((shown.series.pk, shown.period), []).append(cell.label)
    return found


def _differences(before, after) -> Iterator[tuple[tuple, Shown | None, Shown | None]]:
    """Of a series that comes to a chart, or leaves it, with all its values, only the newest."""
    drawn_before, drawn_after = ({key[:2]: key for key in shown if len(key) > 2} for shown in (before, after))
    for key in after | before:
        old, new = before.get(key), after.get(key)
        is_drawn_twice = key[:2] in drawn_before and key[:2] in drawn_after
        is_newest = key in (drawn_before.get(key[:2]), drawn_after.get(key[:2]))
        if old != new and (len(key) == 2 or is_drawn_twice or is_newest):
            yield key, old, new


def _shown(figures: HomeFigures) -> dict[tuple, Shown]:
    """By (cell, indicator), the title of the one chart by (cell, None), and points of a chart by (cell, series,
    period), the newest last."""
    shown = {}
    for figure in figures.shown:
        indicator, latest, to_date = figure.indicator.pk, figure.latest, figure.to_date
        if latest:
            shown[Cell.FIGURE, indicator] = Shown(figure.series, latest.period, _words(latest))
        if figure.change:
            shown[Cell.CHANGE, indicator] = Shown(figure.series, latest.period, figure.change)
        if to_date:
            words = ", ".join(filter(None, [to_date.text_in_prose, to_date.change]))
            shown[Cell.TO_DATE, indicator] = Shown(to_date.series, to_date.period, words)
        if figure.has_trend:
            shown[Cell.COURSE, indicator] = Shown(figure.series, latest.period, figure.course)
            shown |= _points(Cell.TREND, figure)
    if charted := figures.charted:
        shown[Cell.FINDING, None] = Shown(charted.series, charted.latest.period, finding(charted))
        shown |= _points(Cell.CHART, charted)
    return shown


def _points(cell: Cell, figure: CurrentFigure):
    return {
        (cell, figure.series.pk, point.period): Shown(figure.series, point.period, _words(point))
        for point in figure.points
    }


def _words(value: KnownValue) -> str:
    return ", ".join(filter(None, [value.text or "–", value.range, value.status_words]))


def _beside(old: Shown | None, new: Shown | None) -> str:
    """The old text, with its period and source where they differ from those of the new one."""
    if old is None or new is None or (old.series.pk, old.period) == (new.series.pk, new.period):
        return old.text if old else ""
    of = [old.period.label()] + ([] if old.series.pk == new.series.pk else [str(old.series)])
    return f"{old.text} ({', '.join(of)})"

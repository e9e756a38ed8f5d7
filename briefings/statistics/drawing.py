"""The charts of the statistics pages, from observations to SVG, with what is said around them."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..lib.charts import Line, Row, bar_chart, line_chart
from ..lib.numbers import shown
from .grids import course_grid, months_grid, ranking_grid
from .models import Indicator, Series

ENOUGH = 3  # points that make a line worth drawing


@dataclass(frozen=True)
class Drawing:
    """A chart and its words: `title` says the finding, `subtitle` the measure, `grid` the same numbers."""

    title: str
    subtitle: str
    svg: SafeString
    grid: dict
    note: str = ""


def finding(current):
    """What the whole periods show, in one sentence: the newest is the highest, or the lowest, or where it stands."""
    indicator, latest = current.indicator, current.latest
    words = {
        "indicator": str(indicator.name),
        "value": current.text,
        "period": latest.period.label(),
        "first": current.first.period.label(),
    }
    values = [one.current_value for one in current.full]
    if len(values) >= ENOUGH and values.count(latest.current_value) == 1:
        if latest.current_value == max(values):
            return _("%(indicator)s: %(value)s in %(period)s, the highest value since %(first)s") % words
        if latest.current_value == min(values):
            return _("%(indicator)s: %(value)s in %(period)s, the lowest value since %(first)s") % words
    return _("%(indicator)s: %(value)s in %(period)s") % words


def measure(current):
    """What a chart counts, where, how often and says who: `victims, Ecuador, yearly. Ministry of the Interior`."""
    series = current.series
    said = f"{series.indicator.unit}, {series.area.name}, {series.get_frequency_display()}. {series.source.name}"
    return capfirst(said)


def course(current, *, title="", id_prefix):
    """The line of one series; None where there are too few values for one."""
    if len(current.known) < ENOUGH:
        return None
    title = title or finding(current)
    svg = line_chart(
        [Line(str(current.series.source.name), current.points)],
        title=title,
        description=measure(current),
        unit=str(current.indicator.unit),
        frequency=current.series.frequency,
        id_prefix=id_prefix,
    )
    make_grid = months_grid if current.series.frequency == Series.Frequency.MONTHLY else course_grid
    return Drawing(title, measure(current), svg, make_grid(current, title))


def ranking(rows, *, indicator, id_prefix):
    """Areas by value in one period, as bars; None for fewer than two."""
    if len(rows) < 2:
        return None
    period = rows[0].period.label()
    words = {"indicator": str(indicator.name), "area": str(rows[0].series.area.name), "period": period}
    title = _("%(indicator)s by province: %(area)s has the highest value in %(period)s") % words
    bars = [
        Row(str(one.series.area.name), one.current_value, shown(one.current_value, indicator.decimals)) for one in rows
    ]
    svg = bar_chart(bars, title=title, description=period, unit=str(indicator.unit), id_prefix=id_prefix)
    note = ""
    if indicator.kind in (Indicator.Kind.COUNT, Indicator.Kind.AMOUNT):
        note = _("Not adjusted for population: where more people live there is more to count.")
    return Drawing(title, capfirst(f"{indicator.unit}, {period}"), svg, ranking_grid(rows, title), note)

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..lib.bases import label_of
from ..lib.charts import Line, Point, Region, Row, bar_chart, has_outline, line_chart, province_map
from ..lib.periods import Period
from .grids import months_grid, ranking_grid, trend_grid
from .lookups import MISSING
from .models import Indicator, Series
from .models.indicators import POPULATION
from .models.observations import Status

MIN_LINE_POINTS = 3
MOST_GAPS = 6  # named under a chart
MAX_PERIOD_BARS = 5  # a single series with more periods is a line


@dataclass(frozen=True)
class Chart:
    """A chart with its texts: `title` is the finding, `subtitle` the measure, `grid` the same numbers as a table."""

    title: str
    subtitle: str
    svg: SafeString
    grid: dict
    note: str = ""
    address: str = ""  # of the indicator's page; its files are beside it
    query: str = ""  # what they need to hold this chart and its numbers
    sources: tuple[int, ...] = ()  # keys


def finding(figure):
    """One sentence about the whole periods: the newest is the highest or the lowest, or just its value."""
    indicator, latest = figure.indicator, figure.latest
    names = {
        "indicator": str(indicator.name),
        "value": latest.text_in_prose,
        "period": latest.period.label(),
        "span": f"{figure.first.period.label()}–{latest.period.label()}",
    }
    if figure.extreme == "highest":
        return _("%(indicator)s: %(value)s in %(period)s, the highest in the series (%(span)s)") % names
    if figure.extreme == "lowest":
        return _("%(indicator)s: %(value)s in %(period)s, the lowest in the series (%(span)s)") % names
    return _("%(indicator)s: %(value)s in %(period)s") % names


def _figure_measure(figure):
    """Unit, area, frequency and source: `Victims, Ecuador, yearly. Ministry of the Interior`."""
    series = figure.series
    return capfirst(
        f"{series.indicator.unit}, {series.area.name}, {label_of(series, 'frequency')}. {series.source.name}"
    )


def trend_chart(figure, *, title="", id_prefix):
    """The line of one series; None where there are too few values for one."""
    if len(figure.known) < MIN_LINE_POINTS:
        return None
    title, subtitle = title or finding(figure), _figure_measure(figure)
    svg = line_chart(
        [Line(str(figure.series.source.name), figure.points)],
        title=title,
        description=subtitle,
        unit=str(figure.indicator.unit),
        frequency=figure.series.frequency,
        id_prefix=id_prefix,
    )
    make_grid = months_grid if figure.series.frequency == Series.Frequency.MONTHLY else trend_grid
    gaps = note_on_gaps([point.period.label() for point in figure.points if point.value is None])
    return Chart(title, subtitle, svg, make_grid(figure, title), gaps, **_files(figure.series))


def note_on_gaps(places: list[str]) -> str:
    """Where a line is broken: at values that were retracted, or that the source leaves out."""
    if not places:
        return ""
    more = "; …" if len(places) > MOST_GAPS else ""
    return _("No value: %(places)s") % {"places": "; ".join(places[:MOST_GAPS]) + more}


def gaps_of_table(resolved) -> list[str]:
    """`Guayas, 2024` of each value that the lines of a resolved data table leave out."""
    if resolved["rows_are"] == "areas":
        return []
    columns, drawn = resolved["columns"], _drawn_columns(resolved["columns"])
    cells = [(row, number, row["cells"][number]) for row in resolved["rows"] for number in drawn]
    return [
        f"{columns[number]['heading']}, {row['heading']}" if len(drawn) > 1 else row["heading"]
        for row, number, cell in cells
        if cell and cell["value"] is None
    ]


def _files(series):
    names = {"area": series.area.code, "frequency": str(series.frequency), "source": series.source.slug}
    address = series.indicator.get_absolute_url()
    return {"address": address, "query": urlencode(names), "sources": (series.source_id,)}


def indicator_charts(observations):
    """The charts of an indicator's page: the preferred series of each frequency that has enough values for a line."""
    preferred = observations.preferred
    if not preferred:
        return []
    charts = [trend_chart(preferred, id_prefix="course")]
    for frequency in Series.Frequency:
        figure = next(iter(observations.figures_of(frequency)), None)
        if figure and figure is not preferred:
            charts.append(trend_chart(figure, title=_by_frequency(figure), id_prefix=f"course-{frequency}"))
    return [chart for chart in charts if chart]


def _by_frequency(figure):
    names = {"indicator": figure.indicator.name, "frequency": label_of(figure.series, "frequency")}
    return _("%(indicator)s, %(frequency)s") % names


def note_on_counts(indicator):
    """Under a comparison of areas; the population itself needs none."""
    if indicator.kind not in (Indicator.Kind.COUNT, Indicator.Kind.AMOUNT) or indicator.slug == POPULATION:
        return ""
    return _("Not adjusted for population: where more people live there is more to count.")


def ranking_chart(observations, *, indicator, id_prefix):
    """Areas by value in one period, as bars; None for fewer than two."""
    if len(observations) < 2:
        return None
    period = observations[0].period.label()
    names = {"indicator": str(indicator.name), "area": str(observations[0].series.area.name), "period": period}
    title = _("%(indicator)s by province: %(area)s has the highest value in %(period)s") % names
    bars = [
        Row(str(each.series.area.name), each.value, each.text, False, each.status, each.low, each.high)
        for each in observations
    ]
    svg = bar_chart(bars, title=title, description=period, unit=str(indicator.unit), id_prefix=id_prefix)
    return Chart(
        title,
        capfirst(f"{indicator.unit}, {period}"),
        svg,
        ranking_grid(observations, title),
        note_on_counts(indicator),
        indicator.get_absolute_url(),
        "chart=provinces",
        tuple(dict.fromkeys(each.series.source_id for each in observations)),
    )


def chart_of(resolved, language, *, id_prefix=""):
    """A resolved data table as inline SVG: lines over time, bars for few periods or for areas, or the map that it is
    shown as; "" without values."""
    with override(language):
        title = resolved.get("finding") or resolved["title"]
        options = {"title": title, "id_prefix": id_prefix or f"chart-{resolved['slug']}"}
        if resolved["show"] == "map":
            return _area_map(resolved, options)
        if resolved["rows_are"] == "areas":
            return _area_bars(resolved, options)
        return _period_lines(resolved, options)


def measure_of(resolved):
    """The title of the chart in the active language: `Homicides (victims), Ecuador, yearly`."""
    columns = resolved["columns"]
    drawn = columns[-1:] if resolved["rows_are"] == "areas" else [columns[number] for number in _drawn_columns(columns)]
    if not drawn:
        return ""
    names, areas, frequencies = (
        {column[name] for column in drawn} for name in ("indicator_name", "area_name", "frequency")
    )
    measured = f"{names.pop()} ({drawn[0]['unit']})" if len(names) == 1 else drawn[0]["unit"]
    if resolved["rows_are"] == "areas":
        return capfirst(f"{measured}, {drawn[0]['period_label'] or drawn[0]['heading']}")
    area = [areas.pop()] if len(areas) == 1 else []
    labels = [str(Series.Frequency(code).label) for code in sorted(frequencies)]
    return capfirst(", ".join([measured, *area, *labels]))


def _drawn_columns(columns):
    """The indexes of the columns that have the unit of the first: a chart has one axis. A change has the unit of its
    values and is no line beside them."""
    first = (columns[0]["unit"], columns[0].get("formula")) if columns else None
    return [number for number, each in enumerate(columns) if (each["unit"], each.get("formula")) == first]


def _period_lines(resolved, options):
    columns = resolved["columns"]
    lines = [
        Line(columns[number]["heading"], _points(resolved, number), tone)
        for tone, number in enumerate(_drawn_columns(columns))
    ]
    lines = [line for line in lines if any(point.value is not None for point in line.points)]
    if not lines:
        return ""
    options |= {
        "unit": columns[0]["unit"],
        "frequency": columns[0]["frequency"],
        "description": " ".join(_line_description(line, several=len(lines) > 1) for line in lines),
    }
    if len(lines) == 1 and len(lines[0].points) <= MAX_PERIOD_BARS:
        return bar_chart(lines[0].points, **options)
    return line_chart(lines, **options)


def _points(resolved, number):
    """The column's points by period, missing ones included."""
    points = []
    for row in resolved["rows"]:
        cell = row["cells"][number]
        points.append(
            Point(
                period=Period.parse(row["period"]),
                value=_number(cell),
                text=cell["text"] if cell else "",
                is_part=cell["is_part"] if cell else row["is_part"],
                is_break=bool(cell) and cell["status"] == Status.BREAK,
                status=cell["status"] if cell else Status.MISSING.value,
                **_range(cell),
            )
        )
    return sorted(points, key=lambda point: point.period)


def _line_description(line, *, several):
    """`1,310 in 2014, 9,283 in 2025.`, after the line's name where there are several."""
    known = [point for point in line.points if point.value is not None]
    ends = known[:1] + known[1:][-1:]
    text = ", ".join(
        _("%(value)s in %(period)s") % {"value": point.text, "period": point.period.label()} for point in ends
    )
    return f"{line.label}: {text}." if several else f"{text}."


def _area_bars(resolved, options):
    if not resolved["columns"]:
        return ""
    cells = [(row["heading"], row["cells"][-1]) for row in resolved["rows"]]
    rows = [
        Row(
            heading,
            _number(cell),
            cell["text"] if cell else MISSING,
            is_part=bool(cell) and cell["is_part"],
            status=cell["status"] if cell else Status.MISSING.value,
            **_range(cell),
        )
        for heading, cell in cells
    ]
    if all(row.value is None for row in rows):
        return ""
    column = resolved["columns"][-1]
    options |= {
        "unit": column["unit"],
        "frequency": column["frequency"],
        "description": column["period_label"] or column["heading"],
    }
    return bar_chart(rows, **options)


def _area_map(resolved, options):
    """The last column, of the provinces among the rows."""
    if not has_map(resolved["rows"]):
        return ""
    column = resolved["columns"][-1]
    options |= {"unit": column["unit"], "description": column["period_label"] or column["heading"]}
    return province_map([_region(row) for row in resolved["rows"]], **options)


def _region(row):
    cell = row["cells"][-1]
    status = cell["status"] if cell else Status.MISSING.value
    return Region(row["area"] or "", row["heading"], _number(cell), cell["text"] if cell else MISSING, status)


def has_map(rows) -> bool:
    """Whether one of the resolved rows is a province with a value in the last column."""
    cells = (row["cells"][-1] for row in rows if row["cells"] and has_outline(row["area"] or ""))
    return any(_number(cell) is not None for cell in cells)


def _range(cell):
    return {name: Decimal(cell[name]) for name in ("low", "high") if cell and cell.get(name) is not None}


def _number(cell):
    return Decimal(cell["value"]) if cell and cell["value"] is not None else None

"""Charts of resolved data tables."""

from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..lib.charts import Line, Point, Row, bar_chart, line_chart
from ..lib.periods import Period
from .models import Series

FEW = 5  # up to so many periods of one series are bars
BREAK = "B"


def chart_of(resolved, language, *, id_prefix=""):
    """A resolved data table as inline SVG: lines over time, bars for few periods or for areas; "" without values."""
    with override(language):
        title = resolved.get("finding") or resolved["title"]
        options = {"title": title, "id_prefix": id_prefix or f"chart-{resolved['slug']}"}
        if resolved["rows_are"] == "areas":
            return _areas(resolved, options)
        return _periods(resolved, options)


def measure_of(resolved):
    """What the chart counts, where and how often: `Homicides (victims), Ecuador, yearly`; in the language in use."""
    columns = resolved["columns"]
    drawn = columns[-1:] if resolved["rows_are"] == "areas" else [columns[number] for number in _drawn(columns)]
    if not drawn:
        return ""
    names, places, rhythms = (
        {column[name] for column in drawn} for name in ("indicator_name", "area_name", "frequency")
    )
    measured = f"{names.pop()} ({drawn[0]['unit']})" if len(names) == 1 else drawn[0]["unit"]
    if resolved["rows_are"] == "areas":
        return capfirst(f"{measured}, {drawn[0]['period_label'] or drawn[0]['heading']}")
    where = [places.pop()] if len(places) == 1 else []
    return capfirst(", ".join([measured, *where, *(str(Series.Frequency(code).label) for code in sorted(rhythms))]))


def _drawn(columns):
    """The numbers of the columns that share the chart's one axis."""
    return [number for number, column in enumerate(columns) if column["unit"] == columns[0]["unit"]]


def _periods(resolved, options):
    columns = resolved["columns"]
    drawn = _drawn(columns)
    lines = [
        Line(columns[number]["heading"], points, tone)
        for tone, (number, points) in enumerate((number, _points(resolved, number)) for number in drawn)
        if any(point.value is not None for point in points)
    ]
    if not lines:
        return ""
    options |= {
        "unit": columns[0]["unit"],
        "frequency": columns[0]["frequency"],
        "description": " ".join(_said(line, several=len(lines) > 1) for line in lines),
    }
    if len(lines) == 1 and len(lines[0].points) <= FEW:
        return bar_chart(lines[0].points, **options)
    return line_chart(lines, **options)


def _points(resolved, number):
    """The column's points in the order of time, missing ones included."""
    points = []
    for row in resolved["rows"]:
        cell = row["cells"][number]
        points.append(
            Point(
                period=Period.parse(row["period"]),
                value=_number(cell),
                text=cell["text"] if cell else "",
                is_part=cell["is_part"] if cell else row["is_part"],
                is_break=bool(cell) and cell["status"] == BREAK,
                status=cell["status"] if cell else "M",
            )
        )
    return sorted(points, key=lambda point: point.period)


def _said(line, *, several):
    """`1,310 in 2014, 9,283 in 2025.`, after the line's name where there are several."""
    known = [point for point in line.points if point.value is not None]
    ends = known[:1] + known[1:][-1:]
    words = ", ".join(
        _("%(value)s in %(period)s") % {"value": point.text, "period": point.period.label()} for point in ends
    )
    return f"{line.label}: {words}." if several else f"{words}."


def _areas(resolved, options):
    if not resolved["columns"]:
        return ""
    cells = [(row["heading"], row["cells"][-1]) for row in resolved["rows"]]
    rows = [
        Row(heading, _number(cell), cell["text"] if cell else "–", bool(cell) and cell["is_part"])
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


def _number(cell):
    return Decimal(cell["value"]) if cell and cell["value"] is not None else None

"""The input of charts (points, lines, rows) and functions that write SVG elements."""

import re
import textwrap
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from ..periods import Period

# Space is reserved for text of the size on a phone, where a chart is 328 px wide. The stylesheet uses PHONE_TEXT there,
# a tenth more on narrower ones, and WIDE_TEXT on wide screens, where alone it shows elements of class `wide`.
WIDTH, HEIGHT = 560, 340  # set the proportions; CSS sets the size
PHONE_TEXT = 21
WIDE_TEXT = 13
LINE_HEIGHT = 23
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Point:
    period: Period
    value: Decimal | None
    text: str
    is_part: bool = False
    is_break: bool = False
    status: str = "A"
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass
class Line:
    label: str
    points: list[Point]
    tone: int = 0


@dataclass
class Row:
    """One horizontal bar: an area, a category."""

    label: str
    value: Decimal | None
    text: str
    is_part: bool = False
    status: str = "A"
    low: Decimal | None = None
    high: Decimal | None = None


def width_of(text, size=PHONE_TEXT, *, is_bold=False) -> float:
    """The estimated width of `text` in a rather wide font."""
    return len(text) * size * (0.65 if is_bold else 0.57)


def coordinate(value) -> str:
    text = f"{value:.1f}" if type(value) is float else f"{float(value):.1f}"
    if not text.endswith(".0"):
        return text
    return "0" if text == "-0.0" else text[:-2]


def escaped(text) -> str:
    text = str(text)
    return escape(text if text.isprintable() else NOT_XML.sub("", text))


def element(name, content="", **attributes) -> str:
    """An SVG element. `content` must be SVG; attributes are escaped; `font_size` becomes `font-size`."""
    written = "".join(
        f' {_attribute(key)}="{escaped(value) if isinstance(value, str) else coordinate(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


@lru_cache(100)
def _attribute(key):
    return key.rstrip("_").replace("_", "-")


def text(content, **attributes) -> str:
    return element("text", escaped(content), **attributes) if content else ""


def titled(content) -> str:
    return element("title", escaped(content))


def drawing(pieces, *, title, description, id_prefix, height=HEIGHT) -> SafeString:
    """The complete SVG with a title and a description for screen readers."""
    title_id, description_id = f"{id_prefix}-title", f"{id_prefix}-desc"
    labelled = f"{title_id} {description_id}" if description else title_id
    head = element("title", escaped(title) or " ", id=title_id)
    if description:
        head += element("desc", escaped(description), id=description_id)
    svg = element(
        "svg",
        head + "".join(pieces),
        class_="chart",
        viewBox=f"0 0 {coordinate(WIDTH)} {coordinate(height)}",
        role="img",
        aria_labelledby=labelled,
        font_size=WIDE_TEXT,
        xmlns="http://www.w3.org/2000/svg",
    )
    return mark_safe(svg)


def nothing_to_draw(**texts) -> SafeString:
    message = text(gettext("No values to show"), x=WIDTH / 2, y=LINE_HEIGHT * 2, class_="note", text_anchor="middle")
    return drawing([message], height=LINE_HEIGHT * 4, **texts)


def value_axis(y, names, unit, left, right) -> str:
    """The grid, the unit above it and the values beside it; `names` are those of the ticks of the scale `y`."""
    grid = "".join(f"M{coordinate(left)} {coordinate(y(tick))}H{coordinate(right)}" for tick in y.ticks)
    values = "".join(text(name, x=left - 8, y=y(tick) + 5) for tick, name in zip(y.ticks, names, strict=True))
    return (
        element("path", d=grid, class_="grid", stroke="currentColor", stroke_opacity=0.2)
        + text(unit, x=0, y=LINE_HEIGHT - 6, class_="unit")
        + element("g", values, class_="axis", text_anchor="end")
    )


def time_axis(ticks, bottom) -> str:
    dates = "".join(
        text(tick.label, x=tick.x, y=bottom + LINE_HEIGHT, class_="wide" if tick.is_wide else None)
        + text(tick.year, x=tick.x, y=bottom + 2 * LINE_HEIGHT)
        for tick in ticks
    )
    return element("g", dates, class_="axis", text_anchor="middle")


def by_period(point):
    """Sort key; comparing `Period`s takes three times as long."""
    return point.period.start, point.period.months


def is_part(point, frequency) -> bool:
    return point.is_part or point.period.is_part(frequency)


def described(point, label="") -> str:
    """The tooltip of a point: `Ministry, January–November 2024: 6,275 (provisional)`."""
    name = f"{label}, {point.period.label()}" if label else point.period.label()
    return f"{name}: {point.text}{remark(point)}"


def remark(point) -> str:
    if point.status == "P":
        return f" ({gettext('provisional')})"
    return f" ({gettext('estimated')})" if point.status == "E" else ""


def is_provisional(point) -> bool:
    return point.status == "P" and point.value is not None


def bounds(points) -> list[Decimal]:
    """All numbers that a chart must have room for: values, and the ends of their ranges."""
    return [number for point in points for number in (point.value, point.low, point.high) if number is not None]


def whisker(point, x, y) -> str:
    """The line from low to high at a value with a range; x and y are scales or numbers of the same chart."""
    if point.value is None or (point.low is None and point.high is None):
        return ""
    low, high = (y(point.value if end is None else end) for end in (point.low, point.high))
    d = f"M{coordinate(x - 4)} {coordinate(low)}h8m-4 0V{coordinate(high)}m-4 0h8"
    return element("path", titled(described(point)), d=d, class_="whisker", stroke="currentColor", stroke_width=1.5)


def provisional_note(points, frequency) -> str:
    """`Provisional: 2025`, or of many `Provisional: Jan 2025–Jul 2026`; "" without any. Those of whole periods: parts
    have a mark of their own."""
    periods = sorted({point.period for point in points if is_provisional(point) and not is_part(point, frequency)})
    names = [period.short_label() for period in periods]
    if not names:
        return ""
    shown = ", ".join(names) if len(names) <= 3 else gettext("%(first)s to %(last)s") % _ends(names)
    return gettext("Provisional: %(periods)s") % {"periods": shown}


def _ends(names):
    return {"first": names[0], "last": names[-1]}


def part_note(points, frequency) -> str:
    """The note that lists partial periods: `Part of a year: Jan–Nov 2024, Jan–Nov 2025`."""
    periods = sorted({point.period for point in points if point.value is not None and is_part(point, frequency)})
    if not periods:
        return ""
    heading = {"A": gettext("Part of a year"), "Q": gettext("Part of a quarter")}.get(frequency, gettext("Not a month"))
    provisional = {point.period for point in points if is_provisional(point)}
    word = f" ({gettext('provisional')})"
    names = [period.short_label() + (word if period in provisional else "") for period in periods]
    return f"{heading}: " + ", ".join(names[:4] + ["…"] * (len(names) > 4))


def note_lines(note) -> list[str]:
    return textwrap.wrap(note, int((WIDTH - 26) / (PHONE_TEXT * 0.57))) if note else []


def note_text(lines, height, mark) -> str:
    """The outlined mark and its explanation, at the bottom of a chart of this height."""
    if not lines:
        return ""
    y = height - LINE_HEIGHT * (len(lines) - 1) - 7
    rest = "".join(element("tspan", escaped(line), x=20, dy=LINE_HEIGHT) for line in lines[1:])
    ring = {"fill": "none", "stroke": "currentColor", "stroke_width": 2, "class_": "note-mark"}
    if mark == "ring":
        svg = element("circle", cx=7, cy=y - 5, r="5", **ring)
    elif mark == "diamond":
        svg = element("path", d=diamond(7, y - 5), **ring)
    else:
        dashes = "4 2" if mark == "outline" else None
        svg = element("rect", x=2, y=y - 11, width=10, height=12, stroke_dasharray=dashes, **ring)
    return svg + element("text", escaped(lines[0]) + rest, x=20, y=y, class_="note")


def diamond(x, y, size=6) -> str:
    return f"M{coordinate(x)} {coordinate(y - size)}l{size} {size}-{size} {size}-{size}-{size}z"


class Notes:
    """The legend below a chart: the marks of partial periods and of provisional values."""

    def __init__(self, points, frequency, *, part, provisional):
        texts = [(part_note(points, frequency), part), (provisional_note(points, frequency), provisional)]
        self.notes = [(note_lines(note), mark) for note, mark in texts if note]

    @property
    def height(self) -> int:
        return LINE_HEIGHT * sum(len(lines) for lines, _mark in self.notes)

    def drawn(self, height) -> str:
        """At the bottom of a chart of this height."""
        svg, below = "", self.height
        for lines, mark in self.notes:
            below -= LINE_HEIGHT * len(lines)
            svg += note_text(lines, height - below, mark)
        return svg

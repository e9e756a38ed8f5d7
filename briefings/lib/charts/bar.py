"""Bar charts: horizontal bars for areas, vertical ones for periods. A partial period is drawn as an outline."""

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ..periods import months_since_zero
from .labels import Box, wrapped
from .marks import (
    HEIGHT,
    LINE_HEIGHT,
    PHONE_TEXT,
    WIDE_TEXT,
    WIDTH,
    Notes,
    Point,
    Row,
    bounds,
    coordinate,
    described,
    drawing,
    element,
    is_part,
    is_provisional,
    note_text,
    nothing_to_draw,
    remark,
    text,
    time_axis,
    titled,
    value_axis,
    whisker,
    width_of,
)
from .scale import ValueScale, round_ticks, tick_texts, time_scale, time_ticks

CROWD = 60  # with more bars than this, only the last and the largest are labelled
OUTLINE = {"fill": "none", "stroke": "currentColor", "stroke_width": 2, "stroke_dasharray": "4 2"}
OPEN = {"fill": "none", "stroke": "currentColor", "stroke_width": 2}
SOLID = {"fill": "currentColor"}


def bar_chart(
    rows: Iterable[Point | Row], *, title: str, description="", unit="", frequency="A", id_prefix="chart"
) -> SafeString:
    """`Point`s become vertical bars over time, `Row`s horizontal bars in the given order."""
    rows = list(rows)
    if all(row.value is None for row in rows):
        return nothing_to_draw(title=title, description=description, id_prefix=id_prefix)
    if isinstance(rows[0], Point):
        pieces, height = _columns(rows, unit, frequency), HEIGHT
    else:
        pieces, height = _bars(rows, unit)
    return drawing(pieces, title=title, description=description, height=height, id_prefix=id_prefix)


def _columns(points, unit, frequency):
    ticks = round_ticks(bounds(points))
    names, unit = tick_texts(ticks, unit)
    left, right, top = max(map(width_of, names)) + 8, WIDTH - 16, 2 * LINE_HEIGHT
    time = time_scale([point.period for point in points], frequency, left + 4, right)
    when = time_ticks(time, frequency)
    notes = Notes(points, frequency, part="outline", provisional="box")
    bottom = HEIGHT - LINE_HEIGHT * (1 + any(tick.year for tick in when)) - notes.height - 12
    y = ValueScale(ticks, bottom, top)
    zero = f"M{coordinate(left)} {coordinate(y.zero)}H{coordinate(right)}"
    return [
        value_axis(y, names, unit, left, right),
        element("g", "".join(_column(point, frequency, time, y) for point in points), class_="tone-0"),
        element("path", d=zero, class_="axis-line", stroke="currentColor"),
        element("g", _column_values(points, frequency, time, y), class_="value-label", text_anchor="middle"),
        time_axis(when, bottom),
        notes.drawn(HEIGHT),
    ]


def _column_box(point, time, y):
    start = time(months_since_zero(point.period.start))
    wide = point.period.months * time.month
    gap = min(wide * 0.15, 6)
    top, bottom = sorted((y(point.value), y.zero))
    return Box(start + gap, top, max(start + wide - gap, start + gap + 0.5), max(bottom, top + 0.5))


def _column(point, frequency, time, y):
    if point.value is None:
        return ""
    box, part = _column_box(point, time, y), is_part(point, frequency)
    return element(
        "rect",
        titled(described(point)),
        x=box.left,
        y=box.top,
        width=box.right - box.left,
        height=box.bottom - box.top,
        class_=_look(point, part)[0],
        **_look(point, part)[1],
    ) + whisker(point, (box.left + box.right) / 2, y)


def _look(bar, part):
    """The classes of a bar and its paint: dashed for a part of a year, open for a provisional value."""
    if part:
        return "bar part", OUTLINE
    return ("bar provisional", OPEN) if is_provisional(bar) else ("bar", SOLID)


def _column_values(points, frequency, time, y):
    """Values above their bars, as many as fit: first the last and the largest; on wide screens, smaller and more."""
    bars = {point.period: (point, _column_box(point, time, y)) for point in points if point.value is not None}
    periods = sorted(bars)
    last = [period for period in periods if not is_part(bars[period][0], frequency)][-1:]
    first = dict.fromkeys([*last, periods[-1], max(periods, key=lambda period: bars[period][0].value)])
    if len(periods) > CROWD:
        obstacles, order = [], first  # the bars are very thin, so a label may overlap neighbouring bars
    else:
        obstacles, order = [box for _point, box in bars.values()], first | dict.fromkeys(reversed(periods))
    taken, placed = {PHONE_TEXT: [], WIDE_TEXT: []}, {}
    for size in (PHONE_TEXT, WIDE_TEXT):
        for period in (period for period in order if period not in placed):
            point, bar = bars[period]
            middles = [(bar.left + bar.right) / 2]
            if is_part(point, frequency):
                middles.append(bar.left + width_of(point.text, size, is_bold=True) / 2)
            for middle in middles:
                box = _value_box(point, middle, size, y)
                others = [other for other in obstacles if other is not bar] + taken[size]
                if box.right <= time.end + 14 and not any(map(box.overlaps, others)):
                    placed[period] = (middle, "wide" if size == WIDE_TEXT else None)
                    taken[PHONE_TEXT].append(box)
                    taken[WIDE_TEXT].append(box)
                    break
    return "".join(
        text(bars[period][0].text, x=x, y=_value_place(bars[period][0], y), class_=class_)
        for period, (x, class_) in sorted(placed.items())
    )


def _value_box(point, middle, size, y):
    half, top = width_of(point.text, size, is_bold=True) / 2, _value_place(point, y) - size * 0.8
    return Box(middle - half, top, middle + half, top + size * 0.85)


def _value_place(point, y):
    return y(point.value) + (LINE_HEIGHT - 4 if point.value < 0 else -6)


def _bars(rows, unit):
    known = bounds(rows)
    names = [wrapped(row.label, WIDTH * 0.4) for row in rows]
    column = min(WIDTH * 0.42, max(width_of(line) for name in names for line in name or [""])) + 10
    room = max(width_of(row.text, is_bold=True) for row in rows) + 8
    low, high = min(*known, 0, 0), max(*known, 0, 0)
    if low == high:
        high = low + 1
    x = ValueScale([low, high], column + (room if low < 0 else 0), WIDTH - room)
    pieces, y = [], LINE_HEIGHT if unit else 2
    if unit:
        pieces.append(text(unit, x=x.zero, y=LINE_HEIGHT - 8, class_="unit"))
    top = y
    for row, lines in zip(rows, names, strict=True):
        height = 30 + (len(lines) - 1 if lines else 0) * (LINE_HEIGHT - 3)
        pieces.append(_bar(row, lines, x, y, height, column))
        y += height
    d = f"M{coordinate(x.zero)} {coordinate(top)}V{coordinate(y)}"
    pieces.append(element("path", d=d, class_="axis-line", stroke="currentColor"))
    if any(map(is_provisional, rows)):
        y += LINE_HEIGHT
        pieces.append(note_text([gettext("Provisional")], y, "box"))
    return pieces, y + 4


def _range_line(row, x, middle):
    if row.low is None and row.high is None:
        return ""
    low, high = (coordinate(x(row.value if end is None else end)) for end in (row.low, row.high))
    y, title = coordinate(middle), titled(f"{row.label}: {row.text}{remark(row)}")
    d = f"M{low} {coordinate(middle - 4)}v8m0-4V{y}H{high}m0-4v8"
    return element("path", title, d=d, class_="whisker", stroke="currentColor", stroke_width=1.5)


def _bar(row, lines, x, y, height, column):
    middle = y + height / 2
    content = "".join(
        text(line, x=column - 10, y=middle + 6 + (index - (len(lines) - 1) / 2) * (LINE_HEIGHT - 3))
        for index, line in enumerate(lines)
    )
    content = element("g", content, class_="axis", text_anchor="end")
    place, anchor = x.zero + 6, "start"
    if row.value is not None:
        classes, paint = _look(row, row.is_part)
        start, end = sorted((x(row.value), x.zero))
        content += element(
            "rect",
            titled(f"{row.label}: {row.text}{remark(row)}"),
            x=start,
            y=middle - 10,
            width=max(end - start, 0.5),
            height=20,
            class_=f"{classes} tone-0",
            **paint,
        ) + _range_line(row, x, middle)
        place, anchor = (start - 6, "end") if row.value < 0 else (end + 6, "start")
    return content + text(row.text, x=place, y=middle + 6, class_="value-label", text_anchor=anchor)

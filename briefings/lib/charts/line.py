"""Line charts and sparklines. A missing value leaves a gap; a partial period is never joined to a full one."""

from dataclasses import fields
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from ..numbers import language_code
from ..periods import months_since_zero
from .labels import Box, EndLabel, Labels, spread, wrapped
from .marks import (
    HEIGHT,
    LINE_HEIGHT,
    WIDTH,
    Line,
    Notes,
    Point,
    bounds,
    by_period,
    coordinate,
    described,
    diamond,
    drawing,
    element,
    is_part,
    is_provisional,
    nothing_to_draw,
    time_axis,
    titled,
    value_axis,
    whisker,
    width_of,
)
from .scale import ValueScale, round_ticks, tick_texts, time_scale, time_ticks, year_starts

DENSE = 40  # with more points than this in a line, dots are small
CROWD = 24  # with more points than this, the last value is placed to the right of the line
PART_LABELS = 6  # with more partial periods than this, they have no labels, only the note


OF_POINT = attrgetter(*(each.name for each in fields(Point)))


def line_chart(
    lines: list[Line], *, title: str, description="", unit="", frequency="A", id_prefix="chart"
) -> SafeString:
    drawn = tuple([(line.label, tuple(map(OF_POINT, line.points)), line.tone) for line in lines])
    return _line_chart(drawn, title, description, unit, frequency, id_prefix, language_code())


@lru_cache(50)
def _line_chart(lines, title, description, unit, frequency, id_prefix, _language):
    """Kept in memory: a publication changes few charts, and to draw one takes ten times as long as to compare it."""
    lines = [Line(label, [Point(*point) for point in points], tone) for label, points, tone in lines]
    points = [point for line in lines for point in line.points]
    values = bounds(points)
    if not any(point.value is not None for point in points):
        return nothing_to_draw(title=title, description=description, id_prefix=id_prefix)
    frame = Frame(lines, points, values, unit, frequency)
    pieces = [*frame.axes()]
    drawn = [frame.line(line, len(lines) > 1) for line in lines]
    pieces += [svg for svg, _segments, _marks in drawn]
    pieces += frame.labels(
        lines,
        [segment for _svg, segments, _marks in drawn for segment in segments],
        [mark for _svg, _segments, marks in drawn for mark in marks],
    )
    return drawing(pieces, title=title, description=description, height=frame.height, id_prefix=id_prefix)


class Frame:
    def __init__(self, lines, points, values, unit, frequency):
        ticks = round_ticks(values)
        self.frequency = frequency
        self.tick_texts, self.unit = tick_texts(ticks, unit)
        self.left = max(map(width_of, self.tick_texts)) + 8
        self.margin = (
            min(170, max(90, *(width_of(line.label, is_bold=True) for line in lines))) if len(lines) > 1 else 0
        )
        self.right = WIDTH - (self.margin or self._room_for_last_value(lines)) - 14
        self.time = time_scale([point.period for point in points], frequency, self.left + 6, self.right)
        self.time_ticks = time_ticks(self.time, frequency)
        self.notes = Notes(points, frequency, part="ring", provisional="diamond")
        self.top = LINE_HEIGHT + 12
        below = LINE_HEIGHT * (1 + any(tick.year for tick in self.time_ticks)) + self.notes.height + 12
        names = sum(LINE_HEIGHT * (len(wrapped(line.label, self.margin, is_bold=True)) + 1) + 4 for line in lines)
        self.height = max(HEIGHT, names + below + self.top if self.margin else 0)
        self.bottom = self.height - below
        self.y = ValueScale(ticks, self.bottom, self.top)

    def _room_for_last_value(self, lines):
        """With many points there is no room for the last value above the line, so it goes to the right of it."""
        ends = [last for line in lines if len(line.points) > CROWD and (last := last_full(line, self.frequency))]
        return max((width_of(point.text, is_bold=True) for point in ends), default=0)

    def axes(self):
        """The grid and values, the time axis, and the note on partial periods."""
        yield value_axis(self.y, self.tick_texts, self.unit, self.left, self.right)
        yield element("path", d=self._baseline(), class_="axis-line", stroke="currentColor")
        yield time_axis(self.time_ticks, self.bottom)
        yield self.notes.drawn(self.height)

    def _baseline(self):
        ticks = "".join(f"M{coordinate(x)} {coordinate(self.bottom)}v5" for x in year_starts(self.time, self.frequency))
        return f"M{coordinate(self.left)} {coordinate(self.y.zero)}H{coordinate(self.right)}{ticks}"

    def place(self, point):
        return self.time.middle(point.period), self.y(point.value)

    def line(self, line, is_named):
        """The SVG of one line, its segments and the positions of its points."""
        points = sorted(line.points, key=by_period)
        name = line.label if is_named else ""
        full, dots, rings, opened, ranges, places = [], [], [], [], "", {}
        for point in points:
            is_full = not is_part(point, self.frequency)
            if is_full:
                full.append(point)
            if point.value is None:
                continue
            x, y = places[id(point)] = self.place(point)
            title = titled(described(point, name))
            ranges += whisker(point, x, self.y)
            if is_full and is_provisional(point):
                opened.append(f'<path d="{diamond(x, y, 3 if len(points) > DENSE else 6)}">{title}</path>')
            elif is_full:
                dots.append(f'<path d="M{coordinate(x)} {coordinate(y)}h0">{title}</path>')
            else:
                rings.append(f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="5">{title}</circle>')
        runs = [[places[id(point)] for point in run] for run in joined(full)]
        path = "".join("M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in run) for run in runs if run[1:])
        size = 3 if len(dots) + len(opened) > DENSE else 7
        ink = {"fill": "none", "stroke": "currentColor"}
        svg = element("path", d=path, class_="line", stroke_width=2, **ink) if path else ""
        if dots:
            svg += element("g", "".join(dots), class_="dots", stroke_width=size, stroke_linecap="round", **ink)
        if opened:
            svg += element("g", "".join(opened), class_="provisional", stroke_width=2, **ink)
        if rings:
            svg += element("g", "".join(rings), class_="part", stroke_width=2, **ink)
        svg = self.breaks(points) + element("g", ranges + svg, class_=f"tone-{line.tone}")
        return svg, [segment for run in runs for segment in pairwise(run)], list(places.values())

    def breaks(self, points):
        svg, words = "", gettext("Break in series")
        for point in points:
            if point.is_break:
                x = coordinate(self.time(months_since_zero(point.period.start)))
                name = f"{words}: {point.period.label()}"
                d = f"M{x} {coordinate(self.top)}V{coordinate(self.bottom)}"
                svg += element("path", titled(name), d=d, class_="break", stroke="currentColor", stroke_dasharray="4 3")
        return svg

    def labels(self, lines, segments, marks):
        """Names and last values in the margin (with one line only the last value), then labels of partial periods."""
        edge = self.right + 8 if self.margin else WIDTH
        labels = Labels(Box(self.left, 0, edge, self.bottom), segments, marks[-200:], self.right)
        ends = [(line, point) for line in lines if (point := last_full(line, self.frequency))]
        parts = [
            (line, point)
            for line in lines
            for point in line.points
            if point.value is not None and is_part(point, self.frequency)
        ]
        if self.margin:
            for svg, leader in self._end_labels(ends or parts[-1:]):
                labels.segments += leader
                yield svg
        else:
            for line, point in ends:
                yield self._label(labels, line, point, [point.text], "value-label")
            for line, point in self._peaks(lines, ends):
                yield self._peak_label(labels, line, point)
        for line, point in parts if len(parts) <= PART_LABELS else []:
            months = point.period.short_label().removesuffix(f" {point.period.start.year}")
            yield self._label(labels, line, point, [point.text, months], "part-label") or self._label(
                labels, line, point, [point.text], "part-label"
            )

    def _peaks(self, lines, ends):
        """The highest and the lowest whole period of a line, where each is one and not the last."""
        last = [point for _line, point in ends]
        for line in lines:
            full = [point for point in line.points if point.value is not None and not is_part(point, self.frequency)]
            for extreme in (max, min) if len(full) > 2 else ():
                value = extreme(point.value for point in full)
                peaks = [point for point in full if point.value == value]
                if len(peaks) == 1 and peaks[0] not in last:
                    yield line, peaks[0]

    def _peak_label(self, labels, line, point):
        """With its period where there are many, if there is room."""
        named = [f"{point.text}, {point.period.short_label()}"] if len(line.points) > CROWD else []
        drawn = (self._label(labels, line, point, [words], "value-label") for words in [*named, point.text])
        return next(filter(None, drawn), "")

    def _label(self, labels, line, point, lines, class_):
        return labels.place(*self.place(point), lines, f"{class_} tone-{line.tone}")

    def _end_labels(self, ends):
        x, wanted, places = self.right + 12, [], {}
        for line, point in ends:
            place = self.place(point)
            label = EndLabel(
                place[1] - LINE_HEIGHT / 2, point.text, wrapped(line.label, self.margin, is_bold=True), line.tone
            )
            wanted.append(label)
            places[id(label)] = place
        for label in spread(wanted, 0, self.bottom + 4):
            (end_x, end_y), middle = places[id(label)], label.y + LINE_HEIGHT / 2
            svg, leader = label.drawn(x), []
            if abs(middle - end_y) > LINE_HEIGHT / 2 or x - end_x > 60:
                leader = [((end_x + 6, end_y), (x - 3, middle))]
                d = f"M{coordinate(end_x + 6)} {coordinate(end_y)}L{coordinate(x - 3)} {coordinate(middle)}"
                svg = element("path", d=d, class_="leader", stroke="currentColor", stroke_opacity=0.4) + svg
            yield svg, leader


def joined(points: list[Point]) -> list[list[Point]]:
    """Split points into runs without a gap, a missing value or a break."""
    runs, before = [], None
    for point in points:
        if point.value is None:
            before = None
            continue
        if before and not point.is_break and point.period.start <= before.period.end:
            runs[-1].append(point)
        else:
            runs.append([point])
        before = point
    return runs


def last_full(line: Line, frequency: str) -> Point | None:
    full = [point for point in line.points if point.value is not None and not is_part(point, frequency)]
    return max(full, key=by_period, default=None)


def sparkline(points: list[Point], *, title: str, frequency="A") -> SafeString:
    """A small line without axes. The last value has a dot, a partial period a ring."""
    width, height = 120, 32
    points = sorted(points, key=by_period)
    known = [point for point in points if point.value is not None]
    content = titled(title)
    if known:
        time = time_scale([point.period for point in points], frequency, 4, width - 4)
        values = [Decimal(0), *(point.value for point in known)]
        y = ValueScale([min(values), max(values) if any(values) else Decimal(1)], height - 4, 4)
        parts = [point for point in points if is_part(point, frequency)]
        full = [point for point in points if point not in parts] if parts else points
        places = {id(point): f"{coordinate(time.middle(point.period))} {coordinate(y(point.value))}" for point in known}
        runs = ([places[id(point)] for point in run] for run in joined(full))
        path = "".join("M" + "L".join(run) + ("h0" if len(run) == 1 else "") for run in runs)
        ink = 'fill="none" stroke="currentColor"'
        if path:
            content += f'<path d="{path}" class="line" stroke-width="1.5" stroke-linecap="round" {ink}/>'
        last = known[-1]
        for point in [each for each in parts if each.value is not None and each is not last] + [last]:
            x, top = places[id(point)].split()
            look = 'class="dot" fill="currentColor"'
            if point in parts or is_provisional(point):
                look = f'class="{"part" if point in parts else "provisional"}" {ink}'
            content += f'<circle cx="{x}" cy="{top}" r="2.5" {look}/>'
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return mark_safe(f'<svg class="spark" role="img" xmlns="http://www.w3.org/2000/svg" {size}>{content}</svg>')

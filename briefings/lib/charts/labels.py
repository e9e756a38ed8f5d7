import textwrap
from dataclasses import dataclass

from .marks import LINE_HEIGHT, PHONE_TEXT, element, escaped, width_of

CLEAR = 9  # distance between a mark and its label


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def is_crossed_by(self, segment) -> bool:
        """Whether a straight line enters the box (Liang and Barsky's clipping)."""
        (x0, y0), (x1, y1) = segment
        enters, leaves = 0.0, 1.0
        for delta, near, far in (
            (x1 - x0, self.left - x0, self.right - x0),
            (y1 - y0, self.top - y0, self.bottom - y0),
        ):
            if not delta:
                if near > 0 or far < 0:
                    return False
                continue
            first, last = sorted((near / delta, far / delta))
            enters, leaves = max(enters, first), min(leaves, last)
        return enters <= leaves


class Labels:
    """Places labels one after the other, each where it covers no line, mark or earlier label."""

    def __init__(self, area, segments, marks, edge):
        self.area, self.segments = area, segments
        self.edge = edge  # x where the lines end and the margin begins
        self.taken = [Box(x - 5, y - 5, x + 5, y + 5) for x, y in marks]

    def place(self, x, y, lines, class_) -> str:
        """The SVG of the label at the first free side of (x, y); "" when no side is free."""
        lines = [line for line in lines if line]
        is_bold = "value-label" in class_
        width = max((width_of(line, is_bold=is_bold) for line in lines), default=0)
        height = LINE_HEIGHT * len(lines)
        beside = ("start", x + CLEAR, y - height / 2)
        sides = [
            ("middle", x - width / 2, y - CLEAR - height),
            ("end", x - width + CLEAR, y - CLEAR - height),
            ("end", x - CLEAR - width, y - height / 2),
            ("middle", x - width / 2, y + CLEAR),
            beside,
            ("end", x - width + CLEAR, y + CLEAR),
        ]
        for anchor, left, top in [beside, *sides] if x > self.edge - 30 else sides:
            box = Box(left, top, left + width, top + height)
            if lines and self._is_free(box):
                self.taken.append(box)
                place = {"middle": left + width / 2, "end": left + width, "start": left}[anchor]
                below = top >= y
                return _text_block(lines, place, box, class_, anchor, hangs=below)
        return ""

    def _is_free(self, box) -> bool:
        return (
            self.area.left <= box.left
            and box.right <= self.area.right
            and self.area.top <= box.top
            and box.bottom <= self.area.bottom
            and not any(box.overlaps(other) for other in self.taken)
            and not any(box.is_crossed_by(segment) for segment in self.segments)
        )


def _text_block(lines, x, box, class_, anchor, *, hangs):
    """Text aligned with the bottom of the box; with its top when the label is below its mark (`hangs`)."""
    first, *rest = lines
    baseline = box.top + PHONE_TEXT * 0.85 if hangs or rest else box.bottom - 5
    content = escaped(first) + "".join(element("tspan", escaped(line), x=x, dy="1.15em") for line in rest)
    return element("text", content, x=x, y=baseline, class_=class_, text_anchor=anchor)


@dataclass
class EndLabel:
    """The last value and the name of a line, in the margin beside its end."""

    y: float
    value: str
    lines: list[str]
    tone: int

    @property
    def height(self) -> float:
        return LINE_HEIGHT * (len(self.lines) + bool(self.value)) + 4

    def drawn(self, x) -> str:
        texts = [element("tspan", escaped(self.value), class_="value-label")] if self.value else []
        for line in self.lines:
            place = {"x": x, "dy": "1.15em"} if texts else {}
            texts.append(element("tspan", escaped(line), **place))
        return element("text", "".join(texts), x=x, y=self.y + PHONE_TEXT * 0.85, class_=f"end-label tone-{self.tone}")


def spread(labels, top, bottom) -> list[EndLabel]:
    """Sort the labels by y and move them apart so that none overlaps another."""
    labels = sorted(labels, key=lambda label: label.y)
    edge = top
    for label in labels:
        label.y = max(label.y, edge)
        edge = label.y + label.height
    for label in reversed(labels):
        label.y = max(top, min(label.y, bottom - label.height))
        bottom = label.y
    return labels


def wrapped(label, width, *, is_bold=False) -> list[str]:
    most = max(6, int(width / width_of("0", is_bold=is_bold)))
    return textwrap.wrap(label, most, max_lines=3, placeholder="…", break_on_hyphens=False)

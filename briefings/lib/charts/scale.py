import math
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property

from django.utils.translation import gettext

from ..numbers import exact, format_number
from ..periods import SHORT_MONTHS, SHORT_QUARTERS, language_code, months_since_zero
from .marks import PHONE_TEXT, WIDE_TEXT, width_of

MONTH_AXIS = 30  # up to this many months, the axis is labelled with months or quarters; above it, with years
GAP = 4  # minimum distance between two labels
BEYOND = 12  # how far the middle of the last label may lie behind the end of the axis


@dataclass(frozen=True)
class ValueScale:
    """Maps values to coordinates from `start` (lowest tick) to `end` (highest tick)."""

    ticks: list[Decimal]
    start: float
    end: float

    @cached_property
    def _low_and_range(self):
        return float(self.ticks[0]), float(self.ticks[-1] - self.ticks[0])

    def __call__(self, value) -> float:
        low, range_ = self._low_and_range
        return self.start + (self.end - self.start) * ((float(value) - low) / range_)

    @property
    def zero(self) -> float:
        """The coordinate of zero, or of the end of the axis nearest to it."""
        return self(min(max(Decimal(0), self.ticks[0]), self.ticks[-1]))


def round_ticks(values) -> list[Decimal]:
    """3 to 5 round values that span zero and all values; whole numbers when all values are whole."""
    values = [Decimal(0), *map(Decimal, values)]
    low, high = min(values), max(values)
    whole = all(value == value.to_integral_value() for value in values)
    if whole and high - low < 2:
        high = low + 2
    step = Decimal(10) ** ((high - low).adjusted() - 1)
    if whole:
        step = max(step, Decimal(1))
    while True:
        for factor in (1, 2, Decimal("2.5"), 5):
            size = step * factor
            if whole and size != size.to_integral_value():
                continue
            first = (low / size).to_integral_value(ROUND_FLOOR)
            last = (high / size).to_integral_value(ROUND_CEILING)
            if last - first <= 4:
                return [(first + index) * size for index in range(int(last - first) + 1)]
        step *= 10


def tick_texts(ticks, unit="") -> tuple[list[str], str]:
    """The labels of the ticks, and the unit with the word for their divisor ("victims, millions")."""
    largest = max(abs(tick) for tick in ticks)
    power, word = 0, ""
    for candidate, name in ((6, gettext("millions")), (9, gettext("billions")), (12, gettext("trillions"))):
        if largest >= Decimal(10) ** candidate * 2:
            power, word = candidate, name
    scaled = [exact(tick.scaleb(-power)) for tick in ticks]
    decimals = max(0, *(-tick.as_tuple().exponent for tick in scaled))
    return [format_number(tick, decimals) for tick in scaled], ", ".join(filter(None, [unit, word]))


@dataclass(frozen=True)
class TimeScale:
    """Maps months (counted from year 0) to coordinates from `start` to `end`."""

    first: int
    last: int
    start: float
    end: float

    def __call__(self, month) -> float:
        return self.start + (self.end - self.start) * (month - self.first) / (self.last - self.first)

    def middle(self, period) -> float:
        start = period.start
        month = start.year * 12 + start.month - 1 + period.months / 2
        return self.start + (self.end - self.start) * (month - self.first) / (self.last - self.first)

    @property
    def month(self) -> float:
        """The width of a month."""
        return (self.end - self.start) / (self.last - self.first)


def time_scale(periods, frequency, start, end) -> TimeScale:
    first = months_since_zero(min(period.start for period in periods))
    last = max(period.start.year * 12 + period.start.month - 1 + period.months for period in periods)
    if frequency == "A" or last - first > MONTH_AXIS:
        first = first // 12 * 12  # room for the label of the first year
    if frequency == "A":
        last = -(-last // 12) * 12
    return TimeScale(first, last, start, end)


@dataclass(frozen=True)
class TimeTick:
    x: float
    label: str
    is_wide: bool = False  # shown on wide screens only
    year: str = ""  # printed on a second line


def _steps(allowed, unit, label):
    """The distance between labels in units, on wide screens and on phones; the second is a multiple of the first."""
    wide = _step(allowed, unit, width_of(label, WIDE_TEXT) + 5)
    multiples = [wide * factor for factor in (1, 2, 4)] + [step for step in allowed if step % wide == 0]
    return wide, _step(sorted(multiples), unit, width_of(label, PHONE_TEXT) + 10)


def _step(allowed, unit, room):
    return next((step for step in allowed if step * unit >= room), allowed[-1])


def time_ticks(scale, frequency) -> list[TimeTick]:
    if frequency != "A" and scale.last - scale.first <= MONTH_AXIS:
        return _month_ticks(scale, frequency)
    return _year_ticks(scale, frequency)


def _year_ticks(scale, frequency):
    years = range(scale.first // 12, math.ceil(scale.last / 12))
    allowed = [digit * 10**power for power in range(5) for digit in (1, 2, 5)]
    wide, narrow = _steps(allowed, scale.month * 12, "2000")
    anchor = years[-1] if narrow < 5 and years else 0
    ticks = [
        TimeTick(scale((max(scale.first, year * 12) + min(scale.last, year * 12 + 12)) / 2), str(year), is_wide)
        for year in years
        if (year - anchor) % wide == 0
        for is_wide in [(year - anchor) % narrow != 0]
    ]
    return _with_room(_partial_years_apart(ticks, scale))


def _partial_years_apart(ticks, scale):
    """Moves the label of a partial year at an end of the axis away from its neighbour, up to the end, on the right
    a little beyond it: the last year has a label, however few months of it there are."""
    if len(ticks) < 3:
        return ticks
    room = width_of("2000", WIDE_TEXT) + GAP + 0.1
    first, last = ticks[0], ticks[-1]
    first = replace(first, x=max(scale.start, min(first.x, ticks[1].x - room)))
    last = replace(last, x=min(scale.end + BEYOND, max(last.x, ticks[-2].x + room)))
    return [first, *ticks[1:-1], last]


def _with_room(ticks):
    """Drop labels that would touch a later one: a partial year at an end of the axis is narrower than a year."""
    kept = []
    for tick in reversed(ticks):
        while kept and kept[-1].is_wide and not tick.is_wide and _touch(kept[-1], tick, WIDE_TEXT):
            kept.pop()
        on_phones = [before for before in kept if not before.is_wide][-1:] if not tick.is_wide else []
        touching = any(_touch(before, tick, WIDE_TEXT) for before in kept[-1:])
        if not touching and not any(_touch(before, tick, PHONE_TEXT) for before in on_phones):
            kept.append(tick)
    return kept[::-1]


def _touch(before, tick, size):
    return abs(tick.x - before.x) < (width_of(before.label, size) + width_of(tick.label, size)) / 2 + GAP


def _month_ticks(scale, frequency):
    size = 3 if frequency == "Q" else 1
    names = (SHORT_QUARTERS if frequency == "Q" else SHORT_MONTHS)[language_code()]
    wide, narrow = _steps([1, 2, 4] if frequency == "Q" else [1, 2, 3, 6, 12], scale.month * size, names[0])
    ticks, years = [], set()
    for month in range(-(-scale.first // size) * size, scale.last, size):
        index = month % 12 // size
        if index % wide:
            continue
        is_wide, year = index % narrow != 0, ""
        if not is_wide and month // 12 not in years:
            years.add(month // 12)
            year = str(month // 12)
        ticks.append(TimeTick(scale(month + size / 2), names[index], is_wide, year))
    named = [tick for tick in ticks if tick.year]
    if len(named) > 1 and named[1].x - named[0].x < width_of("2000", PHONE_TEXT) + GAP:
        ticks[ticks.index(named[0])] = replace(named[0], year="")  # no room: the axis shows only the end of that year
    return ticks


def year_starts(scale, frequency) -> list[float]:
    """The coordinates of 1 January, for an axis of months or quarters."""
    if frequency == "A" or scale.last - scale.first > 12 * 40:
        return []
    return [scale(month) for month in range(-(-scale.first // 12) * 12, scale.last + 1, 12)]

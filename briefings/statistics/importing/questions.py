"""What the words and numbers of a file leave open, and what somebody has answered."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from ...lib.clock import Day
from ...lib.periods import Period
from .cells import day_from, period_from
from .mapping import Mapping, Role
from .names import Names
from .scanning import Findings

LEFT_OUT = 0
EXAMPLES = 3


@dataclass(frozen=True)
class Answers:
    """`mark`: the decimal mark; `order`: of day and month. `labels` and `places`: {key of the words: key of our row, or
    LEFT_OUT}; `others_out`: rows with other words take no part. `parts`: {code of a period: months of it that are
    covered, or LEFT_OUT}; later dates take no part. `status`: of values that are not on record yet, where no column
    says it."""

    mark: str = ""
    order: str = ""
    labels: dict[str, int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    others_out: bool = False
    parts: dict[str, int] = field(default_factory=dict)
    status: str = "A"
    release: int | None = None
    known_on: str = ""

    def stored(self) -> dict:
        return asdict(self)

    def remembered(self) -> dict:
        """What holds for the next file too. Styles and parts of years are asked again: they are this file's own."""
        return {"labels": self.labels, "places": self.places, "others_out": self.others_out}

    @property
    def day(self) -> Day | None:
        return Day.parse(self.known_on, timezone.localdate()) if self.known_on else None


@dataclass
class Questions:
    """`numbers`: [row, text] pairs that differ between the two styles; `other_style`: what tells the style; `kind`: of
    most places; `periods`: {period that may be covered only in part: (first, last) of its dates, or None}; `status`: no
    column says it; `refusals` stay whatever is answered."""

    numbers: list = field(default_factory=list)
    other_style: list = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    kind: str = ""
    periods: dict[Period, tuple[date, date] | None] = field(default_factory=dict)
    status: bool = False
    refusals: list[str] = field(default_factory=list)


def questions(parts: Iterable[Findings], mapping: Mapping, names: Names) -> Questions:
    asked = Questions()
    styles, labels, places, periods = {}, set(), set(), set()
    for part in parts:
        for style, examples in part.styles.items():
            styles.setdefault(style, []).extend(examples[: EXAMPLES - len(styles.get(style, []))])
        labels |= set(part.labels)
        places |= set(part.places)
        periods |= set(part.periods)
    _ask_about_numbers(asked, styles)
    asked.dates, refusal = _dates(periods)
    asked.refusals += refusal
    asked.labels = sorted(label for label in labels if label or not mapping.indicator)
    asks_places = bool(mapping.columns("area") or mapping.columns("value_of_area"))
    asked.kind = names.usual_kind(places)
    asked.places = sorted(place for place in places if asks_places and len(names.places(place)) != 1)
    asked.status = not mapping.columns(Role.STATUS)
    asked.periods = _periods_to_check(periods, mapping)
    return asked


def _ask_about_numbers(asked, styles):
    point, comma = styles.get(".", []), styles.get(",", [])
    if point and comma:
        names = {"first": point[0][1], "row": point[0][0], "second": comma[0][1], "other": comma[0][0]}
        text = _("Numbers are written in two styles: %(first)s in row %(row)d, %(second)s in row %(other)d.")
        asked.refusals.append(text % names)
    asked.numbers, asked.other_style = styles.get("?", []), point or comma


def order_of(periods: Iterable[str]) -> str:
    """The order that days above 12 tell: "dmy", "mdy" or ""."""
    pairs = [period[1:].split("/")[:2] for period in periods if period.startswith("?")]
    if any(int(first) > 12 for first, _second in pairs):
        return "dmy"
    return "mdy" if any(int(second) > 12 for _first, second in pairs) else ""


def _dates(periods):
    """Dates whose order must be asked, and a refusal where two orders are mixed."""
    open_dates = sorted(period[1:] for period in periods if period.startswith("?"))
    if not open_dates:
        return [], []
    orders = {order_of([f"?{day}"]) for day in open_dates} - {""}
    if len(orders) > 1:
        return [], [_("Dates are written in two ways: days before months and months before days.")]
    return ([] if orders else open_dates[:EXAMPLES]), []


def _periods_to_check(codes, mapping):
    """The years of annual figures, the newest first, each with its dates; of events that are counted by month or
    quarter the last period and the first one, with the dates of the table, if these do not plainly cover it."""
    spans, order, frequency = {}, order_of(codes) or "dmy", mapping.frequency
    for code in codes:
        try:
            day, period = day_from(code, order), period_from(code, frequency, order)
        except ValueError:
            continue
        if day:
            first, last = spans.get(period) or (day, day)
            spans[period] = min(first, day), max(last, day)
        elif period.is_full_year and frequency == "A":
            spans.setdefault(period, None)
    if frequency != "A":
        ends = {min(spans), max(spans)} if spans and mapping.counts else ()
        table = (spans[min(spans)][0], spans[max(spans)][1]) if ends else None
        spans = {period: table for period in ends if not is_covered(period, table)}
    elif not mapping.counts:  # the date of a figure is one day of the year that it is about
        spans = {period: span and (period.start, span[1]) for period, span in spans.items()}
    return dict(sorted(spans.items(), reverse=True))


def is_covered(period: Period, span: tuple[date, date] | None) -> bool:
    """Whether the period is over and less than a twelfth of it is before the first date or after the last one."""
    if period.end > timezone.localdate():
        return False
    return span is None or max(missing_days(period, span)) < (period.end - period.start).days / 12


def missing_days(period: Period, span: tuple[date, date]) -> tuple[int, int]:
    first, last = span
    return max((first - period.start).days, 0), max((period.end - last).days - 1, 0)

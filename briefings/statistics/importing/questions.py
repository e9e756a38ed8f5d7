"""What the words and numbers of a file leave open, and what somebody has answered."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from ...lib.clock import Day
from .cells import period_from
from .mapping import Mapping, Role
from .names import Names
from .scanning import Findings

LEFT_OUT = 0
EXAMPLES = 3


@dataclass(frozen=True)
class Answers:
    """`mark`: the decimal mark; `order`: of day and month. `labels` and `places`: {key of the words: key of our row, or
    LEFT_OUT}; `others_out`: rows with other words take no part. `parts`: {year: months of it that are covered}.
    `status`: of values that are not on record yet, where no column says it."""

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
    most places; `years`: {year: the last month of its dates, or 0}; `status`: no column says it; `refusals` stay
    whatever is answered."""

    numbers: list = field(default_factory=list)
    other_style: list = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    kind: str = ""
    years: dict[int, int] = field(default_factory=dict)
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
    if mapping.frequency == "A":
        asked.years = _years(periods)
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


def _years(periods):
    """The full years of the table, the newest first, each with the last month of its dates."""
    years, order = {}, order_of(periods) or "dmy"
    for code in periods:
        try:
            period = period_from(code, "M", order)
        except ValueError:
            continue
        if period.is_full_year:
            years.setdefault(period.start.year, 0)
        elif period.months == 1 and len(code) != 7:  # from a day
            years[period.start.year] = max(years.get(period.start.year, 0), period.start.month)
    return dict(sorted(years.items(), reverse=True))

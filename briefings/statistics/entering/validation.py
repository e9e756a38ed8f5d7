from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from ...lib.clock import Day
from ...lib.numbers import check_digits, exact
from ...lib.periods import Period
from ..fields import DECIMAL_PLACES
from ..models import Indicator, Series, Vintage
from ..models.indicators import POPULATION
from ..models.observations import Status

TOO_LARGE = Decimal(10) ** 15
STATUSES = frozenset(Status.values)
NEVER_NEGATIVE = {Indicator.Kind.COUNT, Indicator.Kind.SHARE}


@dataclass(frozen=True)
class Value:
    """The value of one period of a series; `value` is None exactly where the status is M (missing).

    `said`: which of "status", "range", "credibility" and "locator" the input says of this value. The others stay as
    they are on record; where nothing is, those given here hold. None: all hold, and only `content` is compared.
    """

    period: Period
    value: Decimal | None
    status: str = "A"
    low: Decimal | None = None
    high: Decimal | None = None
    credibility: int = 3
    locator: str = ""
    said: frozenset[str] | None = field(default=None, compare=False)

    @property
    def content(self):
        """The fields that are compared to find out whether a value is new."""
        return self.value, self.status, self.low, self.high

    def retracted(self):
        return replace(self, value=None, status=Status.MISSING, low=None, high=None)


def row_problems(series: Series, row: Value, *, current, today: date) -> list[str]:
    """Why the row cannot be entered, in words. `current`: what is on record for its period, None for nothing."""
    return [
        *_period_problems(series, row.period),
        *_value_problems(row),
        *_plausibility_problems(series, row, current, today),
    ]


def _plausibility_problems(series, row, current, today):
    is_forecast = row.status == Status.FORECAST or (row.value is None and current)
    if row.period.start > today and not is_forecast:
        yield _("This period has not begun yet. Only a forecast can say something about it.")
    if row.value is not None and row.value < 0 and series.indicator.kind in NEVER_NEGATIVE:
        yield _("A count or a share is never below zero.")
    if row.value == 0 and series.indicator.slug == POPULATION:
        yield _("A population is above zero: counts are divided by it.")


def _period_problems(series, period):
    frequency = Series.Frequency(series.frequency)
    if frequency == Series.Frequency.ANNUAL and not (period.is_full_year or _is_within_a_year(period)):
        yield _("A yearly series takes whole years (2022) and parts of one year (January–November 2024).")
    if frequency == Series.Frequency.ANNUAL and period.months in (1, 3) and period.start.month != 1:
        yield _("A month or a quarter in the middle of a year belongs to a monthly or quarterly series.")
    if frequency == Series.Frequency.QUARTERLY and not period.is_quarter:
        yield _("A quarterly series takes quarters only (Q1 2022).")
    if frequency == Series.Frequency.MONTHLY and period.months != 1:
        yield _("A monthly series takes months only (March 2022).")


def _is_within_a_year(period):
    return period.start.month - 1 + period.months <= 12


def _value_problems(row):
    if row.status not in STATUSES:
        yield _("“%(status)s” is not a status.") % {"status": str(row.status)[:20]}
    if (row.value is None) != (row.status == Status.MISSING):
        yield _("Give a value, or the status “missing” without one.")
    numbers = [number for number in (row.value, row.low, row.high) if number is not None]
    problems = [problem for number in numbers for problem in _length_problems(number)]
    yield from problems
    if not problems:
        yield from _range_problems(row)
    if not 1 <= row.credibility <= 6:
        yield _("Credibility is a grade from 1 to 6.")


def _length_problems(number):
    try:
        check_digits(number)
    except ValueError as error:
        yield str(error)
        return
    if abs(number) >= TOO_LARGE:
        yield _("This number has more than 15 digits before the decimal mark.")
    elif exact(number).as_tuple().exponent < -DECIMAL_PLACES:
        yield _("This number has more than 14 decimals.")


def _range_problems(row):
    low, high = row.low, row.high
    if row.value is None:
        if low is not None or high is not None:
            yield _("A missing value has no low and no high.")
        return
    if low is not None and high is not None and low > high:
        yield _("Low is greater than high.")
    elif (low is not None and row.value < low) or (high is not None and row.value > high):
        yield _("The value lies outside low and high.")


def new_vintage(row: Value, *, batch, known_on: Day, recorded_at, release: int | None) -> Vintage:
    """The row as an unsaved vintage that has passed the field validators, of no observation yet."""
    vintage = Vintage(
        batch=batch,
        value=row.value,
        status=row.status,
        low=row.low,
        high=row.high,
        release_id=release,
        credibility=row.credibility,
        locator=row.locator,
        known_on=known_on.date,
        known_precision=known_on.precision,
        recorded_at=recorded_at,
    )
    vintage.full_clean(exclude=["observation", "batch", "release"], validate_unique=False, validate_constraints=False)
    return vintage

"""Calculations with values. None is the result wherever a number would mislead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from ..lib.numbers import change_words, format_number, plain, require_decimal, rounded, signed_percent, signed_points
from ..lib.periods import Period
from .models import Indicator, Series, Vintage
from .models.observations import Status

FRACTION_DECIMALS = 6  # of the relative change in documents
# An estimate is often made from the values around it; a change from or to it measures the method.
NOT_COMPARED = {Status.ESTIMATED, Status.FORECAST, Status.IMPUTED, Status.DEFINITION, Status.UNRELIABLE}


def may_compare(*statuses: str) -> bool:
    """Whether the site may say by itself how values with these statuses differ."""
    return not NOT_COMPARED.intersection(statuses)


def difference(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """`now` minus `before`; None when either is missing."""
    if now is None or before is None:
        return None
    return require_decimal(now) - require_decimal(before)


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Change from `before` to `now` as a fraction; None without a base or with one that is zero or negative."""
    if now is None or before is None or require_decimal(before) <= 0:
        return None
    return (require_decimal(now) - before) / before


def share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """`part` as a fraction of `whole`; None without a whole, and for a part that is greater: it is no part of it."""
    if part is None or whole is None or require_decimal(whole) <= 0 or not 0 <= require_decimal(part) <= whole:
        return None
    return part / whole


def share_of_way(now: Decimal | None, start: Decimal | None, target: Decimal | None) -> Decimal | None:
    """The share of the way from `start` to `target` that is done: 1 at the target, negative before `start`.

    None where a number is missing or start and target are the same.
    """
    if now is None or start is None or target is None or start == target:
        return None
    return (now - start) / (target - start)


def per_100_000(count: Decimal | None, population: Decimal | None) -> Decimal | None:
    """Cases for every 100,000 inhabitants; None without a count or a population."""
    if count is None or population is None or require_decimal(population) <= 0:
        return None
    return require_decimal(count) * 100_000 / population


def are_comparable(period: Period, before: Period, frequency: str) -> bool:
    """Two whole periods of the frequency, or the same part of two years."""
    if period.months != before.months:
        return False
    part = period.is_part(frequency)
    if part != before.is_part(frequency):
        return False
    return not part or period.start.month == before.start.month


class Reading(Protocol):
    """A value of a series in a period."""

    period: Period
    value: Decimal | None
    status: str


def is_fair(now: Reading, before: Reading, series: Series, breaks: Iterable[date] = ()) -> bool:
    """Whether a change between the two misleads nobody; `breaks` as for `fair_change`."""
    first, last = sorted((before, now), key=lambda reading: reading.period.start)
    if not are_comparable(now.period, before.period, series.frequency) or not may_compare(now.status, before.status):
        return False
    return last.status != Status.BREAK and not any(first.period.start < start <= last.period.start for start in breaks)


def fair_change(now: Reading, before: Reading, series: Series, breaks: Iterable[date] = ()) -> Decimal | None:
    """The change as a fraction; for shares the difference in percentage points: what the site may say by itself.

    None without two values, between periods that are not comparable, with an estimate or another definition, and
    across a break. `breaks`: the starts of the periods at which the series breaks.
    """
    if not is_fair(now, before, series, breaks):
        return None
    return difference(now.value, before.value) if is_in_points(series) else change(now.value, before.value)


def is_in_points(series: Series) -> bool:
    return series.indicator.kind == Indicator.Kind.SHARE


@dataclass(frozen=True)
class Comparison:
    """A value of a series compared with that of another period. `breaks`: as for `fair_change`."""

    series: Series
    vintage: Vintage | Reading
    before: Vintage | Reading
    language: str
    breaks: Sequence[date] = ()

    @property
    def is_of_like_periods(self) -> bool:
        return are_comparable(self.vintage.period, self.before.period, self.series.frequency)

    @property
    def amount(self) -> Decimal | None:
        return fair_change(self.vintage, self.before, self.series, self.breaks)

    @property
    def text(self) -> str:
        """`+4%`; "" where there is no amount."""
        if (amount := self.amount) is None:
            return ""
        if is_in_points(self.series):
            return signed_points(amount, self.series.indicator.decimals, self.language)
        return signed_percent(amount, 0, self.language)

    def as_dict(self) -> dict | None:
        """The change of two vintages for documents and pages; None where there is no amount."""
        amount = self.amount
        if amount is None:
            return None
        decimals, language = self.series.indicator.decimals, self.language
        return {
            "text": self.text,
            "words": self.text if is_in_points(self.series) else change_words(amount, language),
            "value": plain(amount if is_in_points(self.series) else rounded(amount, FRACTION_DECIMALS)),
            "compare_value": plain(self.before.value),
            "compare_text": format_number(self.before.value, decimals, language),
            "compare_period_label": self.before.observation.period.label(language),
            "vintage": self.before.pk,
            "observation": self.before.observation_id,
            "direction": "up" if amount > 0 else "down" if amount < 0 else "same",
        }

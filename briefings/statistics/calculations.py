"""Calculations with values. None is the result wherever a number would mislead."""

from dataclasses import dataclass
from decimal import Decimal

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


@dataclass(frozen=True)
class Comparison:
    """A value of a series compared with an earlier one."""

    series: Series
    vintage: Vintage
    before: Vintage
    language: str

    @property
    def is_fair(self) -> bool:
        now, before = self.vintage.observation.period, self.before.observation.period
        return are_comparable(now, before, self.series.frequency)

    @property
    def amount(self) -> Decimal | None:
        """The change as a fraction; for shares the difference in percentage points.

        None without two values, between periods that are not comparable, and at a break in the series.
        """
        now, before = self.vintage.value, self.before.value
        if not self.is_fair or self.vintage.status == Status.BREAK:
            return None
        return difference(now, before) if self._is_in_points else change(now, before)

    @property
    def _is_in_points(self):
        return self.series.indicator.kind == Indicator.Kind.SHARE

    def as_dict(self) -> dict | None:
        """The change for documents and pages; None where there is no amount."""
        amount = self.amount
        if amount is None:
            return None
        decimals, language = self.series.indicator.decimals, self.language
        if self._is_in_points:
            text = words = signed_points(amount, decimals, language)
        else:
            text, words = signed_percent(amount, 0, language), change_words(amount, language)
        return {
            "text": text,
            "words": words,
            "value": plain(amount if self._is_in_points else rounded(amount, FRACTION_DECIMALS)),
            "compare_value": plain(self.before.value),
            "compare_text": format_number(self.before.value, decimals, language),
            "compare_period_label": self.before.observation.period.label(language),
            "vintage": self.before.pk,
            "observation": self.before.observation_id,
            "direction": "up" if amount > 0 else "down" if amount < 0 else "same",
        }

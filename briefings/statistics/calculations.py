"""Calculations over observations that refuse to mislead."""

from dataclasses import dataclass
from decimal import Decimal

from ..lib.numbers import change, change_words, difference, plain, rounded, shown, shown_change
from .models import Indicator, Series, Vintage
from .models.observations import Status

FRACTION_DECIMALS = 6  # of a relative change kept for machines


def are_comparable(period, before, frequency):
    """Two whole periods of the frequency, or the same part of two years."""
    if period.months != before.months:
        return False
    part = period.is_part(frequency)
    if part != before.is_part(frequency):
        return False
    return not part or period.start.month == before.start.month


@dataclass(frozen=True)
class Comparison:
    """How a value of a series differs from an earlier one."""

    series: Series
    vintage: Vintage
    before: Vintage
    language: str

    @property
    def is_fair(self):
        now, before = self.vintage.observation.period, self.before.observation.period
        return are_comparable(now, before, self.series.frequency)

    @property
    def amount(self) -> Decimal | None:
        """A fraction; for shares the difference in percentage points. None where it would mislead: no value, another
        length of time, a break in the series, no base."""
        now, before = self.vintage.value, self.before.value
        if now is None or before is None or not self.is_fair or self.vintage.status == Status.BREAK:
            return None
        return difference(now, before) if self._in_points else change(now, before)

    @property
    def _in_points(self):
        return self.series.indicator.kind == Indicator.Kind.SHARE

    def as_dict(self):
        """The change for pages, or None where there is none to show."""
        amount = self.amount
        if amount is None:
            return None
        now, before, language = self.vintage.value, self.before.value, self.language
        if self._in_points:
            text = words = shown_change(now, before, self.series.indicator.decimals, "points", language)
        else:
            text = shown_change(now, before, 0, "relative", language)
            words = change_words(now, before, language)
        return {
            "text": text,
            "words": words,
            "value": plain(amount if self._in_points else rounded(amount, FRACTION_DECIMALS)),
            "compare_value": plain(before),
            "compare_text": shown(before, self.series.indicator.decimals, language),
            "compare_period_label": self.before.observation.period.label(language),
            "vintage": self.before.pk,
            "observation": self.before.observation_id,
            "direction": "up" if amount > 0 else "down" if amount < 0 else "same",
        }

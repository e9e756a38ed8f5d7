"""Values at which somebody should look twice before they count."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from ...lib.numbers import format_number
from ...lib.periods import Period
from ..models import Indicator, Series
from ..models.observations import Status
from .validation import Value

TIMES = 3
SUMS = {Indicator.Kind.COUNT, Indicator.Kind.AMOUNT}
BEFORE_THE_END = {Status.FORECAST, Status.ESTIMATED}  # what may be known of a whole period before its end
ROOTS = 5  # for counts, the least distance of the square roots: about ten times the scatter of a small count


def unusual_words(
    series: Series,
    value: Value,
    values: dict[tuple[int, Period], Decimal | None],
    *,
    today: date,
    known_on: date | None = None,
) -> tuple[str, ...]:
    """Why the value is unusual, in words; nothing for a usual one. `values`: those around it, by series and period.
    `known_on`: the last day on which it can have become known."""
    if value.value is None:
        return ()
    words = [*_outside_limits(series.indicator, value.value), *_against_kind(series.indicator, value.value)]
    words += _not_ended(series.indicator, value, today) or _known_too_early(value, known_on)
    if before := _period_before(value.period):
        words += _jump(series.indicator, value.value, values.get((series.pk, before)), before)
    return tuple(words)


def _outside_limits(indicator, number):
    least, most = indicator.least_plausible, indicator.most_plausible
    if least is not None and number < least:
        yield _("less than %(limit)s, the least plausible value") % {"limit": _text(least, indicator)}
    if most is not None and number > most:
        yield _("more than %(limit)s, the greatest plausible value") % {"limit": _text(most, indicator)}


def _against_kind(indicator, number):
    if indicator.kind == Indicator.Kind.COUNT and not indicator.decimals and number != number.to_integral_value():
        yield _("not a whole number, though this counts")
    if indicator.kind == Indicator.Kind.SHARE and number > 100:
        yield _("more than 100 percent, though it is a share")


def _not_ended(indicator, value, today):
    """A sum over a period that goes on is mostly one over a part of it."""
    if indicator.kind in SUMS and value.status not in BEFORE_THE_END and value.period.end > today:
        names = {"period": value.period.label()}
        return [_("%(period)s has not ended: is this the value of a part of it?") % names]
    return []


def _known_too_early(value, known_on):
    """Final values are known once the period has ended, others but forecasts and estimates once it has begun."""
    names, period = {"period": value.period.label()}, value.period
    if known_on is None or value.status in BEFORE_THE_END:
        return []
    if value.status == Status.NORMAL and known_on < period.end:
        return [_("known before %(period)s had ended, and not provisional") % names]
    if known_on < period.start:
        return [_("known before %(period)s had begun, and no forecast") % names]
    return []


def _text(number, indicator):
    return format_number(number, max(indicator.decimals, min(6, -number.as_tuple().exponent)))


def _jump(indicator, number, before, period):
    if before is None or not is_jump(number, before, indicator.kind):
        return
    names = {"period": period.label(), "value": _text(before, indicator)}
    if abs(number) > abs(before):
        yield _("more than three times the value of %(period)s, %(value)s") % names
    else:
        yield _("less than a third of the value of %(period)s, %(value)s") % names


def is_jump(number: Decimal, before: Decimal, kind: str) -> bool:
    """More than 3 times the value before or less than a third of it; for counts only where also |√a − √b| > 5."""
    number, before = abs(number), abs(before)
    if not (number > TIMES * before or number * TIMES < before):
        return False
    return kind != Indicator.Kind.COUNT or abs(number.sqrt() - before.sqrt()) > ROOTS


def _period_before(period: Period) -> Period | None:
    try:
        return period.before()
    except ValueError:
        return None

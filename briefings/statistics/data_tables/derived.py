"""Derived columns: what they are computed from, and their headings, units and cells. Nothing of it is stored."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ...lib.bases import TextWithLanguage
from ...lib.numbers import check_digits, format_number, plain, rounded
from ...lib.periods import Period
from ..calculations import FRACTION_DECIMALS, Reading, change, difference, is_fair, may_compare, per_100_000, share
from ..models import DataTableColumn, Series, Vintage
from ..models.observations import Status

Formula = DataTableColumn.Formula
CALCULATIONS = {
    Formula.CHANGE: difference,
    Formula.PERCENT: change,
    Formula.SHARE: share,
    Formula.RATE: per_100_000,
}
HEADINGS = {
    Formula.CHANGE: gettext_lazy("%(name)s, change"),
    Formula.PERCENT: gettext_lazy("%(name)s, change in percent"),
    Formula.SHARE: gettext_lazy("%(name)s, share of %(total)s"),
    Formula.RATE: gettext_lazy("%(name)s per 100,000 people"),
}
DECIMALS = {Formula.PERCENT: 1, Formula.SHARE: 1, Formula.RATE: 1}  # of others, those of the indicator


def base_period(column: DataTableColumn, period: Period) -> Period | None:
    """The period of the second operand. A population is that of the year, for a month too; there is none for a part of
    a year, of which a rate would be too low."""
    if column.formula in (Formula.CHANGE, Formula.PERCENT):
        return period.before()
    if column.formula == Formula.SHARE:
        return period
    if period.is_part(column.series.frequency):
        return None
    return Period(date(period.start.year, 1, 1), 12) if column.base.frequency == Series.Frequency.ANNUAL else period


def unit_of(column: DataTableColumn, language: str) -> str:
    indicator = column.series.indicator
    unit = str(indicator.text_in("unit", language))
    if column.formula in (Formula.PERCENT, Formula.SHARE):
        return "%"
    with override(language[:2]):
        if column.formula == Formula.RATE:
            return _("%(unit)s per 100,000 people") % {"unit": unit}
        return _("percentage points") if indicator.is_percentage else unit


def heading_of(column: DataTableColumn, name: TextWithLanguage, language: str) -> TextWithLanguage:
    """`name` is what the column would be called if it showed the values."""
    total = column.base.indicator.text_in("name", language) if column.base else ""
    with override(language[:2]):
        text = HEADINGS[Formula(column.formula)] % {"name": name, "total": total}
    return TextWithLanguage(text, name.language)


def derived_cell(column: DataTableColumn, value: Vintage | None, base: Vintage | None, language: str) -> dict | None:
    """The cell, with its operands; None where there is no number that would not mislead."""
    result = _result(column, value, base)
    if result is None:
        return None
    status = Status.PROVISIONAL if Status.PROVISIONAL in (value.status, base.status) else Status.NORMAL
    if column.formula == Formula.RATE and status == Status.NORMAL:
        status = Status(value.status)
    return {
        "value": plain(result),
        "text": _signed(result, column, language),
        "status": status.value,
        "vintage": value.pk,
        "observation": value.observation_id,
        "is_part": value.observation.period.is_part(column.series.frequency),
        "expression": f"{column.formula}({value.pk}, {base.pk})",
        "operands": [{"vintage": each.pk, "observation": each.observation_id} for each in (value, base)],
    }


def derived_text(column: DataTableColumn, value: Reading | None, base: Reading | None, language: str) -> str:
    """What the cell prints; "" where there is no number that would not mislead."""
    result = _result(column, value, base)
    return "" if result is None else _signed(result, column, language)


def _result(column, value, base) -> Decimal | None:
    if value is None or base is None:
        return None
    if column.formula != Formula.RATE and not may_compare(value.status, base.status):
        return None  # a population is nearly always an estimate, and a rate compares nothing
    if column.formula in (Formula.CHANGE, Formula.PERCENT) and not is_fair(value, base, column.series):
        return None
    result = CALCULATIONS[Formula(column.formula)](value.value, base.value)
    if result is None:
        return None
    return _storable(result * 100 if column.formula in (Formula.PERCENT, Formula.SHARE) else result)


def _storable(result: Decimal) -> Decimal | None:
    """With six decimals and at most fifteen digits, which a figure use keeps."""
    result = rounded(result, FRACTION_DECIMALS)
    try:
        check_digits(result)
    except ValueError:
        return None
    return result


def _signed(result, column, language):
    decimals = DECIMALS.get(Formula(column.formula), column.series.indicator.decimals)
    text = format_number(result, decimals, language)
    is_change = column.formula in (Formula.CHANGE, Formula.PERCENT)
    return f"+{text}" if is_change and rounded(result, decimals) > 0 else text

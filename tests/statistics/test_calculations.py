from decimal import Decimal

import pytest

from briefings.lib.periods import Period
from briefings.statistics.calculations import are_comparable, change, difference, share_of_way


@pytest.mark.parametrize(
    ("now", "before", "fraction"),
    [("5", "4", "0.25"), ("3", "4", "-0.25"), ("5", "5.0", "0"), ("0", "5", "-1"), ("-5", "5", "-2")],
)
def test_change_is_a_fraction_of_the_value_before(now, before, fraction):
    assert change(Decimal(now), Decimal(before)) == Decimal(fraction)


@pytest.mark.parametrize(("now", "before"), [(None, 1), (1, None), (1, 0), (1, -5)])
def test_change_without_a_positive_base_is_none(now, before):
    assert change(now, before) is None


def test_difference_needs_both_values():
    assert difference(Decimal("41.2"), Decimal("44.4")) == Decimal("-3.2")
    assert difference(1, None) is None
    assert difference(None, 1) is None


@pytest.mark.parametrize(
    ("now", "start", "target", "share"),
    [
        ("75", "100", "50", "0.5"), ("50", "100", "50", "1"), ("40", "100", "50", "1.2"), ("110", "100", "50", "-0.2"),
        ("30", "20", "40", "0.5"), ("100", "100", "50", "0"), ("1", "5", "5", None), (None, "1", "2", None),
        ("1", None, "2", None), ("1", "2", None, None),
    ],
)  # fmt: skip
def test_share_of_way_to_a_target(now, start, target, share):
    numbers = [None if text is None else Decimal(text) for text in (now, start, target, share)]
    assert share_of_way(*numbers[:3]) == numbers[3]


@pytest.mark.parametrize(
    ("period", "before", "comparable"),
    [
        ("2023", "2022", True), ("2023-Q2", "2023-Q1", False), ("2024-01-01/P6M", "2023-01-01/P6M", True),
        ("2024-01-01/P6M", "2023-07-01/P6M", False), ("2024-01-01/P11M", "2023", False),
    ],
)  # fmt: skip
def test_only_whole_periods_and_equal_parts_of_years_are_comparable(period, before, comparable):
    assert are_comparable(Period.parse(period), Period.parse(before), "A") is comparable

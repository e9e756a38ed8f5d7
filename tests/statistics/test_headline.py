"""Sentences that the site makes by itself: the highest or lowest of a series, and the change on the period before."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from briefings.statistics.calculations import Comparison
from briefings.statistics.charts import finding
from briefings.statistics.current_figures import CurrentFigure
from briefings.statistics.known_values import KnownValue
from tests import make

NEVER_COMPARED = "EFIDU"
statuses = st.sampled_from("AAAAAPBEFID")
values = st.none() | st.integers(0, 4)


def figure(rows, kind="count", first=2014):
    """`rows` are (value or None, status, months) of the years from `first` on."""
    indicator = SimpleNamespace(decimals=0, kind=kind, name="Homicides")
    series = SimpleNamespace(frequency="A", indicator=indicator)
    points = [
        KnownValue(series, date(first + number, 1, 1), months, None if value is None else Decimal(value), status)
        for number, (value, status, months) in enumerate(rows)
    ]
    return CurrentFigure(series, points)


@given(st.lists(st.tuples(values, statuses, st.sampled_from([12, 12, 12, 11])), min_size=1, max_size=8))
def test_the_newest_value_is_called_highest_or_lowest_only_where_it_is_so_in_the_whole_series(rows):
    known = [(number, *row) for number, row in enumerate(rows) if row[0] is not None]
    whole = [row for row in known if row[3] == 12]
    if not whole:
        return
    number, latest = whole[-1][:2]
    others = [value for _number, value, *_rest in whole[:-1]]
    parts = [value for _number, value, _status, months in known if months != 12]
    broken = any(status == "B" and whole[0][0] < at <= number for at, (_value, status, _months) in enumerate(rows))
    comparable = (
        len(whole) >= 3 and not broken and not {status for *_row, status, _months in whole} & set(NEVER_COMPARED)
    )
    expected = ""
    if comparable and all(latest > value for value in others) and all(latest >= value for value in parts):
        expected = "highest"
    elif comparable and all(latest < value for value in others):
        expected = "lowest"
    assert figure(rows).extreme == expected
    said = finding(figure(rows))
    if expected:
        years = f"{2014 + whole[0][0]}–{2014 + number}"
        assert said == f"Homicides: {latest} in {2014 + number}, the {expected} in the series ({years})"
    else:
        assert said == f"Homicides: {latest} in {2014 + number}"


@given(st.lists(st.tuples(values, statuses, st.just(12)), min_size=2, max_size=5))
def test_a_change_in_percent_is_given_only_between_comparable_values(rows):
    (before, status_before, _months), (now, status, _months) = rows[-2:]
    said = figure(rows).change_of(figure(rows).observations[-1])
    is_fair = before and now is not None and status not in NEVER_COMPARED + "B" and status_before not in NEVER_COMPARED
    assert bool(said) == bool(is_fair)


@given(st.lists(st.tuples(values, statuses, st.sampled_from([12, 12, 12, 11])), min_size=2, max_size=6), st.data())
def test_tiles_and_briefings_have_one_definition_of_a_fair_change(rows, data):
    """Also between years that do not follow each other, as in a key figure."""
    shown = figure(rows)
    first, last = sorted(data.draw(st.lists(st.integers(0, len(rows) - 1), min_size=2, max_size=2, unique=True)))
    before, now = shown.observations[first], shown.observations[last]
    breaks = [each.start for each in shown.observations if each.status == "B"]
    amount = Comparison(shown.series, now, before, "en", breaks).amount
    is_fair = (
        before.value
        and now.value is not None
        and before.months == now.months
        and not {before.status, now.status} & set(NEVER_COMPARED)
        and not any(status == "B" for _value, status, _months in rows[first + 1 : last + 1])
    )
    assert (amount is not None) == bool(is_fair)
    if last == first + 1 and before.value is not None:
        assert bool(shown.change_of(now)) == bool(is_fair)


def test_a_part_of_a_year_above_the_last_whole_year_ends_the_claim():
    rows = [(1, "A", 12), (2, "A", 12), (3, "A", 12)]
    assert figure(rows).extreme == "highest"
    assert figure([*rows, (4, "A", 8)]).extreme == ""


@pytest.mark.parametrize(("kind", "extreme"), [("count", "lowest"), ("rate", "")])
def test_a_part_of_a_year_below_it_says_something_about_rates_only(kind, extreme):
    assert figure([(5, "A", 12), (4, "A", 12), (3, "A", 12), (1, "A", 2)], kind).extreme == extreme


def test_shares_change_in_points():
    assert figure([(50, "A", 12), (60, "A", 12)], "share").change == "+10 percentage points on 2014"
    with override("es"):
        assert "puntos" in figure([(50, "A", 12), (60, "A", 12)], "share").change


def test_values_that_were_not_read_may_be_higher(db):
    series = make.series()
    make.recorded(series, {"2010": "9", "2014": "1", "2015": "2", "2016": "3"})
    values = [KnownValue(series, date(year, 1, 1), 12, Decimal(year - 2013), "A") for year in (2014, 2015, 2016)]
    assert CurrentFigure(series, values).extreme == "highest"
    assert CurrentFigure(series, values, drawn_from=date(2012, 1, 1)).extreme == ""
    assert CurrentFigure(series, values, drawn_from=date(2010, 1, 1)).extreme == "highest"

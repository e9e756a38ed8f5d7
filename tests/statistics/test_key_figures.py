import json
from decimal import Decimal

import pytest

from briefings.lib.periods import Period
from briefings.statistics.key_figures import key_figures

from .. import make
from .test_record_values import enter, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def homicides(db):
    """A series with values of 2022, 2023 and a part of 2024."""
    series = make.series()
    make.recorded(series, {"2022": "4886", "2023": "8237", "2024-01-01/P11M": "6275"})
    return series


def key_figure(series, period, compare_with=None):
    before = Period.parse(compare_with) if compare_with else None
    (figure,) = key_figures([(series, Period.parse(period), before)], "en")
    return figure


def test_key_figure_has_the_change_since_another_period(homicides, django_assert_num_queries):
    with django_assert_num_queries(1):
        figure = key_figure(homicides, "2023", "2022")
    assert (figure["text"], figure["value"], figure["period_label"]) == ("8,237", "8237", "2023")
    assert figure["change"]["text"] == "+69%"
    assert figure["change"]["words"] == "up 69%"
    assert figure["change"]["direction"] == "up"
    assert figure["change"]["value"] == "0.685837"
    assert figure["problems"] == []
    json.dumps(figure)


def test_key_figure_of_a_share_changes_in_points():
    series = make.series(of=make.indicator(kind="share", decimals=1))
    make.recorded(series, {"2022": "80.1", "2023": "83.4"})
    change = key_figure(series, "2023", "2022")["change"]
    assert change["text"] == "+3.3 percentage points"
    assert Decimal(change["value"]) == Decimal("3.3")


def test_part_of_a_year_is_not_compared_with_a_full_year(homicides):
    figure = key_figure(homicides, "2024-01-01/P11M", "2023")
    assert figure["is_part"]
    assert figure["change"] is None
    assert "cannot be compared" in figure["problems"][0]


def test_there_is_no_change_at_a_break_in_the_series(homicides, analyst):
    make.settled(enter(homicides, value("2023", "8237", status="B"), by=analyst, kind="method"))
    assert key_figure(homicides, "2023", "2022")["change"] is None


@pytest.mark.parametrize("status", ["E", "F", "D", "U"])
def test_there_is_no_change_against_an_estimate_or_another_definition(homicides, analyst, status):
    make.settled(enter(homicides, value("2022", "4886", status=status), by=analyst, kind="method"))
    figure = key_figure(homicides, "2023", "2022")
    assert figure["value"] == "8237" and figure["change"] is None


def test_there_is_no_change_across_a_break(homicides, analyst, django_assert_num_queries):
    make.recorded(homicides, {"2021": "2495"})
    assert key_figure(homicides, "2023", "2021")["change"]["text"] == "+230%"
    make.settled(enter(homicides, value("2022", "4886", status="B"), by=analyst, kind="method"))
    with django_assert_num_queries(1):
        assert key_figure(homicides, "2023", "2021")["change"] is None
    assert key_figure(homicides, "2023", "2022")["change"]["text"] == "+69%"


def test_period_without_a_value_has_no_key_figure(homicides):
    assert key_figure(homicides, "1999") is None


def test_private_series_is_a_problem():
    series = make.series(public=False)
    make.recorded(series, {"2022": "5"})
    assert "not public" in key_figure(series, "2022")["problems"][0]


def test_several_key_figures_take_one_query(homicides, django_assert_num_queries):
    other = make.series(of=homicides.indicator)
    make.recorded(other, {"2023": "8000"})
    wanted = [(series, Period.parse("2023"), Period.parse("2022")) for series in (homicides, other)]
    with django_assert_num_queries(1):
        first, second = key_figures(wanted, "en")
    assert (first["text"], second["text"], second["change"]) == ("8,237", "8,000", None)
    assert second["problems"] == [f"“{other}” has no value for 2022 to compare with."]

"""The same months of two years of one series, added up and compared."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from briefings.lib.periods import Period
from briefings.statistics.current_figures import CurrentFigure
from briefings.statistics.known_values import KnownValue
from briefings.statistics.year_to_date import year_to_date, years_to_date
from tests import make


def monthly(rows, kind="count"):
    """A figure with {(year, month): value or (value, status)}."""
    indicator = SimpleNamespace(decimals=0, kind=kind)
    series = SimpleNamespace(frequency="M", indicator=indicator)
    points = []
    for (year, month), value in sorted(rows.items()):
        value, status = value if isinstance(value, tuple) else (value, "A")
        points.append(KnownValue(series, date(year, month, 1), 1, None if value is None else Decimal(value), status))
    return CurrentFigure(series, points)


def half_years(first=700, second=600):
    return {(2025, month): first for month in range(1, 13)} | {(2026, month): second for month in range(1, 7)}


def test_six_months_are_compared_with_the_same_six_of_the_year_before():
    to_date = year_to_date(monthly(half_years(700, 625)))
    assert (to_date.period.label(), to_date.text, to_date.before) == ("January–June 2026", "3,750", 4200)
    assert to_date.change == "down 10.7% on January–June 2025"
    with override("es"):
        assert (to_date.text, to_date.text_in_prose) == ("3\u00a0750", "3750")
        assert to_date.change == "baja un 10,7\u00a0% respecto de enero–junio de 2025"


@given(st.dictionaries(st.tuples(st.sampled_from([2025, 2026]), st.integers(1, 12)), st.none() | st.integers(0, 3)))
def test_only_complete_runs_of_the_same_months_are_added_up(rows):
    known = {key: value for key, value in rows.items() if value is not None}
    year, _month = max(known, default=(2026, 12))
    months = max(count for count in range(13) if all((year, month) in known for month in range(1, count + 1)))
    to_date = year_to_date(monthly(rows))
    if months in (0, 12) or not all((year - 1, month) in known for month in range(1, months + 1)):
        assert to_date is None
        return
    assert to_date.period == Period(date(year, 1, 1), months)
    assert to_date.value == sum(known[year, month] for month in range(1, months + 1))
    assert to_date.before == sum(known[year - 1, month] for month in range(1, months + 1))
    assert bool(to_date.change) == bool(to_date.before)


def test_a_month_after_a_gap_does_not_end_the_comparison():
    to_date = year_to_date(monthly(half_years() | {(2026, 10): 640}))
    assert (to_date.period.label(), to_date.value) == ("January–June 2026", 3600)


@pytest.mark.parametrize("status", "BEFIDU")
def test_breaks_and_estimates_are_not_compared(status):
    assert year_to_date(monthly(half_years() | {(2026, 3): (600, status)})) is None


def test_a_break_at_the_start_of_the_year_before_is_no_obstacle():
    assert year_to_date(monthly(half_years() | {(2025, 1): (700, "B")}))


def test_provisional_values_are_called_so():
    change = year_to_date(monthly(half_years() | {(2026, 6): (600, "P")})).change
    assert change.endswith(", provisional")


@pytest.mark.parametrize("kind", ["rate", "share"])
def test_rates_and_shares_do_not_add_up(kind):
    assert year_to_date(monthly(half_years(), kind)) is None


@pytest.fixture
def homicides(db):
    indicator = make.indicator("Homicides", slug="homicides")
    yearly = make.series(of=indicator)
    make.recorded(yearly, {"2023": "9", "2024": "8", "2025": "7"})
    months = {f"{year}-{month:02d}": str(year - 2000) for year in (2025, 2026) for month in range(1, 5)}
    make.recorded(make.series(of=indicator, by=yearly.source, frequency="M"), months, known_on=date(2026, 5, 1))
    return yearly


def test_a_yearly_figure_has_the_months_of_its_own_source(homicides, django_assert_num_queries):
    other = make.series(of=homicides.indicator, by=make.source("Another count"), frequency="Q")
    make.recorded(other, {"2025-Q1": "1", "2026-Q1": "2"}, known_on=date(2026, 5, 1))
    with django_assert_num_queries(1):
        found = years_to_date([CurrentFigure(homicides)], date(2026, 11, 28))
    assert found[homicides.indicator_id].value == 104
    assert years_to_date([CurrentFigure(homicides)], date(2029, 1, 1)) == {}


def test_the_page_of_an_indicator_shows_the_year_so_far(reader, homicides):
    html = reader.get("/en/statistics/homicides/").content.decode()
    assert '<data id="year-to-date" value="104">104</data>' in html
    assert "January–April 2026" in html
    assert "up 4.0% on January–April 2025" in html

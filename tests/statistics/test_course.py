"""The sentence about the course of a series, which the site makes by itself."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from briefings.statistics import current_figures
from briefings.statistics.current_figures import CurrentFigure
from briefings.statistics.known_values import KnownValue

SERIES = SimpleNamespace(frequency="A", indicator=SimpleNamespace(decimals=0))


def figure(values, first=2014):
    """Yearly values; None is a year without one."""
    points = [
        KnownValue(SERIES, date(first + number, 1, 1), 12, None if value is None else Decimal(value), "A")
        for number, value in enumerate(values)
    ]
    return CurrentFigure(SERIES, points)


@given(st.lists(st.integers(0, 5), min_size=2, max_size=8))
def test_it_names_the_first_year_from_which_on_the_value_only_rose_or_only_fell(values):
    def only(turn, step):
        return all(
            (after - before) * step > 0 for before, after in zip(values[turn:], values[turn + 1 :], strict=False)
        )

    words = figure(values).course
    for step, verb in ((1, "rising"), (-1, "falling")):
        turn = next(turn for turn in range(len(values)) if only(turn, step))
        since = f", {verb} since {2014 + turn}"
        assert words.endswith(since) == (turn < len(values) - 1), (values, words)
    assert words.startswith(f"From {values[0]} in 2014 to {values[-1]} in {2013 + len(values)}")


def test_a_year_without_a_value_ends_the_run():
    assert figure([1, 2, None, 3, 4]).course == "From 1 in 2014 to 4 in 2018, rising since 2017"


def test_four_digits_stand_together_in_a_spanish_sentence():
    with override("es"):
        assert figure([1310, 7065, 12480]).course == "De 1310 en 2014 a 12\u00a0480 en 2016, en aumento desde 2014"


def test_the_line_of_other_values_is_another_and_says_its_course_in_the_language_of_the_page():
    once, revised = figure([1310, 7065, 12480]).spark, figure([1310, 7065, 9283]).spark
    assert "12,480 in 2016" in once and "9,283 in 2016" in revised
    with override("es"):
        assert "De 1310 en 2014" in figure([1310, 7065, 12480]).spark
    assert figure([1310, 7065, 12480]).spark == once


def test_the_line_of_values_that_are_known_is_not_drawn_again(monkeypatch):
    before = figure([2, 3, 5]).spark
    monkeypatch.setattr(current_figures, "sparkline", lambda *arguments, **options: "drawn again")
    assert figure([2, 3, 5]).spark == before and figure([2, 3, 7]).spark == "drawn again"

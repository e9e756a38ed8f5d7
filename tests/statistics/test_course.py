"""The sentence about the course of a series, which the site makes by itself."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

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

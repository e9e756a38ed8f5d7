"""A day as precisely as it is known: read, printed, sorted."""

import datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from briefings.lib.clock import Day
from briefings.templatetags.briefings import known_words, published_words

TODAY = datetime.date(2026, 11, 28)
days = st.builds(
    lambda date, precision: Day.parse(date.isoformat()[: {"Y": 4, "M": 7, "D": 10}[precision]], TODAY),
    st.dates(datetime.date(1900, 1, 1), TODAY),
    st.sampled_from("YMD"),
)


@given(days, st.sampled_from(["en", "es"]))
def test_every_day_is_read_as_it_is_printed(day, language):
    assert Day.parse(day.code, TODAY) == day
    assert Day.parse(day.label(language), TODAY) == day
    assert day.first <= day.date <= TODAY


@pytest.mark.parametrize(
    ("typed", "date", "precision"),
    [
        ("2024", "2024-12-31", "Y"),
        ("2026", "2026-11-28", "Y"),  # not over: at most the day of recording
        ("January 2026", "2026-01-31", "M"),
        ("enero de 2026", "2026-01-31", "M"),
        ("2024-02", "2024-02-29", "M"),
        ("11/2026", "2026-11-28", "M"),
        (" 5 October 2026 ", "2026-10-05", "D"),
        ("5 de octubre del 2026", "2026-10-05", "D"),
        ("1.º de octubre de 2026", "2026-10-01", "D"),
        ("October 5, 2026", "2026-10-05", "D"),
        ("2026-10-05", "2026-10-05", "D"),
        ("05/10/2026", None, ""),
        ("05-10-2026", None, ""),
        ("5.10.2026", None, ""),
        ("31 April 2026", None, ""),
        ("2026-02-30", None, ""),
        ("Q1 2026", None, ""),
        ("2024-2026", None, ""),
        ("29 November 2026", None, ""),
        ("December 2026", None, ""),
        ("2027", None, ""),
        ("yesterday", None, ""),
    ],
)
def test_what_people_type(typed, date, precision):
    if date is None:
        with pytest.raises(ValueError, match=r"not a day|not come yet"):
            Day.parse(typed, TODAY)
    else:
        assert Day.parse(typed, TODAY) == Day(datetime.date.fromisoformat(date), precision)


@pytest.mark.parametrize(
    ("code", "english", "spanish"),
    [
        (
            "2024",
            ("known by the end of 2024", "published in 2024"),
            ("datos conocidos al cierre de 2024", "publicada en 2024"),
        ),
        (
            "2026-01",
            ("known by the end of January 2026", "published in January 2026"),
            ("datos conocidos al cierre de enero de 2026", "publicada en enero de 2026"),
        ),
        (
            "2026-10-05",
            ("known on 5 October 2026", "published 5 October 2026"),
            ("datos conocidos al 5 de octubre de 2026", "publicada el 5 de octubre de 2026"),
        ),
        ("2026", ("known in 2026", "published in 2026"), ("datos conocidos en 2026", "publicada en 2026")),
    ],
)  # fmt: skip
def test_words_are_as_precise_as_the_day(code, english, spanish):
    day = Day.parse(code, TODAY)
    for language, words in (("en", english), ("es", spanish)):
        with translation.override(language):
            shown = known_words(day), published_words(day)
        time = f'<time datetime="{code}">{day.label(language)}</time>'
        assert shown == tuple(text.replace(day.label(language), time) for text in words)

import re
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from briefings.lib.numbers import (
    AmbiguousNumber,
    as_number,
    change_words,
    check_digits,
    exact,
    format_number,
    parse_number,
    percent,
    plain,
    signed_percent,
    signed_points,
    significant_digits,
    together,
)

D = Decimal
values = st.decimals(min_value=-(10**12), max_value=10**12, places=3)


@pytest.mark.parametrize(
    ("text", "in_prose"),
    [
        ("7\u00a0065", "7065"),
        ("−7\u00a0065", "−7065"),
        ("7\u00a0065,5", "7065,5"),
        ("17\u00a0510", "17\u00a0510"),
        ("1\u00a0751\u00a0064", "1\u00a0751\u00a0064"),
        ("7,065", "7,065"),
        ("", ""),
    ],
)
def test_four_digits_stand_together_in_sentences(text, in_prose):
    assert together(text) == in_prose


@pytest.mark.parametrize(
    ("value", "decimals", "english", "spanish"),
    [
        ("4886", 0, "4,886", "4\u00a0886"),
        ("27.4", 1, "27.4", "27,4"),
        ("27.45", 1, "27.5", "27,5"),
        ("0.5", 0, "1", "1"),
        ("2.5", 0, "3", "3"),
        ("-2.5", 0, "−3", "−3"),
        ("-0.4", 0, "0", "0"),
        ("1234567.891", 2, "1,234,567.89", "1\u00a0234\u00a0567,89"),
        ("999.96", 1, "1,000.0", "1\u00a0000,0"),
        ("0", 2, "0.00", "0,00"),
        ("1E+30", 0, "1" + ",000" * 10, "1" + "\u00a0000" * 10),
    ],
)
def test_numbers_are_formatted_by_language(value, decimals, english, spanish):
    assert format_number(D(value), decimals, "en") == english
    assert format_number(D(value), decimals, "es") == spanish


def test_active_language_is_the_default():
    with translation.override("es"):
        assert format_number(D(4886)) == "4\u00a0886"
    with translation.override("en"):
        assert format_number(D(4886)) == "4,886"
    with translation.override(None):
        assert format_number(D(4886)) == "4,886"
    assert format_number(D(4886), language="es-ec") == "4\u00a0886"


@given(values, st.integers(0, 2))
@example(D("4886"), 0)
def test_thousands_are_never_grouped_with_a_point(value, decimals):
    assert "." not in format_number(value, decimals, "es")
    assert not re.search(r"\.\d{3}", format_number(value, decimals, "en"))


@given(values)
def test_plain_format_is_exact(value):
    assert D(plain(value)) == value
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", plain(value))


@given(values)
def test_formatted_number_can_be_parsed(value):
    assert parse_number(format_number(value, 3, "en"), confirmed=True) == value
    assert parse_number(format_number(value, 3, "es"), ",", confirmed=True) == value


def test_exact_drops_trailing_zeros_and_exponents():
    assert str(exact(D("4886.000"))) == "4886"
    assert str(exact(D("1E+3"))) == "1000"
    assert str(exact(D("-0.00"))) == "0"


@pytest.mark.parametrize(
    ("value", "digits"), [("4886.000", 4), ("0.00120", 2), ("0", 1), ("1E+20", 1), ("123456789012345", 15)]
)
def test_significant_digits(value, digits):
    assert significant_digits(D(value)) == digits


@pytest.mark.parametrize(
    "value", ["1234567890123456", "0.1234567890123456", "NaN", "sNaN", "Infinity", "-Infinity", "1E+400"]
)
def test_numbers_that_a_database_would_round_are_refused(value):
    with pytest.raises(ValueError, match=r"\w"):
        check_digits(D(value))


def test_fifteen_digits_are_accepted():
    check_digits(D("123456789.012345"))


@pytest.mark.parametrize("value", [4886.0, None, "4886", True])
def test_only_decimals_and_integers_are_formatted(value):
    with pytest.raises(TypeError):
        format_number(value)


def test_percentages_have_a_no_break_space_in_spanish():
    assert percent(D("2.56"), language="en") == "256%"
    assert percent(D("2.56"), language="es") == "256\u00a0%"
    assert percent(D("0.1275"), 1, "es") == "12,8\u00a0%"


def test_change_has_a_sign():
    assert signed_percent(D("2.5612"), language="en") == "+256%"
    assert signed_percent(D("-0.1557"), 1, "es") == "−15,6\u00a0%"
    assert signed_percent(D(0), language="en") == "0%"
    assert signed_points(D("-3.2"), 1, "en") == "−3.2 percentage points"
    assert signed_points(D(1), 0, "es") == "+1 punto porcentual"


def test_change_in_words():
    assert change_words(D("2.5612"), "en") == "up 256%"
    assert change_words(D("2.5612"), "es") == "sube un 256\u00a0%"
    assert change_words(D("-0.12"), "en") == "down 12%"
    assert change_words(D("-0.12"), "es") == "baja un 12\u00a0%"
    assert change_words(D(0), "en") == "unchanged"
    assert change_words(D("0.0"), "es") == "sin cambios"
    assert change_words(D("0.0001"), "en") == "up less than 1%"
    assert change_words(D("-0.0001"), "es") == "baja menos de un 1\u00a0%"
    assert change_words(None, "en") == ""


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("4886", "4886"),
        (" 4,886 ", "4886"),
        ("4 886", "4886"),
        ("4\u00a0886", "4886"),
        ("4\u202f886", "4886"),
        ("4'886", "4886"),
        ("1,234,567.5", "1234567.5"),
        ("-27.4", "-27.4"),
        ("−27.4", "-27.4"),
        ("0.123", "0.123"),
        ("1234.567", "1234.567"),
        ("27.40", "27.4"),
        ("-0", "0"),
    ],
)
def test_typed_numbers_are_parsed(typed, value):
    assert str(parse_number(typed)) == value


def test_decimal_comma_is_parsed_when_it_is_the_decimal_mark():
    assert parse_number("27,4", ",") == D("27.4")
    assert parse_number("1.234.567,5", ",") == D("1234567.5")
    assert parse_number("4.886", ",", confirmed=True) == D("4886")
    assert parse_number("4.886.000", ",") == D("4886000")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "doce",
        "27,4",
        "1,23",
        "12,34,567",
        "1,234 567",
        "1.2.3",
        "1e5",
        "NaN",
        "inf",
        "0x10",
        "٣",
        "4886.",
        ".5",
        "--5",
        "5-",
        "5%",
        "9" * 5000,
        "1 2",
        "4\x00",
    ],
)
def test_invalid_number_is_refused_with_a_message(typed):
    with pytest.raises(ValueError, match=r"is not a number"):
        parse_number(typed)


def test_ambiguous_number_is_refused_unless_confirmed():
    with pytest.raises(ValueError, match=r"4886 or 4\.886"):
        parse_number("4.886")
    with pytest.raises(ValueError, match=r"4886 or 4,886"):
        parse_number("4,886", ",")
    with pytest.raises(AmbiguousNumber, match=r"4886 or 4,886"):
        parse_number("4.886", ",")
    assert parse_number("4.886", confirmed=True) == D("4.886")
    assert parse_number("4.8860") == D("4.886")


def test_more_than_fifteen_typed_digits_are_refused():
    with pytest.raises(ValueError, match="15 digits"):
        parse_number("1234567890123456")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("0", 0),
        ("9" * 18, 10**18 - 1),
        *((text, None) for text in ("", "-1", " 1", "²", "٣", "1e4", "9" * 19)),
    ],
)
def test_sent_number_is_ascii_digits_that_fit_the_database(text, number):
    assert as_number(text) == number

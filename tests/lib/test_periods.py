import datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from briefings.lib.periods import Period

periods = st.builds(
    Period,
    st.dates(datetime.date(1000, 1, 1), datetime.date(9980, 1, 1)).map(lambda d: d.replace(day=1)),
    st.integers(1, 120),
)


@given(periods)
def test_every_period_is_parsed_from_its_code(period):
    assert Period.parse(period.code) == period
    assert str(period) == period.code


@given(periods)
def test_period_ends_where_the_next_begins(period):
    following = Period(period.end, period.months)
    assert period.start <= period.last_month < period.end == following.start
    if period.months >= 12 or period.months == 1 or period.is_quarter:
        assert following.before() == period


@given(periods, st.sampled_from(["en", "es"]))
def test_every_period_has_a_label_that_names_its_years(period, language):
    for label in (period.label(language), period.short_label(language)):
        assert str(period.start.year) in label or period.start.year == period.last_month.year
        assert str(period.last_month.year) in label


@given(periods, st.sampled_from(["en", "es"]))
def test_every_label_is_parsed_in_either_language(period, language):
    assert Period.parse(period.label(language)) == period
    assert Period.parse(period.short_label(language).upper()) == period
    quarter = Period(datetime.date(period.start.year, period.start.month // 4 * 3 + 1, 1), 3)
    assert Period.parse(quarter.label(language)) == Period.parse(quarter.short_label(language)) == quarter


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_an_error_message(text):
    try:
        period = Period.parse(text)
    except ValueError as error:
        assert str(error)
    else:
        assert Period.parse(period.code) == period


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2022", "2022"),
        (" 2022-Q1 ", "2022-Q1"),
        ("2022-q4", "2022-Q4"),
        ("2022-03", "2022-03"),
        ("2024-01-01/P11M", "2024-01-01/P11M"),
        ("2024-01/P11M", "2024-01-01/P11M"),
        ("2024-01-01/P12M", "2024"),
        ("2024-04/P3M", "2024-Q2"),
        ("2024-05/P1M", "2024-05"),
        ("2024-05/P3M", "2024-05-01/P3M"),
        ("2022-03-01/P12M", "2022-03-01/P12M"),
        ("January–November 2024", "2024-01-01/P11M"),
        ("ene-nov 2024", "2024-01-01/P11M"),
        ("Enero a noviembre de 2024", "2024-01-01/P11M"),
        ("de enero a noviembre del 2024", "2024-01-01/P11M"),
        ("jan. to nov. 2024", "2024-01-01/P11M"),
        ("March 2022 – February 2023", "2022-03-01/P12M"),
        ("january-december 2024", "2024"),
        ("Mar 2022", "2022-03"),
        ("marzo 2022", "2022-03"),
        ("Sept. 2022", "2022-09"),
        ("set 2022", "2022-09"),
        ("Q1 2022", "2022-Q1"),
        ("2022 T3", "2022-Q3"),
        ("1er trimestre 2022", "2022-Q1"),
        ("2.º trimestre de 2022", "2022-Q2"),
        ("3rd quarter of 2022", "2022-Q3"),
        ("2022-T3", "2022-Q3"),
        ("primer trimestre de 2024", "2024-Q1"),
        ("Tercer trimestre 2024", "2024-Q3"),
        ("fourth quarter of 2024", "2024-Q4"),
        ("II trimestre de 2024", "2024-Q2"),
        ("IV trimestre 2024", "2024-Q4"),
        ("H1 2024", "2024-01-01/P6M"),
        ("2024-H2", "2024-07-01/P6M"),
        ("2024 S2", "2024-07-01/P6M"),
        ("primer semestre de 2024", "2024-01-01/P6M"),
        ("Segundo semestre del 2024", "2024-07-01/P6M"),
        ("2.º semestre de 2024", "2024-07-01/P6M"),
        ("1er semestre 2024", "2024-01-01/P6M"),
        ("first half of 2024", "2024-01-01/P6M"),
        ("2nd half of 2024", "2024-07-01/P6M"),
        ("11/2024", "2024-11"),
        ("03/2022", "2022-03"),
        ("3/2022", "2022-03"),
        ("2024-01/2024-11", "2024-01-01/P11M"),
        ("2024-01/2024-12", "2024"),
        ("2023-07/2024-06", "2023-07-01/P12M"),
        ("2020-2022", "2020-01-01/P36M"),
    ],
)
def test_period_has_one_canonical_code(typed, code):
    assert Period.parse(typed).code == code


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "22",
        "0999",
        "10000",
        "2022-Q5",
        "2022-13",
        "2022-00",
        "2024-01-02/P3M",
        "2024/P3M",
        "2024-01/P0M",
        "2024-01/P121M",
        "2024-01/P-1M",
        "٢٠٢٢",
        "2022\x00",
        "2022-1",
        "March",
        "March 22",
        "Marz 2022",
        "March 2022 2023",
        "November–January 2024",
        "2024-2020",
        "2000–2024",
        "13/2022",
        "0/2022",
        "03/22",
        "05/10/2026",
        "2024/11",
        "2020/2021",
        "2024-11/2024-01",
        "2024-01/2024-13",
        "H3 2024",
        "2024-S4",
        "tercer semestre de 2024",
        "V trimestre de 2024",
        "primer semestre",
        "Q5 2022",
        "2022-01-01",
        "9999",
    ],
)
def test_invalid_period_is_refused_with_a_message(typed):
    with pytest.raises(ValueError, match=r"period"):
        Period.parse(typed)


def test_period_starts_on_the_first_of_a_month():
    with pytest.raises(ValueError, match="first day"):
        Period(datetime.date(2022, 1, 2), 1)


@pytest.mark.parametrize(
    ("code", "frequencies"),
    [
        ("2022", ""),
        ("2022-Q1", "A"),
        ("2022-03", "AQ"),
        ("2024-01-01/P11M", "AQ"),
        ("2022-03-01/P12M", "AQ"),
        ("2022-02-01/P3M", "AQ"),
    ],
)
def test_partial_period_depends_on_the_frequency(code, frequencies):
    assert "".join(f for f in "AQM" if Period.parse(code).is_part(f)) == frequencies


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2022", "2021"),
        ("2022-Q1", "2021-Q4"),
        ("2022-01", "2021-12"),
        ("2025-01-01/P11M", "2024-01-01/P11M"),
        ("2022-03-01/P12M", "2021-03-01/P12M"),
    ],
)
def test_period_before_is_the_previous_one_or_the_same_part_of_the_previous_year(code, before):
    assert Period.parse(code).before().code == before


@pytest.mark.parametrize(
    ("code", "english", "spanish"),
    [
        ("2022", "2022", "2022"),
        ("2022-Q1", "Q1 2022", "1.er trimestre de 2022"),
        ("2022-Q2", "Q2 2022", "2.º trimestre de 2022"),
        ("2022-03", "March 2022", "marzo de 2022"),
        ("2024-01-01/P11M", "January–November 2024", "enero–noviembre de 2024"),
        ("2022-03-01/P12M", "March 2022–February 2023", "marzo de 2022–febrero de 2023"),
        ("2020-01-01/P24M", "2020–2021", "2020–2021"),
    ],
)
def test_labels_in_both_languages(code, english, spanish):
    assert Period.parse(code).label("en") == english
    with translation.override("es"):
        assert Period.parse(code).label() == spanish


def test_short_labels_fit_a_chart():
    assert Period.parse("2024-01-01/P11M").short_label("es") == "ene–nov 2024"
    assert Period.parse("2024-Q1").short_label("es") == "T1 2024"


def test_periods_sort_by_start():
    codes = ["2023", "2022-Q2", "2022", "2022-01"]
    assert [p.code for p in sorted(map(Period.parse, codes))] == ["2022-01", "2022", "2022-Q2", "2023"]


def test_only_a_calendar_year_is_a_full_year():
    assert Period.parse("2022").is_full_year
    assert not Period.parse("2022-03/P12M").is_full_year

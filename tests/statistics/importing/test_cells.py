"""What cells say, and which styles of numbers and dates must be asked about."""

from datetime import date
from decimal import Decimal

import pytest

from briefings.lib.periods import Period
from briefings.statistics.importing.cells import (
    is_blank,
    marked_status,
    month_of,
    number_of,
    period_from,
    period_text,
    quarter_of,
    styles_of,
    without_footnote,
    year_of,
)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("4886", "="), ("4 886", "="), ("4'886", "="), ("−12", "="), ("27.4", "."), ("27,4", ","), ("4.886", "?"),
        ("4,886", "?"), ("1.234.567", ","), ("1,234,567", "."), ("1,234.5", "."), ("1.234,5", ","), ("0.886", "."),
        ("0,886", ","), ("-0.125", "."), ("12.34.5", ""), ("doce", ""), ("27,4 %", ""), ("", ""),
    ],
)  # fmt: skip
def test_style_in_which_a_text_is_a_number(text, style):
    assert styles_of(text) == style


def test_number_is_read_in_the_confirmed_style_only():
    assert number_of("4.886", ".") == Decimal("4.886")
    assert number_of("4.886", ",") == 4886
    assert number_of("0,886", ",") == Decimal("0.886")
    assert number_of({"n": "27.4"}, ",") == Decimal("27.4")
    assert number_of(4886, ".") == 4886
    for cell, mark in [("4.886", ""), ("0.886", ","), ("27,4", "."), ("doce", ""), ({"d": "2024-01-01"}, "")]:
        with pytest.raises(ValueError, match="not a number"):
            number_of(cell, mark)


def test_periods_and_days():
    assert period_text("2022") == "2022"
    assert period_text(2022) == "2022"
    assert period_text("2025*") == "2025"
    assert period_text("enero-noviembre 2024") == "2024-01-01/P11M"
    assert period_text({"d": "2024-03-05"}) == "2024-03-05"
    assert period_text("2024-03-05 00:00:00") == "2024-03-05"
    assert period_text("5/3/2024") == "?05/03/2024"
    with pytest.raises(ValueError, match="not a period"):
        period_text("Total")
    for read in (period_text, year_of):
        with pytest.raises(ValueError, match="Which period"):
            read(" ")


def test_day_counts_for_its_year_quarter_or_month():
    assert period_from("2024-08-05", "A") == Period(date(2024, 1, 1), 12)
    assert period_from("2024-08-05", "Q") == Period(date(2024, 7, 1), 3)
    assert period_from("2024-08-05", "M") == Period(date(2024, 8, 1), 1)
    assert period_from("?05/03/2024", "M", "dmy") == Period(date(2024, 3, 1), 1)
    assert period_from("?05/03/2024", "M", "mdy") == Period(date(2024, 5, 1), 1)
    with pytest.raises(ValueError, match="no such day"):
        period_from("?30/02/2024", "M", "dmy")


def test_parts_of_a_date():
    assert [month_of(cell) for cell in ("3", "03", "marzo", "MAR.", "set", "September", 12)] == [3, 3, 3, 3, 9, 9, 12]
    assert [quarter_of(cell) for cell in ("1", "T2", "q3", "IV")] == [1, 2, 3, 4]
    assert year_of(2014) == 2014
    for read, text in [(month_of, "13"), (month_of, "Total"), (quarter_of, "5"), (year_of, "14"), (year_of, "2014.5")]:
        with pytest.raises(ValueError, match=text):
            read(text)


def test_what_sources_write_for_no_value_is_blank():
    assert all(is_blank(cell) for cell in ("", "–", "s/d", "N/D", "..", " "))
    assert not any(is_blank(cell) for cell in ("0", 0, "x", {"d": "2024-01-01"}))


def test_mark_behind_a_number_is_no_part_of_it_and_may_be_its_status():
    marked = {"12 (p)": ("12", "P"), "4*": ("4", ""), "7 (E)": ("7", "E"), "12": ("12", ""), "2012 (p)": ("2012", "P")}
    assert {cell: (without_footnote(cell), marked_status(cell)) for cell in marked} == marked
    assert year_of("2012 (p)") == 2012

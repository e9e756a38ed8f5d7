"""Marks of charts: provisional values, ranges, peaks, and every year on an axis of months."""

from decimal import Decimal

import pytest

from briefings.lib.charts import Row, bar_chart, sparkline

from .drawn import HOMICIDES, classed, line, parsed, point, texts, titles, years


def test_provisional_values_are_open_marks_on_the_line_and_explained():
    points = [*years({2022: 4886, 2023: 8237}), point("2024", 7063, status="P"), point("2025", 9281, status="P")]
    root = parsed(line(points))
    (marks,) = classed(root, "provisional")
    assert len(marks) == 2 and marks.get("fill") == "none" and len(classed(root, "dots")[0]) == 2
    assert "Provisional: 2024, 2025" in texts(root) and "2025: 9,281 (provisional)" in titles(root)
    assert not classed(parsed(line(years(HOMICIDES))), "provisional")


def test_many_provisional_periods_are_named_by_the_first_and_the_last():
    months = [point(f"2025-{month:02d}", month, status="P") for month in range(1, 13)]
    assert "Provisional: Jan 2025 to Dec 2025" in texts(parsed(line(months, frequency="M")))


def test_legend_has_parts_of_years_above_provisional_values():
    points = [*years({2022: 1, 2023: 2}), point("2024", 3, status="P"), point("2025-01-01/P2M", 1, status="P")]
    notes = classed(parsed(line(points)), "note")
    assert ["".join(note.itertext()) for note in notes] == [
        "Part of a year: Jan–Feb 2025 (provisional)", "Provisional: 2024",
    ]  # fmt: skip
    assert float(notes[0].get("y")) < float(notes[1].get("y"))


def test_lines_of_a_legend_keep_their_distance():
    parts = [point(f"{year}-01-01/P2M", 1, status="P") for year in range(2015, 2025)]
    first, last = classed(parsed(line([*parts, point("2024", 3, status="P")])), "note")
    below = [float(part.get("dy")) for part in first.iter() if part.get("dy")]
    assert below and float(first.get("y")) + sum(below) + below[0] <= float(last.get("y"))


@pytest.mark.parametrize("rows", ["periods", "areas"])
def test_provisional_bars_are_open(rows):
    bars = [point("2023", 2), point("2024", 3, status="P")]
    if rows == "areas":
        bars = [Row("Guayas", Decimal(2), "2"), Row("Manabí", Decimal(3), "3", status="P")]
    root = parsed(bar_chart(bars, title="t"))
    (bar,) = classed(root, "provisional")
    assert bar.get("fill") == "none" and any("provisional" in title for title in titles(root))
    assert any(text.startswith("Provisional") for text in texts(root))


def test_sparkline_ends_in_an_open_mark_where_the_last_value_is_provisional():
    assert 'class="provisional"' in sparkline([*years({2023: 1}), point("2024", 2, status="P")], title="t")
    assert 'class="dot"' in sparkline(years({2023: 1, 2024: 2}), title="t")


def test_range_is_a_whisker_for_which_the_axis_has_room():
    ranged = point("2024", 3, low=Decimal(1), high=Decimal(90))
    for root in (parsed(line([*years({2022: 1, 2023: 2}), ranged])), parsed(bar_chart([ranged], title="t"))):
        assert len(classed(root, "whisker")) == 1 and "100" in texts(root)
    row = Row("Guayas", Decimal(3), "3", low=Decimal(1), high=Decimal(90))
    assert len(classed(parsed(bar_chart([row], title="t")), "whisker")) == 1


def test_peak_and_trough_have_their_values():
    shown = texts(parsed(line(years({2014: 5, 2015: 9, 2016: 5, 2017: 1, 2018: 5, 2019: 4}))))
    assert {"9", "1", "4"} <= set(shown)


def test_no_year_is_lost_on_an_axis_of_months_that_ends_in_june():
    months = [
        point(f"{year}-{month:02d}", 900 if (year, month) == (2025, 5) else month)
        for year in range(2014, 2027)
        for month in range(1, 13)
        if (year, month) <= (2026, 6)
    ]
    shown = texts(parsed(line(months, frequency="M")))
    assert {str(year) for year in range(2014, 2027)} <= set(shown) and "900, May 2025" in shown

from decimal import Decimal

import pytest

from briefings.lib.charts import Row, bar_chart, sparkline

from .drawn import HOMICIDES, SVG, classed, parsed, point, texts, titles, years


def test_bars_start_at_zero():
    root = parsed(bar_chart(years({2020: 10, 2021: -10, 2022: 5}), title="t"))
    up, down, half = classed(root, "bar")
    zero = float(up.get("y")) + float(up.get("height"))
    assert float(down.get("y")) == pytest.approx(zero, abs=0.2)
    assert float(half.get("height")) == pytest.approx(float(up.get("height")) / 2, abs=0.2)


def test_bar_of_a_partial_year_is_an_outline():
    root = parsed(bar_chart([*years({2023: 8237}), point("2024-01-01/P11M", 6275)], title="t"))
    full, part = classed(root, "bar")
    assert part.get("fill") == "none" and "part" in part.get("class")
    assert full.get("fill") != "none"
    assert "Part of a year: Jan–Nov 2024" in texts(root)


def test_negative_rows_extend_to_the_left_of_zero():
    root = parsed(bar_chart([Row("Guayas", Decimal(-12), "−12"), Row("Manabí", Decimal(30), "30")], title="t"))
    left, right = classed(root, "bar")
    assert float(left.get("x")) + float(left.get("width")) == pytest.approx(float(right.get("x")), abs=0.2)
    assert titles(root) == ["Guayas: −12", "Manabí: 30"]


def test_long_area_names_are_wrapped_without_loss():
    root = parsed(bar_chart([Row("Santo Domingo de los Tsáchilas", Decimal(160), "160")], title="t"))
    assert " ".join(texts(root)[:2]) == "Santo Domingo de los Tsáchilas"


def test_sparkline_has_a_title_and_marks_its_last_value():
    root = parsed(sparkline([*years(HOMICIDES), point("2026-01-01/P2M", 1431)], title="Homicides, 2014–2026"))
    assert root.find(f"{SVG}title").text == "Homicides, 2014–2026"
    assert len(classed(root, "part")) == 1
    assert (root.get("width"), root.get("height")) == ("120", "32")

import itertools
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.lib.charts import Line, Point, Row, bar_chart, line_chart, sparkline
from briefings.lib.charts.labels import Box, EndLabel, spread
from briefings.lib.charts.marks import width_of
from briefings.lib.charts.scale import TimeScale, round_ticks, tick_texts, time_scale, time_ticks
from briefings.lib.periods import Period

from .drawn import HOMICIDES, SVG, classed, line, parsed, path_of, point, texts, titles, years


def test_every_point_has_a_tooltip():
    root = parsed(line(years(HOMICIDES)))
    assert titles(root) == [f"{year}: {value:,}" for year, value in HOMICIDES.items()]


def test_chart_has_a_title_and_a_description():
    root = parsed(line(years(HOMICIDES), id_prefix="b7"))
    assert root.get("role") == "img"
    labelled = root.get("aria-labelledby").split()
    assert [element.text for element in root if element.get("id") in labelled] == ["Homicides", "By year"]


def test_svg_of_twelve_years_is_small():
    assert len(line(years(HOMICIDES)).encode()) <= 2500


def test_years_without_a_value_are_gaps():
    full = path_of(parsed(line(years({2001: 1, 2002: 2, 2003: 3, 2004: 4}))))
    missing_value = path_of(parsed(line(years({2001: 1, 2002: 2, 2003: None, 2004: 4, 2005: 5}))))
    missing_period = path_of(parsed(line(years({2001: 1, 2002: 2, 2004: 4, 2005: 5}))))
    assert full.count("M") == 1
    assert missing_value.count("M") == missing_period.count("M") == 2


def test_time_axis_is_proportional():
    root = parsed(line(years({2000: 1, 2001: 1, 2010: 1})))
    x = [float(dot.get("d")[1:].split()[0]) for dot in classed(root, "dots")[0]]
    assert x[2] - x[0] == pytest.approx(10 * (x[1] - x[0]), abs=0.5)


def test_partial_year_is_a_labelled_ring_that_is_not_joined():
    points = [*years({2022: 4886, 2023: 8237}), point("2024-01-01/P11M", 6275), point("2025", 9281)]
    root = parsed(line(points))
    assert path_of(root).count("L") == 1
    assert [circle.find(f"{SVG}title").text for circle in classed(root, "part")[0]] == ["January–November 2024: 6,275"]
    assert any(label.startswith("6,275") for label in texts(root))
    assert "Part of a year: Jan–Nov 2024" in texts(root)


def test_partial_year_beside_the_full_year_does_not_interrupt_the_line():
    points = [*years({2023: 8237, 2024: 7063}), point("2024-01-01/P11M", 6275)]
    assert path_of(parsed(line(points))).count("L") == 1


def test_point_marked_as_partial_is_a_ring_for_any_period():
    root = parsed(line([*years({2022: 1, 2023: 2}), point("2024", 3, is_part=True)]))
    assert len(classed(root, "part")[0]) == 1


def test_break_is_marked_and_interrupts_the_line():
    points = [*years({2018: 1, 2019: 2}), point("2020", 3, is_break=True), point("2021", 4)]
    root = parsed(line(points))
    assert len(classed(root, "break")) == 1
    assert path_of(root).count("M") == 2


def test_tooltip_of_a_provisional_value_says_so():
    assert "2025: 9,281 (provisional)" in titles(parsed(line([point("2025", 9281, status="P")])))


def test_several_lines_have_their_names_and_last_values():
    svg = line_chart(
        [
            Line("Ministry", years(HOMICIDES)),
            Line("Press", years({2020: 2000, 2021: 3000, 2022: 4500}), tone=1),
        ],
        title="t",
        description="d",
        unit="",
        frequency="A",
    )
    root = parsed(svg)
    assert {"9,281Ministry", "4,500Press"} <= set(texts(root))
    assert "Press, 2022: 4,500" in titles(root)
    assert {"tone-0", "tone-1"} <= {name for element in root.iter() for name in element.get("class", "").split()}


def test_labels_in_the_margin_do_not_overlap():
    labels = spread(
        [EndLabel(100, "1", ["a"], 0), EndLabel(101, "2", ["b", "c"], 1), EndLabel(290, "3", ["d"], 2)], 0, 300
    )
    assert all(upper.y + upper.height <= lower.y for upper, lower in pairwise(labels))
    assert labels[-1].y + labels[-1].height <= 300


def test_box_detects_a_crossing_line():
    box = Box(10, 10, 20, 20)
    assert box.is_crossed_by(((0, 0), (30, 30)))
    assert box.is_crossed_by(((15, 12), (15, 13)))
    assert not box.is_crossed_by(((0, 30), (9, 0)))
    assert not box.is_crossed_by(((0, 5), (30, 5)))


def test_axis_of_months_and_of_quarters():
    months = [point(f"2024-{month:02d}", month) for month in range(1, 13)]
    quarters = [point(f"2024-Q{quarter}", quarter) for quarter in range(1, 5)]
    assert {"Jan", "2024"} <= set(texts(parsed(line(months, frequency="M"))))
    assert {"Q1", "Q4", "2024"} <= set(texts(parsed(line(quarters, frequency="Q"))))
    with translation.override("es"):
        assert {"ene", "2024"} <= set(texts(parsed(line(months, frequency="M"))))


def test_axis_of_twelve_years_of_months_names_years():
    months = [point(f"{year}-{month:02d}", month) for year in range(2014, 2026) for month in range(1, 13)]
    root = parsed(line(months, frequency="M"))
    assert "2025" in texts(root) and "Jan" not in texts(root)
    assert len(titles(root)) == 144


@pytest.mark.parametrize("right", [300, 450, 560])
@pytest.mark.parametrize("frequency", ["Q", "M"])
def test_labels_of_the_time_axis_never_touch(frequency, right):
    for first, length in itertools.product(range(24000, 24012), [*range(3, 60), 100, 138, 150, 390]):
        ticks = time_ticks(TimeScale(first, first + length, 40, right), frequency)
        phone = [(tick.x, tick.label) for tick in ticks if not tick.is_wide]
        years = [(tick.x, tick.year) for tick in ticks if tick.year]
        for size, labels in ((13, [(tick.x, tick.label) for tick in ticks]), (19, phone), (19, years)):
            for (x, label), (next_x, next_label) in pairwise(labels):
                assert next_x - x > (width_of(label, size) + width_of(next_label, size)) / 2, (first, length)
        assert phone or length < 6


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0, 9281], [0, 2500, 5000, 7500, 10000]),
        ([4886], [0, 2000, 4000, 6000]),
        ([0, 0], [0, 1, 2]),
        ([1], [0, 1, 2]),
        (["27.4", "0.2"], [0, 10, 20, 30]),
        ([-70, 220], [-100, 0, 100, 200, 300]),
        ([-5, -5], [-6, -4, -2, 0]),
    ],
)
def test_axis_has_round_ticks_from_zero(values, ticks):
    assert round_ticks(values) == ticks


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20), min_size=1))
def test_axis_has_two_to_five_ticks_around_all_values(values):
    ticks = round_ticks(values)
    assert 2 <= len(ticks) <= 5
    assert ticks[0] <= min(values) and max(values) <= ticks[-1]
    assert len({after - before for before, after in pairwise(ticks)}) == 1


def test_large_axis_numbers_are_in_millions():
    assert tick_texts([Decimal(0), Decimal(5_000_000)]) == (["0", "5"], "millions")
    assert tick_texts([Decimal(0), Decimal("2.5")]) == (["0.0", "2.5"], "")


ODD = {
    "nothing": [],
    "one": [("2022", 5)],
    "missing": [("2022", None)],
    "all missing": [("2020", None), ("2021", None)],
    "equal": [("2020", 7), ("2021", 7)],
    "zero": [("2020", 0), ("2021", 0)],
    "negative": [("2020", -7), ("2021", -9)],
    "mixed": [("2020", -7), ("2021", 9), ("2022", None), ("2023", 0)],
    "huge": [("2020", "1E+30"), ("2021", "-1E+30")],
    "tiny": [("2020", "1E-20"), ("2021", "2E-20")],
    "part only": [("2024-01-01/P11M", 5)],
    "same period twice": [("2020", 1), ("2020", 2)],
    "far apart": [("1000", 1), ("9998", 2)],
    "long": [("2020-01-01/P120M", 1)],
    "unsorted": [("2022", 1), ("2020", 2), ("2021", 3)],
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("frequency", ["A", "Q", "M"])
def test_unusual_values_are_drawn(name, frequency):
    points = [point(code, value) for code, value in ODD[name]]
    known = [each for each in points if each.value is not None]
    for svg in (line(points, frequency=frequency), bar_chart(points, title="t", frequency=frequency)):
        root = parsed(svg)
        assert len(titles(root)) == len(known)
        assert ("No values to show" in texts(root)) == (not known)
    rows = [Row(each.period.label(), each.value, each.text) for each in points]
    assert len(titles(parsed(bar_chart(rows, title="t")))) == len(known)
    parsed(sparkline(points, title="t", frequency=frequency))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1990, 2030),
            st.none() | st.decimals(min_value=-(10**15), max_value=10**15, places=2),
            st.booleans(),
            st.booleans(),
        ),
        max_size=30,
    ),
    st.text(max_size=20),
)
def test_chart_is_well_formed_for_any_points(rows, label):
    points = [point(str(year), value, is_part=part, is_break=jump) for year, value, part, jump in rows]
    for svg in (
        line_chart(
            [Line(label, points), Line(label, points[:3], 1)], title=label, description=label, unit=label, frequency="A"
        ),
        line(points, title=label, unit=label),
        bar_chart(points, title=label, unit=label),
        bar_chart([Row(label, each.value, each.text, each.is_part) for each in points], title=label),
        sparkline(points, title=label),
    ):
        parsed(svg)


def test_all_of_a_thousand_points_are_drawn():
    months = [point(f"{1900 + index // 12}-{index % 12 + 1:02d}", index) for index in range(1000)]
    assert len(titles(parsed(line(months, frequency="M")))) == 1000
    assert len(titles(parsed(bar_chart(months, title="t", frequency="M")))) == 1000
    assert len(titles(parsed(bar_chart([Row(str(i), Decimal(i), str(i)) for i in range(1000)], title="t")))) == 1000


def test_hostile_texts_are_escaped():
    evil = '"><script>alert(1)</script>\x00\x0b&'
    points = [Point(Period.parse("2022"), Decimal(1), evil)]
    for svg in (
        line_chart(
            [Line(evil, points), Line(evil, points)],
            title=evil,
            description=evil,
            unit=evil,
            frequency="A",
            id_prefix=evil,
        ),
        bar_chart(points, title=evil, unit=evil),
        bar_chart([Row(evil, Decimal(1), evil)], title=evil),
        sparkline(points, title=evil),
    ):
        parsed(svg)


@pytest.mark.parametrize("months_of_last_year", range(1, 13))
def test_the_last_year_of_a_monthly_axis_has_a_label(months_of_last_year):
    for length in range(4, 16):
        first = (2024 - length) * 12
        ticks = time_ticks(TimeScale(first, 2024 * 12 + months_of_last_year, 40, 500), "M")
        assert ticks[-1].label == "2024" and not ticks[-1].is_wide


def test_the_legend_names_a_provisional_part_with_the_mark_of_parts_only():
    points = [point("2024", 5, status="P"), point("2025", 7, status="P"), point("2026-01-01/P2M", 1, status="P")]
    notes = [each for each in texts(parsed(line(points))) if ":" in each]
    assert "Provisional: 2024, 2025" in notes
    assert "Part of a year: Jan–Feb 2026 (provisional)" in notes


def test_a_first_year_of_which_few_months_are_known_is_labelled():
    periods = [Period.parse(text) for text in ("2013-10", "2020-01", "2024-03")]
    ticks = time_ticks(time_scale(periods, "M", 40, 500), "M")
    assert [ticks[0].label, ticks[-1].label] == ["2013", "2024"]
    assert 40 < ticks[0].x < ticks[1].x

"""The map of the provinces: every one has an outline, and classes hold every value once, in order."""

import itertools
import json
import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.demo.reference import AREAS_FILE
from briefings.lib.charts import Region, has_outline, province_map
from briefings.lib.charts.map import MOST_CLASSES, classes_of
from briefings.lib.charts.outlines import outlines

SVG = "{http://www.w3.org/2000/svg}"


def region(code, value):
    return Region(code, f"Area {code}", None if value is None else Decimal(value), "–" if value is None else str(value))


def test_every_province_and_the_undelimited_zone_have_an_outline():
    codes = [line.split(",")[0] for line in AREAS_FILE.read_text(encoding="utf-8").splitlines()[2:]]
    assert len(codes) == 25
    assert all(map(has_outline, codes))
    assert not has_outline("EC")


@given(st.lists(st.one_of(st.none(), st.integers(0, 30)), max_size=24))
def test_classes_hold_every_value_once_and_do_not_overlap(values):
    regions = [region(str(number), value) for number, value in enumerate(values)]
    classes = classes_of(regions)
    known = [each for each in regions if each.value is not None]
    assert sorted(each.code for part in classes for each in part.regions) == sorted(each.code for each in known)
    assert len(classes) == min(MOST_CLASSES, len({each.value for each in known}))
    for lower, higher in itertools.pairwise(classes):
        assert lower.regions[-1].value < higher.regions[0].value
        assert lower.shade < higher.shade


def test_the_map_names_each_province_with_its_value_and_has_a_title_and_a_legend():
    regions = [region("EC-G", 393), region("EC-A", 20), region("EC-W", None)]
    svg = ElementTree.fromstring(province_map(regions, title="Deaths & <b>", description="2023", unit="victims"))
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title").text == "Deaths & <b>"
    assert svg.find(f"{SVG}desc").text == "2023"
    titles = [each.text for each in svg.iter(f"{SVG}title")]
    assert {"Area EC-G: 393", "Area EC-A: 20", "Area EC-W: no value"} < set(titles)
    assert len(list(svg.iter(f"{SVG}path"))) == 25
    assert [each.text for each in svg.iter(f"{SVG}text")] == ["victims", "20", "393", "no value"]
    assert not re.search(r"style=|<script", ElementTree.tostring(svg, "unicode"))


@pytest.mark.parametrize("regions", [[], [region("EC-G", None)], [region("0901", 3)]])
def test_without_a_value_of_a_province_the_map_says_so(regions):
    assert "No values to show" in province_map(regions, title="Deaths")


def test_neighbours_keep_their_common_corners():
    """Corners between two in one line go; all others stay, on whole pixels."""
    square = [[-80, 0], [-79, 0], [-79, -0.5], [-79, -1], [-80, -1], [-80, 0]]
    feature = {"properties": {"iso": "EC-A", "dpa": "01"}, "geometry": {"type": "Polygon", "coordinates": [square]}}
    assert outlines({"features": [feature]}) == {"EC-A": "M186 119l78 0 0 78-78 0z"}


def test_the_outlines_are_small():
    path = Path("briefings/lib/charts/outlines.json")
    assert path.stat().st_size < 8_000
    assert len(json.loads(path.read_text(encoding="utf-8"))) == 25

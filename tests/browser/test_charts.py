"""Charts in a browser: their words are legible on every screen and do not lie on one another."""

import pytest

from tests import make

pytestmark = pytest.mark.once

WORDS = """() => [...document.querySelectorAll("svg.chart")].map(chart => {
  const scale = chart.getBoundingClientRect().width / chart.viewBox.baseVal.width;
  return [...chart.querySelectorAll("text")].filter(text => text.getBoundingClientRect().width).map(text => {
    const box = text.getBoundingClientRect();
    return [text.textContent, parseFloat(getComputedStyle(text).fontSize) * scale, box.left, box.right, box.top, box.bottom];
  });
})"""  # noqa: E501


@pytest.fixture
def indicator(db):
    homicides, ministry = make.indicator("Homicides", slug="homicides"), make.source("Ministry of the Interior")
    yearly = make.series(of=homicides, by=ministry)
    make.recorded(yearly, {str(year): str(1000 + (year * 7919) % 8000) for year in range(2012, 2026)})
    monthly = make.series(of=homicides, by=ministry, frequency="M")
    months = [f"{year}-{month:02}" for year in range(2019, 2026) for month in range(1, 13)]
    make.recorded(monthly, {month: str(100 + number * 37 % 700) for number, month in enumerate(months)})
    for code, name, value in (
        ("EC-G", "Guayas", "3845"),
        ("EC-M", "Manabí", "1022"),
        ("EC-SD", "Santo Domingo", "301"),
    ):
        province = make.series(of=homicides, where=make.area(code, name, "province"), by=ministry)
        make.recorded(province, {"2025": value})
    return homicides


def overlap(one, other):
    _words, _size, left, right, top, bottom = one
    _words, _size, other_left, other_right, other_top, other_bottom = other
    height = min(bottom - top, other_bottom - other_top)
    return (
        min(right, other_right) - max(left, other_left) > 1
        and min(bottom, other_bottom) - max(top, other_top) > height * 0.35
    )


def test_the_words_of_charts_are_legible_on_every_screen(site, window, indicator, console):
    page = window(viewport={"width": 320, "height": 800})
    page.goto(f"{site}/en/statistics/homicides/")
    for width in (320, 360, 414, 768, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        charts = page.evaluate(WORDS)
        assert len(charts) >= 3
        for words in charts:
            assert min(size for _text, size, *_box in words) >= 11.9, width
            touching = [
                (one[0], other[0]) for at, one in enumerate(words) for other in words[at + 1 :] if overlap(one, other)
            ]
            assert touching == [], width

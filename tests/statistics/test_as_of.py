"""`?as_of=`: an indicator and a data table as they were known on an earlier day."""

import datetime
import re

import pytest
from django.utils.timezone import localdate

from briefings.lib.clock import database_now
from briefings.statistics.actions import prefer, record_values
from briefings.statistics.entering.validation import Value
from tests import make

INDICATOR, TABLE = "/en/statistics/homicides/", "/en/tables/by-year/"
BEFORE, BETWEEN = "?as_of=2020-01-31", "?as_of=2025-01-31"


@pytest.fixture
def homicides(db):
    """The value of 2023 was 8,237 as known in 2024 and is 8,248 as known in 2026."""
    indicator = make.indicator("Homicides", slug="homicides")
    series = make.series(of=indicator, by=make.source("Ministry", slug="mdi"))
    make.recorded(series, {"2020": "1372", "2021": "2495", "2022": "4886", "2023": "8237"})
    make.settled(prefer(series, reason={"en": "It counts every victim."}, by=make.recorder()))
    make.settled(revise(series, "8248"))
    table = make.data_table("Homicides by year", slug="by-year", show="both")
    make.column(table, series)
    for year in ("2021", "2022", "2023"):
        make.row(table, year)
    return series


def revise(series, value):
    rows = [Value(period=make.period("2023"), value=make.decimal(value))]
    known_on, by = datetime.date(2026, 6, 30), make.recorder()
    return record_values(series, rows, release=None, known_on=known_on, kind="update", reason={}, by=by)


def page_of(reader, address):
    response = reader.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", [INDICATOR, TABLE])
def test_page_shows_the_values_of_that_day_and_a_notice(reader, homicides, address):
    today, then = page_of(reader, address), page_of(reader, address + BETWEEN)
    assert "8,248" in today and "Values as known on" not in today
    assert "8,237" in then and "8,248" not in then
    assert 'Values as known on <time datetime="2025-01-31">31 January 2025</time>.' in then
    assert f'<a href="{address}">Today’s values</a>' in then
    assert "urrent figure" not in then
    assert f'{address}">' in then[then.index('rel="canonical"') :].split("\n")[0]


def test_headline_chart_table_and_revisions_of_an_indicator_are_of_that_day(reader, homicides):
    html = page_of(reader, INDICATOR + BETWEEN)
    assert '<data id="current" value="8237">8,237</data>' in html
    assert "2023: 8,237" in html[html.index("<svg") : html.index("</svg>")]
    rows = html[html.index('<table id="main-table"') :].split("</table>")[0]
    figure = homicides.observations.get(start__year=2023).pk
    assert f'<a class="figure" href="/en/figures/{figure}/?as_of=2025-01-31"><data value="8237">8,237</data>' in rows
    assert "8,237" in page_of(reader, f"/en/figures/{figure}/{BETWEEN}")
    assert f'href="/en/figures/{figure}/"' in page_of(reader, INDICATOR)
    assert '<data value="8237">8,237</data>' in rows and "31\u00a0January\u00a02024" in rows
    assert 'id="revisions"' not in html
    assert 'id="revisions"' in page_of(reader, INDICATOR + "?as_of=2026-06-30")


def test_provinces_are_ranked_as_they_were_then(reader, homicides):
    for code, name, value in (("EC-G", "Guayas", "3845"), ("EC-M", "Manabí", "986")):
        series = make.series(of=homicides.indicator, where=make.area(code, name, "province"), by=homicides.source)
        make.recorded(series, {"2022": value})
        make.recorded(series, {"2023": "1"}, known_on=datetime.date(2026, 6, 30))
    html = page_of(reader, INDICATOR + BETWEEN)
    assert "Guayas has the highest value in 2022" in html


@pytest.mark.parametrize("sort", ["period", "-value", "status", "source", "-source", "area", "known_on"])
def test_table_of_an_earlier_day_sorts_and_filters_and_stays_on_that_day(reader, homicides, sort):
    other = make.series(of=homicides.indicator, by=make.source("Press", slug="press"))
    make.recorded(other, {"2022": "4500", "2023": None})
    html = page_of(reader, f"{INDICATOR}{BETWEEN}&area=all&source=all&sort={sort}")
    rows = html[html.index('<table id="main-table"') :].split("</table>")[0]
    assert "4,500" in rows and "missing" in rows and "aria-sort" in rows
    assert "as_of=2025-01-31" in rows
    assert '<input type="hidden" name="as_of" value="2025-01-31">' in html


@pytest.mark.parametrize("address", [INDICATOR, TABLE])
def test_day_before_the_first_value_shows_a_message(reader, homicides, address):
    html = page_of(reader, address + BEFORE)
    assert "No figure was known on that day." in html
    assert "<table" not in html and "<svg" not in html


@pytest.mark.parametrize("address", [INDICATOR, TABLE])
def test_proposed_revision_counts_on_no_day(reader, homicides, address):
    assert revise(homicides, "7777").stage == "proposed"
    today = localdate(database_now()).isoformat()
    assert "7,777" not in page_of(reader, f"{address}?as_of={today}")


HOSTILE = [
    "x", "2025", "2025-02-30", "20250131", "2025-W05-5", "2025-01-31T00:00", "2025-01-31%00", "%00", "9" * 5000,
    "9999-12-31", "0000-01-01", "-025-01-01", "٢٠٢٥-٠١-٣١", "2025-01-3１", "%ff",
]  # fmt: skip


def test_invalid_or_future_day_is_not_found(reader, homicides):
    for address in (INDICATOR, TABLE):
        for day in HOSTILE:
            assert reader.get(f"{address}?as_of={day}").status_code == 404, (address, day)


def test_todays_values_begin_with_the_first_page(reader, db):
    """An earlier day may have few enough values to be sorted by them, and today too many."""
    series = make.series(frequency="M")
    months = [f"{year}-{month:02}" for year in range(1960, 2003) for month in range(1, 13)]
    make.recorded(series, dict.fromkeys(months[:480], "5"), known_on=datetime.date(2024, 1, 31))
    make.recorded(series, dict.fromkeys(months[480:], "6"), known_on=datetime.date(2025, 6, 30))
    address = series.indicator.url_in("en")
    page = page_of(reader, f"{address}?as_of=2024-12-31&sort=value&page=2")
    (today,) = re.findall(r'<a href="([^"]+)">Today’s values</a>', page)
    assert today == "?sort=value" and reader.get(address + today).status_code == 200


def test_an_empty_day_is_none(reader, homicides):
    """A form sends it where a reader has left the field empty."""
    assert reader.get(f"{TABLE}?as_of=").content == reader.get(TABLE).content


@pytest.mark.parametrize("address", [INDICATOR, TABLE])
def test_first_day_of_the_calendar_is_accepted(reader, homicides, address):
    assert reader.get(f"{address}?as_of=0001-01-01").status_code == 200


@pytest.mark.parametrize("address", [INDICATOR, TABLE])
def test_earlier_day_takes_no_more_queries(reader, homicides, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        page_of(reader, address + BETWEEN)
    make.recorded(homicides, {str(year): "10" for year in range(1950, 2019)})
    for number in range(10):
        make.settled(revise(homicides, str(9000 + number)))
    with django_assert_max_num_queries(9):
        page_of(reader, address + BETWEEN)

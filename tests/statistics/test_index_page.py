"""The statistics index."""

import pytest

from briefings.statistics.actions import prefer
from tests import make

PAGE = "/en/statistics/"


def an_indicator(name, values, *, preferred=True, **fields):
    series = make.series(of=make.indicator(name, **fields))
    make.recorded(series, values)
    if preferred:
        make.settled(prefer(series, reason={"en": "The longest."}, by=make.recorder()))
    return series


def row_of(html, name):
    return next(row for row in html.split("<tr")[2:] if name in row).partition("</tr>")[0]


def test_row_has_value_period_change_trend_source_and_date(reader, db):
    series = an_indicator("Homicides", {"2021": "2495", "2022": "4886", "2023": "8237", "2024-01-01/P11M": "6275"})
    row = row_of(reader.get(PAGE).content.decode(), "Homicides")
    assert '<data value="8237">8,237</data>' in row
    assert ">2023<" in row
    assert "up 69% on 2022" in row
    assert "<svg" in row
    assert series.source.name in row
    assert "31\u00a0January\u00a02024" in row


def test_period_has_the_status_of_the_value(reader, db):
    series = make.series(of=make.indicator("Homicides"))
    make.recorded(series, {"2022": "4886", "2023": "8237"}, status="P")
    assert '2023 <span class="tile-unit">provisional</span>' in reader.get(PAGE).content.decode()


def test_no_change_is_shown_across_a_missing_year(reader, db):
    an_indicator("Homicides", {"2020": "1372", "2023": "8237"})
    row = row_of(reader.get(PAGE).content.decode(), "Homicides")
    assert "up " not in row
    assert "<svg" not in row


def test_indicator_shows_its_preferred_series(reader, db):
    preferred = an_indicator("Homicides", {"2022": "4886"})
    other = make.series(of=preferred.indicator)
    make.recorded(other, {"2022": "4500", "2023": "5000"})
    row = row_of(reader.get(PAGE).content.decode(), "Homicides")
    assert "4,886" in row
    assert "5,000" not in row


@pytest.mark.parametrize("page", ["statistics/", "statistics.csv", "statistics/homicides/", "places/ecuador/"])
def test_another_series_represents_the_indicator_where_the_preferred_one_has_no_value_left(reader, db, page):
    preferred = an_indicator("Homicides", {"2022": "4886"}, slug="homicides")
    make.recorded(make.series(of=preferred.indicator), {"2022": "4500"})
    make.retracted(preferred, "2022")
    assert reader.get(f"/en/{page}").content.decode().replace(",", "").count("4500")


def test_indicator_without_values_has_dashes(reader, db):
    make.indicator("Extortion")
    assert "–" in row_of(reader.get(PAGE).content.decode(), "Extortion")


def test_latest_value_is_not_a_missing_one(reader, db):
    an_indicator("Homicides", {"2022": "4886", "2023": None})
    assert "4,886" in row_of(reader.get(PAGE).content.decode(), "Homicides")


def test_private_indicators_series_and_sources_are_absent(reader, db):
    an_indicator("Canary count", {"2022": "13131"}, public=False)
    shown = an_indicator("Homicides", {"2022": "4886"})
    make.recorded(make.series(of=shown.indicator, by=make.source("Canary bureau", public=False)), {"2023": "15151"})
    make.recorded(make.series(of=shown.indicator, by=make.source("Quiet"), public=False), {"2023": "16161"})
    unseen = make.indicator("Extortion")
    make.recorded(make.series(of=unseen, by=make.source("Canary office", public=False)), {"2023": "17171"})
    make.recorded(make.series(of=unseen, by=make.source("Quiet office"), public=False), {"2023": "18181"})
    html = reader.get(PAGE).content.decode()
    assert "Homicides" in html
    assert "–" in row_of(html, "Extortion")
    for trace in ("Canary", "Quiet", "13,131", "15,151", "16,161", "17,171", "18,181"):
        assert trace not in html


def test_index_without_indicators_shows_a_message(reader, db):
    html = reader.get("/es/estadisticas/").content.decode()
    assert '<div class="empty">' in html
    assert "<table" not in html


@pytest.mark.parametrize("sort", ["indicator", "-indicator", "period", "-period", "source", "-known_on", "known_on"])
def test_index_sorts_indicators_without_values_too(reader, db, sort):
    an_indicator("Homicides", {"2022": "4886"})
    make.indicator("Extortion")
    response = reader.get(f"{PAGE}?sort={sort}")
    assert response.status_code == 200
    assert "aria-sort" in response.content.decode()


@pytest.mark.parametrize("query", ["?sort=", "?page=", "?x=%ff"])
def test_empty_and_unknown_parameters_are_ignored(reader, db, query):
    an_indicator("Homicides", {"2022": "4886"})
    assert reader.get(PAGE + query).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        *("?page=2", "?page=0", "?page=x", "?sort=%00", "?sort=" + "x" * 300),
        *("?sort=x", "?sort=-", "?sort=current__series__source__slug"),
    ],
)
def test_invalid_page_number_or_query_is_not_found(reader, db, query):
    an_indicator("Homicides", {"2022": "4886"})
    assert reader.get(PAGE + query).status_code == 404


def test_index_takes_six_queries_with_few_and_with_many(reader, db, django_assert_num_queries):
    an_indicator("Homicides", {"2022": "4886"})
    with django_assert_num_queries(6):
        reader.get(PAGE)
    for number in range(30):
        an_indicator(f"Indicator {number}", {str(year): "10" for year in range(2000, 2024)}, preferred=number % 2 == 0)
        make.data_table()
    with django_assert_num_queries(6):
        reader.get(PAGE)


def test_public_tables_are_linked_by_name(reader, db):
    an_indicator("Homicides", {"2022": "4886"})
    make.data_table("Homicides by year", slug="by-year", name_es="Homicidios por año")
    make.data_table("Canary table", slug="canary", public=False)
    html = reader.get(PAGE).content.decode()
    assert '<a href="/en/tables/by-year/">Homicides by year</a>' in html
    assert "anary" not in html
    spanish = reader.get("/es/estadisticas/").content.decode()
    assert '<a href="/es/tablas/by-year/">Homicidios por año</a>' in spanish


def test_trend_of_months_is_that_of_the_last_two_years(reader, db):
    months = {f"{year}-{month:02d}": str(year - 2000) for year in (2020, 2021, 2022, 2023) for month in range(1, 13)}
    series = make.series(of=make.indicator("Robberies"), frequency="M")
    make.recorded(series, months)
    row = row_of(reader.get(PAGE).content.decode(), "Robberies")
    assert "From 21 in December 2021 to 23 in December 2023" in row
    assert "unchanged on November 2023" in row


def test_sorted_list_shows_the_same_values_as_the_list_by_name(reader, db):
    for number in range(3):
        an_indicator(f"Indicator {number}", {"2021": "1", "2022": str(number)}, preferred=number != 1)
    by_name, by_period = (reader.get(PAGE + query).content.decode() for query in ("", "?sort=-known_on"))
    for number in range(3):
        assert row_of(by_name, f"Indicator {number}") == row_of(by_period, f"Indicator {number}")

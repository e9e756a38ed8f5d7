"""The page of a data table, and the template that editions render it with."""

import datetime

import pytest
from django.template.loader import render_to_string

from briefings.statistics.charts import chart_of
from briefings.statistics.data_tables import resolve_data_table
from tests import make


@pytest.fixture
def homicides(db):
    series = make.series(of=make.indicator("Homicides", slug="homicides"), by=make.source("Ministry", slug="mdi"))
    make.recorded(series, {"2021": "2495", "2022": "4886"})
    make.recorded(series, {"2023": "8237", "2024-01-01/P11M": "6275"}, status="P")
    return series


@pytest.fixture
def table(homicides):
    table = make.data_table("Homicides by year", slug="by-year", note_en="Counted by victim.", show="both")
    make.column(table, homicides, heading_en="Ministry")
    for period in ("2021", "2022", "2023", "2024-01-01/P11M", "2019"):
        make.row(table, period)
    return table


def test_page_prints_every_number_as_data(reader, table):
    html = reader.get("/en/tables/by-year/").content.decode()
    assert '<data id="f-r2c1" value="4886">4,886</data>' in html
    assert '<th scope="row">2022</th>' in html
    assert '<th scope="col" class="number">Ministry<br><span class="tile-unit">victims</span></th>' in html
    assert "<caption>" in html
    assert "Counted by victim." in html
    assert '<span class="grade">B</span> <a href="/en/sources/mdi/">Ministry</a>' in html
    assert '<svg class="chart"' in html


def test_part_years_provisional_and_missing_values_are_marked(reader, table):
    html = reader.get("/en/tables/by-year/").content.decode()
    assert 'January–November 2024 <span class="tile-unit">part of a year</span>' in html
    assert (
        '<span class="tile-unit" role="img" aria-label="provisional">p</span> <data id="f-r3c1" value="8237">' in html
    )
    assert "p: provisional; –: no value" in html


def test_page_exists_in_spanish(reader, table):
    html = reader.get("/es/tablas/by-year/").content.decode()
    assert "8\u00a0237" in html
    assert '<span lang="en">Homicides by year</span>' in html


def test_private_table_is_not_found_and_its_name_not_disclosed(reader, table):
    make.data_table("Canary table", slug="canary", public=False)
    response = reader.get("/en/tables/canary/")
    assert response.status_code == 404
    assert "Canary" not in response.content.decode()


def test_column_of_a_private_series_is_left_out(reader, table):
    hidden = make.series(of=make.indicator("Canary count", slug="canary", public=False))
    make.recorded(hidden, {"2022": "13131"})
    make.column(table, hidden, heading_en="Canary heading")
    html = reader.get("/en/tables/by-year/").content.decode()
    assert "4,886" in html
    assert "Canary" not in html
    assert "13,131" not in html


def test_empty_table_has_a_page(reader, db):
    make.data_table("Nothing yet", slug="nothing")
    response = reader.get("/en/tables/nothing/")
    assert response.status_code == 200
    assert "There is nothing to list here." in response.content.decode()


def test_page_takes_at_most_six_queries(reader, table, homicides, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        reader.get("/en/tables/by-year/")
    for year in range(1950, 2010):
        make.row(table, str(year))
    with django_assert_max_num_queries(6):
        reader.get("/en/tables/by-year/")


@pytest.mark.parametrize("show", ["table", "chart", "both"])
def test_partial_needs_only_the_dictionary_and_has_unique_ids(table, show):
    table.show = show
    resolved = resolve_data_table(table, "en")
    context = {"table": resolved, "chart": chart_of(resolved, "en", id_prefix="x"), "figure_prefix": "b1-"}
    html = render_to_string("briefings/statistics/data_table_content.html", context)
    assert '<data id="b1-r2c1" value="4886">4,886</data>' in html
    assert html.count("<table") == 1
    assert html.count('id="b1-title"') == 1
    assert ("<svg" in html) == (show != "table")
    assert ("<details" in html) == (show == "chart")


def test_partial_escapes_what_editors_type(table):
    resolved = resolve_data_table(table, "en") | {"title": "<script>alert(1)</script>", "note": "<b>&"}
    html = render_to_string(
        "briefings/statistics/data_table_content.html", {"table": resolved, "chart": "", "figure_prefix": "x-"}
    )
    assert "<script>" not in html
    assert "&lt;b&gt;&amp;" in html


@pytest.mark.parametrize(
    ("url", "html_of_release"),
    [
        ("https://example.org/book", '<a rel="noopener external" href="https://example.org/book">release of <time'),
        ("", "</a>, release of <time"),
    ],
)
def test_newest_release_used_is_linked_where_it_has_an_address(reader, table, homicides, url, html_of_release):
    make.row(table, "2018")
    make.row(table, "2017")
    older = make.release(homicides.source, url="https://example.org/older", published=datetime.date(2019, 1, 31))
    make.recorded(homicides, {"2017": "970"}, release=older)
    make.recorded(homicides, {"2018": "996"}, release=make.release(homicides.source, url=url))
    html = reader.get("/en/tables/by-year/").content.decode()
    assert html_of_release in html
    assert "31 January 2024</time>" in html
    assert "example.org/older" not in html

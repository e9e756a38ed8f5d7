"""Pages of an indicator's values by key: the same rows in the same order as one long list."""

import datetime

import pytest
from django.http import Http404
from django.test import RequestFactory

from briefings.statistics import value_pages
from briefings.statistics.known_values import KnownOn, read_with_keys, with_keys
from briefings.statistics.value_pages import ValuePage
from tests import make

KNOWN = datetime.date(2020, 6, 30)
SORTS = ["", "period", "-period", "area", "-area", "source", "-source"]


@pytest.fixture(scope="module")
def selection(module_db):
    """Series of three areas and two sources, of different lengths, years, parts of years and months among them."""
    indicator = make.indicator("Homicides", slug="homicides")
    sources = [make.source(name, slug=name.lower()) for name in ("Ministry", "Police")]
    areas = [make.area(), make.area("EC-G", "Guayas", "province"), make.area("EC-A", "Azuay", "province")]
    series = [
        make.series(of=indicator, where=area, by=source, frequency=frequency)
        for area in areas
        for source in sources
        for frequency in "AM"
    ]
    for number, each in enumerate(series):
        if each.frequency == "A":
            values = {str(year): str(number) for year in range(2020 - 2 * number, 2021)}
            values["2019-01-01/P6M"] = "5"
        else:
            values = {f"2018-{month:02d}": str(month) for month in range(1, 13 - number)}
        make.recorded(each, values, known_on=KNOWN)
        make.recorded(each, {"2021" if each.frequency == "A" else "2021-01": "9"}, known_on=datetime.date(2022, 1, 31))
    make.recorded(series[0], {"2030": "7"}, status="F", known_on=KNOWN)
    return [type(each).objects.with_names().get(pk=each.pk) for each in series]


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    monkeypatch.setattr(value_pages, "PER_PAGE", 4)
    monkeypatch.setattr(value_pages, "FIRST_PAGE", 4)
    monkeypatch.setattr(value_pages, "MAX_READ", 3)


def page(selection, query, as_of=None, values=None):
    return ValuePage(RequestFactory().get(f"/en/statistics/homicides/{query}"), selection, as_of, values)


def names(values):
    return [(value.series.pk, value.start, value.months) for value in values]


def walked(selection, query, direction, as_of=None, values=None):
    """The pages that the links lead to, from the first or the last on."""
    pages = [page(selection, query, as_of, values)]
    while url := getattr(pages[-1].pager, direction):
        pages.append(page(selection, url, as_of, values))
        assert len(pages) < 100
    return [names(each.values) for each in pages]


def expected(selection, sort, as_of):
    """All values in this order, sorted here."""
    rows = [
        (observation, series)
        for series in selection
        for observation in series.observations.select_related("current")
        if not as_of or observation.current.known_on <= as_of
    ]
    rows.sort(key=lambda row: ("" if sort else row[1].source.sort_en, row[0].pk))
    rows.sort(key=lambda row: (row[0].start, row[0].months), reverse=sort != "period")
    name = sort.lstrip("-")
    if name in ("area", "source"):
        rows.sort(key=lambda row: getattr(row[1], name).sort_en, reverse=sort.startswith("-"))
    return [(series.pk, observation.start, observation.months) for observation, series in rows]


@pytest.mark.parametrize("as_of", [None, datetime.date(2020, 12, 31), datetime.date(2020, 1, 1)])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_by_key_are_one_list_cut_in_pieces(selection, sort, as_of):
    rows, query = expected(selection, sort, as_of), f"?sort={sort}" if sort else ""
    pages = walked(selection, query, "next_url", as_of)
    assert [row for each in pages for row in each] == rows
    assert all(len(each) == 4 for each in pages[:-1])
    back = walked(selection, f"?sort={sort}&last", "previous_url", as_of)
    assert [row for each in reversed(back) for row in each] == rows
    assert names(page(selection, f"?sort={sort}&last", as_of).values) == rows[-4:]


@pytest.mark.parametrize("as_of", [None, datetime.date(2020, 12, 31)])
@pytest.mark.parametrize("sort", SORTS)
def test_values_that_the_page_has_read_are_cut_in_the_same_pieces(
    selection, sort, as_of, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(value_pages, "MAX_READ", 1000)
    known, query = KnownOn(as_of), f"?sort={sort}"
    values = read_with_keys(with_keys(known.rows(), known), {series.pk: series for series in selection})
    assert [row for each in walked(selection, query, "next_url", as_of, values) for row in each] == expected(
        selection, sort, as_of
    )
    back = walked(selection, f"{query}&last", "previous_url", as_of, values)
    assert back == walked(selection, f"{query}&last", "previous_url", as_of)
    with django_assert_num_queries(0):
        page(selection, query, as_of, values)


def test_links_lead_to_the_first_and_the_last_page(selection):
    first = page(selection, "?area=all")
    assert (first.pager.first_url, first.pager.previous_url) == ("", "")
    assert first.pager.last_url == "?area=all&last="
    second = page(selection, first.pager.next_url)
    assert second.pager.first_url == "?area=all"
    assert names(page(selection, second.pager.previous_url).values) == names(first.values)


def test_last_page_of_a_list_that_fits_on_it_leads_back_to_the_first(selection, monkeypatch):
    """The first page is shorter than others."""
    monkeypatch.setattr(value_pages, "PER_PAGE", 1000)
    last = page(selection, "?area=all&last")
    assert (last.pager.previous_url, last.pager.first_url) == ("", "?area=all")
    assert page(selection, last.pager.first_url).pager.first_url == ""


def test_forecast_counts_on_the_day_and_what_became_known_later_does_not(selection):
    newest = page(selection, "", datetime.date(2020, 12, 31)).values[0]
    assert (newest.period.code, newest.status) == ("2030", "F")
    assert [value.start.year for value in page(selection, "", datetime.date(2020, 12, 31)).values[1:3]] == [2020, 2020]


def test_long_list_has_no_order_that_would_read_all_of_it(selection, monkeypatch):
    assert page(selection, "?sort=-value").sort == ""
    monkeypatch.setattr(value_pages, "MAX_READ", 1000)
    by_value = page(selection, "?sort=-value")
    assert by_value.sort == "-value"
    values = [value.value for value in by_value.values]
    assert values == sorted(values, reverse=True)
    monkeypatch.setattr(value_pages, "MAX_COUNTED", 2)
    assert page(selection, "?sort=-value").sort == ""


@pytest.mark.parametrize("name", ["value", "status", "known_on"])
@pytest.mark.parametrize("as_of", [None, datetime.date(2020, 12, 31)])
def test_short_list_is_sorted_by_any_column_and_numbered(selection, name, as_of, monkeypatch):
    monkeypatch.setattr(value_pages, "MAX_READ", 1000)
    pages = walked(selection, f"?sort=-{name}", "next_url", as_of)
    rows = [row for each in pages for row in each]
    assert sorted(rows) == sorted(expected(selection, "", as_of))
    first = page(selection, f"?sort=-{name}", as_of).pager
    assert "page=2" in first.next_url and (first.number, first.pages) == (1, len(pages))
    last = page(selection, first.last_url, as_of)
    assert names(last.values) == pages[-1] and (last.pager.next_url, last.pager.last_url) == ("", "")
    assert last.pager.first_url == f"?sort=-{name}"


QUERIES = [
    "?page=2",
    "?page=0",
    "?after=0",
    "?after=x",
    "?before=",
    "?after=99999999999999999999",
    "?sort=-area&page=2",
]


@pytest.mark.parametrize("query", QUERIES)
def test_page_that_does_not_exist_is_not_found(selection, query):
    with pytest.raises(Http404):
        page(selection, query)


def test_observation_of_another_selection_is_no_place_in_this_one(selection):
    other = make.observation()
    with pytest.raises(Http404):
        page(selection, f"?after={other.pk}")


def test_no_series_are_an_empty_page(db):
    assert page([], "").values == []
    assert page([], "?last").pager.next_url == ""


@pytest.mark.parametrize("as_of", [None, datetime.date(2020, 12, 31)])
def test_page_takes_few_queries_wherever_it_is(selection, as_of, django_assert_max_num_queries):
    for sort in SORTS:
        middle = page(selection, page(selection, f"?sort={sort}", as_of).pager.next_url, as_of).pager.next_url
        for query in (f"?sort={sort}", middle, f"?sort={sort}&last"):
            with django_assert_max_num_queries(10):
                page(selection, query, as_of)

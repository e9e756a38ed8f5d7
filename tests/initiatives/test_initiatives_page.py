import datetime
import re

import pytest

from tests import make

PAGE = "/en/initiatives/"


def names(answer):
    return re.findall(r'<th scope="row"[^>]*><a href="[^"]*">([^<]*)</a>', answer.text)


@pytest.fixture
def guayas(db):
    return make.area("EC-G", "Guayas", "province")


@pytest.fixture
def three(guayas):
    crops = make.initiative("Crops", status="under_way", kind="programme", starts=datetime.date(2023, 5, 1))
    make.initiative("Borders", status="proposed", kind="cooperation")
    make.initiative("Ávila school", status="completed", kind="training", starts=datetime.date(2021, 1, 1))
    crops.areas.add(guayas)


def test_list_is_sorted_by_name_without_accents(reader, three):
    assert names(reader.get(PAGE)) == ["Ávila school", "Borders", "Crops"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "proposed"}, ["Borders"]),
        ({"kind": "training"}, ["Ávila school"]),
        ({"area": "EC-G"}, ["Crops"]),
        ({"status": "under_way", "area": "EC-G"}, ["Crops"]),
        ({"status": "proposed", "kind": "training"}, []),
        ({"status": "", "kind": "", "area": ""}, ["Ávila school", "Borders", "Crops"]),
    ],
)
def test_reader_filters_the_list(reader, three, query, expected):
    assert names(reader.get(PAGE, query)) == expected


def test_filters_without_a_match_show_a_message_and_a_link(reader, three):
    page = reader.get(PAGE, {"status": "paused"}).text
    assert "No initiative is of this status, kind and area." in page
    assert f'<a href="{PAGE}">Show all initiatives</a>' in page


def test_page_without_initiatives_shows_a_message_and_links(reader, db):
    page = reader.get(PAGE).text
    assert "No initiative has been published yet." in page
    page = page.partition("<main")[2]
    assert 'href="/en/briefings/"' in page and "<form" not in page and "<table" not in page


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", ["Ávila school", "Borders", "Crops"]),
        ("-name", ["Crops", "Borders", "Ávila school"]),
        ("status", ["Borders", "Crops", "Ávila school"]),
        ("-status", ["Ávila school", "Crops", "Borders"]),
        ("starts", ["Ávila school", "Crops", "Borders"]),
        ("-starts", ["Crops", "Ávila school", "Borders"]),
    ],
)
def test_reader_sorts(reader, three, sort, order):
    assert names(reader.get(PAGE, {"sort": sort})) == order


@pytest.mark.parametrize("sort", ["slug", "lead", "--name", "nothing"])
def test_unknown_sort_keys_are_not_found(reader, three, sort):
    assert reader.get(PAGE, {"sort": sort}).status_code == 404


def test_sorting_keeps_the_filter_and_filtering_keeps_the_sorting(reader, three):
    page = reader.get(PAGE, {"status": "proposed", "sort": "starts"}).text
    assert '<input type="hidden" name="sort" value="starts">' in page
    assert "?status=proposed&amp;sort=" in page


def test_status_is_shown_as_text(reader, three):
    page = reader.get(PAGE).text
    assert ">Under way</span>" in page and ">Proposed</span>" in page


def test_private_initiative_and_its_area_are_not_on_the_page(reader, three):
    hidden = make.initiative("Canary", public=False, status="paused")
    hidden.areas.add(make.area("EC-C", "Carchi canary", "province"))
    for query in ({}, {"status": "paused"}, {"area": "EC-C"}, {"sort": "-name"}):
        assert "anary" not in reader.get(PAGE, query).text


def test_unknown_values_of_a_filter_are_not_found(reader, three):
    for name in ("status", "kind", "area"):
        for value in ("nonsense", "x" * 201, "1", "[]"):
            assert reader.get(f"{PAGE}?{name}={value}").status_code == 404, (name, value)


def test_repeated_query_parameter_is_used_once(reader, three):
    assert names(reader.get(f"{PAGE}?status=proposed&status=under_way")) == ["Crops"]


def test_invalid_page_number_is_not_found(reader, three):
    for page in ("0", "-1", "2", "x", "9" * 50, "1e1", "٣"):
        assert reader.get(PAGE, {"page": page}).status_code == 404, page


def test_long_list_has_pages_that_keep_the_filter(reader, db):
    for number in range(30):
        make.initiative(f"Initiative {number:02}", status="proposed" if number < 28 else "ended")
    first = reader.get(PAGE, {"status": "proposed"})
    second = reader.get(PAGE, {"status": "proposed", "page": "2"})
    assert len(names(first)) == 25 and len(names(second)) == 3
    assert not set(names(first)) & set(names(second))
    assert "?status=proposed&amp;page=2" in first.text and "Page 1 of 2" in first.text


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("query", [{}, {"area": "EC-G"}, {"sort": "-status", "status": "proposed"}])
def test_at_most_six_queries_with_few_and_many_rows(reader, guayas, django_assert_max_num_queries, count, query):
    for _ in range(count):
        make.initiative(source=make.source()).areas.add(guayas)
    with django_assert_max_num_queries(6):
        assert reader.get(PAGE, query).status_code == 200


def test_spanish_list_is_in_the_order_of_spanish_names(reader, db):
    make.initiative("Arms", name_es="Zonas sin armas")
    make.initiative("Zones", name_es="Barrios seguros")
    answer = reader.get("/es/iniciativas/")
    assert names(answer) == ["Barrios seguros", "Zonas sin armas"]
    assert answer.headers["Content-Language"] == "es"


def test_list_sets_no_cookie(reader, signed_in, editor, three):
    for browser in (reader, signed_in(editor)):
        answer = browser.get(PAGE, {"status": "proposed"})
        assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")

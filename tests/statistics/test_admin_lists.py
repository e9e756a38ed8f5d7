"""The list pages of sources, topics and statistics: permissions and number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from .. import make

LISTS = ["area", "batch", "datatable", "indicator", "release", "series", "source", "topic"]


def one_of_each():
    series = make.series(where=make.area(f"EC-{make.decimal(0).as_tuple().digits}"[:12]))
    make.recorded(series, {"2022": "5"}, release=make.release(series.source))
    make.data_table()
    make.topic()


@pytest.mark.parametrize("name", LISTS)
def test_list_takes_as_many_queries_with_many_rows(signed_in, analyst, name):
    browser = signed_in(analyst)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert browser.get(f"/admin/briefings/{name}/").status_code == 200
        return len(captured)

    one_of_each()
    few = queries()
    for _number in range(8):
        one_of_each()
    assert queries() <= few
    assert few <= 15


EVERYBODY = ["author", "editor", "analyst", "administrator", "auditor"]


@pytest.fixture
def browsers(request, signed_in):
    return {who: signed_in(request.getfixturevalue(who)) for who in EVERYBODY}


def test_every_role_sees_and_searches_the_reference_lists(browsers):
    one_of_each()
    for name in LISTS:
        for who, browser in browsers.items():
            assert browser.get(f"/admin/briefings/{name}/", {"q": "Ecuador"}).status_code == 200, (name, who)


MAY_ADD = {
    "area": {"analyst"},
    "datatable": {"analyst"},
    "indicator": {"analyst"},
    "release": {"analyst"},
    "series": {"analyst"},
    "source": {"analyst", "author", "editor"},
    "topic": {"editor"},
    "batch": set(),
}


def test_only_roles_with_the_permission_add(browsers):
    for name in LISTS:
        may = {
            who for who, browser in browsers.items() if browser.get(f"/admin/briefings/{name}/add/").status_code == 200
        }
        assert may == MAY_ADD[name], name


@pytest.mark.parametrize("term", ["cañar", "CAÑAR", "bolivar", "Bolívar"])
def test_search_ignores_accents_and_case(signed_in, author, term):
    make.area("EC-F", "Cañar", kind="province")
    make.area("EC-B", "Bolívar", kind="province")
    page = signed_in(author).get("/admin/briefings/area/", {"q": term}).content.decode()
    area = "Cañar" if "ar" in term.lower() and "ñ" in term.lower() else "Bolívar"
    assert f"{area}</a>" in page

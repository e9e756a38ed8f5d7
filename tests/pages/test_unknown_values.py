"""A value of a filter that is none answers 404 in words, on every page that has filters: a slip in an address must not
look like an empty list, nor like all of it."""

import re

import pytest

from tests import make

LISTS = {
    ("/en/briefings/", "/es/informes/"): ("kind=zzz", "topic=zzz", "place=zzz", "year=x", "year=0", "year=12345"),
    ("/en/search/", "/es/buscar/"): ("kind=zzz", "topic=zzz", "place=zzz", "year=x", "q=ports&year=0"),
    ("/en/initiatives/", "/es/iniciativas/"): ("status=zzz", "kind=zzz", "area=EC-ZZ"),
    ("/en/corrections/", "/es/correcciones/"): ("kind=zzz",),
    ("/en/statistics/deaths/", "/es/estadisticas/deaths/"): (
        "area=EC-ZZ",
        "frequency=X",
        "source=zzz",
        "as_of=x",
    ),
    ("/en/sources/police/", "/es/fuentes/police/"): ("release=0", "release=x"),
}


@pytest.fixture
def things(db):
    make.area("EC-0906", "Daule", "canton")  # without values: it has no page
    make.topic("Ports", slug="ports")
    make.initiative("Plan").areas.set([make.area()])
    series = make.series(of=make.indicator(slug="deaths"), by=make.source("Police", slug="police"))
    make.recorded(series, {"2024": "1"})


@pytest.mark.parametrize("language", [0, 1])
@pytest.mark.parametrize("addresses", LISTS)
def test_unknown_values_are_not_found_and_the_page_leads_back(addresses, language, things, reader):
    address = addresses[language]
    assert reader.get(address).status_code == 200
    for query in LISTS[addresses]:
        page, (name, value) = reader.get(f"{address}?{query}"), query.rpartition("&")[2].split("=")
        assert page.status_code == 404, query
        assert re.search(f"<p><b>{name}: [“«]{value}[”»]", page.text), query
        assert f'<a href="{address}">' in page.text.partition("<main")[2], query


@pytest.mark.parametrize("query", ["topic=ports", "kind=explainer", "year=1999", "topic=", "kind=&place="])
def test_known_and_empty_values_answer(query, things, reader):
    assert reader.get(f"/en/briefings/?{query}").status_code == 200
    assert reader.get(f"/en/search/?{query.replace('explainer', 'table')}").status_code == 200


def test_the_place_of_nothing_public_is_refused_like_one_that_is_not(things, reader):
    pages = [reader.get(f"/en/briefings/?place={code}").text.replace(code, "X") for code in ("EC-0906", "EC-0999")]
    assert pages[0] == pages[1]

"""Choosing a series: found by what is printed of it, the likely ones first."""

import pytest

from briefings.statistics.actions import prefer

from .. import make

LOOK_UP = {"app_label": "briefings", "model_name": "keyfigureblock", "field_name": "series"}


@pytest.fixture
def homicides(db):
    return make.indicator("Intentional homicides", name_es="Homicidios intencionales")


@pytest.fixture
def ministry(db):
    return make.source("Ministry of the Interior (MDI)")


@pytest.fixture
def look_up(signed_in, author):
    client = signed_in(author)
    return lambda term: [
        (int(found["id"]), found["text"])
        for found in client.get("/admin/autocomplete/", LOOK_UP | {"term": term}).json()["results"]
    ]


def test_series_is_found_by_the_label_that_is_printed_of_it(homicides, ministry, look_up):
    series = make.series(of=homicides, by=ministry)
    make.series(of=homicides, by=ministry, frequency="M")
    make.series(of=homicides)
    make.series(by=ministry)
    assert str(series) == "Intentional homicides, Ecuador, yearly – Ministry of the Interior (MDI)"
    for term in (str(series), "MDI yearly homicídios", "interior, YEARLY – ecuador homi"):
        assert [pk for pk, _words in look_up(term)] == [series.pk], term
    assert look_up("Intentional homicides, Peru") == []


def test_code_of_an_area_finds_its_series(homicides, ministry, look_up):
    make.series(of=homicides, by=ministry)
    guayas = make.series(of=homicides, by=ministry, where=make.area("EC-G", "Guayas", "province"))
    assert [pk for pk, _words in look_up("ec-g homicides")] == [guayas.pk]


def test_preferred_series_comes_first_and_the_country_before_its_provinces(homicides, ministry, look_up, analyst):
    azuay = make.series(of=homicides, by=ministry, where=make.area("EC-A", "Azuay", "province"))
    competitor = make.series(of=homicides, by=make.source("An older count"))
    country = make.series(of=homicides, by=ministry)
    prefer(country, reason={"en": "It counts victims.", "es": ""}, by=analyst)
    found = look_up("homicides")
    assert [pk for pk, _words in found] == [country.pk, competitor.pk, azuay.pk]
    assert found[0][1] == f"{country} (preferred)"
    assert [pk for pk, _words in look_up(found[0][1])] == [country.pk]

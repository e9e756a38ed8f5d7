"""The autocomplete field for a series: searched by its label, the preferred series first."""

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
        (int(row["id"]), row["text"])
        for row in client.get("/admin/autocomplete/", LOOK_UP | {"term": term}).json()["results"]
    ]


def test_series_is_found_by_words_of_its_label(homicides, ministry, look_up):
    series = make.series(of=homicides, by=ministry)
    make.series(of=homicides, by=ministry, frequency="M")
    make.series(of=homicides)
    make.series(by=ministry)
    assert str(series) == "Intentional homicides, Ecuador, yearly – Ministry of the Interior (MDI)"
    for term in (str(series), "MDI yearly homicídios", "interior, YEARLY – ecuador homi"):
        assert [pk for pk, _label in look_up(term)] == [series.pk], term
    assert look_up("Intentional homicides, Peru") == []


def test_code_of_an_area_finds_its_series(homicides, ministry, look_up):
    make.series(of=homicides, by=ministry)
    guayas = make.series(of=homicides, by=ministry, where=make.area("EC-G", "Guayas", "province"))
    assert [pk for pk, _label in look_up("ec-g homicides")] == [guayas.pk]


def test_preferred_series_comes_first_and_the_country_before_its_provinces(homicides, ministry, look_up, analyst):
    azuay = make.series(of=homicides, by=ministry, where=make.area("EC-A", "Azuay", "province"))
    competitor = make.series(of=homicides, by=make.source("An older count"))
    country = make.series(of=homicides, by=ministry)
    make.settled(prefer(country, reason={"en": "It counts victims.", "es": ""}, by=analyst))
    results = look_up("homicides")
    assert [pk for pk, _label in results] == [country.pk, competitor.pk, azuay.pk]
    assert results[0][1] == f"{country} (preferred)"
    assert [pk for pk, _label in look_up(results[0][1])] == [country.pk]

"""The list of places: every province with its population and rate, and a map."""

import csv
import io
import zipfile

import pytest

from briefings.statistics.models import Indicator
from tests import make

from .counting import counted, words

pytestmark = pytest.mark.django_db


def test_every_province_has_its_rate_and_the_map_its_value(reader, provinces, ministry, people):
    counted(provinces, ministry, {"EC-G": "80", "EC-A": "40", "EC-M": "9"})
    response = reader.get("/en/places/")
    page = words(response)
    assert "Azuay 80,000 40 50.0 Guayas 400,000 80 20.0 Manabí – 9 –" in page
    assert "Homicides per 100,000 inhabitants by province, 2023" in page
    assert "<title>Guayas: 20.0</title>" in response.text
    assert "<title>Manabí: 9" not in response.text, "a count is no rate"


def test_each_population_says_its_year_once_for_all_where_it_is_the_same(reader, provinces, ministry, people):
    counted(provinces, ministry, {"EC-G": "80", "EC-A": "40"})
    response = reader.get("/en/places/")
    assert "Province Population, 2020" in words(response) and "Inhabitants, 2020" in words(response)
    assert 'data-label="Population, 2020"' in response.text, "on phones, where rows are cards"
    package = zipfile.ZipFile(io.BytesIO(reader.get("/en/places.zip").content))
    assert package.read("table.csv").decode("utf-8-sig").startswith('Province,Code,"Population, 2020",')
    population = Indicator.objects.get(slug="population")
    make.recorded(population.series.get(area=provinces["EC-A"]), {"2022": "90000"})
    page = words(reader.get("/en/places/"))
    assert "Azuay 90,000 2022 40 44.4 Guayas 400,000 2020 80 20.0" in page and "Population, 20" not in page
    assert "Azuay 40 90,000 2022 44.4" in page and "Inhabitants, 20" not in page


def test_the_year_is_one_that_most_provinces_share(reader, provinces, ministry):
    homicides = counted(provinces, ministry, {"EC-G": "80", "EC-A": "40", "EC-M": "9"}, when="2022")
    series = homicides.series.get(area=provinces["EC-G"])
    make.recorded(series, {"2023": "777"})
    page = words(reader.get("/en/places/"))
    assert "Homicides, 2022 victims" in page and "777" not in page


def test_without_values_the_provinces_are_listed(reader, provinces):
    page = reader.get("/es/lugares/")
    assert 'href="/es/lugares/guayas/"' in page.text and "<svg" not in page.text


@pytest.mark.parametrize("number", [1, 15])
def test_queries_do_not_grow(number, reader, provinces, ministry, people, django_assert_max_num_queries):
    for count in range(number):
        counted(provinces, ministry, {"EC-G": "80", "EC-A": "40"}, indicator=make.indicator(f"Indicator {count}"))
    with django_assert_max_num_queries(6):
        reader.get("/en/places/")


def test_the_list_can_be_taken_away(reader, provinces, ministry, people):
    counted(provinces, ministry, {"EC-G": "80", "EC-A": "40", "EC-M": "9"})
    assert 'href="/en/places.csv"' in reader.get("/en/places/").text
    rows = csv.DictReader(io.StringIO(reader.get("/en/places.csv").content.decode("utf-8-sig")))
    names = "area_name", "area", "population", "value", "rate"
    assert [[row[name] for name in names] for row in rows] == [
        ["Azuay", "EC-A", "80000", "40", "50"],
        ["Guayas", "EC-G", "400000", "80", "20"],
        ["Manabí", "EC-M", "", "9", ""],
    ]

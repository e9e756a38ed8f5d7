"""What the values of places are divided by."""

import datetime

import pytest

from briefings.statistics.models import Observation
from tests import make

from .counting import counted, words

pytestmark = pytest.mark.django_db

BACK = ["/?as_of=2024-03-01", *(f".{ending}?chart=map&as_of=2024-03-01" for ending in ("csv", "svg", "json"))]


def test_a_place_without_inhabitants_has_no_rate(reader, provinces, ministry, people):
    """Such a value may be from before populations of zero were refused."""
    counted(provinces, ministry, {"EC-G": "80", "EC-A": "40"})
    population = Observation.objects.get(series__indicator__slug="population", series__area__code="EC-G")
    make.revised(population.series, {"2020": "0.4"})
    Observation.objects.filter(pk=population.pk).update(current_value=0)
    for address in ("places/", "places.csv", "places/guayas/", "places/guayas.csv", "statistics/homicides/"):
        assert reader.get(f"/en/{address}").status_code == 200, address
    assert "Homicides victims 2023 80 – 1 of 2" in words(reader.get("/en/places/guayas/"))


def test_a_page_that_looks_back_divides_by_the_population_known_on_that_day(reader, provinces, ministry, people):
    counted(provinces, ministry, {"EC-G": "80", "EC-A": "40"})
    then = {address: reader.get(f"/en/statistics/homicides{address}") for address in BACK}
    population = Observation.objects.get(series__indicator__slug="population", series__area__code="EC-G")
    make.revised(population.series, {"2020": "800000"}, known_on=datetime.date(2024, 6, 30))
    assert "Guayas 80 800,000 10.0" in words(reader.get("/en/statistics/homicides/"))
    assert "Guayas 80 400,000 20.0" in words(reader.get("/en/statistics/homicides/?as_of=2024-03-01"))
    for address, response in then.items():
        assert reader.get(f"/en/statistics/homicides{address}").content == response.content, address
    early = words(reader.get("/en/statistics/homicides/?as_of=2024-01-30"))
    assert "inhabitants" not in early

"""A place in the API: the figures that its page and its file have."""

import csv
import io

import pytest

from tests import make

from .counting import counted, words

pytestmark = pytest.mark.django_db


def test_the_api_has_what_the_page_and_the_file_of_a_place_print(reader, provinces, ministry, people):
    homicides = counted(provinces, ministry, {"EC-G": "80", "EC-A": "40"})
    make.recorded(homicides.series.get(area=provinces["EC-G"]), {"January–November 2024": "70"})
    place = reader.get("/api/v1/places/EC-G").json()
    year, part = place["figures"]
    assert (place["population"], place["population_period"]) == ("400000", "2020")
    assert (year["value"], year["period"], year["rate"], year["rank"], year["rank_of"]) == ("80", "2023", "20", 2, 2)
    assert (year["population"], year["population_period"]) == ("400000", "2020")
    assert year["recipe"] in words(reader.get("/en/places/guayas/"))
    assert (part["value"], part["rate"], part["rank"], part["recipe"]) == ("70", None, None, None)
    in_file = csv.DictReader(io.StringIO(reader.get("/en/places/guayas.csv").content.decode("utf-8-sig")))
    in_api = [{name: "" if value is None else str(value) for name, value in row.items()} for row in place["figures"]]
    assert in_api == list(in_file)
    assert reader.get("/api/v1/places/EC-G?language=es").json()["figures"][0]["recipe"].startswith("80 en 2023")
    nation = reader.get("/api/v1/places/EC").json()
    assert (nation["population"], nation["figures"]) == (None, [])

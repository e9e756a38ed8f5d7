"""Files of charts: pictures with their words, and the numbers of maps with what they are calculated from."""

import json
import re

import pytest
from django.utils.timezone import localdate

from tests import make
from tests.reuse.test_files import read_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted_in_provinces():
    """Counts of two provinces and of the country, and the populations to divide them by."""
    homicides = make.indicator("Homicides", slug="homicides")
    population = make.indicator("Population", slug="population", unit_en="inhabitants")
    ministry, office = make.source("Ministry", slug="ministry"), make.source("Statistics office")
    make.recorded(make.series(of=homicides, by=ministry), {"2021": "90", "2022": "100", "2023": "120"})
    for code, name, value, people in (("EC-G", "Guayas", "80", "400000"), ("EC-A", "Azuay", "40", "80000")):
        area = make.area(code, name, "province")
        counts = {"2021": "7", "2022": "9", "2023": value}
        make.recorded(make.series(of=homicides, where=area, by=ministry), counts)
        make.recorded(make.series(of=population, where=area, by=office), {"2020": people})
    return homicides


def texts_of(response):
    return " ".join(re.findall(r"<text[^>]*>([^<]*)", response.content.decode()))


def test_rates_of_a_map_can_be_taken_away_with_both_of_their_sources(reader, counted_in_provinces):
    rows = read_csv(reader.get("/en/statistics/homicides.csv?chart=map"))
    assert rows == read_csv(reader.get("/en/statistics/homicides.csv?chart=map&area=EC-G")), "a map has all provinces"
    names = "area", "value", "population", "rate", "status", "source"
    assert [[row[name] for name in names] for row in rows] == [
        ["EC-G", "80", "400000", "20", "A", "ministry"],
        ["EC-A", "40", "80000", "50", "A", "ministry"],
    ]
    assert all(row["observation"] and row["known_on"] and row["reliability"] for row in rows)
    earlier = read_csv(reader.get("/en/statistics/homicides.csv?chart=map&as_of=2024-02-01"))
    assert [row["vintage"] for row in earlier] == [row["vintage"] for row in rows]
    about = json.loads(reader.get("/en/statistics/homicides.json?chart=map").content)
    assert [each["name"] for each in about["sources"]] == ["Ministry", "Statistics office"]
    words = texts_of(reader.get("/en/statistics/homicides.svg?chart=map"))
    assert "Source: Ministry; Statistics office" in words
    assert "Calculated by this site. The highest: Azuay, 40 in 2023, divided by 80,000" in words


@pytest.mark.parametrize("page", ["/en/", "/en/statistics/homicides/", "/en/places/guayas/"])
def test_each_chart_of_a_page_names_files_that_exist(reader, counted_in_provinces, page):
    html = reader.get(page).content.decode().replace("&amp;", "&")
    figures = html.split('<figure class="chart-figure">')[1:]
    assert figures or page == "/en/"
    for figure in (figure.split("</figure>")[0] for figure in figures):
        files_of_it = re.findall(r'href="([^"]+)"', figure.split('class="downloads"')[1])
        assert len(files_of_it) == 6
        assert {reader.get(url).status_code for url in files_of_it} == {200}


def test_the_address_in_a_picture_is_never_cut_in_two(reader, counted_in_provinces):
    source = make.source("Office", slug="a-source-with-quite-a-long-address-that-needs-more-room-than-a-line-has")
    make.recorded(make.series(of=counted_in_provinces, by=source), {"2021": "90", "2022": "100", "2023": "120"})
    response = reader.get(f"/en/statistics/homicides.svg?area=EC&frequency=A&source={source.slug}")
    found = re.findall(r'<text[^>]* font-size="([\d.]+)"[^>]*>([^<]*as_of=[^<]*)', response.content.decode())
    ((size, address),) = found
    assert address.endswith(f"/?area=EC&amp;frequency=A&amp;source={source.slug}&amp;as_of={localdate()}")
    assert 5 < float(size) < 11


def test_a_picture_is_of_the_series_and_prints_the_dated_address_of_its_page(reader, counted_in_provinces):
    url = "/en/statistics/homicides.svg?area=EC-G&frequency=A&source=ministry"
    words = texts_of(reader.get(url)).replace(" ", "")
    assert f"/en/statistics/homicides/?area=EC-G&amp;frequency=A&amp;source=ministry&amp;as_of={localdate()}" in words
    assert "Guayas,yearly" in words and "Ecuador,yearly" not in words
    assert f"/en/statistics/homicides/?as_of={localdate()}" in texts_of(reader.get("/en/statistics/homicides.svg"))


def test_a_chart_whose_line_is_broken_says_where(reader, counted_in_provinces):
    table = make.data_table("By year", slug="by-year", show="both")
    for of in counted_in_provinces.series.all():
        make.column(table, of, heading_en=of.area.name_en)
    for year in ("2020", "2021", "2022", "2023"):
        make.row(table, year)
    address = "/en/statistics/homicides.svg?area=EC-G&frequency=A&source=ministry"
    guayas = counted_in_provinces.series.get(area__code="EC-G")
    make.recorded(guayas, {"2024": "70", "2025": "60"})
    assert "No value" not in texts_of(reader.get(address)) + texts_of(reader.get("/en/tables/by-year.svg"))
    make.retracted(guayas, "2022")
    assert "No value: 2022 " in texts_of(reader.get(address))
    assert "No value: Guayas, 2022 " in texts_of(reader.get("/en/tables/by-year.svg"))
    country = counted_in_provinces.series.get(area__code="EC")
    make.recorded(country, {"2024": "130", "2025": "140"})
    make.retracted(country, "2023")
    assert '<p class="chart-note">No value: 2023</p>' in reader.get("/en/statistics/homicides/").text

"""The page of a place: figures, rank, rate with its recipe, and what names it."""

import csv
import datetime
import io
import json
import zipfile
from decimal import Decimal

import pytest

from briefings.articles.actions import take_down
from briefings.articles.models import Edition
from briefings.lib.periods import Period
from briefings.statistics import current_figures
from briefings.statistics.actions import record_values
from briefings.statistics.entering.validation import Value
from briefings.statistics.known_values import KnownValue
from briefings.statistics.models import Indicator, Observation
from tests import make
from tests.kinds import RichTextBlock

from .counting import counted, words

pytestmark = pytest.mark.django_db

HALVES = {"January–June 2023": "4", "January–June 2024": "5"}


def test_a_province_shows_its_value_its_rate_and_how_that_is_made(reader, provinces, ministry, people):
    counted(provinces, ministry, {"EC-G": "80", "EC-A": "40"})
    page = words(reader.get("/en/places/guayas/"))
    assert "Homicides victims 2023 80 20.0 population of 2020 2 of 2" in page
    recipe = "80 in 2023, divided by 400,000 inhabitants in 2020 (Statistics office), times 100,000: 20.0."
    assert recipe in page
    assert "Homicides victims 2023 40 50.0 population of 2020 1 of 2" in words(reader.get("/en/places/azuay/"))


def test_the_page_of_the_indicator_has_the_numbers_of_the_map(reader, provinces, ministry, people):
    make.recorded(
        make.series(of=counted(provinces, ministry, {"EC-G": "80", "EC-A": "40"}), by=ministry), {"2023": "120"}
    )
    response = reader.get("/en/statistics/homicides/")
    assert response.status_code == 200
    assert "Guayas 80 400,000 20.0" in words(response) and "Azuay 40 80,000 50.0" in words(response)


def test_without_a_population_the_rank_is_that_of_the_values(reader, provinces, ministry):
    counted(provinces, ministry, {"EC-G": "80", "EC-A": "40", "EC-M": "80"})
    assert "2023 80 – 1 of 3" in words(reader.get("/en/places/manabi/"))
    assert "2023 40 – 3 of 3" in words(reader.get("/en/places/azuay/"))


def test_parts_of_a_year_and_other_years_have_no_rank(reader, provinces, ministry, people):
    homicides = counted(provinces, ministry, {"EC-A": "40"})
    counted(provinces, ministry, {"EC-G": "70"}, indicator=homicides, when="January–November 2024")
    page = words(reader.get("/en/places/guayas/"))
    assert "January–November 2024 70 – –" in page
    assert "1 of 1" not in words(reader.get("/en/places/azuay/"))


def test_a_population_of_another_time_gives_no_rate(reader, provinces, ministry, people):
    counted(provinces, ministry, {"EC-G": "80", "EC-A": "40"}, when="2009")
    assert "2009 80 – 1 of 2" in words(reader.get("/en/places/guayas/"))


@pytest.mark.parametrize(("periods", "row"), [
    (("2020", "2021", "2022", "2023"), "2023 4 2022 3 2021 – 2020 1"),
    (("2020-01", "2021-01", "2022-01", "2022-02"), "2022 3 4 – – – – – – – – – – 2021 – – "),
])  # fmt: skip
def test_a_retracted_value_is_a_dash_among_the_numbers_of_the_chart(reader, provinces, ministry, periods, row):
    frequency = "A" if periods[0] == "2020" else "M"
    series = make.series(of=make.indicator(), where=provinces["EC-G"], by=ministry, frequency=frequency)
    make.recorded(series, dict(zip(periods, "1234", strict=True)))
    make.retracted(series, periods[1])
    assert row in words(reader.get("/en/places/guayas/"))


def test_private_series_and_indicators_are_not_shown(reader, provinces, ministry):
    counted(provinces, ministry, {"EC-G": "777123"}, public=False)
    counted(provinces, ministry, {"EC-G": "777123"}, indicator=make.indicator(public=False))
    page = words(reader.get("/en/places/guayas/"))
    assert "777,123" not in page
    assert "No figure of this place has been published yet." in page


def test_what_names_the_place_is_listed(reader, provinces, author, editor, django_capture_on_commit_callbacks):
    initiative = make.initiative("Scanners", slug="scanners")
    initiative.areas.add(provinces["EC-G"])
    make.initiative("Hidden", public=False).areas.add(provinces["EC-G"])
    make.impact("Trust", slug="trust", area=provinces["EC-G"])
    blocks = [(RichTextBlock, {"html": "<p>The ports of Guayas.</p>"})]
    edition = make.edition("Ports", by=author, approver=editor, blocks=blocks, slug="ports")
    page = reader.get("/en/places/guayas/").text
    for url in ("/en/initiatives/scanners/", "/en/impacts/#trust", "/en/briefings/ports/"):
        assert f'href="{url}"' in page
    assert "Hidden" not in page
    assert "/en/briefings/ports/" not in reader.get("/en/places/azuay/").text
    take_down(edition.article, by=editor, reason="At a court’s order.")
    assert "/en/briefings/ports/" not in reader.get("/en/places/guayas/").text


def test_only_cantons_with_public_values_have_a_page(reader, provinces, ministry):
    with_values = make.area("0901", "Guayaquil", "canton", parent=provinces["EC-G"])
    make.area("0907", "Durán", "canton", parent=provinces["EC-G"])
    make.recorded(make.series(where=with_values, by=ministry), {"2023": "9"})
    page = reader.get("/en/places/guayas/").text
    assert "/en/places/guayaquil/" in page
    assert "/en/places/duran/" not in page
    assert reader.get("/en/places/guayaquil/").status_code == 200
    assert reader.get("/en/places/duran/").status_code == 404


def test_a_canton_has_no_page_before_its_first_value_counts(reader, provinces, ministry):
    canton = make.area("0901", "Guayaquil", "canton", parent=provinces["EC-G"])
    series = make.series(where=canton, by=ministry)
    assert reader.get("/en/places/guayaquil/").status_code == 404
    assert "/en/places/guayaquil/" not in reader.get("/en/places/guayas/").text
    make.recorded(series, {"2023": "9"})
    assert reader.get("/en/places/guayaquil/").status_code == 200


def test_a_value_with_a_range_is_shown_with_it(reader, provinces, ministry):
    series = make.series(where=provinces["EC-G"], by=ministry)
    rows = [Value(period=Period.parse("2023"), value=Decimal(9), low=Decimal(7), high=Decimal(12))]
    options = {"release": None, "known_on": datetime.date(2024, 1, 31), "kind": "first", "reason": {}}
    make.settled(record_values(series, rows, by=make.recorder(), **options))
    assert "7–12" in reader.get("/en/places/guayas/").text


@pytest.mark.parametrize("number", [1, 20])
def test_queries_do_not_grow(
    number, reader, provinces, ministry, people, author, editor, django_assert_max_num_queries
):
    for count in range(number):
        indicator = make.indicator(f"Indicator {count}")
        counted(provinces, ministry, {"EC-G": "80", "EC-A": "40"}, indicator=indicator)
        make.initiative(f"Initiative {count}").areas.add(provinces["EC-G"])
        make.impact(f"Impact {count}", area=provinces["EC-G"])
    blocks = [(RichTextBlock, {"html": "<p>Guayas.</p>"})]
    for count in range(min(number, 3)):
        make.edition(f"Ports {count}", by=author, approver=editor, blocks=blocks)
    with django_assert_max_num_queries(13):
        page = reader.get("/en/places/guayas/")
    assert page.text.count("1 of 2") + page.text.count("2 of 2") == number
    assert Edition.objects.count() == min(number, 3)


def test_only_the_figure_of_the_chart_is_read_from_its_first_value_on(reader, ministry, monkeypatch):
    """Of the others what their change needs: two values."""
    read = []

    class Counted(KnownValue):
        def __init__(self, *args):
            super().__init__(*args)
            read.append(self.series.indicator.slug)

    years = {str(year): "80" for year in range(1980, 2024)}
    for slug, values in (("long", years), ("longest", {"1979": "80"} | years)):
        make.recorded(make.series(of=make.indicator(slug.title(), slug=slug), by=ministry), values | {"2024": "88"})
    monkeypatch.setattr(current_figures, "KnownValue", Counted)
    page = words(reader.get("/en/places/ecuador/"))
    assert page.count("up 10% on 2023") == 2 and "Longest: 88 in 2024, the highest in the series (1979–2024)" in page
    assert (read.count("longest"), read.count("long")) == (46, 2)
    read.clear()
    rows = reader.get("/en/statistics.csv").content.decode().splitlines()[1:]
    assert [row.rsplit(",", 1)[1] for row in rows] == ["up 10% on 2023"] * 2
    assert len(read) == 4


@pytest.mark.parametrize(
    "frequency, values, change",
    [
        ("A", {"2022": "8", "2023": "10"}, "2023 10 – up 25% on 2022"),
        (
            "A",
            {"2022": "8", "2023": "10", "January–June 2023": "4", "January–June 2024": "5"},
            "June 2024 5 – up 25% on January–June 2023",
        ),
        ("A", HALVES, "5 – up 25% on January–June 2023"),
        ("Q", {"2023-Q1": "8", "2023-Q2": "10"}, "Q2 2023 10 – up 25% on Q1 2023"),
        ("M", {"2023-01": "8", "2023-02": "10"}, "February 2023 10 – up 25% on January 2023"),
    ],
)
def test_the_change_of_a_place_has_the_period_before(frequency, values, change, reader, ministry):
    make.recorded(make.series(of=make.indicator("Homicides"), by=ministry, frequency=frequency), values)
    assert change in words(reader.get("/en/places/ecuador/"))


def test_the_nation_has_its_newest_figure_its_population_and_a_rate(reader, provinces, ministry, people):
    prisons = make.indicator("Prison population", slug="prisons", unit_en="people")
    census = make.series(of=prisons, by=ministry, preferred=True)
    make.recorded(census, {"August–December 2022": "31319"})
    register = make.series(of=prisons, by=make.source("Prison service"), frequency="M", preferred=True)
    make.recorded(register, {"2024-02": "31800", "2024-03": "31869"})
    make.recorded(make.series(of=make.indicator("Homicides"), by=ministry), {"2023": "800"})
    of_nation = make.series(of=Indicator.objects.get(slug="population"), by=ministry)
    make.recorded(of_nation, {"2020": "1000000"})
    page = words(reader.get("/en/places/ecuador/"))
    assert "people March 2024 31,869 –" in page and "31,319" not in page
    assert "1,000,000 (2020, Ministry)" in page
    assert "Homicides victims 2023 800 80.0" in page


def test_a_part_of_a_year_after_the_last_whole_one_is_listed_too(reader, provinces, ministry, people):
    homicides = counted(provinces, ministry, {"EC-G": "80", "EC-A": "40"})
    series = homicides.series.get(area=provinces["EC-G"])
    make.recorded(series, {"January–November 2025": "377"}, status="P")
    page = words(reader.get("/en/places/guayas/"))
    assert "victims 2023 80 20.0 population of 2020 2 of 2" in page
    assert "victims January–November 2025, provisional 377 – –" in page


def test_an_indicator_of_provinces_only_has_no_current_figure_of_one_of_them(reader, provinces, ministry, people):
    page = reader.get("/en/statistics/population/")
    assert 'id="current"' not in page.text and "No figure" not in page.text
    assert "Guayas 400,000" in words(page) and "Azuay 80,000" in words(page)
    rows = reader.get("/en/statistics/population.csv").content.decode().splitlines()
    assert {row.split(",")[3] for row in rows[1:]} == {"EC-A", "EC-G"}
    assert reader.get("/en/statistics/population.atom").text.count("<entry>") == 2


def test_years_before_the_last_thirty_count_on_both_pages(reader, ministry):
    rate = make.indicator("Rate", slug="rate", kind="rate")
    make.recorded(make.series(of=rate, by=ministry), {"1962": "9", "1963": "2", "1964": "3", "2023": "45"})
    finding = "45 in 2023, the highest in the series (1962–2023)"
    assert finding in words(reader.get("/en/places/ecuador/"))
    assert finding in words(reader.get("/en/statistics/rate/"))


def test_numbers_in_spanish_sentences_have_four_digits_together(reader, provinces, ministry, people):
    counted(provinces, ministry, {"EC-G": "3845", "EC-A": "40"})
    page = words(reader.get("/es/lugares/guayas/"))
    assert "3845 en 2023, divididos para 400 000" in page
    key = Observation.objects.get(current_value=3845).pk
    figure = reader.get(f"/es/cifras/{key}/").text
    assert "3845</data> víctimas" in figure or "3845</data> victims" in figure
    assert "Guayas, 2023: 3845 " in figure


def test_a_rate_of_the_year_of_the_population_names_it_once(reader, provinces, ministry, people):
    counted(provinces, ministry, {"EC-G": "80", "EC-A": "40"}, when="2020")
    assert "2020 80 20.0 2 of 2" in words(reader.get("/en/places/guayas/"))


def test_the_table_of_a_place_can_be_taken_away_with_its_rate_and_recipe(reader, provinces, ministry, people):
    counted(provinces, ministry, {"EC-G": "3845", "EC-A": "40"})
    page = reader.get("/en/places/guayas/").text
    for ending in ("csv", "xlsx", "json", "zip"):
        assert f'href="/en/places/guayas.{ending}"' in page
        assert reader.get(f"/en/places/guayas.{ending}").status_code == 200
    (row,) = csv.DictReader(io.StringIO(reader.get("/en/places/guayas.csv").content.decode("utf-8-sig")))
    assert (row["value"], row["status"], row["period"], row["area"]) == ("3845", "A", "2023", "EC-G")
    assert (row["rate"], row["population"], row["rank"], row["rank_of"]) == ("961.25", "400000", "1", "2")
    assert row["population_period"] == "2020" and row["recipe"].startswith("3,845 in 2023, divided by 400,000")
    assert row["observation"] and row["known_on"] and row["population_source"] == "Statistics office"
    package = zipfile.ZipFile(io.BytesIO(reader.get("/en/places/guayas.zip").content))
    recipe = '"3,845 in 2023, divided by 400,000 inhabitants in 2020 (Statistics office), times 100,000: 961.3"'
    printed = package.read("table.csv").decode("utf-8-sig").splitlines()
    assert printed[1] == f"Homicides,victims,2023,3845,A,961.3,1 of 2,Ministry,{recipe}"
    table = json.loads(package.read("datapackage.json"))["resources"][0]
    types = {field["name"]: field["type"] for field in table["schema"]["fields"]}
    assert (types["Value"], types["Per 100,000 inhabitants"], types["Unit"]) == ("number", "number", "string")
    assert {each["name"] for each in reader.get("/en/places/guayas.json").json()["sources"]} == {
        "Ministry",
        "Statistics office",
    }
    assert reader.get("/es/lugares/guayas.csv").status_code == 200
    assert reader.get("/en/places/guayas.svg").status_code == 404

"""Each file of real figures goes through the pages of an import, and its numbers are those of its publisher."""

from decimal import Decimal
from pathlib import Path

import pytest

from briefings.statistics.models import AreaAlias, FileMapping, ImportFile, ImportPart, Series
from tests import make

from .importing import Import, annual, provinces, sha256

DATA = Path(__file__).parent / "data"
NATIONAL = {
    "2014": 1310, "2015": 1050, "2016": 959, "2017": 970, "2018": 996, "2019": 1189, "2020": 1372, "2021": 2495,
    "2022": 4886, "2023": 8237,
}  # fmt: skip
PARTS = {"part_2024": 11, "part_2025": 11, "part_2026": 2}
PERIODS_OF_PARTS = ("2024-01-01/P11M", "2025-01-01/P11M", "2026-01-01/P2M")


@pytest.fixture
def ministry(db):
    return make.source("Ministry of the Interior", slug="ministry")


@pytest.fixture
def homicides(db):
    return make.indicator("Intentional homicides", slug="homicides")


@pytest.fixture
def importing(signed_in, analyst, ministry):
    return Import(signed_in(analyst), ministry)


def upload(importing, name):
    return importing.upload((DATA / name).read_bytes(), name)


def record(importing, **changed):
    """Confirm the preview, which refuses nothing."""
    assert importing.preview.refused == []
    importing.confirm(**{"kind": "first", "unusual": "on", **changed})
    assert not ImportFile.objects.exists() and not ImportPart.objects.exists()


def test_homicides_by_year(importing, homicides):
    """The numbers of months in it make the parts of years."""
    upload(importing, "homicides_by_year_mdi.csv")
    columns = ("asesinato", "homicidio", "femicidio", "sicariato", "firearm", "women")
    importing.columns(dict.fromkeys(columns, ""), indicator=homicides.pk, area=make.area().pk)
    importing.answers()
    importing.add_series()
    record(importing)
    values = annual(Series.objects.get())
    assert {period: values[period] for period in NATIONAL} == NATIONAL
    assert sorted(set(values) - set(NATIONAL)) == sorted(PERIODS_OF_PARTS)


def test_several_columns_of_values_are_several_indicators(importing, homicides):
    upload(importing, "homicides_by_year_mdi.csv")
    murders = make.indicator("Murders", slug="murders", part_of=homicides)
    importing.columns(area=make.area().pk)
    columns = ("homicidio", "femicidio", "sicariato", "firearm", "women")
    importing.answers({"homicides": homicides.pk, "asesinato": murders.pk, **dict.fromkeys(columns, 0)})
    importing.add_series()
    record(importing)
    assert annual(Series.objects.get(indicator=murders))["2014"] == 847
    assert annual(Series.objects.get(indicator=homicides))["2022"] == 4886


def test_homicides_by_month_and_their_later_vintage(importing, homicides):
    """The later file shows exactly the months that were revised."""
    upload(importing, "homicides_by_month_mdi.csv")
    importing.columns(indicator=homicides.pk, area=make.area().pk)
    importing.answers()
    importing.add_series()
    record(importing)
    stored = annual(Series.objects.get(frequency="M"))
    assert sum(value for period, value in stored.items() if period.startswith("2022")) == 4886

    upload(importing, "homicides_by_month_mdi_later_vintage.csv")
    importing.columns(
        dict.fromkeys(("asesinatos", "sicariatos", "femicidios"), ""), indicator=homicides.pk, area=make.area().pk
    )
    importing.answers()
    later = {
        f"{year}-{int(month):02}": int(total)
        for year, month, total, *_rest in (
            line.split(",") for line in (DATA / "homicides_by_month_mdi_later_vintage.csv").read_text().split()[1:]
        )
    }
    preview = importing.preview
    revised = {change.period.code: change.entry.value.value for change in preview.revised}
    assert revised == {period: value for period, value in later.items() if period in stored and stored[period] != value}
    assert {change.period.code for change in preview.new} == later.keys() - stored.keys()
    assert len(preview.unchanged) == len(later) - len(preview.new) - len(preview.revised)
    importing.confirm(kind="update", unusual="on")
    assert {period: annual(Series.objects.get())[period] for period in later} == later


@pytest.mark.parametrize("name", ["homicides_by_province_year_mdi.csv", "homicidios_provincia_anio_latin1.csv"])
def test_homicides_by_province_add_up_to_the_nation(importing, homicides, ministry, name):
    """Long, and wide in Latin-1 with part years that nothing marks but the analyst."""
    areas = provinces()
    series = {place: make.series(of=homicides, where=areas[place], by=ministry) for place in areas}
    upload(importing, name)
    importing.columns(indicator=homicides.pk)
    importing.answers(**PARTS)
    record(importing)
    values = {place: annual(each) for place, each in series.items()}
    for year, total in NATIONAL.items():
        assert sum(of_place.get(year, 0) for of_place in values.values()) == total, year
    assert [period for period in values["Azuay"] if "P" in period] == list(PERIODS_OF_PARTS)
    assert values["Zona no delimitada"]["2014"] == 1
    assert (values["Bolívar"]["2014"], values["Cañar"]["2014"] > 0) == (10, True)


@pytest.mark.parametrize(("parts", "unusual"), [(PARTS, 2), ({"part_2026": 12}, 12)])
def test_few_values_are_unusual_once_part_years_are_marked(importing, homicides, ministry, parts, unusual):
    areas = provinces()
    for place in areas:
        make.series(of=homicides, where=areas[place], by=ministry)
    upload(importing, "homicides_by_province_year_mdi.csv")
    importing.columns(indicator=homicides.pk)
    importing.answers(**parts)
    assert len(importing.preview.new) == 310 and importing.preview.refused == []
    jumps = [change for change in importing.preview.unusual if "of 20" in " ".join(change.unusual)]
    assert len(jumps) == unusual


def test_place_by_code_may_be_blank(importing, homicides, ministry):
    """The undelimited zone has no code: the analyst says what a blank one means."""
    areas = provinces()
    for area in areas.values():
        make.series(of=homicides, where=area, by=ministry)
    upload(importing, "homicides_by_province_year_mdi.csv")
    importing.columns({"iso": "area", "prov": ""}, indicator=homicides.pk)
    importing.answers({"where the file does not say it": areas["Zona no delimitada"].pk}, **PARTS)
    record(importing)
    assert annual(Series.objects.get(area=areas["Zona no delimitada"]))["2014"] == 1
    assert not AreaAlias.objects.exists()


def test_rate_of_the_world_bank_keeps_its_gaps(importing):
    """All other countries are left out; the years without a value stay without one."""
    rate = make.indicator("Homicide rate", slug="rate", kind="rate", decimals=1)
    series = make.series(of=rate, where=make.area(), by=importing.source)
    upload(importing, "worldbank_homicide_rate_es.csv")
    importing.columns(indicator=rate.pk)
    importing.answers(others_out="on")
    record(importing)
    values = annual(series)
    assert {"2003", "2004", "2005", "2006"}.isdisjoint(values)
    assert min(values) < "2003" and "2007" in values
    rows = (line.split('","') for line in (DATA / "worldbank_homicide_rate_es.csv").read_text().splitlines())
    ecuador = next(row for row in rows if row[0] == '"Ecuador')
    assert values["2022"] == Decimal(ecuador[4 + 2022 - 1960])


def test_claims_of_one_publisher_are_taken_from_a_table_of_many(importing, homicides):
    upload(importing, "disputed_figures.csv")
    importing.columns({"source": "only"}, only="El Universo", area=make.area().pk)
    others = ("drug_arrests", "seizures_tonnes", "prison_population")
    importing.answers({"homicides": homicides.pk, **dict.fromkeys(others, 0)})
    importing.add_series()
    record(importing)
    assert annual(Series.objects.get()) == {"2022": 4632, "2023": 8004}


def test_population_of_provinces_has_one_period_for_all(importing):
    population = make.indicator("Population", slug="population", unit_en="people")
    areas = provinces()
    upload(importing, "provinces.csv")
    importing.columns(indicator=population.pk, period="2020")
    importing.answers()
    importing.add_series()
    record(importing)
    assert annual(Series.objects.get(area=areas["Azuay"])) == {"2020": 881394}
    assert Series.objects.count() == 24


def test_cantons_are_counted_by_province(importing):
    """A table without a number is counted: a row for each canton."""
    cantons = make.indicator("Cantons", slug="cantons", unit_en="cantons")
    areas = provinces()
    upload(importing, "cantons.csv")
    importing.columns(
        {"province": "area", "province_dpa": ""},
        counts="yes",
        indicator=cantons.pk,
        period="2020",
        total_area=make.area().pk,
    )
    importing.answers()
    importing.add_series()
    record(importing)
    assert annual(Series.objects.get(area=make.area())) == {"2020": 222}
    assert sum(annual(series)["2020"] for series in Series.objects.filter(area__in=areas.values())) == 222


def test_same_file_again_changes_nothing_and_is_read_as_before(importing, homicides, ministry):
    """The mapping and the answers are remembered; the parts of years are this file's own and asked again."""
    areas = provinces()
    for area in areas.values():
        make.series(of=homicides, where=area, by=ministry)
    release = make.release(ministry)
    name = "homicidios_provincia_anio_latin1.csv"
    upload(importing, name)
    importing.columns(indicator=homicides.pk)
    importing.answers(**PARTS, release=release.pk)
    record(importing)
    release.refresh_from_db()
    assert release.sha256 == sha256((DATA / name).read_bytes())
    assert FileMapping.objects.get().mapping["indicator"] == homicides.pk

    upload(importing, name)
    importing.columns()
    assert {field.value() for field in importing.response.context["form"].parts if field.label < "2026"} == {12}
    importing.answers(**PARTS)
    assert (importing.preview.changes, len(importing.preview.unchanged)) == ([], 325)

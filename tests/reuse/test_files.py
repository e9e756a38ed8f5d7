"""Files of data tables and indicators: what the page prints, exactly, with where each value is from."""

import csv
import io
import json
import re
import zipfile
from decimal import Decimal

import pytest
from django.utils.timezone import localdate
from python_calamine import CalamineWorkbook

from briefings.lib.numbers import format_number
from briefings.reuse import files
from tests import make

pytestmark = pytest.mark.django_db
ENDINGS = ("csv", "json", "xlsx", "zip")


@pytest.fixture
def series():
    release = make.release(title="=HYPERLINK(1)")
    of = make.indicator("Homicides", slug="homicides", decimals=1, kind="amount")
    series = make.series(of=of, by=release.source)
    make.recorded(series, {"2020": "4886.25", "2021": None, "2022": "-3"}, release=release)
    return series


@pytest.fixture
def table(series):
    table = make.data_table("Homicides by year", slug="by-year")
    make.column(table, series)
    for year in ("2020", "2021", "2022", "2023"):
        make.row(table, year)
    return table


def read_csv(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def printed_values(page):
    """The texts of the numbers on a page, in their order."""
    html = page.content.decode()
    cells = [part.split("</td>")[0] for part in re.split(r'<td[^>]*class="number">', html)[1:]]
    return [cell.split(">", 1)[1].split("<")[0] if "<data" in cell else "" for cell in cells]


@pytest.mark.parametrize("language", ["en", "es"])
def test_csv_of_a_table_is_what_its_page_prints(reader, table, language):
    stem = "/en/tables/by-year" if language == "en" else "/es/tablas/by-year"
    rows = read_csv(reader.get(f"{stem}.csv"))
    texts = [format_number(Decimal(row["value"]), 1, language) if row["value"] else "" for row in rows]
    assert texts == printed_values(reader.get(f"{stem}/"))
    assert [row["value"] for row in rows] == ["4886.25", "", "-3", ""]
    assert [row["status"] for row in rows] == ["A", "M", "A", "M"]
    assert rows[0]["release"] == "'=HYPERLINK(1)"


def test_csv_of_an_indicator_is_what_the_page_lists(reader, series):
    rows = read_csv(reader.get("/en/statistics/homicides.csv"))
    assert [(row["period"], row["value"]) for row in rows] == [("2020", "4886.25"), ("2021", ""), ("2022", "-3")]
    assert rows[0]["source"] == series.source.slug and rows[0]["area"] == "EC" and rows[0]["credibility"] == "3"


def test_file_of_an_indicator_has_the_numbers_of_every_tile_of_its_page(reader, series):
    months = make.series(of=series.indicator, by=series.source, frequency="M")
    count, year = series.indicator, localdate().year
    count.kind = "count"
    count.save()
    months_of = [f"{each}-{month:02}" for each in (year - 1, year) for month in (1, 2)]
    make.recorded(months, dict(zip(months_of, ("5", "6", "7", "8"), strict=True)))
    page = reader.get("/en/statistics/homicides/").text
    assert 'id="year-to-date" value="15"' in page and 'href="/en/statistics/homicides.csv"' in page
    rows = read_csv(reader.get("/en/statistics/homicides.csv"))
    assert {row["frequency"] for row in rows} == {"A", "M"}
    assert sum(int(row["value"]) for row in rows if row["period"] in months_of[2:]) == 15
    in_api = reader.get("/api/v1/values?indicator=homicides&area=EC").json()["results"]
    packed = zipfile.ZipFile(io.BytesIO(reader.get("/en/statistics/homicides.zip").content)).read("values.csv")
    packed = list(csv.DictReader(io.StringIO(packed.decode("utf-8-sig"))))
    in_json = reader.get("/en/statistics/homicides.json").json()["values"]
    vintages = [[int(row["vintage"]) for row in each] for each in (rows, in_api, packed, in_json)]
    assert len(vintages[0]) == 7 and all(sorted(each) == sorted(vintages[0]) for each in vintages)
    yearly = read_csv(reader.get("/en/statistics/homicides.csv?frequency=A"))
    assert {row["frequency"] for row in yearly} == {"A"}


def test_selection_of_the_page_is_the_selection_of_the_file(reader, series):
    other = make.series(of=series.indicator, where=make.area("EC-G", "Guayas", "province"), by=series.source)
    make.recorded(other, {"2020": "7"})
    assert [row["area"] for row in read_csv(reader.get("/en/statistics/homicides.csv?area=EC-G"))] == ["EC-G"]
    assert len(read_csv(reader.get("/en/statistics/homicides.csv?area=all&sort=value"))) == 4
    page = reader.get("/en/statistics/homicides/?area=EC-G&sort=period").content.decode()
    assert 'href="/en/statistics/homicides.csv?area=EC-G"' in page


def test_scripts_of_other_sites_may_ask_whether_a_file_has_changed(reader, table):
    for address in ("/en/tables/by-year.csv", "/en/statistics/homicides.bib", "/en/briefings.atom", "/api/v1/tables"):
        preflight = reader.options(address, HTTP_ORIGIN="https://example.org")
        assert preflight.status_code == 204 and not preflight.content, address
        assert preflight["Access-Control-Allow-Origin"] == "*"
        assert "If-None-Match" in preflight["Access-Control-Allow-Headers"]
        answer = reader.get(address)
        assert {"ETag", "Link"} <= set(answer["Access-Control-Expose-Headers"].split(", ")), address
        assert reader.get(address, HTTP_IF_NONE_MATCH=answer["ETag"])["Access-Control-Allow-Origin"] == "*"


def test_as_of_gives_what_was_known_then(reader, series):
    make.revised(series, {"2020": "5000"})
    before = read_csv(reader.get("/en/statistics/homicides.csv?as_of=2024-02-01"))
    assert before[0]["value"] == "4886.25" and before[0]["known_on"] == "2024-01-31"
    assert read_csv(reader.get("/en/statistics/homicides.csv"))[0]["value"] == "5000"
    assert read_csv(reader.get("/en/statistics/homicides.csv?as_of=2020-02-01")) == []
    assert reader.get("/en/statistics/homicides.json?as_of=2024-02-01").json()["as_of"] == "2024-02-01"
    assert reader.get("/en/statistics/homicides.json").json()["as_of"] == localdate().isoformat(), "a file says of when"


def test_workbook_opens_elsewhere_with_the_same_numbers(reader, table):
    book = CalamineWorkbook.from_filelike(io.BytesIO(reader.get("/en/tables/by-year.xlsx").content))
    assert book.sheet_names == ["Table", "Values", "About"]
    printed = book.get_sheet_by_name("Table").to_python()
    assert printed[0] == ["Period", "Homicides (victims)"]
    assert [row[1] for row in printed[1:]] == [4886.25, "", -3.0, ""]
    header, *rows = book.get_sheet_by_name("Values").to_python()
    assert rows[0][header.index("release")] == "=HYPERLINK(1)"
    about = zipfile.ZipFile(io.BytesIO(reader.get("/en/tables/by-year.xlsx").content))
    assert b"<f>" not in b"".join(about.read(name) for name in about.namelist())


def test_json_has_values_as_text_and_says_what_each_field_is(reader, table):
    found = reader.get("/en/tables/by-year.json").json()
    assert [row["value"] for row in found["values"]] == ["4886.25", None, "-3", None]
    assert found["printed"][1] == ["2020", "4886.25"]
    assert set(found["values"][0]) == set(found["fields"])
    assert found["page"].endswith("/en/tables/by-year/")


def test_package_describes_its_files(reader, series):
    make.revised(series, {"2020": "5000"})
    archive = zipfile.ZipFile(io.BytesIO(reader.get("/en/statistics/homicides.zip").content))
    described = json.loads(archive.read("datapackage.json"))
    assert {each["path"] for each in described["resources"]} == {"values.csv", "history.csv"}
    for resource in described["resources"]:
        header = archive.read(resource["path"]).decode("utf-8-sig").splitlines()[0].split(",")
        assert header == [field["name"] for field in resource["schema"]["fields"]]
    history = list(csv.DictReader(io.StringIO(archive.read("history.csv").decode("utf-8-sig"))))
    of_2020 = [(row["value"], row["revision_kind"], row["reason_en"]) for row in history if row["period"] == "2020"]
    assert of_2020 == [("4886.25", "first", ""), ("5000", "correction", "Recount.")]
    key = series.observations.get(start__year=2020).pk
    of_figure = reader.get(f"/en/figures/{key}.json").json()
    assert [(row["value"], row["revision_kind"], row["reason_en"]) for row in of_figure["values"]] == [
        ("5000", "correction", "Recount."),
        ("4886.25", "first", None),
    ]
    assert of_figure["fields"].keys() == of_figure["values"][0].keys()
    assert "with the kind of revision and its reason" in archive.read("README.txt").decode()
    assert {"README.txt", "LICENCE.txt"} <= set(archive.namelist())


def test_package_names_a_column_as_its_file_does_where_that_is_defused(reader, series):
    table = make.data_table("By year", slug="defused")
    make.column(table, series, heading_en="=1+1", heading_es="=1+1")
    make.row(table, "2020")
    archive = zipfile.ZipFile(io.BytesIO(reader.get("/en/tables/defused.zip").content))
    (printed, *_rest) = json.loads(archive.read("datapackage.json"))["resources"]
    header = archive.read("table.csv").decode("utf-8-sig").splitlines()[0].split(",")
    assert header == [field["name"] for field in printed["schema"]["fields"]] and header[1].startswith("'=1+1")


@pytest.mark.parametrize("ending", ENDINGS)
def test_same_data_make_the_same_file(reader, table, ending):
    addresses = [f"/en/tables/by-year.{ending}", f"/en/statistics/homicides.{ending}"]
    first = [reader.get(address).content for address in addresses]
    make.series(of=table.columns.get().series.indicator, public=False)  # a write empties the store
    assert [reader.get(address).content for address in addresses] == first


@pytest.mark.parametrize("ending", ENDINGS)
def test_scripts_of_other_sites_may_read_files(reader, table, ending):
    response = reader.get(f"/en/tables/by-year.{ending}")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies and "Cookie" not in response.get("Vary", "")
    unchanged = reader.get(f"/en/tables/by-year.{ending}", HTTP_IF_NONE_MATCH=response["ETag"])
    assert unchanged.status_code == 304 and unchanged["Access-Control-Allow-Origin"] == "*"


def test_large_file_is_streamed_and_answers_304(reader, series, monkeypatch):
    monkeypatch.setattr("briefings.reuse.sending.LARGE", 100)
    response = reader.get("/en/statistics/homicides.csv")
    assert response.streaming and len(read_csv(response)) == 3
    again = reader.get("/en/statistics/homicides.csv", HTTP_IF_NONE_MATCH=response["ETag"])
    assert again.status_code == 304
    make.revised(series, {"2020": "5000"})


def test_workbook_that_would_be_too_large_is_refused(reader, series, monkeypatch):
    monkeypatch.setattr(files, "MAX_ROWS", 2)
    for ending in ("json", "xlsx", "zip"):
        response = reader.get(f"/en/statistics/homicides.{ending}")
        assert response.status_code == 413 and "CSV" in response.content.decode()
    assert len(read_csv(reader.get("/en/statistics/homicides.csv"))) == 3


def test_private_series_is_in_no_file(reader, table, series):
    private = make.series(of=series.indicator, public=False)
    make.recorded(private, {"2020": "777123"})
    make.column(table, private)
    for ending in ("csv", "json"):
        for address in (f"/en/tables/by-year.{ending}", f"/en/statistics/homicides.{ending}?source=all&area=all"):
            assert b"777123" not in reader.get(address).content


def test_queries_do_not_grow_with_rows(reader, table, series, django_assert_max_num_queries):
    make.recorded(series, {str(year): "1" for year in range(1950, 2000)})
    for year in range(1950, 2000):
        make.row(table, str(year))
    with django_assert_max_num_queries(9):
        reader.get("/en/tables/by-year.csv")
    with django_assert_max_num_queries(6):
        reader.get("/en/statistics/homicides.csv")


@pytest.mark.parametrize(
    ("text", "safe"),
    [("=1+1", "'=1+1"), ("@x", "'@x"), ("+593", "'+593"), ("-x", "'-x"), (" =1", "' =1"), ("-3.5", "-3.5"), ("a", "a")],
)
def test_formulas_are_defused_and_numbers_are_not(text, safe):
    assert files.defused(text) == safe


def test_periods_in_a_workbook_are_text_whatever_their_frequency(reader, series):
    monthly = make.series(of=series.indicator, by=series.source, frequency="M")
    make.recorded(monthly, {"2021-03": "12"})
    content = reader.get("/en/statistics/homicides.xlsx?frequency=all").content
    titles, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    kinds = {name: {type(row[titles.index(name)]) for row in rows} - {type(None)} for name in titles}
    assert kinds["period"] == kinds["known_on"] == kinds["start"] == {str}
    assert {row[titles.index("period")] for row in rows} == {"2020", "2021", "2022", "2021-03"}
    assert kinds["months"] == {float} and float in kinds["value"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "homicides-EC-{today}"),
        ("?area=EC-G", "homicides-EC-G-{today}"),
        ("?area=all&frequency=M&as_of=2024-07-01", "homicides-all-M-2024-07-01"),
        ("?source=ministry", "homicides-EC-ministry-{today}"),
        ("?frequency=A", "homicides-EC-A-{today}"),
    ],
)
def test_name_of_a_download_says_what_is_in_it(reader, query, name):
    of, by = make.indicator("Homicides", slug="homicides"), make.source("Ministry", slug="ministry")
    for area in (make.area(), make.area("EC-G", "Guayas", "province")):
        for frequency, period in (("A", "2022"), ("M", "2022-03")):
            make.recorded(make.series(of=of, by=by, where=area, frequency=frequency), {period: "12"})
    for ending, kind in {"csv": "attachment", "json": "inline"}.items():
        answer = reader.get(f"/en/statistics/homicides.{ending}{query}")
        file_name = f"{name.format(today=localdate())}.{ending}"
        assert answer.headers["Content-Disposition"] == f'{kind}; filename="{file_name}"'

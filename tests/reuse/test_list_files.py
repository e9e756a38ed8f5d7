"""Files of lists hold what their pages print: current figures, initiatives, impacts, sources, values of a figure."""

import csv
import io
import json
import zipfile

import pytest
from django.utils import timezone

from briefings.lib import public_pages
from briefings.statistics.models import Indicator
from tests import make
from tests.kinds import KeyFigureBlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def series():
    indicator = make.indicator("Homicides", slug="homicides", name_es="Homicidios", unit_es="víctimas")
    series = make.series(of=indicator, by=make.source("Ministry", slug="ministry", publisher="The state"))
    make.recorded(series, {"2022": "4886", "2023": "8248"})
    return series


def rows_of(reader, address):
    response = reader.get(address)
    assert response.status_code == 200, address
    content = b"".join(response) if response.streaming else response.content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_list_of_indicators_is_a_file(reader, series):
    make.indicator("Without a figure", slug="empty")
    first, second = rows_of(reader, "/en/statistics.csv")
    assert (first["indicator"], first["period"], first["value"], first["source"]) == (
        "homicides", "2023", "8248", "ministry",
    )  # fmt: skip
    page = reader.get("/en/statistics/").text
    assert first["change"] and first["change"] in page and "8,248" in page
    assert (second["indicator"], second["value"]) == ("empty", "")
    (spanish, _empty) = rows_of(reader, "/es/estadisticas.csv")
    assert spanish["indicator_name"] == "Homicidios" and spanish["unit"] == "víctimas"


def test_the_formats_of_the_list_of_indicators_read_its_rows_once(reader, series, django_assert_num_queries):
    assert rows_of(reader, "/en/statistics.csv")[0]["value"] == "8248"
    for ending in ("xlsx", "json", "zip"):
        with django_assert_num_queries(1):  # the state of what is public
            assert reader.get(f"/en/statistics.{ending}").status_code == 200
    make.recorded(series, {"2024": "7063"})
    assert rows_of(reader, "/en/statistics.csv")[0]["value"] == "7063"
    assert b'"7063"' in reader.get("/en/statistics.json").content


def test_no_format_is_kept_longer_than_the_rows_it_shares(reader, series, monkeypatch):
    """What is written past the token is seen within a minute."""
    seconds = [0]
    monkeypatch.setattr(public_pages, "clock", lambda: seconds[0])
    reader.get("/en/statistics.csv")
    Indicator.objects.update(name_en="Renamed")
    for seconds[0], is_new in ((59, False), (61, True)):
        assert (b"Renamed" in reader.get("/en/statistics.json").content) is is_new, seconds


def test_a_topic_has_the_figures_of_its_briefings_as_files(reader, series, author, editor):
    topic = make.topic("Ports", slug="ports")
    blocks = [(KeyFigureBlock, {"series": series, "period": "2023"})]
    article = make.article("In the ports", by=author, blocks=blocks)
    article.topics.add(topic)
    make.edition(article=article, by=author, approver=editor)
    make.recorded(make.series(of=make.indicator("Elsewhere")), {"2023": "777"})
    assert [row["value"] for row in rows_of(reader, "/en/topics/ports.csv")] == ["8248"]
    assert 'href="/en/topics/ports.xlsx"' in reader.get("/en/topics/ports/").text


def test_initiatives_are_filtered_as_on_the_page(reader):
    guayas = make.area("EC-G", "Guayas", "province")
    chosen = make.initiative("Crop substitution", status="under_way", kind="programme", partners="FAO\nUNDP")
    chosen.areas.add(guayas)
    make.initiative("Scanners", status="proposed", kind="policy")
    make.initiative("Canary", public=False)
    assert [row["name"] for row in rows_of(reader, "/en/initiatives.csv")] == ["Crop substitution", "Scanners"]
    page = reader.get("/en/initiatives/?area=EC-G&status=under_way").text
    assert 'href="/en/initiatives.csv?status=under_way&amp;area=EC-G"' in page
    (row,) = rows_of(reader, "/en/initiatives.csv?status=under_way&area=EC-G")
    assert row["name"] == "Crop substitution" and row["area_names"] == "Guayas" and row["status"] == "under_way"
    assert row["status_name"] == "under way" and row["partners"] == "FAO; UNDP"
    refused = reader.get("/en/initiatives.csv?status=zzz")
    assert refused.status_code == 404 and "zzz" in refused.text
    assert reader.get("/en/initiatives.png").status_code == 404


def test_impacts_and_sources_are_files_without_what_is_private(reader, series):
    hidden = make.source("Canary", public=False)
    make.impact("Trust", slug="trust", level="national", severity=4, source=hidden, description_es="La confianza cae.")
    (row,) = rows_of(reader, "/es/impactos.csv")
    assert (row["severity"], row["severity_name"]) == ("4", "muy alta")
    assert row["description"] == "La confianza cae." and row["page"].startswith("http://localhost:8000/es/impactos/#")
    assert row["source"] == row["source_name"] == ""
    (source,) = rows_of(reader, "/en/sources.csv")
    assert (source["name"], source["publisher"], source["reliability"]) == ("Ministry", "The state", "B")
    assert source["reliability_name"] == "usually reliable"


def test_a_figure_has_its_values_as_a_file(reader, series):
    figure = series.observations.get(start__year=2022)
    make.revised(series, {"2022": "5000"})
    assert [row["value"] for row in rows_of(reader, f"/en/figures/{figure.pk}.csv")] == ["5000", "4886"]
    assert [row["value"] for row in rows_of(reader, f"/en/figures/{figure.pk}.csv?as_of=2024-02-01")] == ["4886"]
    for ending in ("csv", "bib"):
        unknown = reader.get(f"/en/figures/{figure.pk}.{ending}?as_of=2000-01-01")
        assert (unknown.status_code, unknown.text) == (404, "No figure was known on that day.")
    assert f'href="/en/figures/{figure.pk}.csv?as_of=2024-02-01"' in (
        reader.get(f"/en/figures/{figure.pk}/?as_of=2024-02-01").text
    )


@pytest.mark.parametrize("page", ["statistics", "initiatives", "impacts", "sources"])
def test_each_list_is_there_in_every_format_and_its_page_links_it(reader, series, page):
    make.initiative("Crop substitution"), make.impact("Trust")
    html = reader.get(f"/en/{page}/").text
    for ending in ("csv", "xlsx", "json", "zip"):
        assert f'href="/en/{page}.{ending}"' in html
        response = reader.get(f"/en/{page}.{ending}")
        assert response.status_code == 200
        assert response["Link"] == f'<http://localhost:8000/en/{page}/>; rel="canonical"'
    listed = json.loads(reader.get(f"/en/{page}.json").content)
    (first,) = listed["values"]
    assert list(first) == list(listed["fields"])
    archive = zipfile.ZipFile(io.BytesIO(reader.get(f"/en/{page}.zip").content))
    (resource,) = json.loads(archive.read("datapackage.json"))["resources"]
    assert ("each value" in archive.read("README.txt").decode()) is (page == "statistics")
    assert [field["name"] for field in resource["schema"]["fields"]] == list(first)


def test_a_filtered_indicator_leads_to_the_file_of_all_its_values(reader, series):
    address = "/en/statistics/homicides.csv?area=all&amp;frequency=all&amp;source=all"
    assert address not in reader.get("/en/statistics/homicides/").text, "nothing is left out"
    monthly = make.series(of=series.indicator, by=series.source, frequency="M")
    make.recorded(monthly, {"2024-01": "600"})
    assert address in reader.get("/en/statistics/homicides/").text
    values = [row["value"] for row in rows_of(reader, address.replace("&amp;", "&"))]
    assert sorted(values) == ["4886", "600", "8248"]


def test_revisions_lead_to_the_file_that_has_them(reader, series):
    make.revised(series, {"2022": "5000"})
    part = reader.get("/en/statistics/homicides/?area=EC").text.partition('id="revisions"')[2]
    assert 'href="/en/statistics/homicides.zip?area=EC"' in part.partition("</section>")[0]


def test_files_of_lists_take_as_many_queries_with_many_rows(reader, django_assert_max_num_queries):
    for number in range(30):
        make.recorded(make.series(of=make.indicator(f"Indicator {number}")), {"2022": "1", "2023": "2"})
        initiative = make.initiative(f"Initiative {number}", source=make.source())
        initiative.areas.add(make.area())
        make.impact(f"Impact {number}", area=make.area(), source=make.source())
    for page, most in (("statistics", 10), ("initiatives", 5), ("impacts", 3), ("sources", 3)):
        with django_assert_max_num_queries(most):
            assert reader.get(f"/en/{page}.json").status_code == 200


def test_files_of_pages_that_change_have_the_day_in_their_names(reader, series):
    make.data_table("By year", slug="by-year")
    make.impact("Trust"), make.initiative("Plan"), make.topic("Ports", slug="ports")
    figure = series.observations.get(start__year=2022)
    day = timezone.localdate()
    names = {
        "statistics": "statistics", "initiatives": "initiatives", "impacts": "impacts", "sources": "sources",
        "places": "places", "places/ecuador": "ecuador", "topics/ports": "ports", "tables/by-year": "by-year",
        f"figures/{figure.pk}": f"figure-{figure.pk}",
    }  # fmt: skip
    for address, name in names.items():
        answer = reader.get(f"/en/{address}.csv")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}-{day}.csv"', address
    earlier = reader.get(f"/en/figures/{figure.pk}.csv?as_of=2024-02-01")
    assert earlier.headers["Content-Disposition"].endswith(f'"figure-{figure.pk}-2024-02-01.csv"')

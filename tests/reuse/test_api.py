"""The API: what pages show, as JSON, for everybody."""

import datetime
import html
import re

import pytest
from django.utils import timezone

from briefings.articles.actions import take_down, withdraw
from briefings.reuse.api.briefings import FOUND
from briefings.search.views import KINDS
from tests import make
from tests.kinds import KeyFigureBlock

pytestmark = pytest.mark.django_db
API = "/api/v1"
FIELDS = {  # of v1: a field may be added here, none may go or be called otherwise
    "indicators": {"slug", "name", "unit", "definition", "kind", "decimals", "part_of", "page", "series"},
    "series": {"id", "indicator", "area", "frequency", "source", "preferred", "note", "values"},
    "tables": {"slug", "name", "note", "rows_are", "page"},
    "sources": {"slug", "name", "publisher", "description", "licence", "reliability", "url", "page"},
    "releases": {
        "id", "source", "title", "language", "url", "published", "retrieved", "sha256", "publisher", "copy_url",
        "copy_keeper",
    },
    "places": {"code", "official_code", "name", "kind", "part_of", "page"},
    "topics": {"slug", "name", "description", "page"},
    "impacts": {"slug", "name", "description", "level", "severity", "area", "source", "page"},
    "briefings": {
        "language", "slug", "number", "kind", "title", "summary", "change", "note", "published", "withdrawn", "page",
        "edition",
    },
    "values?indicator=homicides": {
        "indicator", "indicator_name", "unit", "area", "area_name", "frequency", "period", "start", "months", "value",
        "status", "low", "high", "origin", "locator", "source", "source_name", "reliability", "credibility", "release",
        "released", "known_on", "observation", "vintage", "revision_kind", "reason_en", "reason_es",
    },
}  # fmt: skip


@pytest.fixture
def series():
    release = make.release()
    series = make.series(of=make.indicator("Homicides", slug="homicides"), by=release.source)
    make.recorded(series, {"2020": "1372", "2021": "2495", "2022": "4886"}, release=release)
    return series


@pytest.fixture
def edition(author, editor):
    return make.edition("Ports", by=author, approver=editor, slug="ports")


def results(reader, address):
    return reader.get(f"{API}/{address}").json()["results"]


def values_of(reader, query):
    return [row["value"] for row in results(reader, f"values?indicator=homicides{query}")]


def test_fields_of_v1_are_all_there(reader, series, edition):
    make.data_table("By year")
    make.topic("Ports")
    make.impact("Trust")
    missing = {name: fields - set(results(reader, name)[0]) for name, fields in FIELDS.items()}
    assert {name: fields for name, fields in missing.items() if fields} == {}


def test_a_release_says_who_published_it_and_apart_from_that_whose_copy_we_have(reader):
    source = make.source("Ministry", publisher="Ministry of the Interior")
    copy = {"copy_url": "https://example.org/copy.xlsx", "copy_keeper": "A university"}
    make.release(source, published=datetime.date(2024, 12, 31), published_precision="Y", **copy)
    make.release(source, publisher="Police", published=datetime.date(2024, 3, 31), published_precision="M")
    ours, theirs = results(reader, "releases")
    assert (ours["publisher"], ours["published"], ours["copy_keeper"]) == (source.publisher, "2024", "A university")
    assert (theirs["publisher"], theirs["published"], theirs["copy_url"]) == ("Police", "2024-03", None)


def test_an_edition_says_what_has_been_revised_since_and_its_document_stays(reader, series, author, editor):
    blocks = [(KeyFigureBlock, {"series": series, "period": "2022", "compare_with": "2021"})]
    make.edition("Deaths", slug="deaths", by=author, approver=editor, blocks=blocks)
    before = reader.get(f"{API}/briefings/en/deaths/1").json()
    assert before["revised"] == []
    make.revised(series, {"2022": "4890"})
    after = reader.get(f"{API}/briefings/en/deaths/1").json()
    (revised,) = after["revised"]
    assert (revised["printed"], revised["now"], revised["period"], revised["area"]) == ("4886", "4890", "2022", "EC")
    assert revised["indicator"] == "homicides" and revised["known_on"] == "2024-06-30"
    page = reader.get("/en/briefings/deaths/1/").text
    assert revised["figures"] and all(f'id="{key}"' in page for key in revised["figures"])
    assert (after["document"], after["sha256"]) == (before["document"], before["sha256"])


def test_each_list_names_its_address_in_the_api(reader, series, edition):
    lists = {
        "briefings": "briefings?language=en", "statistics": "indicators", "sources": "sources", "topics": "topics",
        "places": "places", "initiatives": "initiatives", "impacts": "impacts", "search/?q=ports%20%26": "search?",
        "corrections": "corrections?language=en",
    }  # fmt: skip
    for path, address in lists.items():
        page = reader.get(f"/en/{path}" if "?" in path else f"/en/{path}/").text
        line = re.search(r'<p class="downloads">The same in the API: (.*?)</p>', page)[1]
        assert f'href="{API}/{address}' in line, path
        for link in re.findall(r'href="([^"]+)"', line):
            assert reader.get(html.unescape(link)).status_code == 200, link
    assert f"{API}/briefings?language=es" in reader.get("/es/informes/").text


def test_corrections_are_those_of_the_register(reader, edition, editor):
    withdraw(edition.article, by=editor, reason="The source erred.")
    (entry,) = results(reader, "corrections")
    assert (entry["kind"], entry["words"], entry["title"]) == ("withdrawal", "The source erred.", "Ports")
    assert reader.get(f"{API}/corrections?after=x").status_code == 404
    assert results(reader, "corrections?language=es") == []


def test_values_are_exact_and_in_order(reader, series):
    make.revised(series, {"2021": "2500.5"})
    assert values_of(reader, "") == ["1372", "2500.5", "4886"]
    assert values_of(reader, "&as_of=2024-02-01") == ["1372", "2495", "4886"]
    assert values_of(reader, "&vintages=all") == ["1372", "2495", "2500.5", "4886"]
    assert values_of(reader, "&vintages=all&as_of=2024-02-01") == ["1372", "2495", "4886"]


def test_values_say_which_kind_of_revision_they_are_and_why(reader, series):
    make.revised(series, {"2021": "2500.5"}, kind="error")
    make.retracted(series, "2021")
    found = results(reader, "values?indicator=homicides&vintages=all")
    revisions = [(row["revision_kind"], row["reason_en"], row["reason_es"]) for row in found if row["period"] == "2021"]
    assert revisions == [("first", None, None), ("error", "Recount.", None), ("retraction", "Wrong.", None)]
    now = results(reader, "values?indicator=homicides")
    assert [row["revision_kind"] for row in now] == ["first", "retraction", "first"]


def test_every_list_that_the_index_names_answers(reader, series, edition):
    for address in reader.get(f"{API}/").json()["lists"].values():
        assert reader.get(address.partition("localhost:8000")[2]).status_code == 200, address
    other = make.series(of=make.indicator("Robberies", slug="robberies"), by=series.source)
    make.recorded(other, {"2020": "5"})
    assert [row["value"] for row in results(reader, "values")] == ["1372", "2495", "4886", "5"]


def test_search_finds_the_same_kinds_as_its_page():
    assert set(FOUND) == set(KINDS)


def test_lists_have_the_filters_of_their_pages(reader, author, editor):
    topic, guayas = make.topic("Ports", slug="ports", slug_es="puertos"), make.area("EC-G", "Guayas", "province")
    article = make.article("Guayas", by=author, kind="explainer")
    article.topics.add(topic)
    make.edition(article=article, by=author, approver=editor)
    other = make.edition("Prisons", by=author, approver=editor)
    make.initiative("Plan").areas.set([guayas])
    make.initiative("Reform", status="completed")

    def found(query):
        return [row.get("title") or row["name"]["en"] for row in results(reader, query)]

    year = str(timezone.localdate().year)
    assert found(f"briefings?kind=explainer&year={year}&topic=ports&place=EC-G") == ["Guayas"]
    assert found("briefings?year=1999") == found("search?q=prisons&year=1999") == []
    assert found(f"search?q=prisons&year={year}") == ["Prisons"]
    assert found("initiatives?area=EC-G") == ["Plan"] and found("initiatives?status=completed") == ["Reform"]
    withdraw(other.article, by=editor, reason="Wrong.")
    assert found("corrections?kind=withdrawal") == ["Prisons"] and found("corrections?kind=revision") == []


def test_pages_of_values_lead_to_each_value_once(reader, series):
    for code in ("EC-A", "EC-B", "EC-C"):
        other = make.series(of=series.indicator, where=make.area(code, code, "province"), by=series.source)
        make.recorded(other, {"2020": "1", "2021": "2"})
    found, address = [], f"{API}/values?indicator=homicides&limit=2"
    while address:
        page = reader.get(address).json()
        assert len(page["results"]) <= 2
        found += [row["observation"] for row in page["results"]]
        address = page["next"] and page["next"].partition("localhost:8000")[2]
    assert len(found) == len(set(found)) == 9


def test_pages_of_lists_lead_to_each_thing_once(reader):
    slugs = {make.source().slug for _number in range(5)}
    found, address = [], f"{API}/sources?limit=2"
    while address:
        page = reader.get(address).json()
        found += [row["slug"] for row in page["results"]]
        address = page["next"] and page["next"].partition("localhost:8000")[2]
    assert set(found) == slugs and len(found) == 5


def test_edition_is_what_was_published_and_names_nobody(reader, edition):
    found = reader.get(f"{API}/briefings/en/ports/1").json()
    assert found["document"] == edition.data and found["sha256"] == edition.sha256
    assert "byline" not in str(found) and edition.by.username not in str(found)


def test_briefing_that_was_taken_down_is_gone(reader, edition, editor):
    take_down(edition.article, by=editor, reason="At a court’s order.")
    for address in ("briefings/en/ports", "briefings/en/ports/1"):
        response = reader.get(f"{API}/{address}")
        assert response.status_code == 410 and response.json()["reason"] == "At a court’s order."
        assert response.json()["taken_down"].startswith(str(datetime.datetime.now(datetime.UTC).year))
    assert results(reader, "briefings") == results(reader, "editions") == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("indicators/nothing", 404), ("values?indicator=nothing", 404), ("series/99", 404), ("nothing/here", 404),
        ("values?series=99999999999999999999", 422), ("indicators?limit=0", 422), ("indicators?limit=501", 422),
        ("indicators?after=x", 404), ("values?indicator=homicides&after=1-x", 404), ("briefings?after=9", 404),
        ("values?indicator=homicides&as_of=x", 404), ("values?indicator=homicides&as_of=9999-01-01", 404),
        ("briefings/fr/ports", 422), ("briefings/en/ports/0", 422), ("briefings/en/ports/99999999999999999999", 422),
        ("tables/%00", 422), ("search?q=%00", 200), ("search?after=1001", 422), ("indicators?limti=5", 422),
        ("indicators?topic=ports", 422), ("values?indicator=homicides&area=ec-g", 404), ("values?series=99", 404),
        ("values?indicator=homicides&frequency=X", 404), ("values?indicator=homicides&as_of=0", 404),
        ("values?indicator=homicides&as_of=1751328000", 404), ("values?indicator=homicides&as_of=20240701", 404),
        ("tables/by-year?as_of=0", 404), ("search?kind=zzz", 404), ("search?q=x&topic=zzz", 404),
        ("search?year=x", 422), ("briefings?topic=zzz", 404), ("briefings?place=zzz", 404), ("briefings?kind=zzz", 404),
        ("corrections?kind=zzz", 404), ("initiatives?status=zzz", 404), ("initiatives?area=zzz", 404),
        ("series?source=zzz", 404), ("releases?source=zzz", 404), ("values?language=fr", 404),
        ("values?area=a%20b", 404), ("values?vintages=x", 404),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(reader, series, address, status):
    response = reader.get(f"{API}/{address}")
    assert response.status_code == status
    assert response.json() is not None and response["Access-Control-Allow-Origin"] == "*"


def test_answers_are_open_to_scripts_and_need_no_cookie(reader, series):
    response = reader.get(f"{API}/indicators")
    assert response["Access-Control-Allow-Origin"] == "*" and response["ETag"]
    assert not response.cookies and "Cookie" not in response["Vary"]
    assert reader.get(f"{API}/indicators", HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304
    assert reader.head(f"{API}/indicators").status_code == 200
    assert reader.post(f"{API}/indicators").status_code == 405


def test_table_has_its_values_with_their_sources(reader, series):
    table = make.data_table("By year", slug="by-year")
    make.column(table, series)
    make.row(table, "2020")
    make.row(table, "2030")
    found = reader.get(f"{API}/tables/by-year?language=es").json()
    assert [row["value"] for row in found["values"]] == ["1372", None]
    assert found["values"][0]["source"] == series.source.slug and found["printed"][1] == ["2020", "1372"]


def test_calculated_cells_have_their_own_value_and_say_what_it_is_calculated_from(reader, series):
    table = make.data_table("By year", slug="by-year")
    make.column(table, series, formula="percent")
    make.row(table, "2021"), make.row(table, "2022")
    first, second = reader.get(f"{API}/tables/by-year").json()["values"]
    assert (first["value"], first["unit"], first["indicator"], first["vintage"]) == ("81.851312", "%", None, None)
    before, now = (series.observations.get(start__year=year).current_id for year in (2020, 2021))
    assert first["calculation"] == f"percent({now}, {before})"
    assert second["calculation"].startswith("percent(") and second["calculation"].endswith(f", {now})")


def test_nothing_private_is_in_the_api(reader, series):
    private = make.series(of=series.indicator, public=False)
    make.recorded(private, {"2020": "777123"})
    make.release(make.source(public=False, slug="hidden"), title="Zunzuncito")
    assert "777123" not in reader.get(f"{API}/values?indicator=homicides&vintages=all").content.decode()
    assert reader.get(f"{API}/values?series={private.pk}").status_code == 404
    assert "Zunzuncito" not in reader.get(f"{API}/releases").content.decode()
    assert reader.get(f"{API}/sources/hidden").status_code == 404


def test_queries_do_not_grow_with_rows(reader, series, django_assert_max_num_queries):
    make.recorded(series, {str(year): "1" for year in range(1950, 2000)})
    for _number in range(5):
        make.source()
    for address, most in {"values?indicator=homicides": 6, "sources": 2, "series": 2, "editions": 2}.items():
        with django_assert_max_num_queries(most):
            reader.get(f"{API}/{address}")


def test_description_is_openapi_3_1_and_the_page_names_every_list(reader):
    described = reader.get(f"{API}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for page in ("/en/data/", "/es/datos/"):
        html = reader.get(page).content.decode()
        assert [path for path in described["paths"] if path not in html] == []
        assert "<script" not in html.replace('<script type="application/ld+json">', "")

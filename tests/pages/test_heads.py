"""What machines read of a page: canonical address, languages, structured data, sitemaps, security.txt."""

import datetime
import json
import re
import xml.etree.ElementTree as ET

import pytest
from django.utils import timezone

from briefings.articles.actions import start_translation, take_down, withdraw
from briefings.pages import sitemaps
from tests import make
from tests.kinds import RichTextBlock

pytestmark = pytest.mark.django_db
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def edition(author, editor):
    return make.edition("Ports", slug="ports", by=author, approver=editor)


def corrected(edition, author, editor):
    RichTextBlock.objects.filter(parent=edition.article).update(html="<p>Four ports.</p>")
    options = {"change_kind": "correction", "note": "There are </script><b>four."}
    return make.edition(article=edition.article, by=author, approver=editor, **options)


def alternates(page):
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))


def blocks(page):
    found = [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]
    return {block["@type"]: block for block in found}


def test_languages_name_each_other_themselves_and_a_default(edition, author, editor, reader, settings):
    spanish = start_translation(edition.article, language="es", by=author)
    spanish.title, spanish.slug = "Puertos", "puertos"
    spanish.save()
    make.edition(article=spanish, by=author, approver=editor)
    english_url, spanish_url = (
        f"{settings.SITE_URL}{path}" for path in ("/en/briefings/ports/", "/es/informes/puertos/")
    )
    expected = {"en": english_url, "es": spanish_url, "x-default": english_url}
    for path in ("/en/briefings/ports/", "/es/informes/puertos/"):
        assert alternates(reader.get(path).text) == expected


@pytest.mark.parametrize("path", ["/en/search/", "/es/buscar/", "/en/statistics/homicides/", "/es/estadisticas/x/"])
def test_choices_of_a_page_are_not_in_the_addresses_that_languages_name(reader, settings, path):
    make.indicator("Homicides", slug="homicides", slug_es="x")
    make.recorded(make.series(of=make.indicator("Other")), {"2022": "4886"})
    plain = alternates(reader.get(path).text)
    assert plain == alternates(reader.get(f"{path}?q=homicide&as_of=2026-01-31").text)
    others = {language: url.removeprefix(settings.SITE_URL) for language, url in plain.items()}
    assert alternates(reader.get(others["es"]).text) == alternates(reader.get(others["en"]).text) == plain


def test_the_second_page_of_a_list_names_no_other_language(reader, settings):
    for _number in range(26):
        make.initiative()
    url = f"{settings.SITE_URL}/es/iniciativas/?page=2"
    assert alternates(reader.get("/es/iniciativas/?page=2").text) == {"es": url, "x-default": url}


def test_the_language_link_keeps_the_day_and_the_choices(reader):
    ecuador, filters = make.area(), "?as_of=2026-01-31&amp;area=EC-G"
    series = make.series(
        of=make.indicator("Homicides", slug="homicides", slug_es="homicidios"),
        where=make.area("EC-G", "Guayas", "province", parent=ecuador),
    )
    make.recorded(series, {"2022": "4886"})
    key = series.observations.get().pk
    make.initiative(status="proposed")
    topic = make.topic("Ports", slug="ports", slug_es="puertos")
    for path, there in (
        ("/en/statistics/homicides/?as_of=2026-01-31&area=EC-G", f"/es/estadisticas/homicidios/{filters}"),
        (f"/en/figures/{key}/?as_of=2026-01-31", f"/es/cifras/{key}/?as_of=2026-01-31"),
        ("/en/initiatives/?status=proposed&page=1", "/es/iniciativas/?status=proposed"),
        ("/es/informes/?topic=puertos", "/en/briefings/?topic=ports"),
        ("/en/statistics/homicides/", "/es/estadisticas/homicidios/"),
    ):
        page = reader.get(path).text
        assert f'<a href="{there}" lang=' in page, path
        assert reader.get(there.replace("&amp;", "&")).status_code == 200
    assert topic.slug_in("es") == "puertos"


def test_lists_and_what_they_lead_to_say_where_they_are(edition, author, editor, reader, settings):
    corrected(edition, author, editor)
    make.initiative("Street lights", slug="lights")
    make.topic("Ports", slug="ports")
    for path, names in (
        ("/en/initiatives/", ["Home", "Initiatives"]),
        ("/en/statistics/", ["Home", "Statistics"]),
        ("/en/corrections/", ["Home", "Corrections"]),
        ("/en/initiatives/lights/", ["Initiatives", "Street lights"]),
        ("/en/topics/ports/", ["Topics", "Ports"]),
        ("/en/briefings/ports/editions/", ["Briefings", "Ports", "All editions"]),
        ("/en/briefings/ports/compare/1/2/", ["Briefings", "Ports", "Editions 1 and 2 compared"]),
    ):
        steps = blocks(reader.get(path).text)["BreadcrumbList"]["itemListElement"]
        assert [step["name"] for step in steps] == names
        assert steps[-1]["item"] == f"{settings.SITE_URL}{path}"


def test_a_page_in_one_language_names_itself_and_leads_to_the_other_list(edition, reader, settings):
    page, url = reader.get("/en/briefings/ports/").text, f"{settings.SITE_URL}/en/briefings/ports/"
    assert alternates(page) == {"en": url, "x-default": url}
    assert '<a href="/es/informes/" lang="es" hreflang="es">Español</a>' in page
    assert 'href="/es/informes/"' in reader.get("/en/briefings/ports/editions/").text


def test_an_old_edition_names_only_editions_that_name_it_in_return(edition, author, editor, reader, settings):
    spanish = start_translation(edition.article, language="es", by=author)
    spanish.title, spanish.slug = "Puertos", "puertos"
    spanish.save()
    make.edition(article=spanish, by=author, approver=editor)
    corrected(edition, author, editor)
    old, site = reader.get("/en/briefings/ports/1/").text, settings.SITE_URL
    first = f"{site}/en/briefings/ports/1/"
    assert alternates(old) == {"en": first, "x-default": first}, "the Spanish edition 1 is the newest there"
    assert 'href="/es/informes/puertos/1/"' in old
    newest = alternates(reader.get("/es/informes/puertos/1/").text)
    assert newest == alternates(reader.get("/en/briefings/ports/").text)


def test_an_old_edition_has_a_canonical_address_and_a_title_of_its_own(edition, author, editor, reader, settings):
    corrected(edition, author, editor)
    old, new = reader.get("/en/briefings/ports/1/").text, reader.get("/en/briefings/ports/2/").text
    assert f'<link rel="canonical" href="{settings.SITE_URL}/en/briefings/ports/1/">' in old
    assert f'<link rel="canonical" href="{settings.SITE_URL}/en/briefings/ports/">' in new
    assert "<title>Ports (edition 1) –" in old and "<title>Ports (edition 2) –" in new
    page = reader.get("/en/briefings/ports/").text
    assert "<title>Ports –" in page
    descriptions = {re.search(r'name="description" content="([^"]*)"', each)[1] for each in (old, new, page)}
    assert len(descriptions) == 3


def test_versions_are_in_the_link_header(edition, author, editor, reader, settings):
    corrected(edition, author, editor)
    latest = f'<{settings.SITE_URL}/en/briefings/ports/>; rel="latest-version"'
    before = f'<{settings.SITE_URL}/en/briefings/ports/1/>; rel="predecessor-version"'
    assert reader.get("/en/briefings/ports/1/")["Link"] == latest
    assert reader.get("/en/briefings/ports/2/")["Link"] == f"{latest}, {before}"
    assert reader.get("/en/briefings/ports/")["Link"] == before


def test_a_briefing_is_a_report_with_its_corrections_and_without_persons(edition, author, editor, reader, settings):
    corrected(edition, author, editor)
    page = reader.get("/en/briefings/ports/").text
    data = blocks(page)
    assert data["Report"]["headline"] == "Ports" and data["Report"]["version"] == "2"
    (correction,) = data["Report"]["correction"]
    assert correction["text"] == "There are </script><b>four." and "</script><b>" not in page
    assert (
        data["Report"]["publisher"]
        == data["Report"]["author"]
        == {"@type": "Organization", "name": "Example Foundation"}
    )
    (above, here) = data["BreadcrumbList"]["itemListElement"]
    assert above["item"] == f"{settings.SITE_URL}/en/briefings/" and here["name"] == "Ports"
    first = blocks(reader.get("/en/briefings/ports/1/").text)["Report"]
    assert first["version"] == "1" and first["correction"] == [correction], "it is the one that was wrong"


def test_statistics_and_tables_are_data_sets_with_files_that_open(reader, settings):
    settings.DATA_LICENCE_URL = "https://licence.example/"
    ministry = make.source("Open data", publisher="Ministry", licence="CC BY 4.0")
    series = make.series(of=make.indicator("Homicides", slug="homicides"), by=ministry)
    make.recorded(series, {"2022": "4886"})
    table = make.data_table("By year", slug="by-year")
    make.column(table, series)
    make.row(table, "2022"), make.row(table, "2023")
    for path, name in (("/en/statistics/homicides/", "Homicides"), ("/en/tables/by-year/", "By year")):
        data = blocks(reader.get(path).text)["Dataset"]
        files = [file["contentUrl"].removeprefix(settings.SITE_URL) for file in data["distribution"]]
        assert {reader.get(file).status_code for file in files} == {200}
        assert [file.rpartition(".")[2] for file in files] == ["csv", "xlsx", "json", "zip"]
        assert data["name"] == name and data["creator"] == [{"@type": "Organization", "name": "Ministry"}]
        assert data["isBasedOn"][0]["name"] == "Open data" and data["license"] == "https://licence.example/"
        assert "victims" in str(data["variableMeasured"])
        assert (data["temporalCoverage"], data["dateModified"]) == ("2022-01-01/2022-12-31", "2024-01-31")
    data = blocks(reader.get("/en/statistics/homicides/").text)["Dataset"]
    assert data["isBasedOn"][0]["license"] == "CC BY 4.0"
    data = blocks(reader.get("/en/places/ecuador/").text)["Dataset"]
    files = [file["contentUrl"].removeprefix(settings.SITE_URL) for file in data["distribution"]]
    assert files == [f"/en/places/ecuador.{ending}" for ending in ("csv", "xlsx", "json", "zip")]
    assert {reader.get(file).status_code for file in files} == {200}


def test_places_sources_and_figures_say_where_they_are(reader, settings):
    province = make.area("EC-G", "Guayas", "province", parent=make.area())
    series = make.series(of=make.indicator("Homicides"), where=province, by=make.source("Ministry", slug="ministry"))
    make.recorded(series, {"2022": "4886"})
    figure = f"/en/figures/{series.observations.get().pk}/"
    make.initiative("Scanners", slug="scanners"), make.topic("Ports", slug="ports")
    things = ("places/guayas/", "sources/ministry/", "initiatives/scanners/", "topics/ports/")
    above_them = [(path, path.partition("/")[0] + "/") for path in things]
    for path, above in (*above_them, (figure[4:], "statistics/")):
        data = blocks(reader.get(f"/en/{path}").text)
        first, *_others, last = data["BreadcrumbList"]["itemListElement"]
        assert (first["item"], last["item"]) == (f"{settings.SITE_URL}/en/{above}", f"{settings.SITE_URL}/en/{path}")
    place = blocks(reader.get("/en/places/guayas/").text)["Dataset"]
    assert place["spatialCoverage"]["name"] == "Guayas" and place["variableMeasured"][0]["name"] == "Homicides"


def addresses(reader, path):
    answer = reader.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    return [element.text for element in ET.fromstring(answer.content).iterfind(".//s:loc", SITEMAP)]


def test_the_index_names_every_sitemap_and_each_its_pages(edition, author, editor, reader, settings, monkeypatch):
    make.indicator("Homicides", slug="homicides")
    make.indicator("Zunzuncito", slug="zunzuncito", public=False)
    make.edition("Draftless", by=author, approver=editor)
    monkeypatch.setattr(sitemaps.InLanguage, "limit", 1)
    found = [page for path in addresses(reader, "/sitemap.xml") for page in addresses(reader, path)]
    assert len(found) == len(set(found)) and all(page.startswith(settings.SITE_URL) for page in found)
    paths = {page.removeprefix(settings.SITE_URL) for page in found}
    assert {
        "/en/briefings/ports/",
        "/en/briefings/draftless/",
        "/en/statistics/homicides/",
        "/es/correcciones/",
        "/en/data/",
        "/es/datos/",
    } <= paths
    assert not [path for path in paths if "zunzuncito" in path]
    assert {path: reader.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_withdrawn_and_taken_down_briefings_are_in_no_sitemap(edition, author, editor, reader):
    gone = make.edition("Prisons", by=author, approver=editor)
    assert len(addresses(reader, "/sitemap-briefings-en.xml")) == 2
    withdraw(edition.article, by=editor, reason="The count was wrong.")
    take_down(gone.article, by=editor, reason="At a court’s order.")
    assert addresses(reader, "/sitemap-briefings-en.xml") == []


def test_the_date_of_a_briefing_is_that_of_its_newest_edition(edition, reader):
    published = timezone.localdate(edition.publish_at)
    assert f"<lastmod>{published:%Y-%m-%d}</lastmod>" in reader.get("/sitemap-briefings-en.xml").text


def test_security_txt_names_the_contact_and_is_valid_for_less_than_a_year(reader, settings):
    lines = dict(line.split(": ", 1) for line in reader.get("/.well-known/security.txt").text.splitlines())
    assert lines["Contact"] == "mailto:corrections@briefings.example"
    expires = datetime.datetime.fromisoformat(lines["Expires"])
    today = datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=90) < expires - today < datetime.timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(reader, settings):
    settings.PUBLISHER_CONTACT = ""
    assert reader.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize("path", ["/en/", "/es/fuentes/", "/en/corrections/", "/en/nothing/"])
def test_the_foot_says_who_publishes_how_to_reach_them_and_how_they_correct(reader, path, settings):
    foot = reader.get(path).text.partition("<footer")[2]
    assert "Example Foundation" in foot and "Av. Amazonas N21-147, Quito" in foot
    assert 'href="mailto:corrections@briefings.example"' in foot and "#policy" in foot


def test_a_copy_that_names_nobody_says_so(reader, settings):
    settings.PUBLISHER = settings.PUBLISHER_ADDRESS = settings.PUBLISHER_CONTACT = ""
    page = reader.get("/en/about/").text
    assert "has not said yet who publishes it" in page and "have not said yet who they are" in page
    assert "mailto:" not in page


def test_the_policy_is_where_the_foot_leads(reader):
    assert '<h2 id="policy">' in reader.get("/en/corrections/").text

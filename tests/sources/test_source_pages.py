"""The list of sources and the page of a source."""

import datetime
import re
from html import unescape

import pytest
from django.utils import timezone

from briefings.articles import finding
from tests import make
from tests.kinds import KeyFigureBlock, SourcesBlock


@pytest.fixture
def ministry(db):
    return make.source(
        "Ministry of the Interior", slug="mdi", name_es="Ministerio", reliability="B", publisher="Government",
        description_en="Open data.", licence="CC BY 4.0",
    )  # fmt: skip


def html_of(reader, address):
    response = reader.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_list_shows_the_grade_as_text_and_the_number_of_series(reader, ministry):
    make.series(by=ministry)
    make.series(by=ministry)
    make.series(by=ministry, public=False)
    make.series(by=ministry, of=make.indicator(public=False))
    make.release(ministry, published=datetime.date(2026, 7, 31))
    html = html_of(reader, "/en/sources/")
    assert '<a href="/en/sources/mdi/">Ministry of the Interior</a>' in html
    assert '<span class="grade">B</span> usually reliable' in html
    assert '<data value="2">2</data>' in html
    assert "31\u00a0July\u00a02026" in html


def test_page_has_description_grade_licence_and_releases(reader, ministry):
    make.release(
        ministry, title="Workbook of July", url="https://example.org/july", published=datetime.date(2026, 7, 1)
    )
    html = html_of(reader, "/en/sources/mdi/")
    assert "Open data." in html
    assert "B – usually reliable" in html
    assert "CC BY 4.0" in html
    assert '<a href="https://example.org/july" rel="external">Workbook of July</a>' in html


def test_title_of_a_release_in_another_language_is_marked(reader, ministry):
    make.release(ministry, title="Libro de julio", language="es", url="https://example.org/july")
    make.release(ministry, title="Workbook of June", language="en")
    make.release(ministry, title="Quillkasqa", published=None)
    english, spanish = html_of(reader, "/en/sources/mdi/"), html_of(reader, "/es/fuentes/mdi/")
    assert 'rel="external"><span lang="es">Libro de julio</span></a>' in english
    assert 'rel="external">Libro de julio</a>' in spanish
    assert '<span lang="en">Workbook of June</span>' in spanish and "<li>Workbook of June" in english
    assert "<li>Quillkasqa" in english and "<li>Quillkasqa" in spanish


def test_release_says_who_published_it_and_where_our_copy_is_from(reader, ministry):
    make.release(
        ministry, title="Figures <2025>", published=datetime.date(2026, 7, 1), publisher="Fiscalía & <Policía>",
        copy_url="https://example.org/copy?a=1&b=2", copy_keeper="Somebody <else>",
        retrieved=datetime.date(2026, 7, 31), sha256="ab" * 32,
    )  # fmt: skip
    make.release(ministry, title="Only a hash", published=None, sha256="cd" * 32)
    html = html_of(reader, "/en/sources/mdi/")
    assert (
        '<li>Figures &lt;2025&gt;, published <time datetime="2026-07-01">1 July 2026</time>, by Fiscalía &amp; '
        '&lt;Policía&gt;.\n<span class="entry-meta">Our copy is a third party’s: '
        '<a href="https://example.org/copy?a=1&amp;b=2" rel="external">Somebody &lt;else&gt;</a>, retrieved '
        '<time datetime="2026-07-31">31 July 2026</time>, <span class="hash">SHA-256 '
        f'<code title="{"ab" * 32}">abababababab…</code></span>.</span></li>'
    ) in html
    assert 'Only a hash, by Government.\n<span class="entry-meta"><span class="hash">' in html
    spanish = html_of(reader, "/es/fuentes/mdi/")
    assert "por Fiscalía &amp;" in spanish and "Nuestra copia es de un tercero: <a" in spanish


def test_page_lists_what_uses_the_source(reader, ministry, author, editor):
    of = make.indicator("Homicides", slug="homicides")
    make.series(by=ministry, of=of)
    make.series(by=ministry, of=of, where=make.area("EC-G", "Guayas", "province"))
    make.initiative("Street lights", slug="lights", source=ministry)
    make.impact("Fear", source=ministry)
    make.edition("With sources", by=author, approver=editor, blocks=[(SourcesBlock, {"selection": [ministry]})])
    html = html_of(reader, "/en/sources/mdi/")
    assert '<a href="/en/statistics/homicides/">Homicides</a> (2 areas)' in html
    assert " (2 territorios)" in html_of(reader, "/es/fuentes/mdi/")
    assert '<a href="/en/initiatives/lights/">Street lights</a>' in html
    assert "Fear" in html
    assert '<a href="/en/briefings/with-sources/">With sources</a>' in html


def test_unused_source_shows_a_message(reader, ministry):
    assert "Nothing public uses this source yet." in html_of(reader, "/en/sources/mdi/")


def test_private_source_is_on_no_page(reader, ministry):
    make.source("Canary bureau", slug="canary", public=False)
    response = reader.get("/en/sources/canary/")
    assert response.status_code == 404
    assert "Canary" not in response.content.decode()
    assert "Canary" not in html_of(reader, "/en/sources/")


def test_private_uses_of_the_source_are_absent(reader, ministry, author):
    make.series(by=ministry, of=make.indicator("Canary count", public=False))
    make.series(by=ministry, of=make.indicator("Canary figures"), public=False)
    make.initiative("Canary plan", source=ministry, public=False)
    make.impact("Canary fear", source=ministry, public=False)
    make.article("Canary draft", by=author, blocks=[(SourcesBlock, {"selection": [ministry]})])
    assert "Canary" not in html_of(reader, "/en/sources/mdi/")


def test_pages_exist_in_spanish(reader, ministry):
    assert '<html lang="es">' in html_of(reader, "/es/fuentes/")
    assert '<span lang="en">Open data.</span>' in html_of(reader, "/es/fuentes/mdi/")


@pytest.mark.parametrize("sort", ["name", "-name", "grade", "series_count", "-last_release", "last_release"])
def test_list_sorts(reader, ministry, sort):
    make.release(make.source("Other"))
    assert reader.get(f"/en/sources/?sort={sort}").status_code == 200
    assert reader.get(f"/es/fuentes/?sort={sort}").status_code == 200


@pytest.mark.parametrize("slug", ["nothing", "x" * 2000, "%00", "%ff%00", "MDI "])
def test_unknown_slug_is_not_found(reader, ministry, slug):
    assert reader.get(f"/en/sources/{slug}/").status_code == 404


@pytest.mark.parametrize("query", ["?page=9", "?page=-1", "?sort=nothing", "?sort=%00", "?sort=" + "y" * 300])
def test_invalid_query_is_not_found(reader, ministry, query):
    assert reader.get(f"/en/sources/{query}").status_code == 404


def test_pages_take_few_queries_with_many_uses(reader, ministry, django_assert_num_queries):
    def look():
        with django_assert_num_queries(2):
            html_of(reader, "/en/sources/")
        with django_assert_num_queries(7):
            html_of(reader, "/en/sources/mdi/")

    look()
    for number in range(40):
        make.series(by=ministry)
        make.release(make.source(f"Another {number}"))
        make.release(ministry)
        make.initiative(source=ministry)
        make.impact(source=ministry)
    look()


def test_few_briefings_of_a_source_take_two_queries(reader, ministry, author, editor, django_assert_num_queries):
    series = make.series(by=ministry)
    make.recorded(series, {"2022": "5"})
    for title in ("Ports", "Prisons"):
        make.edition(title, by=author, approver=editor, blocks=[(KeyFigureBlock, {"series": series, "period": "2022"})])
    with django_assert_num_queries(8):
        assert "Prisons" in html_of(reader, "/en/sources/mdi/")


def test_all_briefings_of_a_source_and_of_a_release_are_listed(reader, ministry, author, editor, monkeypatch):
    monkeypatch.setattr(finding, "USES_PER_PAGE", 2)
    old, new = make.release(ministry, title="Old count"), make.release(ministry, title="New count")
    series = make.series(by=ministry)
    for release, year in ((old, "2022"), (new, "2023")):
        make.recorded(series, {year: "5"}, release=release)
    for year, titles in (("2022", ["Ports", "Prisons", "Roads"]), ("2023", ["Rails"])):
        for title in titles:
            blocks = [(KeyFigureBlock, {"series": series, "period": year})]
            make.edition(title, by=author, approver=editor, blocks=blocks)
    page = "/en/sources/mdi/"

    def listed(query):
        html = html_of(reader, page + query)
        part = html[html.index('<h3 id="briefings">') :].split("</section>")[0]
        return html, re.findall(r'<a href="/en/briefings/[^"]+">([^<]+)</a>', part)

    html, titles = listed("")
    assert titles == ["Rails", "Roads"] and f'<a href="?release={old.pk}#briefings">' in html
    assert listed("?oldest")[1] == ["Prisons", "Ports"]
    html, titles = listed(f"?release={old.pk}")
    assert titles == ["Roads", "Prisons"] and "Briefings that rest on “Old count”" in html
    older = re.search(r'rel="next" href="([^"]*)#briefings"', html)[1]
    assert listed(unescape(older))[1] == ["Ports"]
    other = make.release(make.source("Other"))
    for query in (f"?release={other.pk}", "?release=x", "?before=x"):
        assert reader.get(page + query).status_code == 404


def test_a_briefing_is_listed_once_by_its_newest_edition_and_from_its_date_on(reader, ministry, author, editor):
    series = make.series(by=ministry)
    make.recorded(series, {"2022": "5", "2023": "6"})
    blocks = [(KeyFigureBlock, {"series": series, "period": year}) for year in ("2022", "2023")]
    roads = make.edition("Roads", by=author, approver=editor, blocks=blocks).article
    make.edition("Ports", by=author, approver=editor, blocks=blocks)
    later = timezone.now() + datetime.timedelta(days=2)
    make.edition("Prisons", by=author, approver=editor, blocks=blocks, publish_at=later)
    assert re.findall(r'<a href="/en/briefings/(\w+)/">', html_of(reader, "/en/sources/mdi/")) == ["ports", "roads"]
    make.edition(article=roads, by=author, approver=editor)
    assert re.findall(r'<a href="/en/briefings/(\w+)/">', html_of(reader, "/en/sources/mdi/")) == ["roads", "ports"]

"""The page of results and the suggestions, as readers meet them."""

import datetime
import html
import re

import pytest

from briefings.articles.actions import take_down, withdraw
from briefings.lib.clock import database_now
from briefings.search.actions import Entry, index
from briefings.search.models import SearchDocument
from tests import make
from tests.search.test_hits import documents
from tests.world import index_everything

__all__ = ["documents"]

PAGE = {"en": "/en/search/", "es": "/es/buscar/"}


def page(reader, query="", language="en"):
    response = reader.get(PAGE[language] + query)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def titles(text):
    return [re.sub("<[^>]+>", "", title) for title in re.findall(r'<h2><a href="[^"]+">(.*?)</a></h2>', text)]


def narrowed(text):
    """{name of a value: its count} of all filters."""
    return dict(re.findall(r'<li><a rel="nofollow" href="\?[^"]+">([^<]+)</a> <span>([^<]+)</span></li>', text))


def test_results_say_kind_day_and_why_they_were_found(documents, reader):
    text = page(reader, "?q=searches")
    assert titles(text) == ["Prisons", "Ports under pressure"]
    assert "<mark>Searches</mark> for cocaine in the ports of Guayaquil." in text
    assert re.search(r'<p class="entry-meta">Briefing · <time datetime="', text)
    assert "2 results" in text


def test_every_page_has_the_field_in_its_masthead_and_the_search_page_one_field_only(documents, reader):
    for path, action in (("/en/", "/en/search/"), ("/es/acerca-de/", "/es/buscar/")):
        assert f'<form class="masthead-search" role="search" action="{action}">' in reader.get(path).content.decode()
    assert page(reader).count('type="search"') == 1


def test_page_is_kept_from_search_engines_and_from_the_store(documents, reader, stored_pages):
    assert '<meta name="robots" content="noindex">' in page(reader, "?q=ports")
    assert "noindex" not in page(reader)
    assert len(stored_pages) == 0


def test_typed_text_is_escaped_wherever_it_is_shown(documents, reader):
    index(Entry("edition", 30, "en", "<b>Alert</b>", "An <i>alert</i> & more", "/30/", database_now()))
    raw = reader.get(PAGE["en"], {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in raw and "&lt;script&gt;" in raw and "<b>" not in raw.replace("<b class", "")
    assert "An &lt;i&gt;<mark>alert</mark>&lt;/i&gt; &amp; more" in reader.get("/en/search/?q=alert").content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Words are found in any form"),
        ("?q=", "Words are found in any form"),
        ("?q=-ports", "Name at least one word that is to be found"),
        ("?q=***", "Name at least one word that is to be found"),
        ("?q=zebra+ports", "No page in this language has all of these words."),
        ("?q=zebra", "No page in this language has this word."),
        ("?q=zebra&kind=place", "Nothing here has all of this."),
    ],
)
def test_empty_result_says_what_to_do(documents, reader, query, words):
    text = page(reader, query)
    assert words in text and titles(text) == []
    assert '<a href="/en/statistics/">' in text.partition("<main")[2]


def test_words_without_a_page_are_offered_alone(documents, reader):
    text = page(reader, "?q=zebra+ports")
    assert '<a href="?q=zebra">zebra</a>' in text and '<a href="?q=ports">ports</a>' in text


def test_filters_count_and_keep_what_is_asked(db, reader):
    gangs = make.topic("Gangs", slug="gangs")
    guayas = make.area("EC-G", "Guayas", "province")
    make.initiative("Ports plan", starts=datetime.date(2024, 1, 1)).areas.set([guayas])
    make.indicator("Ports seized")
    index_everything()
    index(Entry("edition", 1, "en", "Ports", "", "/1/", database_now(), topics=("gangs",), places=("EC-G",), year=2024))
    text = page(reader, "?q=ports")
    expected = {"Briefings": "1", "Initiatives": "1", "Indicators": "1", "Gangs": "1", "Guayas": "2", "2024": "2"}
    assert narrowed(text) == expected
    assert '<a rel="nofollow" href="?q=ports&place=guayas">Guayas</a>' in text
    assert "/api/v1/search?language=en&q=ports&place=EC-G&year=2024" in page(reader, "?q=ports&place=guayas&year=2024")
    assert titles(page(reader, "?q=ports&place=EC-G")) == titles(page(reader, "?q=ports&place=guayas"))
    text = page(reader, "?q=ports&place=guayas")
    assert (
        "Place: Guayas" in text and sorted(titles(text)) == ["Ports", "Ports plan"] and "Guayas" not in narrowed(text)
    )
    assert '<a href="?q=ports">' in text
    assert titles(page(reader, "?q=ports&place=guayas&topic=gangs")) == ["Ports"]
    assert '<a href="/es/buscar/?q=ports&place=EC-G"' in text, "slugs of this language are unknown in the other"
    assert titles(page(reader, f"?topic={gangs.slug}")) == ["Ports"]
    assert titles(page(reader, "?q=guayas"))[0] == "Guayas"


def test_many_results_have_pages_and_a_bound(db, reader):
    columns = Entry("edition", 1, "en", "News", "Ports.", "/1/", database_now()).columns()
    SearchDocument.objects.bulk_create(
        SearchDocument(
            kind="edition", target_id=number, language="en", **columns | {"year": 2024 if number % 2 else None}
        )
        for number in range(1, 1005)
    )
    text = page(reader, "?q=ports")
    assert "1,000+ results. The newest 1,000 are shown and counted" in text and narrowed(text) == {"2024": "500+"}
    assert "Page 1 of 50" in text and 'rel="next" href="?q=ports&page=2"' in text
    assert len(titles(page(reader, "?q=ports&page=50"))) == 20
    assert reader.get("/en/search/?q=ports&page=51").status_code == 404


@pytest.mark.parametrize(("query", "most"), [("", 0), ("?q=ports", 5), ("?q=zebra", 4), ("?kind=edition", 4)])
def test_queries_do_not_grow_with_the_hits(documents, reader, query, most, django_assert_max_num_queries):
    with django_assert_max_num_queries(most):
        page(reader, query)
    columns = Entry("edition", 1, "en", "More", "Ports.", "/1/", database_now()).columns()
    SearchDocument.objects.bulk_create(
        SearchDocument(kind="edition", target_id=number, language="en", **columns) for number in range(100, 160)
    )
    with django_assert_max_num_queries(most):
        page(reader, query)


def test_withdrawn_briefing_says_so_and_one_taken_down_is_gone_at_once(author, editor, reader):
    edition = make.edition("Ports", by=author, approver=editor)
    assert titles(page(reader, "?q=ports")) == ["Ports"] and "withdrawn" not in page(reader, "?q=ports")
    withdraw(edition.article, by=editor, reason="Wrong.")
    text = page(reader, "?q=ports")
    assert titles(text) == ["Ports"] and '<b class="is-correction">withdrawn</b>' in text
    suggested_now = reader.get("/en/search/suggestions/", {"q": "por"}).json()["suggestions"]
    assert [row["kind"] for row in suggested_now] == ["Briefing, withdrawn"]
    assert [row["is_withdrawn"] for row in reader.get("/api/v1/search?q=ports").json()["results"]] == [True]
    take_down(edition.article, by=editor, reason="Danger.")
    assert titles(page(reader, "?q=ports")) == []
    assert suggested(reader, "por") == []


def suggested(reader, typed, language="en"):
    address = {"en": "/en/search/suggestions/", "es": "/es/buscar/sugerencias/"}[language]
    return [row["title"] for row in reader.get(address, {"q": typed}).json()["suggestions"]]


def test_names_of_things_come_before_texts_about_them(db, reader):
    day = database_now() - datetime.timedelta(days=1)
    named = [
        ("indicator", "Port homicides"),
        ("indicator", "Port homicides of women"),
        ("topic", "Port homicides at sea"),
    ]
    texts = [("table", f"Port homicides, table {number}") for number in range(12)]
    for key, (kind, title) in enumerate(named + texts, 1):
        fields = {"kind": kind, "language": "en", "title": title, "text": "", "url": f"/{key}/"}
        index(Entry(target_id=key, public_from=day + datetime.timedelta(minutes=key), **fields))
    wanted = ["Port homicides", "Port homicides of women", "Port homicides at sea"]
    assert titles(page(reader, "?q=port homicides"))[:1] == wanted[:1]
    assert set(titles(page(reader, "?q=homicides"))[:3]) == set(suggested(reader, "homi")[:3]) == set(wanted)
    assert suggested(reader, "homi")[0] == "Port homicides" and len(suggested(reader, "homi")) == 8


def test_suggestions_are_titles_with_what_is_typed(documents, reader):
    assert suggested(reader, "por") == ["Ports under pressure"]
    assert suggested(reader, "press por") == ["Ports under pressure"]
    assert suggested(reader, "cárc", "es") == suggested(reader, "CARC", "es") == ["Búsquedas en las cárceles"]
    assert suggested(reader, "cocaine") == []  # it is in a text, in no title
    for typed in ("", "p", "\0", '"', "' OR 1=1", "*", "é" * 3000):
        assert suggested(reader, typed) == []


def test_synonyms_that_editors_write_are_looked_for_too(documents, reader, signed_in, editor):
    assert titles(page(reader, "?q=sicariato")) == []
    words = "sicariato\ncontract killing"
    assert signed_in(editor).post("/admin/briefings/synonyms/add/", {"words": words}).status_code == 302
    text = page(reader, "?q=sicariato")
    assert titles(text) == ["Contract killings"] and "Also searched for: contract killing" in text
    assert "<mark>Contract</mark> <mark>killings</mark>" in text
    text = page(reader, "?q=contract+killing", "es")
    assert titles(text) == ["Sicariato"] and "También se buscó: sicariato" in text
    assert "También se buscó" not in page(reader, "?q=sicariato", "es"), "no Spanish text has the English words"


def test_an_empty_result_offers_the_other_language_where_it_has_hits(documents, reader):
    text = page(reader, "?q=ports", "es")
    assert titles(text) == [] and "Ninguna página en este idioma tiene esta palabra." in text
    assert '<a href="/en/search/?q=ports" hreflang="en">Hay resultados en inglés.</a>' in text
    assert "Hay resultados en inglés" not in page(reader, "?q=zebra", "es")


def test_places_with_the_same_number_are_sorted_by_name(db, reader):
    for code, name in (("EC-1", "Carchi"), ("EC-2", "Zamora"), ("EC-3", "Cañar")):
        make.area(code, name, "province")
    index_everything()
    index(Entry("edition", 1, "en", "Ports", "", "/1/", database_now(), places=("EC-2", "EC-1", "EC-3")))
    index(Entry("edition", 2, "en", "Ports", "", "/2/", database_now()))
    assert list(narrowed(page(reader, "?q=ports"))) == ["Cañar", "Carchi", "Zamora"]


@pytest.mark.parametrize(
    "words", ["", "one", "one\n\n", "one\n***", "one\n" + "x" * 81, "\n".join("abcdefghijklmnopqrstuv")]
)
def test_synonyms_that_are_none_are_refused_in_words(signed_in, editor, words):
    response = signed_in(editor).post("/admin/briefings/synonyms/add/", {"words": words})
    assert response.status_code == 200 and "errorlist" in response.content.decode()


def test_the_link_to_the_other_language_keeps_the_search(reader, db):
    page = reader.get("/en/search/?q=ports+of+call&kind=edition").text
    assert '<a href="/es/buscar/?q=ports+of+call&amp;kind=edition" lang="es" hreflang="es">' in page
    assert '<a href="/es/buscar/" lang="es"' in reader.get("/en/search/").text


@pytest.mark.parametrize("number", [30, 31])
def test_a_filter_says_where_its_values_end(db, reader, number):
    for year in range(number):
        index(Entry("edition", year + 1, "en", "Ports", "", f"/{year}/", database_now(), year=1990 + year))
    text = page(reader, "?q=ports")
    assert len(narrowed(text)) == 30
    assert ("… and more" in text) == (number > 30)

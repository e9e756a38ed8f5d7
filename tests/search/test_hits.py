"""The same queries find the same documents, in the same order, on both databases."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.lib.clock import database_now
from briefings.search.actions import Entry, index, remove
from briefings.search.models import SearchDocument
from briefings.search.queries import Query, parse
from briefings.search.searching import WINDOW, Filters, facets_of_newest, newest, search

DAY = datetime.timedelta(days=1)

# (key, language, title, text, what else is said of it)
DOCUMENTS = [
    (1, "es", "Puertos bajo presión", "La búsqueda de cocaína en los puertos de Guayaquil. Año 2024.", {}),
    (2, "es", "Búsquedas en las cárceles", "La policía registró tres pabellones: 8\u00a0393 objetos.", {"year": 2024}),
    (3, "es", "Sicariato", "Muertes por encargo en Durán.", {"topics": ("gangs",)}),
    (4, "en", "Ports under pressure", "Searches for cocaine in the ports of Guayaquil.", {"places": ("EC-G",)}),
    (5, "en", "Prisons", "Police searched three wings and found 8,393 objects. State of emergency.", {"year": 2024}),
    (6, "en", "Contract killings", "Killed for money in Durán; the state's emergency.", {"topics": ("gangs", "arms")}),
    (7, "en", "Guayaquil", "", {"kind": "place", "key": "0901"}),
    (8, "en", "Extortion", "Vaccines, as they are called. An organised-crime business; e-mail x@y.ec, C4/5i.", {}),
    (9, "en", "Homicides", "Deaths in ports. Naïve Straße ½ ①② ﬁnd 你好 Жизнь ⑴ ʼn ª", {"summary": "Deaths in ports"}),
]


@pytest.fixture
def documents(db):
    for key, language, title, text, more in DOCUMENTS:
        fields = {"kind": "edition", "url": f"/{key}/", "public_from": database_now() - DAY} | more
        index(Entry(target_id=key, language=language, title=title, text=text, **fields))


def hits(text, language="en", synonyms=list, **filters):
    query = parse(text, language, synonyms)
    targets = dict(SearchDocument.objects.values_list("pk", "target_id"))
    return [targets[hit.pk] for hit in search(query, language=language, filters=Filters(**filters)).hits]


SPANISH = [
    ("búsquedas", [2, 1]),
    ("busqueda", [2, 1]),
    ("BÚSQUEDA", [2, 1]),
    ("bu\u0301squeda", [2, 1]),
    ("policia", [2]),
    ("policía", [2]),
    ("policías", [2]),
    ("ano 2024", [1]),
    ("año", [1]),
    ("duran", [3]),
    ("8393", [2]),
    ("8 393", [2]),
    ("8\u00a0393 objetos", [2]),
    ("8.393", [2]),
    ("de la", [1]),
    ("puertos de guayaquil", [1]),
    ('"puertos de guayaquil"', [1]),
    ('"guayaquil de puertos"', []),
    ("cárcel*", [2]),
    ("carce*", [2]),
    ("búsqued* -cocaína", [2]),
]
ENGLISH = [
    ("ports", [4, 9]),
    ("port", [4, 9]),
    ("guayaquil", [7, 4]),
    ("ports guayaquil", [4]),
    ("searching", [5, 4]),
    ("8,393", [5]),
    ('"state of emergency"', [5]),
    ('"state emergency"', []),
    ("state emergency", [6, 5]),
    ("state -of", [6]),
    ('emergency -"state of emergency"', [6]),
    ("-ports", []),
    ("-ports -prisons", []),
    ("organised crime", [8]),
    ("organised-crime", [8]),
    ("crime-organised", []),
    ('"organised crime', [8]),
    ("x@y.ec", [8]),
    ("c4/5i", [8]),
    ("extort*", [8]),
    ("extortio*", [8]),
    ("extortion*", [8]),
    ("e*", [8]),
    ("prisons objects", [5]),
    ("prisons ports", []),
    ('"ports under pressure searches"', []),  # a phrase does not go from the title into the text
    ("naive", [9]),
    ("strasse", [9]),
    ("find", [9]),
    ("你好", [9]),
    ("жизнь", [9]),
    ("12", [9]),
]
HOSTILE = [
    "", " ", "*", "-", '"', '""', "' OR 1=1 --", "a:b", "a:* & !b | <->", "NEAR(a b)", "words: ports", "^ports",
    "ports AND", "AND OR NOT", "(", ")", "{words}: x", "\\", "'", "\0", "\0ports", "%s %(x)s %%", "_", "- -", '-"',
    "--ports", "ports\u2028\u202e", "\ud800", "a" * 5000, "word " * 1200, '"' * 400, "x* " * 1200, "-x " * 1200, 
    "½ ⑴ ﷺ", "§len ¬ports ¤ports ¦",
    "+ports ~ports", "🙂", "1" * 500, "(((((", "&|!", "' ' '", "ports'", "{}", "a''b",
]  # fmt: skip


@pytest.mark.parametrize(("language", "queries"), [("es", SPANISH), ("en", ENGLISH)])
def test_queries_find_what_they_say(documents, language, queries):
    found = {text: hits(text, language) for text, _expected in queries}
    assert found == dict(queries)


def test_any_input_is_safe(documents):
    for language in ("en", "es"):
        for text in HOSTILE:
            assert set(hits(text, language)) <= set(range(1, 10)), text


def test_long_query_is_cut_and_says_so():
    assert parse("word " * 1200, "en").is_cut and len(parse("a b c d " * 300, "en").all) <= 12
    assert not parse("three short words", "en").is_cut


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "place"}, [7]),
        ({"topic": "gangs"}, [6]),
        ({"topic": "arms"}, [6]),
        ({"topic": "arm"}, []),
        ({"place": "EC-G"}, [4]),
        ({"place": "EC"}, []),
        ({"year": 2024}, [5]),
        ({"year": 2024, "kind": "edition"}, [5]),
        ({"year": 2024, "topic": "gangs"}, []),
        ({"topic": "' & x"}, []),
        ({"kind": '" OR "'}, []),
    ],
)
def test_filters(documents, filters, expected):
    assert hits("", **filters) == expected
    if expected:
        assert hits("nothing", **filters) == []


def test_counts_say_how_many_hits_have_each_value(documents):
    counts = search(parse("emergency", "en"), language="en").counts
    assert counts["topic"] == {"gangs": 1, "arms": 1} and counts["year"] == {2024: 1}
    assert counts["kind"] == {"edition": 2}


def test_synonyms_of_one_and_of_several_words(documents):
    def synonyms():
        return [["contract killing", "sicariato", "murder for hire"]]

    assert hits("sicariato", synonyms=synonyms) == [6]
    assert hits("murder for hire", synonyms=synonyms) == [6]
    assert hits("sicariato duran", synonyms=synonyms) == [6]
    assert hits("sicariato ports", synonyms=synonyms) == []
    assert hits("sicariato") == []


def test_what_is_removed_or_not_public_yet_is_not_found(documents):
    remove(kind="edition", target_ids=[4])
    later = Entry("edition", 20, "en", "Ports", "", "/20/", database_now() + DAY)
    index(later)
    assert hits("ports") == [9]


def test_entry_that_is_indexed_again_is_found_by_its_new_words_alone(documents):
    index(Entry("edition", 4, "en", "Harbours", "", "/4/", database_now() - DAY))
    assert hits("ports") == [9] and hits("harbour") == [4] and hits("", place="EC-G") == []


def test_only_the_newest_hits_are_ranked_and_counted(db):
    index(Entry("edition", 1, "en", "Ports", "Old.", "/1/", database_now() - DAY))
    columns = Entry("edition", 2, "en", "News", "Ports.", "/2/", database_now() - DAY).columns()
    SearchDocument.objects.bulk_create(
        SearchDocument(kind="edition", target_id=number, language="en", **columns) for number in range(2, WINDOW + 2)
    )
    results = search(parse("ports", "en"), language="en")
    assert results.is_more and len(results.hits) == WINDOW and 1 not in hits("ports")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans each query for its words.")
def test_no_plan_is_kept_for_all_words(documents):
    """The plan for a word in each document is not the one for a word in few."""
    for word in ("ports", "prisons", "extortion", "homicides", "guayaquil", "objects", "duran", "cocaine"):
        hits(word)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%$_::tsquery%'")
        assert cursor.fetchone() == (0,)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite asks its index of words first in any case.")
def test_postgresql_keeps_how_often_ten_thousand_words_occur(db):
    """So that it does not read all documents for a word that none has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstattarget FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'words'",
            [SearchDocument._meta.db_table],
        )
        assert cursor.fetchone() == (1000,)


READS = [lambda: facets_of_newest("edition", "en"), lambda: newest(Query(), "en", kind="edition", most=9)]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps long texts beside their rows.")
@pytest.mark.parametrize("read", READS, ids=["facets", "hits"])
def test_sqlite_reads_the_newest_of_a_kind_without_going_through_their_texts(read, documents):
    with CaptureQueriesContext(connection) as queries:
        read()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {queries[-1]['sql']}")
        assert any("COVERING INDEX search_document_narrow" in row[-1] for row in cursor.fetchall())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's index has no list of what was added last.")
def test_postgresql_searches_no_long_list_of_what_was_added_last(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reloptions FROM pg_class WHERE relname IN ('search_document_words', 'draft_document_words')"
        )
        assert cursor.fetchall() == [(["gin_pending_list_limit=128"],)] * 2


def test_kind_alone_with_words_and_with_another_filter(documents):
    assert hits("", kind="place") == [7] and hits("", kind="topic") == []
    assert hits("", language="es", kind="edition") == [3, 2, 1]
    assert hits("guayaquil", kind="edition") == [4] and hits("guayaquil", kind="place") == [7]
    assert hits("", kind="edition", place="EC-G") == [4] and hits("", kind="place", place="EC-G") == []


def test_word_late_in_a_long_text_is_found_and_phrases_end_on_both_alike(db):
    text = "beginning here " + "filler text " * 9000 + " needle haystack " + "common " * 300 + "after it"
    index(Entry("edition", 1, "en", "Long", text, "/1/", database_now() - DAY))
    found = {query: hits(query) for query in ("needle", '"needle haystack"', '"beginning here"', "after", "needl*")}
    assert found == {"needle": [1], '"needle haystack"': [], '"beginning here"': [1], "after": [1], "needl*": [1]}

"""The list of articles at the desk finds drafts by their text, within what each person may read; readers find none."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from briefings.articles.actions import article_saved
from briefings.articles.models import Article
from briefings.search.drafts import articles_matching, index_draft
from briefings.search.models import DraftDocument, SearchDocument, Synonyms
from briefings.search.tables import DRAFTS
from tests import make
from tests.kinds import CalloutBlock, DataTableBlock, RichTextBlock, TextTableBlock

pytestmark = pytest.mark.django_db
LIST = "/admin/briefings/article/"


@pytest.fixture
def draft(author):
    table = make.data_table("Tonelage by quay")
    blocks = [
        (RichTextBlock, {"html": "<p>Las <b>búsquedas</b> hallaron 4886 kilos en Posorja.</p>"}),
        (CalloutBlock, {"title": "Advertencia", "html": "<p>Zarpes</p>"}),
        (TextTableBlock, {"caption": "Puertos", "cells": "Puerto\tGrúas\nBolívar\t7"}),
        (DataTableBlock, {"table": table}),
    ]
    return make.article("Contenedores", by=author, language="es", blocks=blocks)


def found(client, words):
    return {row.title for row in client.get(LIST, {"q": words}).context["cl"].result_list}


@pytest.mark.parametrize(
    "words",
    [
        "busqueda",
        "BÚSQUEDAS",
        "hallar posorja",
        '"hallaron 4886"',
        "advertencia",
        "zarpe",
        "bolivar",
        "tonel*",
        "known -prisons",
    ],
)
def test_words_of_the_text_are_found_as_public_search_finds_them(draft, editor, signed_in, words):
    assert found(signed_in(editor), words) == {"Contenedores"}


@pytest.mark.parametrize("words", ["muelles", "hallaron -posorja", '"posorja hallaron"', "-posorja"])
def test_what_the_text_does_not_have_is_not_found(draft, editor, signed_in, words):
    assert found(signed_in(editor), words) == set()


def test_everyone_finds_what_they_may_read(draft, author, other_author, editor, analyst, auditor, signed_in):
    make.article("Prisons", by=other_author, blocks=[(RichTextBlock, {"html": "<p>Posorja, too.</p>"})])
    assert found(signed_in(author), "posorja") == {"Contenedores"}
    assert found(signed_in(other_author), "posorja") == {"Prisons"}
    for person in (editor, analyst, auditor):
        assert found(signed_in(person), "posorja") == {"Contenedores", "Prisons"}


def test_filters_and_titles_count_as_before(draft, author, editor, signed_in):
    make.article("Posorja", by=author)
    client = signed_in(editor)
    assert found(client, "posorja") == {"Contenedores", "Posorja"}
    rows = client.get(LIST, {"q": "posorja", "language__exact": "en"}).context["cl"].result_list
    assert [row.title for row in rows] == ["Posorja"]
    assert found(client, "osorj") == {"Posorja"}


def test_authors_name_address_and_parts_of_the_title_are_found_together(draft, author, editor, signed_in):
    Article.objects.filter(pk=draft.pk).update(title="Posorja", slug="muelle-7")
    article_saved(Article.objects.get(pk=draft.pk), by=author)
    make.article("Prisons", by=editor)
    client = signed_in(editor)
    for words in ("amaya", "MAY", "amaya posorja", "osorja amay", "zarpes amaya", "muelle-7", "elle", "sorja elle"):
        assert found(client, words) == {"Posorja"}, words
    assert found(client, "elena prisons") == {"Prisons"} and not found(client, "elena osorja")


def test_title_is_found_without_reading_those_of_all_articles(draft, editor, signed_in):
    client = signed_in(editor)
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST, {"q": "ontene"})
    (listed,) = [query["sql"] for query in queries if "LIMIT 51" in query["sql"]]
    assert "LIKE" not in listed


def test_synonyms_count(draft, editor, signed_in):
    Synonyms.objects.create(words="posorja\nDP World")
    assert found(signed_in(editor), "dp world") == {"Contenedores"}


def test_the_newest_text_is_found_and_nothing_else(draft, author, editor, signed_in):
    RichTextBlock.objects.filter(parent=draft).update(html="<p>Manta</p>")
    article_saved(draft, by=author)
    client = signed_in(editor)
    assert found(client, "manta") == {"Contenedores"} and found(client, "posorja") == set()
    assert DraftDocument.objects.count() == 1


def test_a_save_that_fails_leaves_the_index_as_it_was(draft, author):
    RichTextBlock.objects.filter(parent=draft).update(html="<p>Manta</p>")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        article_saved(draft, by=author)
        raise ZeroDivisionError
    assert not articles_matching("manta").exists() and articles_matching("posorja").exists()


def test_readers_find_no_draft(draft, reader):
    for path in ("/en/search/", "/es/buscar/", "/api/v1/search"):
        answer = reader.get(path, {"q": "posorja"})
        assert "Contenedores" not in answer.text
    assert reader.get("/es/buscar/sugerencias/", {"q": "conten"}).json() in ({"suggestions": []}, [])
    assert not SearchDocument.objects.filter(title="Contenedores").exists()


def test_tick_adds_what_an_earlier_release_left_out(draft, editor, signed_in):
    DraftDocument.objects.all().delete()
    client = signed_in(editor)
    assert found(client, "posorja") == set()
    call_command("tick")
    assert found(client, "posorja") == {"Contenedores"}
    DraftDocument.objects.update(version=0)
    call_command("tick")
    assert DraftDocument.objects.get().version > 0


def test_the_whole_index_can_be_made_again(draft, author, capsys):
    make.article("Prisons", by=author)
    DraftDocument.objects.filter(pk=draft.pk).delete()
    call_command("index_search")
    assert "article: 2" in capsys.readouterr().out and articles_matching("posorja").get()["pk"] == draft.pk


@pytest.mark.parametrize("words", ["' OR 1=1 --", '"', "\\", "*", ":*", "& | !", "§len", "x " * 3000])
def test_any_input_is_safe(draft, editor, signed_in, words):
    assert signed_in(editor).get(LIST, {"q": words}).status_code in (200, 302)


def test_the_index_answers(draft):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = articles_matching("posorja").explain()
        assert "draft_document_words" in plan
    else:
        assert DRAFTS.fts in str(articles_matching("posorja").query)


def test_a_save_writes_the_index_in_one_query(draft, django_assert_num_queries):
    with django_assert_num_queries(1):
        index_draft(draft.pk, "es", "Contenedores", "contenedores", ["Otro texto"])
    assert Article.objects.filter(pk__in=articles_matching("otro")).get() == draft

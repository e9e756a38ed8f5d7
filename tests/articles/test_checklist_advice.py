"""Advice of the checklist about tables, translations and comments."""

import pytest

from briefings.articles.actions import comment, resolve_comment, start_translation
from briefings.articles.checklist import checklist
from briefings.articles.models import Article, Comment
from briefings.articles.resolving import resolve
from briefings.documents.rendering import render_document
from tests import kinds, make, moments

from .test_checklist import listed, text

pytestmark = pytest.mark.django_db


def table(cells, **fields):
    return kinds.TextTableBlock, {"caption": "Ports", "cells": cells} | fields


def about_tables(article):
    article = Article.objects.get(pk=article.pk)
    items = checklist(article, resolve(article)).advice
    return [item.words.partition(".")[0] for item in items if "table" in item.words and item.block_key]


@pytest.mark.parametrize(
    ("cells", "fields", "expected"),
    [
        ("Port\tCases\nPosorja\t4", {}, ["No source is given for this table"]),
        ("Posorja\t4", {"header_row": False}, [
            "The columns of this table have no headings", "No source is given for this table",
        ]),
        ("Port\tWho counted\tCases\nPosorja\tPolice\t4", {}, []),
        ("Puerto\tFuente\nPosorja\tPolicía", {}, []),
        ("Port\tWho counted the ships\nPosorja\tPolice", {}, ["No source is given for this table"]),
        ("Posorja\tsource", {"header_row": False}, [
            "The columns of this table have no headings", "No source is given for this table",
        ]),
    ],
)  # fmt: skip
def test_text_table_needs_headings_and_somebody_who_says_so(cells, fields, expected, author):
    article = make.article(by=author, blocks=[table(cells, **fields)])
    assert about_tables(article) == expected
    says_so = "No source is given for this table." in render_document(resolve(article).data)
    assert says_so == ("No source is given for this table" in expected)


def test_text_table_with_a_source_needs_no_column_of_sources(author):
    article = make.article(
        by=author, blocks=[table("Port\tWho counted\nPosorja\tPolice", source=make.source("Police"))]
    )
    assert about_tables(article) == [] and "sources_in_columns" not in resolve(article).text


def test_blocks_of_a_translation_in_the_words_of_the_original(author):
    blocks = [
        text("<p>Three ports were closed.</p><p>Nobody knows why they were closed.</p>"),
        text("<p>Guayaquil, Posorja, Manta</p>"),
        table("Port\tCases\nPosorja\t4", note="As known in the autumn"),
    ]
    english = make.article("Ports under pressure", by=author, blocks=blocks)
    spanish = start_translation(english, language="es", by=author)

    def standing():
        article = Article.objects.get(pk=spanish.pk)
        items = checklist(article, resolve(article)).advice
        return [item.block_key or item.field for item in items if "in English still" in item.words]

    prose, _names = spanish.richtextblock_set.order_by("ordering")
    assert standing() == [str(prose.key), str(spanish.texttableblock_set.get().key), "title", "summary"]
    spanish.title, spanish.summary = "Puertos bajo presión", "Qué se sabe."
    spanish.save()
    spanish.richtextblock_set.filter(pk=prose.pk).update(
        html="<p>Tres puertos cerraron.</p><p>Nobody knows why they were closed.</p>"
    )
    spanish.texttableblock_set.update(note="Como se sabía en otoño")
    assert standing() == [str(prose.key)]
    spanish.richtextblock_set.filter(pk=prose.pk).update(html="<p>Tres puertos cerraron. Nadie sabe por qué.</p>")
    assert standing() == [] and "still" not in " ".join(listed(english, "advice"))


def test_open_comments_and_what_an_expert_wants_changed(author, editor):
    article = make.article(by=author)
    block = str(article.richtextblock_set.get().key)
    wanted = Comment.objects.create(
        article=article,
        block_key=block,
        verdict=Comment.Verdict.NEEDS_CHANGES,
        visitor_name="An expert",
        at=moments.now(),
    )
    comment(article, by=editor, text="Who counted?")
    items = [item for item in checklist(article, resolve(article)).advice if item.remedy and "omment" in item.remedy[1]]
    assert [(item.words, item.block_key) for item in items] == [
        ("An expert says that it needs changes.", block),
        ("1 comment is open.", ""),
    ]
    assert items[0].remedy[1].endswith(f"/comments/#comment-{wanted.pk}")
    for each in article.comments.all():
        resolve_comment(each, by=editor)
    assert "comment" not in " ".join(listed(article, "advice"))

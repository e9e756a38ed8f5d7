import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from briefings.articles import models
from briefings.articles.actions import move
from briefings.articles.blocks import blocks_of
from briefings.articles.resolving import resolve
from briefings.documents.reading import reading_minutes, words
from tests import kinds

from .. import make
from .scenes import counts, every_block, seen, table_of

pytestmark = pytest.mark.django_db

MOST = 25


def queries_of(article):
    with CaptureQueriesContext(connection) as captured:
        resolve(models.Article.objects.get(pk=article.pk))
    return len(captured)


def many_blocks(author, times):
    """Key figures, data tables in both directions, selections and texts, `times` of each."""
    article = make.article(by=author, blocks=every_block(author) * times)
    for number in range(times):
        table = make.data_table(rows_are="areas")
        series = counts()
        make.column(table, series, "2022")
        for code in "GPM":
            area = make.area(f"EC-{code}", code, kind="province")
            make.recorded(make.series(of=series.indicator, where=area, by=series.source), {"2022": "10"})
            make.row(table, area=area)
        kinds.DataTableBlock.objects.create(parent=article, table=table, ordering=1000 + number)
        block = {"series": counts(), "period": "2022", "compare_with": "2021"}
        kinds.KeyFigureBlock.objects.create(parent=article, ordering=2000 + number, **block)
    article.topics.add(*(make.topic() for _number in range(times)))
    return article


def test_more_blocks_and_rows_cost_no_more_queries(author, editor):
    few, many = many_blocks(author, 1), many_blocks(author, 5)
    many.related.add(*(make.edition(by=author, approver=editor).article for _number in range(4)))
    assert len(blocks_of(many)) == 60
    assert queries_of(few) <= MOST
    assert queries_of(many) <= queries_of(few) + 1


def test_figures_without_a_value_cost_no_query_each(author):
    blocks = [(kinds.KeyFigureBlock, {"series": counts(), "period": "1999"}) for _number in range(8)]
    one, several = make.article(by=author, blocks=blocks[:1]), make.article(by=author, blocks=blocks)
    assert queries_of(several) == queries_of(one)
    assert len([problem for problem in resolve(several).problems if "no value" in problem.words]) == 8


def test_one_table_in_two_blocks_is_resolved_for_both(author):
    table = table_of(counts())
    document = resolve(make.article(by=author, blocks=[(kinds.DataTableBlock, {"table": table})] * 2))
    first, second = document.data["blocks"]
    assert first["table"] == second["table"] and first["key"] != second["key"]
    assert not document.problems


def test_tables_of_both_directions_keep_their_own_cells_when_resolved_together(author):
    """Looked up together, each takes from the common harvest what is its own."""
    series = counts({"2021": "1", "2022": "2"})
    guayas = make.area("EC-G", "Guayas", kind="province")
    make.recorded(make.series(of=series.indicator, where=guayas, by=series.source), {"2021": "3", "2022": "4"})
    by_area = make.data_table(rows_are="areas")
    make.column(by_area, series, "2022")
    make.row(by_area, area=guayas)
    blocks = [(kinds.DataTableBlock, {"table": table}) for table in (table_of(series, ["2021"]), by_area)]
    document = resolve(make.article(by=author, blocks=blocks))
    cells = [
        [cell["value"] for row in block["table"]["rows"] for cell in row["cells"]] for block in document.data["blocks"]
    ]
    assert cells == [["1"], ["4"]]


def test_document_without_floats_or_objects(author):
    def walk(value):
        if isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)
        else:
            assert value is None or type(value) in (str, int, bool), value

    walk(resolve(make.article(by=author, blocks=every_block(author))).data)


def test_same_article_gives_the_same_text_every_time(author):
    article = make.article(by=author, blocks=every_block(author))
    assert resolve(article).text == resolve(models.Article.objects.get(pk=article.pk)).text


def test_content_hash_ignores_the_day_and_nothing_else(author):
    article = make.article(by=author)
    today, later = resolve(article), resolve(article, now=timezone.now() + datetime.timedelta(days=3))
    assert today.content_hash == later.content_hash and today.sha256 != later.sha256


def test_related_briefings_are_kept_by_their_numbers_in_the_same_language(author, editor):
    other, spanish = make.article("Prisons", by=author), make.article("Puertos", by=author, language="es")
    article = make.article("Ports", by=author)
    article.related.add(other, spanish)
    assert resolve(article).data["related"] == [other.pk]
    before = seen(article)
    move(make.edition(article=other, by=author, approver=editor).article, slug="jails", by=editor)
    assert seen(article) == before


def test_other_language_that_stands_in_is_marked(author):
    initiative = make.initiative("Blue ports", description_es="Puertos seguros.")
    block = (kinds.InitiativeTableBlock, {"caption": "Respuestas", "selection": [initiative]})
    (row,) = resolve(make.article(by=author, language="es", blocks=[block])).data["blocks"][0]["rows"]
    assert row["name"] == {"text": "Blue ports", "lang": "en"}
    assert row["description"] == {"text": "Puertos seguros."}


def test_problems_are_told_in_the_language_of_whoever_asks(author):
    source = make.source("Ministry", name_es="Ministerio", public=False)
    series = make.series(of=make.indicator("Deaths", name_es="Muertes"), by=source, public=False)
    make.recorded(series, {"2022": "4886"})
    blocks = [
        (kinds.SourcesBlock, {"intro": "We read:", "selection": [source]}),
        (kinds.DataTableBlock, {"table": table_of(series, ["2022"])}),
        (kinds.KeyFigureBlock, {"series": series, "period": "1999"}),
    ]
    article = make.article(by=author, language="en", blocks=blocks)
    with translation.override("es"):
        document = resolve(article)
    told = " ".join(problem.words for problem in document.problems)
    assert "Ministerio" in told and "Muertes" in told
    assert "Ministry" not in told and "Deaths" not in told
    assert "Ministry" in document.text and "Deaths" in document.text
    with translation.override("en"):
        assert resolve(article).text == document.text


def test_selections_keep_the_order_that_the_author_gave_them(author):
    impacts = [make.impact(f"Impact {name}") for name in "cab"]
    block = (kinds.ImpactTableBlock, {"caption": "Impact", "selection": impacts})
    rows = resolve(make.article(by=author, blocks=[block])).data["blocks"][0]["rows"]
    assert [row["name"]["text"] for row in rows] == ["Impact c", "Impact a", "Impact b"]


def test_nothing_turns_the_direction_of_writing_around(author, editor):
    """With such a character 6884 is shown where 4886 is stored, to whoever approves it too."""
    impact = make.impact("Tr\u202eust")
    blocks = [
        (kinds.RichTextBlock, {"html": "<p>\u202e6884\u202c and &#x2067;6884</p>"}),
        (kinds.TextTableBlock, {"caption": "\u2066Gangs", "cells": "Name\t\u202d12"}),
        (kinds.ImpactTableBlock, {"caption": "Impact", "selection": [impact]}),
    ]
    article = make.article("Po\u202erts", by=author, blocks=blocks, slug="ports", summary="\u202bThree.")
    edition = make.edition(article=article, by=author, approver=editor)
    for text in (edition.title, edition.summary, edition.document, edition.renderings.get().html):
        assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(text)
    assert edition.title == "Ports"


def test_words_hold_everything_that_a_reader_can_search_for(author):
    document = resolve(make.article("Ports", by=author, blocks=every_block(author)))
    text = words(document.data)
    for said in (
        "Ports", "What is known", "4,886", "2,495", "victims", "+96%", "Three ports.", "Gangs", "Members",
        "Read with care.", "Trust falls.", "serious", "National security", "Roads and schools.", "proposed",
        "A harbour", "The harbour", "Who ordered it.", "We read:",
    ):  # fmt: skip
        assert said in text, said
    assert reading_minutes(document.data) == 1

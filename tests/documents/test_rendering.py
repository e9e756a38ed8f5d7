import json
import re

import pytest
from django.utils import translation

from briefings.articles.resolving import resolve
from briefings.documents.rendering import AFTER_FACTS, BEFORE_END, render_document
from briefings.impacts.models import Impact
from briefings.initiatives.models import Initiative
from briefings.media.models import Image
from briefings.sources.models import Release, Source
from briefings.statistics.models import DataTable, DataTableColumn, Indicator
from briefings.topics.models import Topic
from tests import kinds

from .. import make
from ..articles.scenes import counts, every_block, table_of

pytestmark = pytest.mark.django_db

EVIL = "<script>a()</script><img onerror=a(2)>\"' onload='a(3)<!--facts--><!--apparatus-->{{ 7|add:7 }}"


def test_stored_rendering_is_what_the_stored_document_gives(author, editor):
    edition = make.edition("Ports", by=author, approver=editor, blocks=every_block(author))
    for language in ("en", "es"):
        with translation.override(language):
            assert render_document(json.loads(edition.document)) == edition.renderings.get().html


def test_every_block_shows_its_words(author):
    html = render_document(resolve(make.article("Ports", by=author, blocks=every_block(author))).data)
    for said in (
        "Three ports.", "Gangs", "Members", "Read with care.", "Trust falls.", "Roads and schools.", "A harbour",
        "Who ordered it.", "We read:", "+96%", "up from", "<svg", "Navy", "CC BY 4.0",
    ):  # fmt: skip
        assert said in html, said
    assert "style=" not in html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def spoil_everything():
    """Hostile text in every column that a rendering could print, past all forms and checks."""
    texts = {
        kinds.KeyFigureBlock: ["label"],
        kinds.RichTextBlock: ["html"],
        kinds.TextTableBlock: ["caption", "cells", "note"],
        kinds.CalloutBlock: ["title", "html"],
        kinds.ImpactTableBlock: ["caption"],
        kinds.InitiativeTableBlock: ["caption"],
        kinds.PictureBlock: ["caption"],
        kinds.UnknownBlock: ["html"],
        kinds.SourcesBlock: ["intro"],
        kinds.SourcesRow: ["locator"],
        Impact: ["name_en", "description_en"],
        Initiative: ["name_en", "description_en"],
        Image: ["alt_en", "credit", "licence"],
        Source: ["name_en", "publisher", "licence"],
        Release: ["title"],
        Indicator: ["name_en", "unit_en"],
        DataTable: ["name_en", "note_en"],
        DataTableColumn: ["heading_en"],
        Topic: ["name_en"],
    }
    for model, names in texts.items():
        model.objects.update(**dict.fromkeys(names, EVIL))
    for model in (Source, Release):
        model.objects.update(url=f"https://example.org/{EVIL}")


@pytest.mark.parametrize("show", ["table", "chart", "both"])
def test_hostile_text_in_any_block_is_harmless(show, author, editor, reader):
    article = make.article("Ports", by=author, blocks=every_block(author))
    article.topics.add(make.topic())
    for row in kinds.SourcesRow.objects.all():
        row.release = make.release(row.source)
        row.save()
    DataTable.objects.update(show=show)
    spoil_everything()
    html = render_document(resolve(article).data)
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert not re.search(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', html))
    assert "javascript:" not in html
    assert "{{ 7|add:7 }}" in html
    assert (html.count(AFTER_FACTS), html.count(BEFORE_END)) == (1, 1)


def test_hostile_links_and_elements_in_rich_text_are_gone(author):
    article = make.article(by=author)
    article.richtextblock_set.update(
        html='<p><a href="javascript:alert(1)">a</a><a href="https://example.org" onclick="x()">b</a></p>'
        '<iframe src="https://example.org"></iframe><p style="color:red" class="x">c</p><form><input></form>'
    )
    document = resolve(article)
    assert document.data["blocks"][0]["html"] == ('<p>a<a href="https://example.org" rel="noopener">b</a></p><p>c</p>')


def test_page_of_an_edition_with_hostile_texts_still_opens(author, editor, reader):
    article = make.article("Ports", by=author, summary=EVIL)
    article.richtextblock_set.update(html=f"<p>{EVIL}</p>")
    make.edition(article=article, by=author, approver=editor)
    page = reader.get("/en/briefings/ports/").content.decode()
    head, _tag, rest = page.partition('<script type="application/ld+json">')
    description, _end, rest = rest.partition("</script>")
    assert "onerror" in json.dumps(json.loads(description)) and "<" not in description
    page = head + rest
    assert "<script>a(" not in page and "onerror" not in page.replace("&lt;img onerror=a(2)&gt;", "")


def test_key_figures_that_follow_each_other_are_one_group_of_tiles(author):
    figure = (kinds.KeyFigureBlock, {"series": counts(), "period": "2022"})
    text = (kinds.RichTextBlock, {"html": "<p>Between.</p>"})
    html = render_document(resolve(make.article(by=author, blocks=[figure, figure, text, figure])).data)
    assert html.count('<ul class="tiles">') == 2 and html.count('<li class="tile">') == 3
    assert html.index('<ul class="tiles">') < html.index('class="reading-text"')


def test_two_headings_with_the_same_words_have_different_ids(author):
    text = (kinds.RichTextBlock, {"html": "<h2>Prisons</h2><p>One.</p><h2>Prisons</h2><p>Two.</p>"})
    html = render_document(resolve(make.article(by=author, blocks=[text, text])).data)
    ids = re.findall(r'<h2 id="([^"]+)"', html)
    assert len(set(ids)) == len(ids) >= 4


def test_table_with_a_chart_may_stand_twice_on_a_page(author):
    table = (kinds.DataTableBlock, {"table": table_of(counts(), show="both")})
    html = render_document(resolve(make.article(by=author, blocks=[table, table])).data)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert html.count("<svg") == 2 and len(ids) == len(set(ids))


def test_incomplete_draft_can_be_previewed(author):
    """A preview shows what there is; only approval and publication insist."""
    figure = (kinds.KeyFigureBlock, {"series": counts(), "period": "1999"})
    document = resolve(make.article(by=author, blocks=[figure], summary=""))
    assert document.problems
    assert AFTER_FACTS in render_document(document.data)


@pytest.mark.parametrize(("language", "address"), [("en", "/en/tables/by-year/"), ("es", "/es/tablas/by-year/")])
def test_data_table_leads_to_its_own_page_and_to_its_sources(author, language, address):
    series = counts()
    table = table_of(series)
    DataTable.objects.filter(pk=table.pk).update(slug="by-year")
    table.refresh_from_db()
    blocks = [(kinds.DataTableBlock, {"table": table})]
    html = render_document(resolve(make.article("Ports", by=author, blocks=blocks, language=language)).data)
    assert f'<a href="{address}">' in html
    sources = {"en": "sources", "es": "fuentes"}[language]
    assert f'<a href="/{language}/{sources}/{series.source.slug}/">{series.source.name}</a>' in html

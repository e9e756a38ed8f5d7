"""The article form: writing, saving, what it refuses and what it costs."""

import json
import re

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from briefings.articles.actions import start_translation
from briefings.articles.blocks import blocks_of
from briefings.articles.models import Article, Byline, SavedVersion
from briefings.articles.versions import content_of
from briefings.documents.kinds import KINDS
from briefings.history.models import Event
from briefings.lib.html import losses_of
from briefings.lib.texts import PROSE
from tests import make
from tests.articles.scenes import counts, every_block
from tests.articles.typing import ADD_URL, add_block, change_url, errors_of, opened
from tests.kinds import (
    CalloutBlock,
    ImpactTableBlock,
    KeyFigureBlock,
    RichTextBlock,
    SourcesBlock,
    TextTableBlock,
    UnknownBlock,
    block_models,
)

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">here</a>',
    '<a href="java\tscript:alert(1)">here</a>',
    '<svg onload="alert(1)"></svg>',
    '<p style="background:url(x)" onclick="alert(1)">text</p>',
    '<iframe src="https://example.org"></iframe>',
    '<a href="data:text/html,<script>alert(1)</script>">here</a>',
]


@pytest.fixture
def form(author, signed_in):
    """An empty form with a title and an address, and the browser that opened it."""
    client = signed_in(author)
    fields = opened(client)
    fields |= {
        "title": ["Ports"],
        "slug": ["ports"],
        "summary": ["Three ports."],
        "kind": ["briefing"],
        "language": ["en"],
    }
    return client, fields


def save(client, fields, url=ADD_URL, button="_continue", **options):
    return client.post(url, fields | {button: "1"}, **options)


def test_new_article_is_its_authors_draft(form, author):
    client, fields = form
    add_block(fields, "richtextblock", html="<h2>Ports</h2><p>Three of them.</p>")
    response = save(client, fields)
    article = Article.objects.get()
    assert response.url == change_url(article)
    assert (article.workflow.owner, article.workflow.stage, article.version) == (author, "draft", 1)
    assert RichTextBlock.objects.get(parent=article).html == "<h2>Ports</h2><p>Three of them.</p>"


def as_posted(value):
    if isinstance(value, list):
        return [as_posted(one) for one in value]
    return str(value.pk) if isinstance(value, Model) else value


def test_every_kind_of_block_is_saved_in_the_order_of_the_page(form, analyst):
    client, fields = form
    blocks = every_block(analyst)
    assert {model for model, _values in blocks} == set(block_models())
    for model, values in blocks:
        values = {"chosen" if name == "selection" else name: as_posted(value) for name, value in values.items()}
        add_block(fields, model._meta.model_name, **values)
    response = save(client, fields)
    assert response.status_code == 302, errors_of(response)
    assert [type(block) for block in blocks_of(Article.objects.get())] == [model for model, _values in blocks]


def test_selection_keeps_the_order_in_which_it_was_posted(form):
    client, fields = form
    impacts = [make.impact() for _ in range(4)]
    wanted = [impacts[2], impacts[0], impacts[3], impacts[1]]
    prefix = add_block(fields, "impacttableblock", caption="Impacts", chosen=[str(impact.pk) for impact in wanted])
    save(client, fields)
    article, block = Article.objects.get(), ImpactTableBlock.objects.get()
    assert [row.impact for row in block.rows.all()] == wanted

    fields = opened(client, article)
    assert fields[f"{prefix}-chosen"] == [str(impact.pk) for impact in wanted]
    fields[f"{prefix}-chosen"].reverse()
    save(client, fields, change_url(article))
    assert [row.impact for row in block.rows.all()] == wanted[::-1]


def test_bylines_keep_their_order(form):
    client, fields = form
    names = [Byline.objects.create(name=name) for name in ("Ana", "Bea", "Carla")]
    fields["byline_choice"] = [str(names[position].pk) for position in (2, 0, 1)]
    save(client, fields)
    assert [str(row) for row in Article.objects.get().byline_rows.all()] == ["Carla", "Ana", "Bea"]


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_is_refused_or_gone_in_every_rich_text(form, html):
    client, fields = form
    kinds = ("richtextblock", "calloutblock", "unknownblock")
    for kind in kinds:
        add_block(fields, kind, html=f"<p>Harmless.</p>{html}")
    fields["calloutblock_set-0-title"] = ["T"]
    response = save(client, fields)
    if losses_of(html) == ([], []):
        assert response.status_code == 302
        stored = [model.objects.get().html for model in (RichTextBlock, CalloutBlock, UnknownBlock)]
        assert stored == ["<p>Harmless.</p><p>text</p>"] * 3
    else:
        assert len(errors_of(response)) == len(kinds)
        assert not RichTextBlock.objects.exists()


def test_what_the_text_cannot_keep_is_said_beside_its_block(form):
    client, fields = form
    html = '<h4>T</h4><p>4,886<sup>1</sup>, <s>8</s>, <a href="see page">here</a>, <a href="x.y/z">there</a></p>'
    add_block(fields, "richtextblock", html=html)
    assert errors_of(save(client, fields)) == [
        "“here” leads to “see page”, which cannot be a link.",
        "This cannot be kept here: a heading of another level than 2 and 3, raised characters, struck-out text. "
        "Write it otherwise, or use a block of its own.",
    ]
    fields["richtextblock_set-0-html"] = [
        '<ol start="3" type="a"><li><a href="x.y/z" title="Ports">there</a></li></ol>'
    ]
    assert save(client, fields).status_code == 302
    assert RichTextBlock.objects.get().html == (
        '<ol start="3" type="a"><li><a href="https://x.y/z" title="Ports" rel="noopener">there</a></li></ol>'
    )


def test_a_mistake_brings_the_form_back_with_everything_typed(form):
    client, fields = form
    fields["title"] = ["x" * 201]
    add_block(fields, "richtextblock", html="<p>Typed for an hour.</p>")
    response = save(client, fields)
    assert response.status_code == 200
    assert "Typed for an hour." in response.content.decode()
    assert not Article.objects.exists()


def test_address_that_another_article_has_is_refused(form, other_author):
    client, fields = form
    make.article("Ports", by=other_author, slug="ports")
    fields |= {"title": ["Piers"], "slug": ["ports"]}
    assert "Another article in this language has this address." in errors_of(save(client, fields))


def test_address_is_fixed_once_published(author, editor, signed_in):
    edition = make.edition(by=author, approver=editor)
    article = edition.article
    client = signed_in(author)
    fields = opened(client, article)
    assert "slug" not in fields
    save(client, fields | {"slug": ["elsewhere"], "language": ["es"]}, change_url(article))
    article.refresh_from_db()
    assert (article.slug, article.language) != ("elsewhere", "es")
    assert article.slug == article.workflow.address.slug
    assert article.language == "en"


def test_text_that_no_parser_takes_in_good_time_is_refused_and_shown_again(author, signed_in):
    article = make.article(by=author)
    client = signed_in(author)
    fields = opened(client, article) | {"richtextblock_set-0-html": ["<blockquote>" * 9000]}
    response = client.post(change_url(article), fields)
    assert "at most 100000 characters" in str(errors_of(response))
    assert "&lt;blockquote&gt;" in response.content.decode()


def test_what_was_refused_is_linked_from_the_top_in_the_order_of_the_page(author, signed_in):
    figure = (KeyFigureBlock, {"series": counts(), "period": "2022", "label": ""})
    article = make.article(by=author, blocks=[(RichTextBlock, {"html": "<p>One.</p>"}), figure])
    client = signed_in(author)
    typed = {
        "title": ["x" * 201],
        "keyfigureblock_set-0-period": ["x" * 61],
        "richtextblock_set-0-html": ["x" * (PROSE + 1)],
    }
    page = client.post(change_url(article), opened(client, article) | typed)
    assert [anchor for anchor, _words in page.context["form_errors"]] == [
        "id_title", "richtextblock_set-0", "keyfigureblock_set-0",
    ]  # fmt: skip
    for anchor, words in page.context["form_errors"]:
        assert f'<a href="#{anchor}">{words}</a>' in page.text
        assert page.text.count(f'id="{anchor}"') == 1
    assert page.text.count('class="errornote') == 1
    assert "<title>Error: " in page.text


def test_heading_of_a_stored_block_begins_with_a_capital(author, signed_in):
    article = make.article(by=author, blocks=[(TextTableBlock, {"caption": "Ports", "cells": "a\tb"})])
    assert ">Text table: Ports</span>" in signed_in(author).get(change_url(article)).text


def test_block_that_is_ticked_for_deletion_goes(author, signed_in):
    article = make.article(by=author)
    client = signed_in(author)
    fields = opened(client, article)
    save(client, fields | {"richtextblock_set-0-DELETE": ["on"]}, change_url(article))
    assert blocks_of(article) == []


def test_blocks_keep_their_keys_through_a_save(author, signed_in):
    article = make.article(by=author)
    key = RichTextBlock.objects.get().key
    client = signed_in(author)
    fields = opened(client, article)
    fields["richtextblock_set-0-html"] = ["<p>Four ports.</p>"]
    save(client, fields, change_url(article))
    assert [(block.key, block.html) for block in blocks_of(article)] == [(key, "<p>Four ports.</p>")]


def test_draft_that_is_saved_as_it_was_gets_no_version(author, editor, signed_in):
    """Its author stays the last who wrote, and a form that is open elsewhere can still be saved."""
    article = make.article(by=author, blocks=every_block(author))
    elsewhere = opened(signed_in(author), article)
    client = signed_in(editor)
    for button in ("_continue", "_save"):
        assert save(client, opened(client, article), change_url(article), button).status_code == 302
    before = article.version
    article.refresh_from_db()
    assert (article.version, article.changed_by) == (before, author)
    assert SavedVersion.objects.filter(article=article).count() == Event.objects.filter(act="begin").count() == 1
    save(signed_in(author), elsewhere | {"summary": ["Four ports."]}, change_url(article))
    article.refresh_from_db()
    assert (article.version, article.summary) == (before + 1, "Four ports.")


def test_version_has_the_blocks_that_the_save_changed_and_those_that_it_did_not(author, signed_in):
    article = make.article(by=author, blocks=every_block(author))
    client = signed_in(author)
    fields = opened(client, article) | {"richtextblock_set-0-html": ["<p>Four ports.</p>"]}
    add_block(fields, "calloutblock", title="Seen", html="<p>A fifth port.</p>")
    assert save(client, fields, change_url(article)).status_code == 302
    article.refresh_from_db()
    version = SavedVersion.objects.get(article=article, number=article.version)
    assert version.content == json.loads(json.dumps(content_of(article, blocks_of(article))))
    assert len(version.content["blocks"]) == len(every_block(author)) + 1


def test_form_with_thirty_blocks_costs_no_more_than_forty_queries(author, signed_in):
    series = make.series()
    make.recorded(series, {"2023": "8248"})
    blocks = []
    for _ in range(5):
        blocks += [
            (RichTextBlock, {"html": "<p>Words.</p>"}),
            (KeyFigureBlock, {"series": make.series() if len(blocks) else series, "period": "2023"}),
            (TextTableBlock, {"caption": "T", "cells": "a\tb", "source": make.source()}),
            (ImpactTableBlock, {"caption": "I", "selection": [make.impact(), make.impact()]}),
            (SourcesBlock, {"selection": [make.source(), make.source()]}),
            (CalloutBlock, {"html": "<p>Words.</p>"}),
        ]
    article = make.article(by=author, blocks=blocks)
    article.topics.set([make.topic(), make.topic()])
    translation = start_translation(article, language="es", by=author)
    client = signed_in(author)
    for shown in (article, translation):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(change_url(shown))
        assert page.status_code == 200 and "django/forms/div.html" not in [each.name for each in page.templates]
        assert len(queries) <= 40, "\n".join(query["sql"][:160] for query in queries)


def empty_forms(client):
    """The form of a new block of each kind, without what differs between two requests."""
    return re.findall(r'<div class="inline-related empty-form.*?</fieldset>', client.get(ADD_URL).text, re.DOTALL)


def test_forms_of_new_blocks_are_made_for_each_language_and_permission(author, analyst, signed_in):
    english, of_analyst = empty_forms(signed_in(author)), empty_forms(signed_in(analyst))
    author.language = "es"
    author.save()
    spanish = empty_forms(signed_in(author))
    assert len(english) == len(spanish) == len(of_analyst) == len(KINDS)
    assert english != spanish
    assert "add_id_keyfigureblock_set-__prefix__-series" in "".join(of_analyst)  # analysts may add series
    assert "add_id_keyfigureblock_set-__prefix__-series" not in "".join(english + spanish)
    assert empty_forms(signed_in(analyst)) == of_analyst

"""What is too long, or stands in a part that articles do not have, is refused in words and shown again."""

import pytest
from django.core.exceptions import ValidationError

from briefings.articles.actions import begin, publish, restore, return_to_author, submit, take_down, withdraw
from briefings.articles.models import Article
from tests import make
from tests.articles.scenes import refused, seen
from tests.articles.typing import ADD_URL, act_url, add_block, change_url, errors_of, fields_of, opened
from tests.kinds import RichTextBlock, SourcesBlock, TextTableBlock

pytestmark = pytest.mark.django_db


def save(client, article, fields):
    return client.post(change_url(article), fields | {"_continue": "1"})


@pytest.fixture
def article(author):
    blocks = [
        (RichTextBlock, {"html": "<p>Three ports.</p>"}),
        (TextTableBlock, {"caption": "Ports", "cells": "Name\tTonnes\nManta\t3"}),
        (SourcesBlock, {"intro": "We read:", "selection": [make.source()]}),
    ]
    return make.article("Ports", by=author, blocks=blocks)


@pytest.mark.parametrize(
    ("name", "most"), [("summary", 1000), ("texttableblock_set-0-note", 2000), ("sourcesblock_set-0-intro", 2000)]
)
def test_long_text_is_refused_beside_its_field_and_kept(name, most, article, author, signed_in):
    client = signed_in(author)
    text = "word " * (most // 5)
    fields = opened(client, article) | {name: [f"{text}and more"]}
    response = save(client, article, fields)
    assert errors_of(response) == [f"Ensure this value has at most {most} characters (it has {most + 8})."]
    html = response.content.decode()
    assert fields_of(html)[name] == [f"{text}and more"]
    assert "maxlength" not in html.partition(f'name="{name}"')[2].partition(">")[0]
    assert save(client, article, fields | {name: [text[:-1] + "."]}).status_code == 302


def test_long_summary_is_refused_past_the_form(author):
    with pytest.raises(ValidationError) as caught:
        begin(Article(title="Ports", slug="ports", summary="x" * 1001), by=author)
    assert set(caught.value.message_dict) == {"summary"}


@pytest.mark.parametrize(
    ("act", "options", "most"),
    [
        (withdraw, "reason", 2000),
        (take_down, "reason", 2000),
        (return_to_author, "comment", 5000),
    ],
)
def test_long_reason_is_refused_by_the_act(act, options, most, author, editor):
    edition = make.edition(by=author, approver=editor)
    submit(make.reword(edition.article), by=author)
    with refused() as caught:
        act(edition.article, by=editor, **{options: "x" * (most + 1)})
    assert set(caught.value.message_dict) == {options}


def test_long_reason_for_a_restoration_and_long_note_are_refused_by_the_act(author, editor):
    edition = make.edition(by=author, approver=editor)
    withdraw(edition.article, by=editor, reason="A figure is wrong.")
    with refused() as caught:
        restore(edition.article, by=editor, reason="x" * 2001)
    assert set(caught.value.message_dict) == {"reason"}
    article = make.approved(by=author, approver=editor)
    with refused() as caught:
        publish(article, by=editor, seen=seen(article), change_kind="first", note="x" * 2001)
    assert set(caught.value.message_dict) == {"note"}


def test_page_of_an_act_shows_a_long_reason_again(author, editor, signed_in):
    edition = make.edition(by=author, approver=editor)
    text = "Names a witness. " * 200
    response = signed_in(editor).post(act_url(edition.article, "withdraw"), {"reason": text})
    html = response.content.decode()
    assert "at most 2000 characters" in html and text.strip() in html
    edition.article.workflow.refresh_from_db()
    assert edition.article.workflow.withdrawn_at is None


@pytest.mark.parametrize("region", ["sidebar", "Main", "x" * 20])
def test_block_in_an_unknown_part_is_refused_in_words(region, article, author, signed_in):
    client = signed_in(author)
    fields = opened(client, article) | {"richtextblock_set-0-region": [region]}
    response = save(client, article, fields)
    assert errors_of(response) == [f"An article has no part called “{region}”."]
    assert f"no part called “{region}”" in response.content.decode()
    assert set(RichTextBlock.objects.values_list("region", flat=True)) == {"main"}


@pytest.mark.parametrize("kind", ["texttableblock", "keyfigureblock", "calloutblock"])
def test_new_block_of_any_kind_in_an_unknown_part_is_refused(kind, author, signed_in):
    client = signed_in(author)
    fields = opened(client) | {"title": ["Ports"], "slug": ["ports"], "kind": ["briefing"], "language": ["en"]}
    add_block(fields, kind, region="sidebar", html="<p>x</p>", cells="a\tb", caption="x")
    response = client.post(ADD_URL, fields | {"_continue": "1"})
    assert any("no part called “sidebar”" in error for error in errors_of(response))
    assert not Article.objects.exists()


@pytest.mark.parametrize("number", [20, 21])
def test_no_more_related_briefings_are_chosen_than_readers_see(number, article, author, signed_in):
    client = signed_in(author)
    keys = [str(make.article(f"Roads {n}", by=author).pk) for n in range(number)]
    response = save(client, article, opened(client, article) | {"related": keys})
    if number == 20:
        assert response.status_code == 302 and article.related.count() == 20
        return
    assert errors_of(response) == ["Readers see at most 20 related briefings. Choose the most important ones."]
    assert article.related.count() == 0 and set(fields_of(response.content.decode())["related"]) == set(keys)

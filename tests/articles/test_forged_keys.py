"""A post may name any key for a new block: the article stays publishable all the same."""

import uuid

import pytest

from briefings.articles.actions import submit
from briefings.articles.blocks import blocks_of
from briefings.articles.models import Article, Edition
from tests import make
from tests.articles.typing import ADD_URL, act_url, add_block, change_url, fields_of, opened
from tests.kinds import KeyFigureBlock

FIRST, SECOND = (f"aaaaaaaa-0000-4000-8000-00000000000{number}" for number in (1, 2))


@pytest.fixture
def key_figure(db):
    observation = make.observation(when="2025")
    return {"series": str(observation.series_id), "period": "2025", "compare_with": "", "label": "Homicides"}


def prefixes(article):
    return {str(block.key)[:8] for block in blocks_of(article)}


def test_keys_that_begin_alike_are_replaced_and_the_text_can_be_published(key_figure, author, editor, signed_in):
    article = make.article("Ports", by=author)
    client = signed_in(author)
    fields = opened(client, article)
    for key in (FIRST, SECOND):
        add_block(fields, "keyfigureblock", block_key=key, **key_figure)
    assert client.post(change_url(article), fields | {"_continue": "1"}).status_code == 302
    assert len(prefixes(article)) == 3
    assert KeyFigureBlock.objects.filter(key=FIRST).exists()
    submit(article, by=author)
    desk = signed_in(editor)
    fields = fields_of(desk.get(act_url(article, "approve_and_publish")).content.decode(), None)
    assert desk.post(act_url(article, "approve_and_publish"), fields).status_code == 302
    assert Edition.objects.get().figure_uses.count() == 2


def test_key_that_begins_like_a_stored_one_of_another_kind_is_replaced(key_figure, author, signed_in):
    article = make.article("Ports", by=author)
    article.richtextblock_set.update(key=uuid.UUID(FIRST))
    client = signed_in(author)
    fields = opened(client, article)
    for key in (FIRST, SECOND, SECOND.upper(), f"{{{SECOND}}}", SECOND.replace("-", "")):
        add_block(fields, "keyfigureblock", block_key=key, **key_figure)
    assert client.post(change_url(article), fields | {"_continue": "1"}).status_code == 302
    assert len(prefixes(article)) == 6
    assert str(article.richtextblock_set.get().key) == FIRST


def test_keys_of_a_new_article_are_replaced_too(key_figure, author, signed_in):
    client = signed_in(author)
    fields = opened(client) | {"title": ["Ports"], "slug": ["ports"]}
    for key in (FIRST, SECOND, FIRST):
        add_block(fields, "keyfigureblock", block_key=key, **key_figure)
    assert client.post(ADD_URL, fields).status_code == 302
    assert len(prefixes(Article.objects.get())) == 3

"""Saving and restoring take a few queries for each kind of block, however many of them have changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.articles.actions import restore_version
from briefings.articles.blocks import blocks_of
from briefings.articles.models import Article
from briefings.articles.resolving import resolve
from briefings.history.models import FieldChange
from tests import make
from tests.kinds import CalloutBlock, ImpactTableBlock, InitiativeTableBlock, RichTextBlock, SourcesBlock

from .scenes import every_block
from .typing import change_url, opened

pytestmark = pytest.mark.django_db
MOST = 60  # queries
SELECTING = (SourcesBlock, ImpactTableBlock, InitiativeTableBlock)


@pytest.fixture
def client(author, signed_in):
    return signed_in(author)


@pytest.fixture
def things():
    """Three to choose for each kind that chooses."""
    makers = (make.source, make.impact, make.initiative)
    return {model: [maker(f"Thing {n}") for n in range(3)] for model, maker in zip(SELECTING, makers, strict=True)}


def selecting(author, things, number):
    blocks = [(model, {"selection": things[model][:2]}) for model in SELECTING for _ in range(number)]
    return make.article(by=author, blocks=blocks)


def saved(client, article, fields):
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(change_url(article), fields)
    assert answer.status_code == 302, answer.text
    return queries


def chosen_in(article):
    return [[str(getattr(row, row_field(block))) for row in block.chosen] for block in blocks_of(article)]


def shown(article):
    return resolve(Article.objects.get(pk=article.pk)).data["blocks"]


def row_field(block):
    return block.row_fields()[0].name


def selections(fields):
    return [name for name in fields if name.endswith("-chosen")]


def test_changing_27_selections(author, client, things):
    article = selecting(author, things, 9)
    fields = opened(client, article)
    for name in selections(fields):
        model = next(model for model in SELECTING if name.startswith(model._meta.model_name))
        fields[name] = [str(thing.pk) for thing in reversed(things[model])]
    queries = saved(client, article, fields)
    assert len(queries) <= MOST, "\n".join(query["sql"][:120] for query in queries)
    assert chosen_in(article) == [["Thing 2", "Thing 1", "Thing 0"]] * 27
    changes = FieldChange.objects.filter(act="change", part_type__in=[model._meta.model_name for model in SELECTING])
    assert changes.count() == 27
    assert {str(list(change.changes.values())) for change in changes} == {
        "[[['Thing 0', 'Thing 1'], ['Thing 2', 'Thing 1', 'Thing 0']]]"
    }


def test_moving_and_rewriting_every_block(author, client):
    blocks = [block for _ in range(3) for block in every_block(author)]
    article = make.article(by=author, blocks=blocks)
    fields = opened(client, article)
    orders = [name for name in fields if name.endswith("-ordering")]
    for place, name in enumerate(reversed(orders), 1):
        fields[name] = [str(place * 10)]
    for name in (name for name in fields if name.endswith(("-caption", "-title", "-intro"))):
        fields[name] = ["Another"]
    before = [(block.pk, type(block)) for block in blocks_of(article)]
    queries = saved(client, article, fields)
    assert len(queries) <= MOST, "\n".join(query["sql"][:120] for query in queries)
    after = blocks_of(article)
    assert len(after) == 30 and [(block.pk, type(block)) for block in after] != before
    assert {block.title for block in after if isinstance(block, CalloutBlock)} == {"Another"}
    changes = FieldChange.objects.filter(part_type="calloutblock", act="change")
    assert [change.changes["title"] for change in changes] == [["Note", "Another"]] * 3


def test_new_and_deleted_blocks(author, client, things):
    article = make.article(by=author, blocks=[(RichTextBlock, {"html": f"<p>Part {n}</p>"}) for n in range(20)])
    fields = opened(client, article)
    for number in range(20):
        fields[f"richtextblock_set-{number}-DELETE"] = ["on"]
    for number in range(20):
        prefix = f"sourcesblock_set-{number}"
        fields |= {f"{prefix}-region": ["main"], f"{prefix}-ordering": [str(number * 10)], f"{prefix}-intro": [""]}
        fields[f"{prefix}-chosen"] = [str(things[SourcesBlock][number % 3].pk)]
    fields["sourcesblock_set-TOTAL_FORMS"] = ["20"]
    queries = saved(client, article, fields)
    assert len(queries) <= MOST, "\n".join(query["sql"][:120] for query in queries)
    assert chosen_in(article) == [[f"Thing {number % 3}"] for number in range(20)]
    acts = FieldChange.objects.values_list("part_type", "act")
    assert list(acts).count(("richtextblock", "delete")) == list(acts).count(("sourcesblock", "add")) == 20


def test_the_log_of_a_deleted_block_has_what_was_stored(author, client):
    article = make.article(by=author, blocks=[(CalloutBlock, {"title": "Stored", "html": "<p>Words.</p>"})])
    fields = opened(client, article)
    fields |= {"calloutblock_set-0-title": ["Typed only"], "calloutblock_set-0-DELETE": ["on"]}
    saved(client, article, fields)
    (change,) = FieldChange.objects.filter(act="delete")
    assert change.changes["title"] == ["Stored", None] and "<p>Words.</p>" in change.changes["html"]
    assert "Stored" in change.part_label


def test_the_log_has_the_release_and_the_place_of_a_source(author, client):
    source = make.source("Ministry")
    release = make.release(source, title="Yearbook")
    article = make.article(by=author, blocks=[(SourcesBlock, {"selection": [source]})])
    fields, name = opened(client, article), f"sourcesblock_set-0-chosen-{source.pk}"
    saved(client, article, fields | {f"{name}-release": [str(release.pk)], f"{name}-locator": ["page 12"]})
    (change,) = FieldChange.objects.filter(act="change", part_type="sourcesblock")
    assert change.changes == {"sources": [["Ministry"], ["Ministry, Yearbook, page 12"]]}


def test_restoring_27_selections(author, client, things):
    article = selecting(author, things, 9)
    fields = opened(client, article)
    saved(client, article, fields | {"summary": ["As it was."]})
    fields = opened(client, article)
    before = chosen_in(article)
    saved(client, article, fields | {name: fields[name][::-1] for name in selections(fields)})
    article.refresh_from_db()
    with CaptureQueriesContext(connection) as queries:
        restore_version(article, by=author, version=article.version - 1, seen_version=article.version)
    assert len(queries) <= MOST, "\n".join(query["sql"][:120] for query in queries)
    assert chosen_in(article) == before != []


def test_restoring_every_block_as_it_was(author, client):
    article = make.article(by=author, blocks=[block for _ in range(3) for block in every_block(author)])
    fields = opened(client, article)
    saved(client, article, fields | {"summary": ["As it was."]})
    before, fields = shown(article), opened(client, article)
    for name in (name for name in fields if name.endswith(("-caption", "-title", "-intro", "-label"))):
        fields[name] = ["Another"]
    saved(client, article, fields)
    article.refresh_from_db()
    assert shown(article) != before
    with CaptureQueriesContext(connection) as queries:
        restore_version(article, by=author, version=article.version - 1, seen_version=article.version)
    assert len(queries) <= MOST, "\n".join(query["sql"][:120] for query in queries)
    assert shown(article) == before


@pytest.mark.parametrize("key", ["x", "-1", "1.5", "999999", "9" * 40, "\0", "1 OR 1=1"])
def test_a_forged_choice_is_refused_and_nothing_is_written(key, author, client, things):
    article = selecting(author, things, 1)
    fields, before = opened(client, article), chosen_in(article)
    for name in selections(fields):
        answer = client.post(change_url(article), fields | {name: [*fields[name], key]})
        assert answer.status_code == 200 and "errorlist" in answer.text, name
    assert chosen_in(article) == before


def test_a_post_that_names_a_block_of_another_article_leaves_it_as_it_is(author, client, things):
    ours, theirs = selecting(author, things, 1), selecting(author, things, 1)
    fields, before = opened(client, ours), chosen_in(theirs)
    (stranger,) = (block.pk for block in blocks_of(theirs) if isinstance(block, SourcesBlock))
    fields |= {"sourcesblock_set-0-id": [str(stranger)], "sourcesblock_set-0-intro": ["Taken over."]}
    client.post(change_url(ours), fields)
    assert chosen_in(theirs) == before
    assert not SourcesBlock.objects.filter(parent=theirs, intro="Taken over.").exists()

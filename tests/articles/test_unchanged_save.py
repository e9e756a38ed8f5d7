"""Saving a form as it was opened writes nothing, and is noticed before the blocks are read."""

import copy

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from briefings.articles.actions import submit
from briefings.articles.actions.typed_copies import keep_typed, typed_copy
from briefings.articles.admin.form.unchanged import is_unchanged
from briefings.articles.models import Article
from briefings.articles.versions import newest_version
from tests import make

from .scenes import every_block, seen
from .typing import change_url, opened

pytestmark = pytest.mark.django_db
NOT_WRITING = ("csrfmiddlewaretoken", "version", "typing", "window")  # and what counts the forms


@pytest.fixture
def article(author, editor):
    article = make.article("Ports", by=author, blocks=every_block(author))
    article.topics.add(make.topic())
    article.related.add(make.edition("Harbours", by=author, approver=editor).article)
    return article


@pytest.fixture
def client(author, signed_in):
    return signed_in(author)


def as_opened(client, article):
    """The form's fields after a first save of it, which keeps a version of all that the fixture has made."""
    fields = opened(client, article)
    client.post(change_url(article), fields | {"summary": ["Who counts ships."]})
    return opened(client, article)


def posted(fields):
    post = QueryDict(mutable=True)
    for name, values in fields.items():
        post.setlist(name, values)
    return post


def is_as_before(article, fields):
    article = Article.objects.select_related("workflow").get(pk=article.pk)
    return is_unchanged(article, newest_version(article), posted(fields))


def test_saving_what_was_opened_writes_nothing(article, author, client):
    fields = as_opened(client, article)
    before = article.saved_versions.count()
    keep_typed(article, by=author, token="ours", entries="[]")
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(change_url(article), fields | {"_continue": ["1"], "typing": ["ours"]})
    assert answer.status_code == 302 and answer["Location"].endswith(change_url(article))
    assert len(queries) <= 16, "\n".join(query["sql"][:160] for query in queries)
    assert article.saved_versions.count() == before
    assert typed_copy(article, by=author) is None
    assert "was changed successfully" in client.get(change_url(article)).text


def test_line_ends_of_browsers_are_no_change(article, client):
    fields = as_opened(client, article)
    fields = {name: [value.replace("\n", "\r\n") for value in values] for name, values in fields.items()}
    assert is_as_before(article, fields)


def test_every_field_counts(article, client):
    """A value changed, and a field left out, of every field of the form that holds writing."""
    fields = as_opened(client, article)
    assert is_as_before(article, fields)
    writing = [name for name in fields if not name.endswith("_FORMS") and name not in NOT_WRITING]
    aside = ("-id", "-parent", "-add", "-ordering")
    writing = [name for name in writing if not name.endswith(aside) and "__name__" not in name]
    assert len(writing) > 40
    for name in writing:
        if fields[name] != ["on"]:  # a checkbox, of which the value says nothing
            assert not is_as_before(article, fields | {name: [*fields[name][:-1], f"{fields[name][-1]}7"]}), name
        if fields[name] != [""] and name not in ("language", "slug"):
            without = {other: values for other, values in fields.items() if other != name}
            assert not is_as_before(article, without), name


def test_blocks_added_deleted_moved_and_repeated_count(article, client):
    fields = as_opened(client, article)
    prefixes = [name.removesuffix("-block_key") for name in fields if name.endswith("-block_key")]
    first, second = prefixes[0], prefixes[1]
    swapped = fields | {
        f"{first}-ordering": fields[f"{second}-ordering"],
        f"{second}-ordering": fields[f"{first}-ordering"],
    }
    same_place = fields | {f"{first}-ordering": fields[f"{second}-ordering"]}
    gone = {name: values for name, values in fields.items() if not name.startswith(f"{first}-")}
    added = fields | {"richtextblock_set-9-html": ["<p>New.</p>"], "richtextblock_set-9-block_key": [""]}
    without_key = fields | {"richtextblock_set-9-html": ["<p>New.</p>"]}
    for changed in (swapped, same_place, gone, added, without_key, fields | {f"{first}-DELETE": ["on"]}):
        assert not is_as_before(article, changed)
    renumbered = copy.deepcopy(fields)
    for number, prefix in enumerate(sorted(prefixes, key=lambda prefix: int(fields[f"{prefix}-ordering"][0]))):
        renumbered[f"{prefix}-ordering"] = [str(number + 100)]
    assert is_as_before(article, renumbered)


def test_relations_added_and_taken_away_count(article, client):
    fields = as_opened(client, article)
    for name in ("topics", "related"):
        assert not is_as_before(article, fields | {name: [*fields[name], "999"]})
        assert not is_as_before(article, {each: values for each, values in fields.items() if each != name})


def test_other_buttons_take_the_whole_way(article, client):
    fields = as_opened(client, article)
    for button in ("_submit", "_send", "_edit", "_addanother", "_popup"):
        assert not is_as_before(article, fields | {button: ["1"]})


def test_save_of_a_text_in_review_is_a_version(article, author, client):
    fields = as_opened(client, article)
    article.refresh_from_db()
    submit(article, by=author, seen=seen(article))
    before = article.saved_versions.count()
    client.post(change_url(article), fields)
    assert article.saved_versions.count() == before + 1


def test_form_opened_before_a_colleagues_save_is_a_conflict(article, client):
    fields = as_opened(client, article)
    client.post(change_url(article), fields | {"summary": ["Who counts boats."]})
    assert client.post(change_url(article), fields).status_code == 409


def test_address_is_looked_up_only_when_something_decides_it(article, client):
    """Two queries of each save that looked for free ones."""
    fields = as_opened(client, article)
    for changed, is_asked in (({"summary": ["Who counts boats."]}, False), ({"title": ["Ports and boats"]}, True)):
        with CaptureQueriesContext(connection) as queries:
            assert client.post(change_url(article), opened(client, article) | changed).status_code == 302
        asked = [query for query in queries if 'FROM "briefings_address"' in query["sql"] and "LIKE" in query["sql"]]
        assert bool(asked) == is_asked
    article.refresh_from_db()
    assert article.slug == "ports-and-boats" and fields["slug"] == ["ports"]

"""Comments on an article and its blocks: who writes them, and that nothing takes them away."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from briefings.articles.actions import (
    comment,
    reopen_comment,
    resolve_comment,
    restore_version,
    return_to_author,
    start_translation,
)
from briefings.articles.models import Comment
from briefings.history.models import Event
from tests import make
from tests.kinds import RichTextBlock

from .scenes import refused, rewrite, seen, submitted, workflow_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(author):
    return make.article("Ports", by=author, blocks=[(RichTextBlock, {"html": "<p>Three ports, says the navy.</p>"})])


def key_of(article):
    return article.richtextblock_set.get().key


def test_comment_on_a_block_keeps_its_key_and_how_it_began(article, editor):
    made = comment(article, by=editor, text="  Who counted?  ", block_key=key_of(article))
    assert (made.text, made.block_key, made.excerpt) == ("Who counted?", key_of(article), "Three ports, says the navy.")
    assert (made.by, made.resolved_at) == (editor, None)


def test_record_says_who_commented_what(article, editor):
    made = comment(article, by=editor, text="Who counted?", block_key=key_of(article))
    event = Event.objects.get(act="comment")
    assert (event.by_id, event.target_type, event.target_id) == (editor.pk, "article", article.pk)
    assert event.detail == {"comment": made.pk, "text": "Who counted?", "block": str(key_of(article))}


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5001])
def test_comment_says_something_and_is_no_essay(text, article, editor):
    with refused():
        comment(article, by=editor, text=text)
    assert not Comment.objects.exists()


def test_longest_comment_fits(article, editor):
    assert comment(article, by=editor, text="x" * 5000).pk


def test_comment_on_a_block_that_is_gone_is_refused_in_words(article, editor):
    with refused(code="block"):
        comment(article, by=editor, text="Who?", block_key=uuid.uuid4())


def test_comment_on_a_block_of_another_article_is_refused(article, author, editor):
    other = make.article("Secret", by=author)
    with refused(code="block"):
        comment(article, by=editor, text="Who?", block_key=key_of(other))


def test_comment_outlives_its_block(article, author, editor):
    made = comment(article, by=editor, text="Who counted?", block_key=key_of(article))
    rewrite(article, by=author, html="<p>Four.</p>")
    RichTextBlock.objects.all().delete()
    made.refresh_from_db()
    assert made.excerpt == "Three ports, says the navy."


def test_comment_stands_when_an_earlier_version_is_brought_back(article, author, editor):
    before = article.version
    rewrite(article, by=author, html="<p>Four ports.</p>")
    made = comment(article, by=editor, text="Who counted?", block_key=key_of(article))
    restore_version(article, version=before, by=author, seen_version=before + 1)
    assert list(article.comments.open()) == [made]
    assert key_of(article) == made.block_key


def test_comment_changes_nothing_in_the_article(article, author, editor):
    submitted(article, by=author)
    before, version = seen(article), article.version
    comment(article, by=editor, text="Who counted?")
    article.refresh_from_db()
    assert (seen(article), article.version, workflow_of(article).stage) == (before, version, "in_review")


def test_resolving_and_opening_again_are_recorded_once(article, author, editor):
    made = comment(article, by=editor, text="Who counted?")
    resolve_comment(made, by=author)
    resolve_comment(made, by=editor)
    made.refresh_from_db()
    assert made.resolved_by == author
    reopen_comment(made, by=editor)
    reopen_comment(made, by=editor)
    made.refresh_from_db()
    assert (made.resolved_at, made.resolved_by) == (None, None)
    acts = list(Event.objects.filter(act__contains="_comment").order_by("pk").values_list("act", "by_id"))
    assert acts == [("resolve_comment", author.pk), ("reopen_comment", editor.pk)]


def test_resolving_is_for_those_who_may_comment(article, editor, auditor, other_author, administrator):
    made = comment(article, by=editor, text="Who counted?")
    for somebody in (auditor, other_author, administrator):
        with refused(PermissionDenied):
            resolve_comment(made, by=somebody)
        with refused(PermissionDenied):
            reopen_comment(made, by=somebody)
    assert Comment.objects.open().count() == 1


def test_return_stands_among_the_comments_until_it_is_settled(article, author, editor):
    submitted(article, by=author)
    return_to_author(article, by=editor, comment="Name the source.")
    made = Comment.objects.open().get()
    assert (made.text, made.by, made.block_key) == ("Name the source.", editor, None)
    assert not Event.objects.filter(act="comment").exists()
    submitted(article, by=author)
    assert Comment.objects.open().get() == made


def test_translation_begins_without_the_comments(article, author, editor):
    comment(article, by=editor, text="Who counted?")
    translation = start_translation(article, by=author, language="es")
    assert not translation.comments.exists()

"""Each request resolves the document at most once, also those that show it and do the act."""

import pytest

from briefings.articles import resolving
from briefings.articles.actions import approve, submit
from briefings.articles.models.articles import Stage

from .. import make
from .scenes import every_block, seen, workflow_of
from .typing import act_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def resolved(monkeypatch):
    """A list that grows by one with each document that is resolved."""
    documents = []
    resolve_blocks = resolving.resolve_blocks

    def counted(*args, **options):
        documents.append(resolve_blocks(*args, **options))
        return documents[-1]

    monkeypatch.setattr(resolving, "resolve_blocks", counted)
    return documents


@pytest.fixture
def article(author, editor):
    """Published, and changed since."""
    article = make.edition("Ports", by=author, approver=editor, blocks=every_block(author)).article
    type(article).objects.filter(pk=article.pk).update(summary="Four ports.")
    article.refresh_from_db()
    return article


def times(resolved, request):
    resolved.clear()
    response = request()
    assert response.status_code in (200, 302), response
    return len(resolved)


def test_submit_approve_and_publish_resolve_once(article, author, editor, signed_in, resolved):
    for person, act, more in (
        (author, "submit", {}),
        (editor, "approve", {}),
        (editor, "publish", {"change_kind": "update", "note": "Four ports."}),
    ):
        client, url = signed_in(person), act_url(article, act)
        assert times(resolved, lambda client=client, url=url: client.get(url)) == 1
        fields = {"seen": seen(article), **more}
        assert times(resolved, lambda client=client, url=url, fields=fields: client.post(url, fields)) == 1
    assert workflow_of(article).unchanged_since_edition
    assert article.editions.count() == 2


def test_post_that_is_refused_resolves_at_most_twice(article, author, editor, signed_in, resolved):
    """Once for the act and once for the page that shows the text as it is now."""
    submit(article, by=author, seen=seen(article))
    client = signed_in(editor)
    assert times(resolved, lambda: client.post(act_url(article, "approve"), {"seen": "of another text"})) == 2
    assert workflow_of(article).stage == Stage.IN_REVIEW
    approve(article, by=editor, seen=seen(article))
    assert times(resolved, lambda: client.post(act_url(article, "publish"), {"seen": seen(article)})) <= 2


def test_form_preview_and_checklist_resolve_once(article, author, signed_in, resolved):
    client = signed_in(author)
    for url in ("change/", "preview/", "checklist/?part"):
        assert times(resolved, lambda url=url: client.get(f"/admin/briefings/article/{article.pk}/{url}")) <= 1

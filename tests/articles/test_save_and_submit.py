"""What “Save and submit” costs: the document is resolved once, whatever the number of blocks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.articles import resolving
from briefings.articles.models import Article
from briefings.articles.models.articles import Stage

from .. import make
from .scenes import every_block, workflow_of
from .typing import change_url, opened

pytestmark = pytest.mark.django_db
MOST = 58  # statements, with those that begin and end transactions


@pytest.fixture
def article(author, editor):
    """Published before, and as long as the demonstration's longest."""
    blocks = every_block(author) * 2
    edition = make.edition("Ports", by=author, approver=editor, blocks=blocks)
    edition.article.topics.add(make.topic(), make.topic())
    return Article.objects.get(pk=edition.article_id)


@pytest.fixture
def fields(article, author, signed_in):
    return opened(signed_in(author), article) | {"summary": ["Four ports."], "_submit": ["1"]}


def save_and_submit(client, article, fields):
    with CaptureQueriesContext(connection) as captured:
        response = client.post(change_url(article), fields)
    assert response.status_code == 302
    assert workflow_of(article).stage == Stage.IN_REVIEW
    return [query["sql"] for query in captured]


def test_save_and_submit_takes_a_bounded_number_of_queries(article, fields, author, signed_in):
    queries = save_and_submit(signed_in(author), article, fields)
    assert len(queries) <= MOST, "\n".join(query[:160] for query in queries)


def test_save_and_submit_resolves_the_document_once(article, fields, author, signed_in, monkeypatch):
    resolved = []
    resolve_blocks = resolving.resolve_blocks

    def counted(*args, **options):
        resolved.append(args)
        return resolve_blocks(*args, **options)

    monkeypatch.setattr(resolving, "resolve_blocks", counted)
    save_and_submit(signed_in(author), article, fields)
    assert len(resolved) == 1

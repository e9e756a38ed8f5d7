"""What acts cost does not grow with what they do not touch: other editions, other values, saves of long ago."""

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from briefings.articles.actions import approve_and_publish, article_saved, restore_version, submit
from briefings.articles.actions.withdrawal import hide_byline
from briefings.articles.models import Byline, EditionByline
from briefings.articles.resolving import resolve
from tests import make
from tests.articles.test_page_editions import many_editions
from tests.articles.typing import change_url
from tests.kinds import KeyFigureBlock

pytestmark = pytest.mark.django_db


def queries_of(act, *arguments, **options):
    with CaptureQueriesContext(connection) as queries:
        act(*arguments, **options)
    return len(queries)


def queries_of_publishing(article, author, editor):
    article_saved(make.reword(article), by=author)
    seen = resolve(article).signed
    submit(article, by=author, seen=seen)
    return queries_of(approve_and_publish, article, by=editor, seen=seen, change_kind="update", note="New figures.")


def with_figure(author, editor):
    observation = make.observation()
    block = (KeyFigureBlock, {"series": observation.series, "period": "2022"})
    return make.edition(by=author, approver=editor, blocks=[block])


def test_publishing_costs_the_same_with_many_values_and_many_editions(author, editor):
    few, many = with_figure(author, editor), with_figure(author, editor)
    queries_of_publishing(few.article, author, editor)  # reads the permissions of both people
    for _ in range(3):
        make.recorded(
            make.series(frequency="M"), {f"{year}-{month:02}": "1" for year in (2023, 2024) for month in range(1, 13)}
        )
    many_editions(many, 30)
    expected = queries_of_publishing(few.article, author, editor)
    assert queries_of_publishing(many.article, author, editor) == expected <= 52


def test_restoring_costs_the_same_with_many_versions_and_editions(author, editor):
    few, many = make.edition(by=author, approver=editor), make.edition(by=author, approver=editor)
    many_editions(many, 30)
    counts = []
    for article, saves in [(few.article, 2), (few.article, 2), (many.article, 20)]:
        article.refresh_from_db()
        for _ in range(saves):
            article_saved(make.reword(article), by=author)
            article.refresh_from_db()
        seen = {"version": article.version - 1, "seen_version": article.version}
        counts.append(queries_of(restore_version, article, by=author, **seen))
    assert counts[1] == counts[2] <= 60


@pytest.mark.parametrize("editions", [1, 60])
def test_hiding_a_byline_costs_the_same_for_one_edition_and_many(author, editor, editions):
    byline = Byline.objects.create(name="Ana Mora")
    edition = make.edition(by=author, approver=editor)
    many_editions(edition, editions)
    keys = edition.article.editions.values_list("pk", flat=True)
    EditionByline.objects.bulk_create(EditionByline(edition_id=key, byline=byline) for key in keys)
    assert queries_of(hide_byline, byline, by=editor, reason="Asked for.") <= 12


def test_what_each_opening_of_a_form_asks_is_compiled_once(author, signed_in, monkeypatch):
    """Django takes longer to make a query than the database to answer it: six of them took 5 of the form’s 60 ms."""
    address, client = change_url(make.article(by=author)), signed_in(author)
    client.get(address)
    compiled, as_sql = [], SQLCompiler.as_sql

    def counted(compiler, *args, **options):
        compiled.append(compiler.query.model.__name__)
        return as_sql(compiler, *args, **options)

    monkeypatch.setattr(SQLCompiler, "as_sql", counted)
    client.get(address)
    assert len(compiled) <= 11, compiled

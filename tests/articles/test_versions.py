"""Every save of an article keeps it with its blocks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.articles import models
from briefings.articles.actions import article_saved, start_translation
from briefings.articles.models import SavedVersion
from briefings.articles.resolving import resolve
from briefings.articles.versions import read_version

from .. import make
from .scenes import every_block, rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(author):
    made = make.article("Ports", by=author, blocks=every_block(author))
    made.topics.add(make.topic("Ports"), make.topic("Drugs"))
    made.byline_rows.create(byline=models.Byline.objects.create(name="R. Vera"), position=0)
    made.related.add(make.article("Prisons", by=author))
    article_saved(made, by=author)
    return made


def numbers(article):
    return list(article.saved_versions.order_by("number").values_list("number", flat=True))


def saved(article, number):
    return read_version(article.saved_versions.get(number=number), article)


def test_every_save_is_a_version_with_who_and_when(article, author, editor):
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    versions = SavedVersion.objects.filter(article=article).in_lists()
    article.refresh_from_db()
    assert [(one.number, one.by, one.act) for one in versions] == [
        (3, editor, "save"), (2, author, "save"), (1, author, "begin"),
    ]  # fmt: skip
    assert versions[0].at.date() == article.changed_at.date()


def test_version_read_back_says_what_the_article_said(article):
    old = saved(article, 2)
    assert old.document().text == resolve(article).text
    assert [byline.name for byline in old.bylines] == ["R. Vera"]
    assert [other.title for other in old.related] == ["Prisons"]
    assert old.left_out == []


def test_version_keeps_the_text_of_its_time(article, author):
    rewrite(article, by=author, html="<h2>What happened</h2><p>Four ports.</p>")
    assert "Three ports." in str(saved(article, 2).document().data)
    assert "Four ports." in str(saved(article, 3).document().data)


def test_a_translation_begins_with_a_version_of_its_own(article, author):
    translation = start_translation(article, language="es", by=author)
    assert numbers(translation) == [1]
    assert len(saved(translation, 1).blocks) == 10


def test_nothing_of_the_workflow_is_in_a_version(article):
    assert set(article.saved_versions.get(number=2).content) == {
        "format", "title", "summary", "kind", "language", "slug", "topics", "bylines", "related", "blocks",
    }  # fmt: skip


def test_lists_of_versions_leave_their_content_in_the_database(article, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [str(version.by) for version in article.saved_versions.in_lists()]
    assert article.saved_versions.in_lists()[0].get_deferred_fields() == {"content"}


def test_a_save_that_fails_keeps_no_version(article, author, other_author):
    with pytest.raises(Exception, match="your own"):
        article_saved(article, by=other_author)
    assert numbers(article) == [1, 2]


def test_keeping_thirty_blocks_costs_as_many_queries_as_keeping_ten(author, article, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        article_saved(article, by=author)
    long = make.article("Long", by=author, blocks=every_block(author) * 3)
    article_saved(long, by=author)
    with django_assert_num_queries(len(few)):
        article_saved(long, by=author)


def test_author_reads_a_published_edition_where_readers_do(author, editor, signed_in):
    edition = make.edition("Ports", by=author, approver=editor)
    page = signed_in(author).get(f"/admin/briefings/article/{edition.article_id}/versions/")
    assert 'href="/en/briefings/ports/1/"' in page.text
    assert signed_in(author).get("/en/briefings/ports/1/").status_code == 200
    assert f"/admin/briefings/edition/{edition.pk}/" in signed_in(editor).get(page.request["PATH_INFO"]).text


def test_page_of_versions_shows_ten_editions_and_leads_to_older_ones(author, editor, signed_in):
    edition = make.edition("Ports", by=author, approver=editor)
    for _edition in range(10):
        make.edition(by=author, approver=editor, article=edition.article)
    client, url = signed_in(editor), f"{edition.article.desk_url()[: -len('change/')]}versions/"
    first = client.get(url).text
    assert "Edition 11<" in first and "Edition 2<" in first and "Edition 1<" not in first
    assert "Older editions" in first and "Newer editions" not in first
    second = client.get(url, {"editions": 2}).text
    assert "Edition 1<" in second and "Edition 2<" not in second and "Newer editions" in second

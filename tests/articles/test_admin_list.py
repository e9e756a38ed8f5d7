"""The list of articles: what it shows, finds and costs."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.articles.actions import submit
from tests import make

LIST = "/admin/briefings/article/"


@pytest.mark.parametrize("count", [3, 60])
def test_list_costs_the_same_with_few_and_many_articles_and_counts_nothing(count, author, editor, signed_in):
    for _ in range(count):
        make.article(by=author)
    make.edition(by=author, approver=editor)
    client = signed_in(editor)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(LIST).status_code == 200
    assert len(queries) <= 15
    assert not [query for query in queries if "COUNT(" in query["sql"].upper()]


def test_list_has_pages_without_counting(author, editor, signed_in):
    for number in range(51):
        make.article(f"Article {number}", by=author)
    client = signed_in(editor)
    first, second = client.get(LIST).content.decode(), client.get(f"{LIST}?p=2").content.decode()
    assert "Next page" in first
    assert "Previous page" not in first
    assert "Next page" not in second
    assert "Article 0<" in second


def test_list_shows_what_is_public_and_what_waits(author, editor, signed_in):
    soon = timezone.now() + datetime.timedelta(days=3)
    make.edition("Public", by=author, approver=editor)
    make.edition("Waiting", by=author, approver=editor, publish_at=soon)
    rows = {row.title: row for row in signed_in(editor).get(LIST).context["cl"].result_list}
    assert (rows["Public"].public_number, rows["Public"].waiting_date) == (1, None)
    assert (rows["Waiting"].public_number, rows["Waiting"].waiting_date) == (None, soon)


def titles(client, query):
    return {row.title for row in client.get(f"{LIST}?{query}").context["cl"].result_list}


def test_list_can_be_filtered_and_searched(author, other_author, editor, signed_in):
    topic = make.topic()
    one = make.article("Ports", by=author)
    make.article("Puertos", by=author, language="es", kind="analysis")
    make.article("Prisons", by=other_author).topics.add(topic)
    submit(one, by=author)
    client = signed_in(editor)
    assert titles(client, "workflow__stage__exact=in_review") == {"Ports"}
    assert titles(client, "language__exact=es") == {"Puertos"}
    assert titles(client, "kind__exact=analysis") == {"Puertos"}
    assert titles(client, f"topics__id__exact={topic.pk}") == {"Prisons"}
    assert titles(client, "q=por") == {"Ports"}
    assert titles(client, "q=andres") == {"Prisons"}
    assert titles(client, "q=Amaya") == {"Ports", "Puertos"}
    assert titles(client, "mine=1") == set()
    assert titles(signed_in(author), "") == {"Ports", "Puertos"}


@pytest.mark.parametrize("query", ["p=999", "p=-1", "p=x", f"p={9**30}", "o=99", "all=", "q=%00", "e=1", "mine=9"])
def test_unreadable_query_is_never_an_error(query, editor, signed_in):
    assert signed_in(editor).get(f"{LIST}?{query}").status_code in (200, 302, 400, 404)

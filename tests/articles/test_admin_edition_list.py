"""The lists of editions, bylines and events: what they find, and that they cost the same however long they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.articles.models import Byline
from briefings.history.actions import record
from tests import make

EDITIONS = "/admin/briefings/edition/"


def editions(count, author, editor):
    for _number in range(count):
        make.edition(by=author, approver=editor)


def bylines(count, author, editor):
    Byline.objects.bulk_create(Byline(name=f"Somebody {number}") for number in range(count))


def events(count, author, editor):
    thing = make.impact()
    for _number in range(count):
        record(by=editor, act="make_public", target=thing, realm="articles")


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("count", [3, 60])
@pytest.mark.parametrize(("name", "fill"), [("edition", editions), ("byline", bylines), ("event", events)])
def test_list_costs_the_same_with_few_and_many_rows(name, fill, count, author, editor, signed_in):
    fill(count, author, editor)
    assert len(queries_of(signed_in(editor), f"/admin/briefings/{name}/")) <= 10


@pytest.mark.parametrize("query", ["", "?q=por", "?_facets=True", "?all="])
@pytest.mark.parametrize(("name", "fill"), [("edition", editions), ("event", events)])
def test_what_grows_without_end_is_not_counted(name, fill, query, author, editor, signed_in):
    fill(51, author, editor)
    queries = queries_of(signed_in(editor), f"/admin/briefings/{name}/{query}")
    assert not [sql for sql in queries if "COUNT(" in sql.upper()]


def test_there_is_a_second_page(author, editor, signed_in):
    editions(51, author, editor)
    client, url = signed_in(editor), "/admin/briefings/edition/"
    first, second = client.get(url), client.get(url, {"p": 2})
    assert "Next page" in first.text
    assert "Next page" not in second.text
    keys = [row.pk for page in (first, second) for row in page.context["cl"].result_list]
    assert len(set(keys)) == len(keys) >= 51


def titles(client, **query):
    return {row.title for row in client.get(EDITIONS, query).context["cl"].result_list}


def test_editions_are_found_by_title_and_address_language_and_kind_of_change(author, editor, signed_in):
    ports = make.edition("Ports", by=author, approver=editor)
    make.edition("Cárceles", by=author, approver=editor, language="es")
    ports.article.title = "Harbours"
    ports.article.save()
    client = signed_in(editor)
    assert titles(client, q="Ports") == {"Ports"}
    assert titles(client, q=ports.article.slug) == {"Ports"}
    assert titles(client, language__exact="es") == {"Cárceles"}
    assert titles(client, change_kind__exact="first") == {"Ports", "Cárceles"}
    assert titles(client, change_kind__exact="correction") == set()


@pytest.mark.parametrize("query", ["p=999", "p=-1", "p=x", f"p={9**30}", "o=99", "all=", "q=%00", "e=1"])
def test_unreadable_query_is_never_an_error(query, editor, signed_in):
    client = signed_in(editor)
    for name in ("edition", "event"):
        assert client.get(f"/admin/briefings/{name}/?{query}").status_code in (200, 302, 400, 404)


def test_fingerprint_of_an_edition_is_folded_under_a_plain_word(author, editor, auditor, signed_in):
    edition = make.edition("Ports", by=author, approver=editor)
    page = signed_in(auditor).get(f"/admin/briefings/edition/{edition.pk}/change/").text
    assert "Fingerprint of the text" in page and "SHA" not in page
    assert f"<code>{edition.sha256}</code></details>" in page

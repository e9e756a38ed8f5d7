"""The lists of editions, bylines and events: what they find, and that they cost the same however long they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.articles.admin.editions import EditionAdmin
from briefings.articles.models import Byline, Edition
from briefings.history.actions import record
from briefings.lib.acts import ACTS
from tests import make
from tests.people import member

EDITIONS = "/admin/briefings/edition/"


@pytest.fixture(scope="module")
def many_rows(module_db):
    """More editions, bylines and events than a page of a list shows."""
    author, editor, impact = member("author"), member("editor"), make.impact()
    for _number in range(51):
        make.edition(by=author, approver=editor)
        record(by=editor, act=ACTS["make_public"], target=impact, realm="articles")
    Byline.objects.bulk_create(Byline(name=f"Somebody {number}") for number in range(60))


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("name", ["edition", "byline", "event"])
def test_long_list_costs_few_queries(name, many_rows, editor, signed_in):
    assert len(queries_of(signed_in(editor), f"/admin/briefings/{name}/")) <= 10


def test_what_grows_without_end_is_not_counted(many_rows, editor, signed_in):
    client = signed_in(editor)
    for name in ("edition", "event"):
        for query in ("", "?q=por", "?_facets=True", "?all="):
            queries = queries_of(client, f"/admin/briefings/{name}/{query}")
            assert not [sql for sql in queries if "COUNT(" in sql.upper()], (name, query)


def test_there_is_a_second_page(many_rows, editor, signed_in):
    client, url = signed_in(editor), "/admin/briefings/edition/"
    first, second = client.get(url), client.get(url, {"p": 2})
    assert "Next page" in first.text
    assert "Next page" not in second.text
    keys = [row.pk for page in (first, second) for row in page.context["cl"].result_list]
    assert len(set(keys)) == len(keys) >= 51


@pytest.mark.parametrize("order", ["", "o=1", "o=-1.2", "o=6", "o=-6", "o=7", "language__exact=en&o=-5"])
def test_all_pages_one_after_the_other_and_back(many_rows, editor, signed_in, monkeypatch, order):
    monkeypatch.setattr(EditionAdmin, "list_per_page", 20)
    client, query, forwards, backwards = signed_in(editor), f"?{order}", [], []
    while query:
        changelist = client.get(EDITIONS + query).context["cl"]
        forwards += [row.pk for row in changelist.result_list]
        query = changelist.page_links()["next"]
    assert len(set(forwards)) == len(forwards) == Edition.objects.count()
    query = client.get(f"{EDITIONS}?{order}").context["cl"].page_links()["last"]
    while query:
        changelist = client.get(EDITIONS + query).context["cl"]
        backwards = [row.pk for row in changelist.result_list] + backwards
        query = changelist.page_links()["previous"]
    assert backwards == forwards


def test_later_pages_read_no_row_before_theirs_and_cost_no_more_queries(many_rows, editor, signed_in, monkeypatch):
    monkeypatch.setattr(EditionAdmin, "list_per_page", 10)
    client = signed_in(editor)
    links = client.get(EDITIONS).context["cl"].page_links()
    first = queries_of(client, EDITIONS)
    for query in (links["next"], links["last"]):
        queries = queries_of(client, EDITIONS + query)
        assert not [sql for sql in queries if "OFFSET" in sql.upper()]
        assert len(queries) <= len(first) + 1


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
    assert titles(client, change_kind__exact="first") >= {"Ports", "Cárceles"}
    assert titles(client, change_kind__exact="correction") == set()


def test_unreadable_query_is_never_an_error(editor, signed_in):
    client = signed_in(editor)
    for query in (
        "p=999",
        "p=-1",
        "p=x",
        f"p={9**30}",
        "p=last",
        "p=after-1",
        f"p=before-{10**17}",
        "p=after-x",
        "p=after-1",
        f"p=after-{10**17}",
        "p=before-x",
        "p=last",
        "o=99",
        "all=",
        "q=%00",
        "e=1",
    ):
        for name in ("edition", "event"):
            status = client.get(f"/admin/briefings/{name}/?{query}").status_code
            assert status in (200, 302, 400, 404), (name, query)


def test_fingerprint_of_an_edition_is_folded_under_a_plain_word(author, editor, auditor, signed_in):
    edition = make.edition("Ports", by=author, approver=editor)
    page = signed_in(auditor).get(f"/admin/briefings/edition/{edition.pk}/change/").text
    assert "Fingerprint of the text" in page and "SHA" not in page
    assert f"<code>{edition.sha256}</code></details>" in page

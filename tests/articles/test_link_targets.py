"""What the link dialog finds: public briefings, statistics, tables and initiatives, in the language of the text."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.articles.actions import withdraw
from tests import make

URL = "/admin/briefings/article/link-targets/"

pytestmark = pytest.mark.django_db


def found(client, term, language="en"):
    response = client.get(URL, {"q": term, "language": language})
    assert response.status_code == 200
    return [(each["kind"], each["title"], each["url"]) for each in response.json()["results"]]


def test_public_pages_are_found_by_any_words_of_their_names(author, editor, signed_in):
    make.edition("Ports under pressure", by=author, approver=editor, slug="ports")
    make.indicator("Ports in use", slug="ports-in-use", name_es="Puertos en uso")
    make.data_table("Ports by cargo", slug="by-cargo")
    make.initiative("Port scanners", slug="scanners")
    client = signed_in(author)
    assert found(client, "PORT") == [
        ("Article", "Ports under pressure", "/en/briefings/ports/"),
        ("Indicator", "Ports in use", "/en/statistics/ports-in-use/"),
        ("Data table", "Ports by cargo", "/en/tables/by-cargo/"),
        ("Initiative", "Port scanners", "/en/initiatives/scanners/"),
    ]
    assert found(client, "use ports") == [("Indicator", "Ports in use", "/en/statistics/ports-in-use/")]
    assert found(client, "usó", "es") == [("Indicator", "Puertos en uso", "/es/estadisticas/ports-in-use/")]
    assert found(client, "préss unDER") == [("Article", "Ports under pressure", "/en/briefings/ports/")]
    assert found(client, " ") == found(client, "harbour") == []


def test_what_readers_cannot_open_is_not_found(author, editor, signed_in):
    make.article("Ports in a draft", by=author)
    withdraw(make.edition("Ports withdrawn", by=author, approver=editor).article, by=editor, reason="Wrong.")
    for thing in (make.indicator, make.data_table, make.initiative):
        thing("Ports in private", public=False)
    assert found(signed_in(author), "ports") == []


def test_titles_of_briefings_come_from_the_search_index(author, editor, signed_in):
    """Of 20,000 briefings without the word, reading all titles took a third of the page's time."""
    make.edition("Ports", by=author, approver=editor)
    client = signed_in(author)
    with CaptureQueriesContext(connection) as queries:
        assert found(client, "harbour") == []
    assert not [query for query in queries if "briefings_edition" in query["sql"]]


def test_cost_does_not_grow_with_what_is_found(author, editor, signed_in, django_assert_max_num_queries):
    for number in range(7):
        make.indicator(f"Ports {number}")
        make.edition(f"Ports {number}", by=author, approver=editor)
    client = signed_in(author)
    with django_assert_max_num_queries(9):
        assert len(found(client, "ports")) == 10


def test_no_briefing_is_begun_in_a_pop_up_beside_the_related_ones(editor, signed_in):
    page = signed_in(editor).get("/admin/briefings/article/add/").text
    assert 'id="id_related"' in page and "add_id_related" not in page

"""The list of briefings filtered by topic, kind, year and place, with how many each value leaves."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.articles import list_filters
from briefings.search import searching
from briefings.templatetags import briefings as tags
from tests import make
from tests.kinds import RichTextBlock
from tests.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def briefings(module_db):
    """Twenty-five about ports in Guayas, three about prisons, of which one is an explainer of another year."""
    author, editor = member("author"), member("editor")
    ports, prisons = make.topic("Ports", slug="ports", slug_es="puertos"), make.topic("Prisons", slug="prisons")
    ecuador = make.area()
    make.area("EC-G", "Guayas", "province", parent=ecuador)

    def publish(title, topic, text, **fields):
        article = make.article(title, by=author, blocks=[(RichTextBlock, {"html": f"<p>{text}</p>"})], **fields)
        article.topics.add(topic)
        make.edition(article=article, by=author, approver=editor)

    for number in range(25):
        publish(f"Note {number:02}", ports, "In Guayas.")
    for number in range(25, 28):
        publish(f"Note {number:02}", prisons, "Nowhere.", kind="explainer" if number == 27 else "briefing")


def titles(response):
    return re.findall(r"Note \d\d", re.sub(r"(?s)<head>.*</head>", "", response.text))


def offered(response):
    """{label of a value: (how many, address)}"""
    found = re.findall(r'<a rel="nofollow" href="([^"]+)">([^<]+)</a> <span>([^<]+)</span>', response.text)
    return {label: (count, url.replace("&amp;", "&")) for url, label, count in found}


def test_each_value_says_how_many_briefings_it_leaves(briefings, reader):
    values = offered(reader.get("/en/briefings/"))
    year = str(timezone.localdate().year)
    assert values["Ports"] == ("25", "/en/briefings/?topic=ports".removeprefix("/en/briefings/"))
    assert {label: count for label, (count, _url) in values.items()} == {
        "Ports": "25", "Prisons": "3", "Briefing": "27", "Explainer": "1", "Guayas": "25",
    }  # fmt: skip
    assert year not in values, "all are of one year"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?topic=prisons", ["Note 27", "Note 26", "Note 25"]),
        ("?topic=prisons&kind=explainer", ["Note 27"]),
        ("?kind=explainer", ["Note 27"]),
        ("?kind=explainer&place=EC-G", []),
        ("?year=1999", []),
        ("?place=guayas&topic=prisons", []),
    ],
)
def test_filters_limit_the_list(query, found, briefings, reader):
    page = reader.get(f"/en/briefings/{query}")
    assert page.status_code == 200
    assert titles(page) == found
    assert ("No briefing has all of this." in page.text) is not bool(found)


def test_the_pages_of_a_filtered_list_keep_the_filter(briefings, reader):
    first = reader.get("/en/briefings/?topic=ports&place=guayas")
    assert len(titles(first)) == 20
    older = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    assert "topic=ports" in older and "place=guayas" in older
    second = reader.get("/en/briefings/" + older)
    assert titles(first) + titles(second) == [f"Note {number:02}" for number in reversed(range(25))]
    oldest = reader.get("/en/briefings/?topic=ports&oldest")
    assert titles(oldest)[-1] == "Note 00" and len(titles(oldest)) == 20


def test_a_chosen_value_can_be_dropped(briefings, reader):
    page = reader.get("/en/briefings/?topic=ports&kind=briefing")
    assert 'href="?kind=briefing">All, not only Ports<' in page.text


def test_only_the_newest_are_counted(briefings, reader, monkeypatch):
    monkeypatch.setattr(searching, "WINDOW", 10)
    monkeypatch.setattr(list_filters, "WINDOW", 10)
    values = offered(reader.get("/en/briefings/"))
    assert {label: count for label, (count, _url) in values.items()} == {
        "Ports": "7+", "Prisons": "3+", "Briefing": "9+", "Explainer": "1+", "Guayas": "7+",
        str(timezone.localdate().year): "10+",
    }  # fmt: skip


def test_what_all_pages_of_the_list_offer_is_counted_once(briefings, reader):
    first = offered(reader.get("/en/briefings/"))
    with CaptureQueriesContext(connection) as queries:
        assert offered(reader.get("/en/briefings/?oldest")) == first
    assert not [query for query in queries.captured_queries if "searchdocument" in query["sql"]]


def test_what_is_offered_changes_with_what_is_public(briefings, author, editor, reader):
    before = offered(reader.get("/en/briefings/"))
    make.edition("Note 98", by=author, approver=editor)
    assert before["Briefing"][0] == "27" and offered(reader.get("/en/briefings/"))["Briefing"][0] == "28"


def test_slugs_are_those_of_the_language(briefings, reader):
    assert reader.get("/es/informes/?topic=puertos").status_code == 200
    assert "Puertos" not in offered(reader.get("/en/briefings/"))


def test_keys_of_the_api_are_understood_and_its_address_carries_the_choice(briefings, reader):
    by_slug = reader.get("/en/briefings/?topic=ports&place=guayas&kind=briefing")
    assert titles(reader.get("/en/briefings/?topic=ports&place=EC-G&kind=briefing")) == titles(by_slug) != []
    address = re.search(r'href="(/api/v1/briefings[^"]*)"', by_slug.text)[1]
    assert all(name in address for name in ("topic=ports", "place=EC-G", "kind=briefing"))
    found = reader.get("/api/v1/briefings?language=en&topic=ports&place=EC-G&kind=briefing&limit=100").json()
    assert len(found["results"]) == 25


def test_what_is_not_public_yet_is_neither_listed_nor_counted(briefings, author, editor, reader):
    article = make.article("Note 99", by=author)
    article.topics.add(make.topic("Later", slug="later"))
    make.edition(article=article, by=author, approver=editor, publish_at=timezone.now() + datetime.timedelta(days=1))
    assert titles(reader.get("/en/briefings/?topic=later")) == []
    assert "Later" not in offered(reader.get("/en/briefings/"))


@pytest.mark.parametrize(("query", "most"), [("", 5), ("?topic=ports&place=guayas&kind=briefing", 8)])
def test_queries_do_not_grow(query, most, briefings, reader, django_assert_max_num_queries):
    with django_assert_max_num_queries(most):
        reader.get(f"/en/briefings/{query}")


def test_what_a_query_repeats_is_not_kept_in_memory(briefings, reader):
    reader.get("/en/briefings/?kind=briefing")
    kept = tags._kept.cache_info().currsize
    for number in range(5):
        assert titles(reader.get(f"/en/briefings/?kind={'x' * 150}{number}&kind=briefing"))
    assert tags._kept.cache_info().currsize == kept

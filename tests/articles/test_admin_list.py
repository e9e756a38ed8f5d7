"""The list of articles: what it shows, finds and costs."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.text import capfirst

from briefings.articles.actions import article_saved, hold, return_to_author, submit, take_down, withdraw
from briefings.articles.models import Article
from briefings.desk.stages import DisplayStage
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
    assert titles(client, "stage=in_review") == {"Ports"}
    assert titles(client, "language__exact=es") == {"Puertos"}
    assert titles(client, "kind__exact=analysis") == {"Puertos"}
    assert titles(client, f"topics__id__exact={topic.pk}") == {"Prisons"}
    assert titles(client, "q=por") == {"Ports"}
    assert titles(client, "q=andres") == {"Prisons"}
    assert titles(client, "q=Amaya") == {"Ports", "Puertos"}
    assert titles(client, "mine=1") == set()
    assert titles(signed_in(author), "") == {"Ports", "Puertos"}


@pytest.fixture
def of_every_standing(author, editor, other_editor):
    """{what the stage column says: the titles of its articles}."""
    soon = timezone.now() + datetime.timedelta(days=3)
    make.article("Draft", by=author)
    make.edition("Published", by=author, approver=editor)
    make.edition("Scheduled", by=author, approver=editor, publish_at=soon)
    hold(make.edition("Held", by=author, approver=editor, publish_at=soon), by=editor)
    again = make.edition("Next scheduled", by=author, approver=editor).article
    make.edition(article=again, by=author, approver=editor, publish_at=soon)
    for title in ("Touched", "Touched while it waits"):
        edition = make.edition(title, by=author, approver=editor, publish_at=soon if "waits" in title else None)
        article_saved(edition.article, by=author)
    make.approved("Approved", by=author, approver=editor)
    submit(make.article("Submitted", by=author), by=author)
    submit(make.reword(make.edition("Submitted again", by=author, approver=editor).article), by=author)
    returned = make.edition("Returned", by=author, approver=editor).article
    submit(make.reword(returned), by=author)
    return_to_author(returned, by=editor, comment="Say who counted.")
    for title in ("Withdrawn", "Withdrawn and submitted"):
        withdraw(make.edition(title, by=author, approver=editor).article, by=editor, reason="A figure is wrong.")
    submit(make.reword(Article.objects.get(title="Withdrawn and submitted")), by=author)
    for title in ("Taken down", "Withdrawn, then taken down"):
        article = make.edition(title, by=author, approver=editor).article
        if "then" in title:
            withdraw(article, by=editor, reason="A figure is wrong.")
        take_down(article, by=editor, reason="It names a witness.")
    return {
        "draft": {"Draft", "Touched while it waits"},
        "in review": {"Submitted", "Submitted again"},
        "approved": {"Approved"},
        "to be published": {"Scheduled", "Held", "Next scheduled"},
        "published": {"Published"},
        "published, with changes": {"Touched", "Returned"},
        "withdrawn": {"Withdrawn", "Withdrawn and submitted"},
        "taken down": {"Taken down", "Withdrawn, then taken down"},
    }


def test_filter_by_stage_finds_exactly_what_the_column_says(of_every_standing, editor, signed_in):
    client, found = signed_in(editor), {}
    for row in re.findall(r"<tr>.*?</tr>", client.get(LIST).content.decode(), re.DOTALL):
        if title := re.search(r"field-title.*?<a [^>]*>(.*?)</a>", row):
            words = re.search(r"field-stage[^>]*>(.*?)<", row)[1]
            found.setdefault(words[:1].lower() + words[1:], set()).add(title[1].partition("<")[0])
    assert found == of_every_standing
    html = client.get(LIST).content.decode()
    for value, words in DisplayStage.choices:
        assert titles(client, f"stage={value}") == of_every_standing.get(words, set())  # archived: none
        assert re.search(rf'<a href="\?stage={value}">\s*{capfirst(words)}</a>', html)
    assert titles(client, "stage=none") == set().union(*of_every_standing.values())


def test_filter_by_stage_costs_what_the_list_costs(of_every_standing, editor, signed_in):
    client = signed_in(editor)
    client.get(LIST)
    costs = set()
    for value in ("", *DisplayStage.values):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{LIST}?stage={value}")
        assert not [query for query in queries if "COUNT(" in query["sql"].upper()]
        costs.add(len(queries))
    assert len(costs) == 1 and costs.pop() <= 15


@pytest.mark.parametrize(
    "query", ["p=999", "p=-1", "p=x", f"p={9**30}", "o=99", "all=", "q=%00", "e=1", "mine=9", "stage=x"]
)
def test_unreadable_query_is_never_an_error(query, editor, signed_in):
    assert signed_in(editor).get(f"{LIST}?{query}").status_code in (200, 302, 400, 404)

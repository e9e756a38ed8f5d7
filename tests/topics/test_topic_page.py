"""The page of a topic: the figures, briefings, tables, initiatives and impacts of its newest briefings, and files."""

import re

import pytest

from briefings.articles.actions import take_down
from briefings.statistics.models import DataTable
from briefings.topics import known
from tests import make
from tests.kinds import DataTableBlock, ImpactTableBlock, InitiativeTableBlock

pytestmark = pytest.mark.django_db

PAGE = "/en/topics/sea/"


@pytest.fixture
def topic():
    return make.topic("Ports and sea", slug="sea", name_es="Puertos y mar", slug_es="mar")


@pytest.fixture
def blocks():
    """A table with a figure of Ecuador, an initiative and an impact."""
    series = make.series(of=make.indicator("Homicides", slug="homicides"), by=make.source("Ministry"))
    make.recorded(series, {"2022": "4886", "2023": "8237"})
    table = make.data_table("Deaths by year", slug="deaths")
    make.column(table, series)
    make.row(table, "2023")
    initiative, impact = make.initiative("Scanners", slug="scanners"), make.impact("Trust", slug="trust")
    return [
        (DataTableBlock, {"table": table}),
        (InitiativeTableBlock, {"caption": "Initiatives", "selection": [initiative]}),
        (ImpactTableBlock, {"caption": "Impacts", "selection": [impact]}),
    ]


def about(topic, title, author, editor, **fields):
    article = make.article(title, by=author, **fields)
    article.topics.add(topic)
    return make.edition(article=article, by=author, approver=editor)


def test_the_page_shows_what_its_briefings_show_and_where_to_get_it(reader, topic, blocks, author, editor):
    edition = about(topic, "Ports", author, editor, blocks=blocks, slug="ports")
    about(topic, "Ships", author, editor, slug="ships")
    make.edition("Roads", by=author, approver=editor, slug="roads")
    page = reader.get(PAGE).text
    for address in (
        "/en/statistics/homicides/", "/en/briefings/ports/", "/en/briefings/ships/", "/en/tables/deaths/",
        "/en/tables/deaths.csv", "/en/initiatives/scanners/", "/en/impacts/#trust", "/en/topics/sea.atom",
        "/en/briefings/?topic=sea", "/api/v1/briefings?topic=sea&amp;language=en",
    ):  # fmt: skip
        assert f'href="{address}"' in page, address
    assert '<data value="8237">8,237</data>' in page and "All 2 briefings in the list" in page
    assert "/en/briefings/roads/" not in page
    assert re.findall(r'<li><a href="#([a-z-]+)">', page) == re.findall(r'<h2 id="((?!contents)[a-z-]+)">', page)
    take_down(edition.article, by=editor, reason="At a court’s order.")
    page = reader.get(PAGE).text
    assert "/en/tables/deaths/" not in page and "scanners" not in page and "8,237" not in page
    assert "1 briefing in the list" in page


def test_a_topic_without_briefings_says_so_in_each_language(reader, topic):
    assert "No briefing is about this topic yet." in reader.get(PAGE).text
    page = reader.get("/es/temas/mar/").text
    assert "Todavía" in page and 'content="Puertos y mar: ' in page


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_takes_as_many_queries_for_one_briefing_as_for_many(
    reader, topic, blocks, author, editor, number, django_assert_max_num_queries
):
    for each in range(number):
        about(topic, f"Ports {each}", author, editor, blocks=blocks if each == 0 else ())
    reader.get("/en/topics/")
    with django_assert_max_num_queries(12):
        reader.get(PAGE)


def test_the_list_counts_briefings_and_tables_of_each_topic(reader, topic, blocks, author, editor):
    make.topic("Air", slug="air")
    about(topic, "Ports", author, editor, blocks=blocks, slug="ports")
    edition = about(topic, "Ships", author, editor, slug="ships")

    def counts(address="/en/topics/"):
        return re.findall(
            r'<h2><a [^>]*>([^<]*)</a></h2>\s*<p class="entry-meta">([^<]*)</p>', reader.get(address).text
        )

    assert counts() == [("Air", "0 briefings"), ("Ports and sea", "2 briefings · 1 data table")]
    assert counts("/es/temas/")[-1] == ("Puertos y mar", "0 informes")
    take_down(edition.article, by=editor, reason="At a court’s order.")
    DataTable.objects.update(public_since=None)
    assert counts()[1] == ("Ports and sea", "1 briefing")


def test_the_list_says_that_only_the_newest_briefings_are_counted(reader, topic, author, editor, monkeypatch):
    monkeypatch.setattr(known, "WINDOW", 2)
    for number in range(2):
        about(topic, f"Ports {number}", author, editor)
    assert "are counted" not in reader.get("/en/topics/").text
    about(topic, "Ports 3", author, editor)
    page = reader.get("/en/topics/").text
    assert "Only the newest 2 briefings are counted." in page and "2 briefings</p>" in page


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_takes_as_many_queries_for_one_topic_as_for_many(
    reader, blocks, author, editor, number, django_assert_max_num_queries
):
    for each in range(number):
        about(make.topic(f"Topic {each}", slug=f"t{each}"), f"Ports {each}", author, editor, blocks=blocks)
        blocks = ()
    reader.get("/en/statistics/")
    with django_assert_max_num_queries(4):
        reader.get("/en/topics/")


def test_the_api_lists_briefings_by_topic_and_place(reader, topic, author, editor):
    make.area("EC-G", "Guayas", "province")
    about(topic, "Ports of Guayas", author, editor, slug="ports")
    about(topic, "Ships", author, editor, slug="ships")
    make.edition("Roads of Guayas", by=author, approver=editor, slug="roads")

    def slugs(query):
        return [each["slug"] for each in reader.get(f"/api/v1/briefings?{query}").json()["results"]]

    assert slugs("topic=sea") == ["ships", "ports"]
    assert slugs("topic=sea&place=EC-G&language=en") == ["ports"]
    assert slugs("place=EC-G") == ["roads", "ports"]
    assert slugs("topic=sea&language=es") == []
    assert reader.get("/api/v1/briefings?topic=land").status_code == 404
    first = reader.get("/api/v1/briefings?topic=sea&limit=1").json()
    assert "topic=sea" in first["next"]
    assert [
        each["slug"] for each in reader.get(first["next"].partition("testserver")[2] or first["next"]).json()["results"]
    ] == ["ports"]

"""Atom feeds: full texts, whole addresses, ids that stay, nothing that is gone."""

import xml.etree.ElementTree as xml

import pytest

from briefings.articles.actions import article_saved, move, take_down, withdraw
from briefings.articles.models import ArticleByline, Byline
from tests import make
from tests.kinds import RichTextBlock

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://localhost:8000"


@pytest.fixture
def edition(author, editor):
    blocks = [(RichTextBlock, {"html": '<p>Three <a href="/en/about/">ports</a> &amp; more.</p>'})]
    article = make.article("Ports", slug="ports", by=author, blocks=blocks)
    ArticleByline.objects.create(article=article, byline=Byline.objects.create(name="M. Paredes"))
    return make.edition(article=article, by=author, approver=editor)


def feed(reader, address):
    response = reader.get(address)
    assert response.status_code == 200 and response["Content-Type"].startswith("application/atom+xml")
    return xml.fromstring(response.content)


def entries(reader, address):
    return feed(reader, address).findall(f"{ATOM}entry")


def test_feed_has_the_whole_text_with_addresses_that_work_elsewhere(reader, edition):
    (entry,) = entries(reader, "/en/briefings.atom")
    assert entry.find(f"{ATOM}title").text == "Ports"
    assert entry.find(f"{ATOM}link").get("href") == f"{SITE}/en/briefings/ports/1/"
    content = entry.find(f"{ATOM}content").text
    assert "&amp; more." in content and f'href="{SITE}/en/about/"' in content
    assert 'href="/' not in content and 'href="#' not in content


def test_feed_names_itself_and_its_page_and_no_author(reader, edition):
    root = feed(reader, "/en/briefings.atom")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": f"{SITE}/en/briefings.atom", "alternate": f"{SITE}/en/briefings/"}
    assert b"Paredes" not in reader.get("/en/briefings.atom").content
    assert entries(reader, "/es/informes.atom") == []


def test_id_stays_when_the_address_moves(reader, edition, editor):
    before = entries(reader, "/en/briefings.atom")[0].find(f"{ATOM}id").text
    move(edition.article, by=editor, slug="harbours")
    entry = entries(reader, "/en/briefings.atom")[0]
    assert entry.find(f"{ATOM}id").text == before
    assert entry.find(f"{ATOM}link").get("href") == f"{SITE}/en/briefings/harbours/1/"


def test_old_address_of_a_feed_leads_to_the_new_one(reader, edition, editor):
    move(edition.article, by=editor, slug="harbours")
    response = reader.get("/en/briefings/ports.atom")
    assert response.status_code == 301 and response["Location"] == f"{SITE}/en/briefings/harbours.atom"


def test_feed_of_a_briefing_has_its_editions(reader, edition, author, editor):
    RichTextBlock.objects.filter(parent=edition.article).update(html="<p>Four ports.</p>")
    article_saved(edition.article, by=author)
    make.edition(article=edition.article, by=author, approver=editor)
    titles = [entry.find(f"{ATOM}title").text for entry in entries(reader, "/en/briefings/ports.atom")]
    assert titles == ["Ports (edition 2)", "Ports (edition 1)"]


def test_what_was_taken_down_is_in_no_feed(reader, edition, editor):
    take_down(edition.article, by=editor, reason="At a court’s order.")
    assert entries(reader, "/en/briefings.atom") == []
    assert reader.get("/en/briefings/ports.atom").status_code == 410
    assert b"Ports" not in reader.get("/en/corrections.atom").content


def test_feed_says_what_was_withdrawn(reader, edition, editor):
    withdraw(edition.article, by=editor, reason="The source erred.")
    (entry,) = entries(reader, "/en/briefings.atom")
    assert entry.find(f"{ATOM}title").text == "Withdrawn: Ports"
    assert "The source erred." in entry.find(f"{ATOM}content").text
    (entry,) = entries(reader, "/en/corrections.atom")
    assert "The source erred." in entry.find(f"{ATOM}content").text


def test_values_of_an_indicator_are_entries(reader):
    series = make.series(of=make.indicator("Homicides", slug="homicides"))
    make.recorded(series, {"2021": "2495", "2022": "4886"})
    make.revised(series, {"2021": "2500"})
    titles = [entry.find(f"{ATOM}title").text for entry in entries(reader, "/en/statistics/homicides.atom")]
    assert titles == ["Homicides, Ecuador, 2021: 2,500 victims", "Homicides, Ecuador, 2022: 4,886 victims"]
    assert "Recount." in entries(reader, "/en/statistics/homicides.atom")[0].find(f"{ATOM}content").text


def test_topics_and_places_have_feeds(reader, author, editor):
    topic, guayas = make.topic("Ports", slug="ports"), make.area("EC-G", "Guayas", "province", slug="guayas")
    blocks = [(RichTextBlock, {"html": "<p>Three ports in Guayas.</p>"})]
    article = make.article("Harbours", by=author, blocks=blocks)
    article.topics.add(topic)
    make.edition(article=article, by=author, approver=editor)
    make.edition("Prisons", by=author, approver=editor)
    for address in ("/en/topics/ports.atom", f"/en/places/{guayas.slug}.atom"):
        (entry,) = entries(reader, address)
        assert "Three ports" in entry.find(f"{ATOM}content").text
    assert reader.get("/en/topics/nothing.atom").status_code == 404


def test_heads_name_the_feeds(reader, edition):
    page = reader.get("/en/briefings/ports/").content.decode()
    assert 'type="application/atom+xml" title="Ecuador security briefings" href="/en/briefings.atom"' in page
    assert 'href="/en/briefings/ports.atom"' in page


@pytest.mark.parametrize("address", ["/en/briefings.atom", "/en/corrections.atom", "/en/briefings/ports.atom"])
def test_queries_do_not_grow(reader, edition, author, editor, django_assert_max_num_queries, address):
    for number in range(3):
        make.edition(f"More {number}", by=author, approver=editor)
    with django_assert_max_num_queries(8):
        response = reader.get(address)
    assert reader.get(address, HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304


def test_feed_of_an_indicator_says_where_it_ends(reader):
    series = make.series(of=make.indicator("Homicides", slug="homicides"))
    make.recorded(series, {str(year): "1" for year in range(1990, 2020)})
    root = feed(reader, "/en/statistics/homicides.atom")
    assert "newest 20 periods of each series" in root.find(f"{ATOM}subtitle").text
    assert len(root.findall(f"{ATOM}entry")) == 20

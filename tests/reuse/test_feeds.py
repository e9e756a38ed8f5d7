"""Atom feeds: full texts, whole addresses, ids that stay, nothing that is gone."""

import xml.etree.ElementTree as xml
from itertools import pairwise

import pytest

from briefings.articles.actions import article_saved, move, take_down, withdraw
from briefings.articles.models import Article, ArticleByline, Byline
from briefings.reuse import feeds
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
    response = reader.get("/en/briefings/ports.atom?before=2")
    assert response["Location"] == f"{SITE}/en/briefings/harbours.atom?before=2"


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


def test_value_leads_to_its_own_page(reader):
    series = make.series(of=make.indicator("Homicides", slug="homicides"))
    make.recorded(series, {"2022": "4886"})
    (entry,) = entries(reader, "/en/statistics/homicides.atom")
    observation = series.observations.get()
    assert entry.find(f"{ATOM}link").get("href") == f"{SITE}/en/figures/{observation.pk}/"


def test_feeds_keep_their_id_when_the_address_moves(reader, edition, editor):
    before = feed(reader, "/en/briefings/ports.atom").find(f"{ATOM}id").text
    move(edition.article, by=editor, slug="harbours")
    assert feed(reader, "/en/briefings/harbours.atom").find(f"{ATOM}id").text == before
    ids = {feed(reader, address).find(f"{ATOM}id").text for address in ("/en/briefings.atom", "/en/corrections.atom")}
    assert len({*ids, before, feed(reader, "/es/informes.atom").find(f"{ATOM}id").text}) == 4


def pages(reader, address):
    """The pages of a feed from its first on, each {"links": …, "ids": …}; `previous` leads back to each."""
    found = []
    while address:
        root = feed(reader, address.removeprefix(SITE))
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
        assert links["self"] == f"{SITE}{address.removeprefix(SITE)}" and "alternate" in links
        found.append({"links": links, "ids": [entry.find(f"{ATOM}id").text for entry in root.findall(f"{ATOM}entry")]})
        address = links.get("next")
    return found


def check_pages(found, number):
    """All entries once, and `first` on all pages."""
    ids = [each for page in found for each in page["ids"]]
    assert len(ids) == len(set(ids)) == number and len(found) > 1
    assert {page["links"]["first"] for page in found} == {found[0]["links"]["self"]}
    assert all(page["ids"] for page in found)


@pytest.fixture
def many(author, editor):
    """Seven briefings about a topic and a province, of which the newest has two editions."""
    topic = make.topic("Ports", slug="ports")
    make.area("EC-G", "Guayas", "province", slug="guayas")
    for number in range(7):
        article = make.article(f"Harbours {number} of Guayas", slug=f"harbours-{number}", by=author)
        article.topics.add(topic)
        make.edition(article=article, by=author, approver=editor)
    RichTextBlock.objects.filter(parent=article).update(html="<p>Four ports.</p>")
    article.title = "More harbours of Guayas"
    article.save()
    article_saved(article, by=author)
    make.edition(article=article, by=author, approver=editor)


@pytest.mark.parametrize("window", [200, 3])
@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/en/briefings.atom", 7),
        ("/en/topics/ports.atom", 7),
        ("/en/places/guayas.atom", 7),
        ("/en/briefings/harbours-6.atom", 2),
    ],
)
def test_pages_of_a_feed_have_every_entry_once(reader, many, monkeypatch, address, number, window):
    monkeypatch.setattr(feeds, "WINDOW", window)
    monkeypatch.setattr(feeds.Briefings, "per_page", 2 if number > 2 else 1)
    found = pages(reader, address)
    check_pages(found, number)
    if window == 200:
        for page, after in pairwise(found):
            links = pages(reader, after["links"]["previous"])[0]
            assert links["ids"] == page["ids"]


def test_page_of_a_feed_ends_before_it_is_too_large(reader, many, monkeypatch):
    assert len(pages(reader, "/en/briefings.atom")) == 1
    monkeypatch.setattr(feeds, "MOST_TEXT", 1)
    found = pages(reader, "/en/topics/ports.atom")
    assert [len(page["ids"]) for page in found] == 7 * [1]
    check_pages(found, 7)


def test_pages_of_values_have_every_current_value_once(reader, django_assert_max_num_queries):
    series = make.series(of=make.indicator("Homicides", slug="homicides"))
    make.recorded(series, {str(year): "1" for year in range(1920, 2020)})
    make.revised(series, {"1930": "2", "1931": "2"})
    found = pages(reader, "/en/statistics/homicides.atom")
    check_pages(found, 100)
    titles = [entry.find(f"{ATOM}title").text for entry in entries(reader, "/en/statistics/homicides.atom")]
    assert titles[:3] == [f"Homicides, Ecuador, {year}: {value}" for year, value in
                          ((1931, "2 victims"), (1930, "2 victims"), (2019, "1 victims"))]  # fmt: skip
    assert pages(reader, found[1]["links"]["previous"])[0]["ids"] == found[0]["ids"]
    with django_assert_max_num_queries(6):
        reader.get(found[2]["links"]["self"].removeprefix(SITE))


def test_pages_of_corrections_have_every_entry_once(reader, many, editor, monkeypatch):
    for article in Article.objects.all():
        withdraw(article, by=editor, reason="The source erred.")
    monkeypatch.setattr(feeds.Corrections, "per_page", 3)
    check_pages(pages(reader, "/en/corrections.atom"), 7)


@pytest.mark.parametrize("query", ["before=x", "after=1", "before=1-1-1-1", "window=x", "window=1.5"])
def test_cursor_that_no_page_has_is_not_found(reader, many, query):
    assert reader.get(f"/en/topics/ports.atom?{query}").status_code == 404


@pytest.mark.parametrize("query", ["before=1-1", "before=1-9999999-1", "before=01-1-1", "before=1-1-1%0A"])
def test_cursor_of_a_value_that_cannot_be_is_not_found(reader, query):
    make.recorded(make.series(of=make.indicator("Homicides", slug="homicides")), {"2020": "1"})
    assert reader.get(f"/en/statistics/homicides.atom?{query}").status_code == 404

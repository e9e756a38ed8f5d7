"""/sitemap.xml and the files that it names."""

from xml.etree import ElementTree

import pytest
from django.utils import timezone
from django.utils.http import http_date

from briefings.articles.actions import withdraw
from briefings.pages import sitemaps
from tests import make, moments

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def urls(response):
    """[(address, day or None)]"""
    rows = ElementTree.fromstring(response.content).findall("s:url", NAMES)
    return [(row.findtext("s:loc", None, NAMES), row.findtext("s:lastmod", None, NAMES)) for row in rows]


def test_briefings_are_named_with_the_day_of_their_edition(reader, author, editor, settings):
    edition = make.edition("Ports", by=author, approver=editor)
    response = reader.get("/sitemap-briefings-en.xml")
    address = f"{settings.SITE_URL}/en/briefings/{edition.article.workflow.address.slug}/"
    assert urls(response) == [(address, timezone.localtime(edition.publish_at).date().isoformat())]
    assert response["Content-Type"] == "application/xml"
    assert response["Last-Modified"] == http_date(edition.publish_at.timestamp())
    assert urls(reader.get("/sitemap-briefings-es.xml")) == []


def test_things_are_named_in_each_language(reader, settings):
    make.topic("Ports & roads", slug="ports", slug_es="puertos")
    assert urls(reader.get("/sitemap-topic-en.xml")) == [(f"{settings.SITE_URL}/en/topics/ports/", None)]
    assert urls(reader.get("/sitemap-topic-es.xml")) == [(f"{settings.SITE_URL}/es/temas/puertos/", None)]


@pytest.mark.parametrize(
    "path",
    ["/sitemap-nothing-en.xml", "/sitemap-topic-en.xml?p=2", "/sitemap-topic-en.xml?p=x"]
    + [f"/sitemap-topic-en.xml?p={number}" for number in ("0", "01", "%201", "+1", "%D9%A1")],
)
def test_what_is_not_there_is_not_found(reader, path):
    assert reader.get(path).status_code == 404


def test_index_names_files_that_answer(reader):
    make.topic("Ports", slug="ports")
    index = ElementTree.fromstring(reader.get("/sitemap.xml").content)
    names = [place.text for place in index.iter(f"{{{NAMES['s']}}}loc")]
    assert len(names) > 10
    for name in names:
        assert reader.get("/" + name.split("/", 3)[3]).status_code == 200


def test_files_together_name_every_public_briefing_once(reader, author, editor, monkeypatch):
    monkeypatch.setattr(sitemaps.InLanguage, "limit", 2)
    for number in range(5):
        make.edition(f"Briefing {number}", by=author, approver=editor)
    article = make.edition("Withdrawn", by=author, approver=editor).article
    withdraw(article, by=editor, reason="Wrong.")
    make.edition("Later", by=author, approver=editor, publish_at=moments.now() + moments.DAY)
    files = [urls(reader.get(f"/sitemap-briefings-en.xml?p={number}")) for number in (1, 2, 3)]
    names = [address.split("/")[-2] for file in files for address, _day in file]
    assert names == [f"briefing-{number}" for number in range(5)]
    assert reader.get("/sitemap-briefings-en.xml?p=4").status_code == 404

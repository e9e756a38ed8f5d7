"""A crawl of the demonstration: every public page and file in both languages, and what machines read of them."""

import html
import json
import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from benchmarks.crawling import crawl, links_of
from briefings.demo import desk_en, desk_es
from briefings.pages.static_files import STYLESHEET, compact
from tests import valid_html
from tests.test_words import OLD_ENGLISH, OLD_SPANISH

from .formats import JSON_LD, READERS, wrong_csv, wrong_json_ld, wrong_package

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]
MORE = ("/sitemap.xml", "/.well-known/security.txt", "/api/v1/", "/api/v1/openapi.json")
OLD = {"en": re.compile(OLD_ENGLISH, re.IGNORECASE), "es": re.compile(OLD_SPANISH, re.IGNORECASE)}
LOC, HREF = re.compile(rb"<loc>([^<]+)</loc>"), re.compile(rb' href="([^"]+)"')
QUOTED = re.compile(r'"(https?://[^"\\]+|/api/[^"\\]+)"')
SAME_QUESTIONS = 2
ANSWERS, PAGES = 1_500, 500  # at least so many; the tests would pass if they found none
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "form": "action"}
FIRST_VIEW = 14 * 1024  # bytes: what a server sends before it waits for an answer
SAMPLES = (
    "/en/briefings/ecuador-request-for-military-support/",
    "/es/informes/solicitud-de-apoyo-militar-del-ecuador/",
)
SUGGESTIONS = "/static/briefings/suggestions.js"  # the search works without it


@dataclass
class Answer:
    address: str
    status: int
    headers: dict
    body: bytes

    @property
    def type(self):
        return self.headers.get("Content-Type", "").partition(";")[0]


class Page(HTMLParser):
    """What a page says of itself, loads and links to."""

    def __init__(self, text):
        super().__init__()
        self.titles, self.descriptions, self.json_ld = [], [], []
        self.headings, self.ids, self.links, self.loaded, self.faults = [], [], [], [], []
        self.canonical, self.inside = None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" and given.get("href") else []
        self.loaded += [given[LOADED[tag]]] if given.get(LOADED.get(tag)) else []
        self.faults += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        if tag == "link":
            self.note_link(given)
        elif tag == "meta" and given.get("name") == "description":
            self.descriptions.append(given["content"].strip())
        self.inside = "json" if given.get("type") == "application/ld+json" else tag
        if tag == "title" and self.headings:
            self.inside = None  # that of a chart
        elif tag == "style" or (self.inside == "script" and not given.get("src")):
            self.faults.append(f"<{tag}> in the page")
        {"title": self.titles, "json": self.json_ld}.get(self.inside, []).append("")

    def note_link(self, given):
        if given["rel"] == "canonical":
            self.canonical = given["href"]
        elif given["rel"] in ("stylesheet", "icon", "preload", "alternate icon", "apple-touch-icon"):
            self.loaded.append(given["href"])

    def handle_data(self, data):
        if self.inside in ("title", "json"):
            (self.titles if self.inside == "title" else self.json_ld)[-1] += data

    def handle_endtag(self, tag):
        self.inside = None


@pytest.fixture(scope="module")
def site(printed):
    """{address: Answer}, everything that links, sitemaps, feeds and the API lead to."""

    def links(address, response, body):
        kind = response.headers.get("Content-Type", "")
        found = [response.headers["Location"]] if "Location" in response.headers else []
        found += links_of(address, response, body)
        if "xml" in kind:
            found += [
                html.unescape(link.decode()) for link in LOC.findall(body) + re.findall(rb' href="([^"]+)"', body)
            ]
        if address.startswith("/api/") and "openapi" not in address:
            found += QUOTED.findall(body.decode())
        return dict.fromkeys(found)

    answers = {
        address: Answer(address, response.status_code, dict(response.headers), body)
        for address, response, body in crawl(MORE, links=links, same_questions=SAME_QUESTIONS)
    }
    assert len(answers) > ANSWERS
    return answers


@pytest.fixture(scope="module")
def pages(site):
    """{address: Page} of every page that is there."""
    found = {
        address: Page(answer.body.decode())
        for address, answer in site.items()
        if answer.type == "text/html" and answer.status == 200
    }
    assert len(found) > PAGES
    return found


def own_path(address, link):
    """The path and query of a link of this site; None for one that leads elsewhere."""
    url = urlsplit(urldefrag(urljoin(settings.SITE_URL + address, link)).url)
    return (
        url.path + (f"?{url.query}" if url.query else "") if url.netloc == urlsplit(settings.SITE_URL).netloc else None
    )


def test_every_link_leads_to_something_and_nothing_sets_a_cookie(site):
    absent = {address for address in site if "no-such-page" in address}
    wrong = {
        address: answer.status
        for address, answer in site.items()
        if answer.status not in ({404} if address in absent else {200, 301, 302}) or "Set-Cookie" in answer.headers
    }
    assert wrong == {}
    assert [address for address, answer in site.items() if answer.status == 302] == ["/"]


def test_every_fragment_is_on_the_page_that_a_link_leads_to(site, pages):
    wrong = []
    for address, page in pages.items():
        for link in page.links:
            path, fragment = own_path(address, link), urldefrag(link).fragment
            answer = site.get(path)
            if answer and "Location" in answer.headers:
                path = own_path(path, answer.headers["Location"])
            if fragment and path in pages and fragment not in pages[path].ids:
                wrong.append((address, link))
    assert wrong == []


def test_every_file_is_what_its_type_says(site):
    wrong = []
    for address, answer in site.items():
        if answer.status == 200 and answer.type != "text/html":
            try:
                faults = READERS[answer.type](answer.body)
            except Exception as error:  # whatever the reader of a format says of a broken file
                faults = [repr(error)]
            wrong += [(address, fault) for fault in faults]
    assert wrong == []
    assert {answer.type for answer in site.values()} >= READERS.keys() - {"image/jpeg", "image/webp"}


def test_readers_of_formats_refuse_what_is_broken(site):
    """Else the test above could not fail."""
    package = next(answer.body for answer in site.values() if answer.type == "application/zip")
    assert wrong_package(package) == []
    assert wrong_csv(b"a,b\n1\n") and wrong_json_ld('{"@type": "Dataset", "description": "Short"}')
    with pytest.raises(Exception, match=r"."):
        assert wrong_package(package[: len(package) // 2])


def test_every_address_of_a_sitemap_is_there(site):
    listed = [
        own_path("/", match.decode())
        for address, answer in site.items()
        if address.startswith("/sitemap") and answer.type == "application/xml"
        for match in LOC.findall(answer.body)
    ]
    assert len(listed) == len(set(listed))
    assert {address: site[address].status for address in listed} == dict.fromkeys(listed, 200)


def test_pages_describe_themselves_once_and_no_two_alike(pages):
    wrong, titles, descriptions = [], Counter(), Counter()
    for address, page in pages.items():
        for name, texts in (("titles", page.titles), ("descriptions", page.descriptions)):
            if len(texts) != 1 or not texts[0].strip():
                wrong.append((address, name, texts))
        if page.canonical == settings.SITE_URL + address:
            titles[address[1:3], page.titles[0]] += 1
            descriptions[address[1:3], page.descriptions[0]] += 1
    wrong += [text for counted in (titles, descriptions) for text, number in counted.items() if number > 1]
    assert wrong == []


def test_pages_load_nothing_from_elsewhere_and_need_no_script(pages):
    wrong = []
    for address, page in pages.items():
        wrong += [(address, fault) for fault in page.faults]
        wrong += [(address, link) for link in page.loaded if own_path(address, link) is None]
        scripts = [link for link in page.loaded if link.endswith(".js")]
        wrong += [(address, link) for link in scripts if not link.startswith(SUGGESTIONS)]
    assert wrong == []


def test_headings_ids_and_data_for_machines_are_in_order(pages):
    wrong = []
    for address, page in pages.items():
        levels = page.headings
        if levels[:1] != [1] or levels.count(1) > 1 or any(after > before + 1 for before, after in pairwise(levels)):
            wrong.append((address, levels))
        wrong += [(address, name) for name, number in Counter(page.ids).items() if number > 1]
        wrong += [(address, fault) for text in page.json_ld for fault in wrong_json_ld(text)]
    assert wrong == []
    kinds = {json.loads(text)["@type"] for page in pages.values() for text in page.json_ld}
    assert kinds == JSON_LD.keys()


def test_pages_are_valid_html(site, pages):
    assert valid_html.faults({address: site[address].body.decode() for address in pages}) == []


@pytest.mark.parametrize("address", SAMPLES)
def test_first_view_of_the_sample_briefing_is_small(site, pages, reader, address):
    """Page and stylesheet, compressed as browsers get them over HTTPS; the third request is for the icon."""
    page = reader.get(address, headers={"Accept-Encoding": "br"})
    css = brotli.compress(compact(Path(finders.find(STYLESHEET)).read_text()).encode())
    assert page["Content-Encoding"] == "br"
    assert len(page.content) + len(css) <= FIRST_VIEW
    loaded = [link for link in pages[address].loaded if link.startswith("/static/") and "icon" not in link]
    assert loaded == ["/static/briefings/site.css"]
    assert not [link for link in pages[address].loaded if link.startswith("/pictures/")]


def test_readers_see_nothing_that_is_not_public(site):
    texts = [desk_en.SEIZURES, desk_es.PRISONS, desk_en.FIREARMS, desk_es.ARRESTS, desk_en.MONTHS]
    hidden = [words for text in texts for words in (text["title"], text["slug"]) if words]
    hidden += [desk_es.MONTHS_IN_SPANISH["title"], desk_en.FORCED_REASON]
    hidden += [words for _block, words in desk_en.COMMENTS.values()]
    canary = re.compile("|".join(map(re.escape, hidden)))
    seen = [address for address, answer in site.items() if canary.search(answer.body.decode(errors="replace"))]
    assert seen == []


def visible(text):
    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)))


def test_pages_use_the_words_of_the_house(site, pages):
    wrong = []
    for address in pages:
        language, words = address[1:3], visible(site[address].body.decode())
        wrong += [(address, match[0]) for match in OLD[language].finditer(words)]
        if language == "es":
            wrong += [(address, match[0]) for match in re.finditer("[“”].{0,30}", words)]
    assert wrong == []

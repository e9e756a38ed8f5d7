"""Responses of public pages, and when a stored page is rendered again."""

import gzip
from functools import partial
from itertools import count

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from briefings.lib import public_pages
from briefings.lib.public_pages import FRESH, LIFETIME, Page, Store, public_page


@public_page
def page(request):
    return HttpResponse("words")


@public_page
def preview(request):
    response = HttpResponse("words")
    response["Cache-Control"] = "no-store"
    return response


@public_page
def moved(request):
    return HttpResponse(status=301, headers={"Location": "/"})


def test_get_may_be_cached_and_has_an_etag():
    response = page(RequestFactory().get("/"))
    assert response["Cache-Control"] == FRESH
    assert response["ETag"].startswith('W/"')


def test_head_has_the_same_etag_as_get():
    assert page(RequestFactory().head("/"))["ETag"] == page(RequestFactory().get("/"))["ETag"]


@pytest.mark.parametrize("match", ["*", 'W/"other", {etag}', "{etag}"])
def test_unchanged_page_is_304(match):
    etag = page(RequestFactory().get("/"))["ETag"]
    again = page(RequestFactory().get("/", headers={"If-None-Match": match.format(etag=etag)}))
    assert again.status_code == 304
    assert again["ETag"] == etag


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
def test_other_methods_are_refused(method):
    response = getattr(RequestFactory(), method)("/")
    response = page(response)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_view_with_its_own_cache_control_keeps_it():
    response = preview(RequestFactory().get("/"))
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


def test_redirect_is_unchanged():
    assert "ETag" not in moved(RequestFactory().get("/"))


@public_page
def long_page(request):
    return HttpResponse("words " * 1000)


@pytest.mark.parametrize(
    ("accepted", "encoding", "read"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
    ],
)
@pytest.mark.parametrize("time", ["first", "second"])
def test_long_page_has_the_best_accepted_encoding(accepted, encoding, read, time):
    for _visit in range(1 if time == "first" else 2):
        response = long_page(RequestFactory().get("/", headers={"Accept-Encoding": accepted}))
    assert response["Content-Encoding"] == encoding
    assert read(response.content) == b"words " * 1000
    assert response["Vary"] == "Accept-Encoding"
    assert response["Content-Length"] == str(len(response.content))


@pytest.mark.parametrize("accepted", ["", "identity", "gzip; q=0, br;level=1;q=0.0000", "x" * 5000, "gzipped"])
def test_page_is_not_compressed_without_an_accepted_encoding(accepted):
    response = long_page(RequestFactory().get("/", headers={"Accept-Encoding": accepted}))
    assert "Content-Encoding" not in response and response.content == b"words " * 1000


def test_short_page_is_not_compressed():
    assert "Content-Encoding" not in page(RequestFactory().get("/", headers={"Accept-Encoding": "br"}))


def test_every_encoding_has_the_same_etag_and_answers_304():
    etag = long_page(RequestFactory().get("/"))["ETag"]
    headers = {"Accept-Encoding": "br", "If-None-Match": etag}
    assert long_page(RequestFactory().get("/", headers=headers)).status_code == 304


def indented(request):
    return HttpResponse("<p>\n    A\n\n  <b>b</b> c</p>", content_type=request.GET["type"])


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [("text/html; charset=utf-8", b"<p>\nA\n<b>b</b> c</p>"), ("text/csv", b"<p>\n    A\n\n  <b>b</b> c</p>")],
)
def test_pages_are_sent_without_the_indentation_of_their_templates(kind, wanted):
    assert public_page(indented, query=("type",))(RequestFactory().get("/", {"type": kind})).content == wanted


class Site:
    """A site whose page shows how often it was rendered; state and clock are attributes."""

    def __init__(self):
        self.state, self.now, self.times = "first", 1000.0, count(1)
        self.view = public_page(self._page, state=lambda: self.state, query=("sort", "page"))

    def _page(self, request):
        return HttpResponse(f"{next(self.times)} {request.GET.urlencode()} " + "words " * 500)

    def get(self, path="/", **headers):
        return self.view(RequestFactory().get(path, headers=headers))

    def made(self, path="/"):
        """How often the page had been rendered before this response."""
        return int(self.get(path).content.split()[0])


@pytest.fixture
def site(monkeypatch):
    site = Site()
    monkeypatch.setattr(public_pages, "clock", lambda: site.now)
    return site


def test_stored_page_equals_the_page(site):
    first, again = site.get(), site.get()
    assert first.content == again.content
    assert dict(first.items()) == dict(again.items())


def test_page_is_rendered_again_for_another_state(site):
    assert [site.made(), site.made()] == [1, 1]
    site.state = "second"
    assert [site.made(), site.made()] == [2, 2]


def test_page_is_rendered_again_after_a_minute(site):
    site.made()
    site.now += LIFETIME - 0.1
    assert site.made() == 1
    site.now += 0.1
    assert site.made() == 2


def test_page_is_not_served_when_the_state_changed_while_rendering(site):
    def changing(request):
        response = HttpResponse(f"as of the {site.state} state")
        site.state = "second"
        return response

    site.view = public_page(changing, state=lambda: site.state)
    assert site.get().content == b"as of the first state"
    assert site.get().content == b"as of the second state"


def test_known_parameters_have_separate_pages(site):
    assert [site.made(path) for path in ("/", "/?sort=a", "/?sort=b", "/?sort=a&page=2", "/x/?sort=a")] == [
        1,
        2,
        3,
        4,
        5,
    ]
    assert [site.made(path) for path in ("/", "/?sort=a", "/?sort=b", "/?sort=a&page=2", "/x/?sort=a")] == [
        1,
        2,
        3,
        4,
        5,
    ]


@pytest.mark.parametrize("query", ["?utm_source=x", "?utm_source=" + "x" * 500, "?other", "?%00=%00", "?Sort=a"])
def test_unknown_parameters_neither_change_nor_store_a_page(site, stored_pages, query):
    poisoned = site.get("/" + query).content  # first, so that it is the page that is stored
    assert poisoned.startswith(b"1  words ")  # the page shows its parameters between the number and the words
    assert site.get().content == poisoned
    assert len(stored_pages) == 1
    assert site.get("/?sort=a").content.split()[:2] == [b"2", b"sort=a"]
    assert site.get("/?sort=a&" + query[1:]).content.split()[:2] == [b"2", b"sort=a"]
    assert len(stored_pages) == 2


@pytest.mark.parametrize(
    "query",
    [
        "?sort=a&page=2",
        "?page=2&sort=a",
        "?sort=b&page=3&page=2&sort=a",
        "?oldest=&last=&sort=a&page=2",
        "?page=2&sort=a&sort=&sort=a",
    ],
)
def test_the_same_parameters_are_one_page_however_they_are_written(site, stored_pages, query):
    assert site.get("/" + query).content.split()[:2] == [b"1", b"sort=a&page=2"]
    assert site.made("/?sort=a&page=2") == 1
    assert len(stored_pages) == 1


@pytest.mark.parametrize("name", ["last", "oldest", "briefings-oldest"])
def test_the_value_of_a_flag_neither_changes_nor_stores_a_page(name, stored_pages):
    site = Site()
    site.view = public_page(site._page, state=lambda: site.state, query=("sort", name))
    assert [site.made(f"/?{name}{value}") for value in ("", "=", "=1", "=junk", "=a&" + name)] == [1, 1, 1, 1, 1]
    assert site.made("/") == 2


@pytest.mark.parametrize("query", ["?sort=", "?page=", "?sort&page", "?sort=a&sort=", "?page=1", "?page=3&page=1"])
def test_an_empty_parameter_is_none_and_a_first_page_has_no_number(site, query):
    """A form sends those of its fields that a reader left empty."""
    assert [site.made("/"), site.made("/" + query)] == [1, 1]


@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
def test_stored_page_answers_304_without_a_body(site, accepted):
    etag = site.get()["ETag"]
    again = site.get(**{"If-None-Match": etag, "Accept-Encoding": accepted})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Cache-Control"] == FRESH and again["Vary"] == "Accept-Encoding"


def test_stored_page_is_compressed_once_per_encoding(site, monkeypatch):
    compressed = []

    def compress(name, content):
        compressed.append(name)
        return content[:10]

    monkeypatch.setattr(public_pages, "ENCODINGS", {name: partial(compress, name) for name in ("br", "gzip")})
    for accepted in ("br", "gzip", "br", "gzip, br", "gzip", ""):
        site.get(**{"Accept-Encoding": accepted})
    assert sorted(compressed) == ["br", "gzip"]


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("words", status=404),
        HttpResponse(status=301, headers={"Location": "/"}),
        HttpResponse("words", headers={"Cache-Control": "no-store"}),
        StreamingHttpResponse(["words"]),
    ],
)
def test_other_responses_are_not_stored(stored_pages, response):
    view = public_page(lambda request: response, state=lambda: "first")
    assert view(RequestFactory().get("/")) is response
    assert len(stored_pages) == 0


def test_page_without_state_is_not_stored(stored_pages):
    long_page(RequestFactory().get("/"))
    assert len(stored_pages) == 0


def test_head_and_get_share_a_stored_page(site, stored_pages):
    etag = site.get()["ETag"]
    assert site.view(RequestFactory().head("/"))["ETag"] == etag
    assert len(stored_pages) == 1


def test_store_is_bounded_and_keeps_the_most_recently_used():
    store = Store(max_bytes=1000)
    for name in "abc":
        store.put(name, "state", Page(HttpResponse("x" * 300)), at=0)
    assert store.get("a", "state", at=1)
    store.put("d", "state", Page(HttpResponse("x" * 300)), at=0)
    assert [bool(store.get(name, "state", at=1)) for name in "abcd"] == [True, False, True, True]
    store.put("d", "state", Page(HttpResponse("x" * 200)), at=0)
    assert len(store) == 3
    store.put("e", "state", Page(HttpResponse("x" * 1001)), at=0)
    assert len(store) == 3, "no page makes room for itself alone"


def test_pages_with_a_query_string_take_no_room_from_the_others(site, monkeypatch):
    monkeypatch.setattr(public_pages, "store", Store(10_000, 10_000))
    assert site.made() == 1
    for number in range(100):
        site.get(f"/?page={number}")
    assert len(public_pages.store) <= 1 + 10_000 // 3_000
    assert site.made() == 1

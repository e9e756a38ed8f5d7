"""Large files in the store of public pages: kept compressed, and never in the place of all other pages."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from briefings.lib import public_pages
from briefings.lib.public_pages import Page, Shelf, Stored, public_page

CONTENT = b"one line of a file\n" * 100_000


@pytest.fixture
def page():
    return Page(HttpResponse(CONTENT, content_type="text/plain"))


def asked(page, accepted="", **headers):
    return page.answer(RequestFactory().get("/", headers={"Accept-Encoding": accepted, **headers}))


def test_large_file_is_kept_compressed(page):
    assert len(page.content) < len(CONTENT) / 50


@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br", "br;q=0.5, gzip"])
def test_browser_that_reads_gzip_gets_what_is_kept(page, accepted):
    response = asked(page, accepted)
    assert response["Content-Encoding"] == "gzip" and int(response["Content-Length"]) == len(response.content)
    assert gzip.decompress(response.content) == CONTENT
    assert "Accept-Encoding" in response["Vary"]


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0"])
def test_other_browsers_get_it_as_it_is(page, accepted):
    response = asked(page, accepted)
    assert "Content-Encoding" not in response and response.content == CONTENT
    assert int(response["Content-Length"]) == len(CONTENT)


def test_unchanged_large_file_is_304(page):
    assert asked(page, "gzip", **{"If-None-Match": page.etag}).status_code == 304


def test_page_that_needs_much_of_a_shelf_leaves_the_others_where_they_are():
    shelf = Shelf(max_bytes=1000)
    for name, size in (("small", 100), ("third", 333), ("large", 334)):
        shelf.put(name, Stored("state", 0, Page(HttpResponse(b"x" * size, content_type="text/plain"))))
    assert list(shelf.pages) == ["small", "third"] and shelf.bytes == 433


def test_page_that_has_grown_too_large_is_not_kept_as_it_was():
    shelf = Shelf(max_bytes=1000)
    for size in (100, 900):
        shelf.put("page", Stored("state", 0, Page(HttpResponse(b"x" * size, content_type="text/plain"))))
    assert not shelf.pages and shelf.bytes == 0


def test_large_file_is_made_once(monkeypatch):
    monkeypatch.setattr(public_pages, "store", public_pages.Store())
    made = []

    def view(request):
        made.append(request)
        return HttpResponse(CONTENT, content_type="text/plain")

    file = public_page(view, state=lambda: "state", query=["area"])
    answers = [file(RequestFactory().get("/file?area=all")) for _time in range(3)]
    assert len(made) == 1 and {answer.content for answer in answers} == {CONTENT}

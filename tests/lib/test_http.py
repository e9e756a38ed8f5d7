"""How public pages are answered."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from briefings.lib.http import FRESH, public_page


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
def test_what_the_reader_has_is_not_sent_twice(match):
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


def test_page_with_its_own_policy_keeps_it():
    response = preview(RequestFactory().get("/"))
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response


def test_redirect_is_left_alone():
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
def test_a_long_page_comes_in_the_smallest_form_that_is_taken(accepted, encoding, read, time):
    for _visit in range(1 if time == "first" else 2):
        response = long_page(RequestFactory().get("/", headers={"Accept-Encoding": accepted}))
    assert response["Content-Encoding"] == encoding
    assert read(response.content) == b"words " * 1000
    assert response["Vary"] == "Accept-Encoding"
    assert response["Content-Length"] == str(len(response.content))


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0, br;q=0.0", "x" * 5000, "gzipped"])
def test_a_page_stays_plain_for_those_who_take_nothing_else(accepted):
    response = long_page(RequestFactory().get("/", headers={"Accept-Encoding": accepted}))
    assert "Content-Encoding" not in response and response.content == b"words " * 1000


def test_a_short_page_is_not_compressed():
    assert "Content-Encoding" not in page(RequestFactory().get("/", headers={"Accept-Encoding": "br"}))


def test_every_form_of_a_page_has_the_same_etag_and_is_not_sent_twice():
    etag = long_page(RequestFactory().get("/"))["ETag"]
    headers = {"Accept-Encoding": "br", "If-None-Match": etag}
    assert long_page(RequestFactory().get("/", headers=headers)).status_code == 304

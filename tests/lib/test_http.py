"""How public pages are answered."""

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

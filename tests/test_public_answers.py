"""Rules for every public address: no cookies, sessions or transactions, one security policy, a language."""

import copy
import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import member
from tests.public_walk import addresses
from tests.world import published_things

SCRIPTS = ['<script src="/static/briefings/suggestions.js" defer>']  # the field works without it
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def stored_world(module_db):
    return published_things(SimpleNamespace(author=member("author"), editor=member("editor")))


@pytest.fixture
def world(stored_world, db):
    return copy.deepcopy(stored_world)


@pytest.fixture(scope="module")
def pages(stored_world):
    """The HTML of every public page, by its path."""
    responses = {path: Client().get(path) for path, _is_there in addresses(stored_world)}
    return {
        path: response.content.decode()
        for path, response in responses.items()
        if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
    }


@pytest.fixture(params=["anonymous", "signed in"])
def visitor(request, reader, signed_in, editor):
    return reader if request.param == "anonymous" else signed_in(editor)


@pytest.mark.slow
def test_no_cookie_no_session_no_transaction(world, visitor):
    assert connection.features.supports_json_field  # Django asks SQLite once per process, in a savepoint
    for path, _is_there in addresses(world):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = visitor.get(path)
        assert "Set-Cookie" not in response.headers and not response.cookies, path
        assert "cookie" not in response.get("Vary", "").casefold(), path
        for query in queries:
            sql = query["sql"].casefold()
            assert "session" not in sql, path
            assert "briefings_user" not in sql or "briefings_sharelink" in sql, (
                path
            )  # whether the account of the link's maker is active
            assert not re.match(r"begin|savepoint|commit", sql), path


@pytest.mark.slow
def test_constant_policy(world, visitor):
    policies = {visitor.get(path).headers["Content-Security-Policy"] for path, _is_there in addresses(world)}
    assert policies == {
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }


def test_pages_have_no_inline_style_or_script_and_no_foreign_requests(pages):
    for path, html in pages.items():
        assert not re.search(r"<[^>]+\s(style|on\w+)=", html), path
        data_block = '<script type="application/ld+json">'  # no browser executes it
        scripts = [script for script in re.findall(r"<script[^>]*>", html) if script != data_block]
        assert scripts == (SCRIPTS if re.match("/en/search/|/es/buscar/", path) else []), path
        assert "<style" not in html, path
        assert not re.search(r'<(img|link|source|iframe)[^>]+(src|href)="(https?:)?//(?!localhost)', html), path


def test_pages_have_a_language_and_one_h1(pages):
    for path, html in pages.items():
        assert f'<html lang="{path[1:3]}"' in html, path
        assert html.count("<h1") == 1, path
        assert "<title>" in html and 'name="description"' in html, path


def test_ids_are_unique(pages):
    for path, html in pages.items():
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), (path, [duplicate for duplicate in ids if ids.count(duplicate) > 1])


def test_pages_answer_304_to_their_etag(pages, world, reader):
    for path in pages:
        first = reader.get(path)
        if "no-store" in first.headers["Cache-Control"]:
            continue
        again = reader.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304 and "Content-Length" not in again.headers, path
        assert first.headers["Content-Length"] == str(len(first.content)), path


@pytest.mark.parametrize("address", ["/nowhere/", "/en/briefings/nothing/", "/es/"])
def test_query_with_thousands_of_fields_causes_no_server_error(reader, address):
    query = "&".join(f"a{number}=1" for number in range(6000))
    assert reader.get(f"{address}?{query}").status_code in (200, 400, 404)

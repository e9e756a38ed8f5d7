"""What every public page shares: caching, languages, errors, and nothing of the staff's."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from briefings.pages.views import not_found
from tests import make
from tests.people import person

PAGES = ["/en/", "/es/", "/en/about/", "/es/acerca-de/"]


@pytest.mark.parametrize("address", PAGES)
def test_page_may_be_cached_for_a_moment_by_everybody(db, reader, address):
    response = reader.get(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30, stale-if-error=86400"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("address", PAGES)
def test_reader_who_has_the_page_gets_304(db, reader, address):
    etag = reader.get(address)["ETag"]
    again = reader.get(address, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert not again.content
    assert again["Cache-Control"].startswith("public")


def test_page_that_changed_is_sent_again(db, reader):
    etag = reader.get("/es/")["ETag"]
    assert reader.get("/en/", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_page_takes_no_post(db, reader, address):
    assert reader.post(address).status_code == 405


def test_page_names_its_twin_in_the_other_language(db, reader, settings):
    html = reader.get("/en/about/").content.decode()
    assert '<html lang="en">' in html
    assert f'<link rel="alternate" hreflang="es" href="{settings.SITE_URL}/es/acerca-de/">' in html
    assert '<a href="/es/acerca-de/" lang="es" hreflang="es">Español</a>' in html
    assert f'<link rel="canonical" href="{settings.SITE_URL}/en/about/">' in html


@pytest.mark.parametrize("language", ["en", "es"])
def test_address_without_a_page_leads_to_the_other_language_home(db, reader, language):
    response = reader.get(f"/{language}/nothing-here/")
    html = response.content.decode()
    other = "en" if language == "es" else "es"
    assert response.status_code == 404
    assert response["Cache-Control"] == "public, max-age=10"
    assert f'<html lang="{language}">' in html
    assert f'<a href="/{other}/"' in html
    assert 'rel="canonical"' not in html
    assert not response.cookies


def _steady(response):
    """The page without what is new in each answer."""
    html = response.content.decode()
    return re.sub(r'(nonce=|name="csrfmiddlewaretoken" value=)"[^"]*"', "", html)


@pytest.mark.parametrize("who", ["other_author", "administrator"])
def test_missing_page_of_the_administration_is_in_its_frame_and_tells_nothing(who, request, signed_in, author, editor):
    client = signed_in(request.getfixturevalue(who))
    drafts = make.article("Zunzuncito", by=author), make.edition("Zunzuncito lands", by=author, approver=editor).article
    missing = client.get("/admin/nothing/here/")
    html = _steady(missing)
    assert missing.status_code == 404
    assert "no-store" in missing["Cache-Control"]
    assert "script-src 'self'" in missing["Content-Security-Policy"].split("; ")  # in no order of its own
    assert 'id="site-name"' in html and "masthead" not in html and 'href="/admin/">Back to the desk</a>' in html
    assert f"/admin/roles/{request.getfixturevalue(who).pk}/" in html
    for page in ("acts/publish", "acts/nonsense", "preview", "versions"):
        for number in (drafts[0].pk, drafts[1].pk, 999999):
            answer = client.get(f"/admin/briefings/article/{number}/{page}/")
            assert (answer.status_code, _steady(answer)) == (404, html), (page, number)


def test_missing_page_of_the_administration_is_a_way_to_sign_in_for_all_others(db, reader):
    answer = reader.get("/admin/nothing/here/")
    assert (answer.status_code, answer.url) == (302, "/admin/login/?next=/admin/nothing/here/")


def test_frame_of_the_administration_is_for_those_inside(db):
    for user in (AnonymousUser(), person("stranger")):
        request = RequestFactory().get("/admin/nothing/")
        request.user, request.resolver_match = user, None
        html = not_found(request).content.decode()
        assert "There is no page at this address" in html and "site-name" not in html and "/admin/roles/" not in html


@pytest.mark.parametrize(
    "address",
    ["/en/%00/", "/en/about/%00", "/en/%ff%fe/", "/es/%ed%a0%80/", "/en/" + "a" * 5000 + "/", "/en/about/?page=%00"],
)
def test_strange_addresses_are_no_server_error(db, reader, address):
    assert reader.get(address).status_code in (200, 301, 404)


def test_failure_is_told_without_database_or_request(reader):
    from briefings.pages.views import server_error

    response = server_error(None)
    assert response.status_code == 500
    assert "Algo ha fallado" in response.content.decode()


def test_bare_address_asks_the_browser_for_its_language(reader):
    response = reader.get("/", headers={"Accept-Language": "es-EC,es;q=0.9"})
    assert response["Location"] == "/es/"
    assert "Accept-Language" in response["Vary"]

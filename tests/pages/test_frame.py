"""What all public pages share: caching, languages and error pages."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from briefings.pages.views import not_found
from tests import make
from tests.people import person

PAGES = ["/en/", "/es/", "/en/about/", "/es/acerca-de/"]


@pytest.mark.parametrize("address", PAGES)
def test_public_page_may_be_cached_shortly(db, reader, address):
    response = reader.get(address)
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30, stale-if-error=3600"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("address", PAGES)
def test_unchanged_page_is_304(db, reader, address):
    etag = reader.get(address)["ETag"]
    again = reader.get(address, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert not again.content
    assert again["Cache-Control"].startswith("public")


def test_changed_page_is_sent_again(db, reader):
    etag = reader.get("/es/")["ETag"]
    assert reader.get("/en/", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_public_page_refuses_post(db, reader, address):
    assert reader.post(address).status_code == 405


def test_page_links_to_the_other_language(db, reader, settings):
    html = reader.get("/en/about/").content.decode()
    assert '<html lang="en">' in html
    assert f'<link rel="alternate" hreflang="es" href="{settings.SITE_URL}/es/acerca-de/">' in html
    assert '<a href="/es/acerca-de/" lang="es" hreflang="es">Español</a>' in html
    assert f'<link rel="canonical" href="{settings.SITE_URL}/en/about/">' in html


def test_language_link_keeps_the_day_and_the_selection(db, reader, settings):
    indicator = make.indicator("Homicides")
    make.recorded(make.series(of=indicator), {"2023": "8237"})
    html = reader.get(f"{indicator.url_in('en')}?as_of=2025-01-31&frequency=A&sort=-value").content.decode()
    assert f'<a href="{indicator.url_in("es")}?as_of=2025-01-31&amp;frequency=A" lang="es"' in html
    assert f'hreflang="es" href="{settings.SITE_URL}{indicator.url_in("es")}">' in html  # no day in the head


@pytest.mark.parametrize("language", ["en", "es"])
def test_404_links_to_the_home_page_in_the_other_language(db, reader, language):
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
    """The HTML without nonces and CSRF tokens."""
    html = response.content.decode()
    return re.sub(r'(nonce=|name="csrfmiddlewaretoken" value=)"[^"]*"', "", html)


@pytest.mark.parametrize("who", ["other_author", "administrator"])
def test_missing_admin_page_looks_like_the_admin_and_reveals_nothing(who, request, signed_in, author, editor):
    client = signed_in(request.getfixturevalue(who))
    drafts = make.article("Zunzuncito", by=author), make.edition("Zunzuncito lands", by=author, approver=editor).article
    missing = client.get("/admin/nothing/here/")
    html = _steady(missing)
    assert missing.status_code == 404
    assert "no-store" in missing["Cache-Control"]
    assert "script-src 'self'" in missing["Content-Security-Policy"].split("; ")
    assert 'id="site-name"' in html and "masthead" not in html and 'href="/admin/">Back to the desk</a>' in html
    assert f"/admin/roles/{request.getfixturevalue(who).pk}/" in html
    for page in ("acts/publish", "acts/nonsense", "preview", "versions"):
        for number in (drafts[0].pk, drafts[1].pk, 999999):
            answer = client.get(f"/admin/briefings/article/{number}/{page}/")
            assert (answer.status_code, _steady(answer)) == (404, html), (page, number)


def test_missing_admin_page_offers_sign_in_to_others(db, reader):
    answer = reader.get("/admin/nothing/here/")
    assert (answer.status_code, answer.url) == (302, "/admin/login/?next=/admin/nothing/here/")


def test_admin_frame_is_for_staff_only(db):
    for user in (AnonymousUser(), person("stranger")):
        request = RequestFactory().get("/admin/nothing/")
        request.user, request.resolver_match = user, None
        html = not_found(request).content.decode()
        assert "There is no page at this address" in html and "site-name" not in html and "/admin/roles/" not in html


@pytest.mark.parametrize(
    "address",
    ["/en/%00/", "/en/about/%00", "/en/%ff%fe/", "/es/%ed%a0%80/", "/en/" + "a" * 5000 + "/", "/en/about/?page=%00"],
)
def test_strange_addresses_cause_no_server_error(db, reader, address):
    assert reader.get(address).status_code in (200, 301, 404)


def test_500_page_needs_no_database_and_no_request(reader):
    from briefings.upkeep.outage import server_error

    response = server_error(None)
    assert response.status_code == 500
    assert "Algo ha fallado" in response.content.decode()


def test_root_redirects_to_the_language_of_the_browser(reader):
    response = reader.get("/", headers={"Accept-Language": "es-EC,es;q=0.9"})
    assert response["Location"] == "/es/"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.django_db
def test_print_names_the_address_with_what_the_page_depends_on(reader):
    page = reader.get("/en/search/?q=homicide&nothing=1").text
    assert 'class="print-foot">http://localhost:8000/en/search/?q=homicide · <time datetime=' in page

"""Security headers of every kind of answer, scored as MDN's HTTP Observatory scores a site.

Source of the points: https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring (of 2025). Tests that look
at more than one answer (redirection from HTTP, cross-origin sharing) are stated here as rules on the single answer.
"""

import copy
import re
from types import SimpleNamespace

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.people import PASSWORD, member
from tests.public_walk import addresses
from tests.world import published_things

SIX_MONTHS = 15768000  # seconds
PRODUCTION = {
    "SECURE_HSTS_SECONDS": 31536000,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "STAFF_NEED_SECOND_FACTOR": False,
}


class OverHttps(Client):
    def request(self, **environ):
        return super().request(**environ | {"wsgi.url_scheme": "https", "SERVER_PORT": "443"})


@pytest.fixture(scope="module")
def stored_world(module_db):
    return published_things(SimpleNamespace(author=member("author"), editor=member("editor")))


@pytest.fixture
def world(stored_world, db):
    return copy.deepcopy(stored_world)


@pytest.fixture
def https(db):
    """An HTTPS client of a site with the settings of production; it checks forms as browsers meet it."""
    with override_settings(**PRODUCTION):
        yield OverHttps(enforce_csrf_checks=True, raise_request_exception=False)


def directives(policy):
    return {name: set(values) for name, *values in (part.split() for part in policy.split(";"))}


def points_for_policy(policy):
    sources = directives(policy)
    scripts = sources.get("script-src", sources["default-src"])
    styles = sources.get("style-src", sources["default-src"])
    unsafe = {"'unsafe-inline'", "'unsafe-eval'", "data:", "https:", "http:", "*"}
    if (scripts | styles | sources.get("object-src", sources["default-src"])) & unsafe:
        return -20
    return 10 if sources["default-src"] == {"'none'"} else 5


def points_for_cookies(cookies):
    if not cookies:
        return 0
    for cookie in cookies.values():
        is_session = re.search("sess|login|auth", cookie.key)
        if not cookie["secure"] or not cookie["samesite"] or (is_session and not cookie["httponly"]):
            return -20
    return 5


def points_for_scripts(response):
    """Scripts of other origins would need an integrity hash; the site has none."""
    html = "" if response.streaming else response.content.decode(errors="replace")
    return -50 if re.search(r"<script[^>]+src=[\"']?(https?:)?//", html) else 0


OPEN = re.compile(r"^/api/v1/|\.(csv|xlsx|json|zip|svg|png|bib|ris|atom)(\?|$)")


def observatory(response) -> int:
    """The score of a site that answers like this."""
    headers = response.headers
    max_age = re.match(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    private = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
    return 100 + sum(
        (
            points_for_policy(headers["Content-Security-Policy"]),
            points_for_cookies(response.cookies),
            points_for_scripts(response),
            0 if max_age and int(max_age[1]) >= SIX_MONTHS else -20,
            5 if headers.get("Referrer-Policy") in private else 0,
            0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
            5 if "frame-ancestors" in headers["Content-Security-Policy"] else -20,
            10 if headers.get("Cross-Origin-Resource-Policy") in ("same-origin", "same-site") else 0,
            -50 if headers.get("Access-Control-Allow-Origin") else 0,
        )
    )


@pytest.mark.slow
def test_every_public_address_scores_130(world, https):
    """Files of data and the API are open to scripts of every site on purpose, for which the score takes 60."""
    statuses = set()
    for path, _is_there in addresses(world):
        response = https.get(path)
        statuses.add(response.status_code)
        assert observatory(response) == (70 if response.headers.get("Access-Control-Allow-Origin") else 130), path
        assert OPEN.search(path) or not response.headers.get("Access-Control-Allow-Origin"), path
    assert {200, 302, 404} <= statuses


def test_errors_score_130(world, https, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError("on purpose")

    assert observatory(https.post("/en/")) == 130
    monkeypatch.setattr("briefings.pages.home._newest_editions", fails)
    failed = https.get("/en/")
    assert failed.status_code == 500
    assert observatory(failed) == 130


def test_static_files_score_130(db, tmp_path):
    (tmp_path / "site.css").write_text("p {}")
    with override_settings(**PRODUCTION, STATIC_ROOT=str(tmp_path), WHITENOISE_USE_FINDERS=False):
        response = OverHttps().get("/static/site.css")
    assert response.status_code == 200
    assert observatory(response) == 130


def test_answers_with_cookies_score_135(https, editor):
    sign_in = https.get(reverse("account_login"))
    assert sign_in.cookies
    assert observatory(sign_in) == 135
    form = {"login": editor.username, "password": PASSWORD, "csrfmiddlewaretoken": sign_in.context["csrf_token"]}
    signed_in = https.post(reverse("account_login"), form, headers={"referer": "https://testserver/admin/"})
    assert "sessionid" in signed_in.cookies
    assert observatory(signed_in) == 135


def test_desk_scores_130_and_sends_no_referrer_to_other_sites(https, editor):
    https.force_login(editor)
    desk = https.get("/admin/")
    assert desk.status_code == 200
    assert observatory(desk) - points_for_cookies(desk.cookies) == 130
    assert desk["Referrer-Policy"] == "same-origin"


def test_features_that_no_page_uses_are_off(https):
    for path in ("/en/", "/admin/login/", "/nowhere"):
        assert "camera=(), " in https.get(path)["Permissions-Policy"]


@pytest.mark.slow
def test_public_pages_send_no_referrer(world, https):
    assert {https.get(path)["Referrer-Policy"] for path, _is_there in addresses(world)} == {"no-referrer"}


def test_public_pages_refuse_other_methods_with_405(world, https):
    for path, is_there in addresses(world):
        if is_there and "/shared/" not in path and "/compartido/" not in path:
            for method in ("post", "put", "patch", "delete"):
                response = getattr(https, method)(path)
                assert response.status_code == 405, (method, path)
                assert "GET" in response["Allow"]


def test_messages_are_not_sent_to_public_pages(https, editor):
    https.force_login(editor)
    account = reverse("your_account")
    token = https.get(account).context["csrf_token"]
    form = {"language": "en", "csrfmiddlewaretoken": token}
    saved = https.post(account, form, headers={"referer": "https://testserver/admin/"})
    assert saved.status_code == 302
    assert all(cookie["path"] == "/admin/" for cookie in https.cookies.values())
    assert "Your language has been changed." in https.get(account).content.decode()


def test_sign_out_empties_the_cache_of_the_browser(https, editor):
    https.force_login(editor)
    token = https.get(reverse("account_logout")).context["csrf_token"]
    headers = {"referer": "https://testserver/admin/"}
    signed_out = https.post(reverse("account_logout"), {"csrfmiddlewaretoken": token}, headers=headers)
    assert signed_out.status_code == 302
    assert signed_out["Clear-Site-Data"] == '"cache"'


@pytest.mark.slow
def test_source_maps_are_not_collected(tmp_path, settings):
    from django.core.management import call_command

    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "briefings.pages.static_files.StaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert list(tmp_path.rglob("django_prose_editor/editor*.js"))
    assert not list(tmp_path.rglob("*.map"))

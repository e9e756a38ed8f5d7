"""Cookies, security policies, CSRF checks and languages of public and admin addresses."""

import pytest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from briefings import middleware

PUBLIC = "/healthz"
STAFF = "/admin/login/"


@pytest.fixture
def signed_in_browser(signed_in, editor):
    return signed_in(editor)


@pytest.fixture(params=["anonymous", "signed in"])
def visitor(request, db):
    return Client() if request.param == "anonymous" else request.getfixturevalue("signed_in_browser")


def policy_of(response):
    directives = [directive.split() for directive in response.headers["Content-Security-Policy"].split("; ")]
    return {name: values for name, *values in directives}


@pytest.mark.parametrize("path", [PUBLIC, "/", "/nowhere", "/es/nada"])
def test_public_page_has_no_cookie_and_no_vary(visitor, path):
    response = visitor.get(path)
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Content-Security-Policy"] == middleware.PUBLIC_POLICY
    assert not {"session", "user", "_messages"} & vars(response.wsgi_request).keys()


def test_public_content_security_policy():
    assert middleware.PUBLIC_POLICY == (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def test_public_page_does_not_replace_a_broken_csrf_cookie(reader, db):
    reader.cookies["csrftoken"] = "broken"
    assert "Set-Cookie" not in reader.get(PUBLIC).headers


@pytest.mark.parametrize("path", [STAFF, "/admin/", "/admin", "/admin/nowhere/"])
def test_admin_is_no_store(reader, db, path):
    assert "no-store" in reader.get(path).headers["Cache-Control"]


def test_admin_content_security_policy(reader, db):
    policy = policy_of(reader.get(STAFF))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert "'self'" in policy["script-src"]
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & {*policy["script-src"], *policy["style-src"]}


def test_nonce_in_the_policy_is_new_for_each_page():
    site = middleware.PolicyMiddleware(lambda request: HttpResponse(str(request.csp_nonce)))
    answers = [site(RequestFactory().get(STAFF)) for _time in range(2)]
    nonces = [answer.content.decode() for answer in answers]
    assert nonces[0] != nonces[1]
    for nonce, answer in zip(nonces, answers, strict=True):
        assert f"'nonce-{nonce}'" in policy_of(answer)["script-src"]


@pytest.mark.parametrize("path", ["/administrators", "/en/admin/", "/adminx/"])
def test_only_admin_addresses_are_staff_paths(path):
    assert not middleware.is_staff_path(RequestFactory().get(path))


@pytest.mark.parametrize(
    ("path", "language"), [("/es/", "es"), ("/es", "es"), ("/en/", "en"), ("/estonia/", "en"), ("/", "en")]
)
def test_public_page_has_the_language_of_its_address(path, language):
    request = RequestFactory().get(path, headers={"Accept-Language": "es"})
    response = middleware.LanguageMiddleware(lambda request: HttpResponse(request.LANGUAGE_CODE))(request)
    assert response.content.decode() == language == response.headers["Content-Language"]


def test_login_page_has_the_language_of_the_browser(reader, db):
    assert reader.get(STAFF, headers={"Accept-Language": "es-EC,es;q=0.9"}).headers["Content-Language"] == "es"


def test_admin_has_the_language_of_the_account(signed_in, editor):
    editor.language = "es"
    editor.save()
    answer = signed_in(editor).get("/admin/", headers={"Accept-Language": "en"})
    assert answer.headers["Content-Language"] == "es"


def test_staff_post_without_csrf_token_is_refused(db):
    assert Client(enforce_csrf_checks=True).post(STAFF, {"x": "1"}).status_code == 403


def test_public_form_with_its_token_passes(db):
    csrf = middleware.StaffCsrfMiddleware(lambda request: HttpResponse("written"))
    request = RequestFactory().get("/en/form")
    token = get_token(request)
    posted = RequestFactory().post("/en/form", {"csrfmiddlewaretoken": token})
    posted.COOKIES["csrftoken"] = request.META["CSRF_COOKIE"]
    posted._dont_enforce_csrf_checks = False
    assert csrf.process_view(posted, None, (), {}) is None
    assert csrf(posted).content == b"written"

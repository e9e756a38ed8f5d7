"""What a public address is spared, and what an address of the administration always carries."""

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
    words = [directive.split() for directive in response.headers["Content-Security-Policy"].split("; ")]
    return {name: values for name, *values in words}


@pytest.mark.parametrize("path", [PUBLIC, "/", "/nowhere", "/es/nada"])
def test_public_answers_carry_nothing_of_staff(visitor, path):
    response = visitor.get(path)
    assert "Set-Cookie" not in response.headers
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Content-Security-Policy"] == middleware.PUBLIC_POLICY
    assert not {"session", "user", "_messages"} & vars(response.wsgi_request).keys()


def test_public_policy_is_the_agreed_one():
    assert middleware.PUBLIC_POLICY == (
        "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def test_broken_token_cookie_gets_no_new_one_on_a_public_page(reader, db):
    reader.cookies["csrftoken"] = "broken"
    assert "Set-Cookie" not in reader.get(PUBLIC).headers


@pytest.mark.parametrize("path", [STAFF, "/admin/", "/admin", "/admin/nowhere/"])
def test_administration_is_never_stored(reader, db, path):
    assert "no-store" in reader.get(path).headers["Cache-Control"]


def test_administration_has_a_strict_policy(reader, db):
    policy = policy_of(reader.get(STAFF))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert "'self'" in policy["script-src"]
    assert not {"'unsafe-inline'", "'unsafe-eval'"} & {*policy["script-src"], *policy["style-src"]}


def test_nonce_of_the_page_is_in_its_policy_and_in_no_other():
    site = middleware.PolicyMiddleware(lambda request: HttpResponse(str(request.csp_nonce)))
    answers = [site(RequestFactory().get(STAFF)) for _time in range(2)]
    nonces = [answer.content.decode() for answer in answers]
    assert nonces[0] != nonces[1]
    for nonce, answer in zip(nonces, answers, strict=True):
        assert f"'nonce-{nonce}'" in policy_of(answer)["script-src"]


@pytest.mark.parametrize("path", ["/administrators", "/en/admin/", "/adminx/"])
def test_only_the_administrations_own_addresses_are_staffs(path):
    assert not middleware.is_staff_path(RequestFactory().get(path))


@pytest.mark.parametrize(
    ("path", "language"), [("/es/", "es"), ("/es", "es"), ("/en/", "en"), ("/estonia/", "en"), ("/", "en")]
)
def test_public_page_speaks_the_language_of_its_address(path, language):
    request = RequestFactory().get(path, headers={"Accept-Language": "es"})
    response = middleware.LanguageMiddleware(lambda request: HttpResponse(request.LANGUAGE_CODE))(request)
    assert response.content.decode() == language == response.headers["Content-Language"]


def test_login_page_speaks_the_browsers_language(reader, db):
    assert reader.get(STAFF, headers={"Accept-Language": "es-EC,es;q=0.9"}).headers["Content-Language"] == "es"


def test_administration_speaks_the_persons_language(signed_in, editor):
    editor.language = "es"
    editor.save()
    answer = signed_in(editor).get("/admin/", headers={"Accept-Language": "en"})
    assert answer.headers["Content-Language"] == "es"


@pytest.mark.parametrize("path", [PUBLIC, STAFF])
def test_forged_post_is_refused_everywhere(db, path):
    assert Client(enforce_csrf_checks=True).post(path, {"x": "1"}).status_code == 403


def test_public_form_with_its_token_passes(db):
    tried = middleware.StaffCsrfMiddleware(lambda request: HttpResponse("written"))
    request = RequestFactory().get("/en/form")
    token = get_token(request)
    posted = RequestFactory().post("/en/form", {"csrfmiddlewaretoken": token})
    posted.COOKIES["csrftoken"] = request.META["CSRF_COOKIE"]
    posted._dont_enforce_csrf_checks = False
    assert tried.process_view(posted, None, (), {}) is None
    assert tried(posted).content == b"written"

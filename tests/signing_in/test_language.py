"""The language of the pages of signing in: chosen there, kept until somebody is signed in, then the account's."""

import pytest
from django.test import Client

from tests.people import PASSWORD, person

from .scenes import CODE, LOGIN, code_of, enter_code, enter_password, with_app

CHOOSE = "/admin/account/language/"
FORGOTTEN = "/admin/account/password/forgotten/"
ENGLISH, SPANISH = {"Accept-Language": "en"}, {"Accept-Language": "es-EC,es"}


def language_of(answer):
    assert f'<html lang="{answer.headers["Content-Language"]}"' in answer.text
    return answer.headers["Content-Language"]


@pytest.fixture
def spanish(db):
    """An English browser in which somebody has chosen Spanish."""
    client = Client(headers=ENGLISH)
    client.post(CHOOSE, {"language": "es", "next": LOGIN})
    return client


@pytest.mark.parametrize(("headers", "language"), [(ENGLISH, "en"), (SPANISH, "es")])
def test_browser_language_is_the_default(headers, language, db):
    assert language_of(Client(headers=headers).get(LOGIN)) == language


def test_choice_leads_back_to_the_page_with_its_query(db):
    wanted = f"{LOGIN}?next=/admin/log/"
    client = Client(headers=ENGLISH)
    assert f'name="next" value="{wanted}"' in client.get(wanted).text
    answer = client.post(CHOOSE, {"language": "es", "next": wanted})
    assert (answer.status_code, answer.url) == (302, wanted)
    cookie = answer.cookies["django_language"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == ("/admin/", True, "Lax", "")


def test_choice_holds_on_every_page_of_signing_in(spanish):
    for address in (LOGIN, FORGOTTEN, f"{FORGOTTEN}sent/", "/admin/account/password/new/x/y-z/"):
        assert language_of(spanish.get(address)) == "es", address


def test_choice_holds_through_the_second_step_and_ends_with_it(spanish, editor, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    secret = with_app(editor)
    enter_password(editor, spanish)
    assert language_of(spanish.get(CODE)) == "es"
    enter_code(spanish, code_of(secret))
    assert language_of(spanish.get("/admin/")) == "en"


def test_language_of_the_account_holds_after_signing_in(db):
    berta = person("berta", is_staff=True, language="es")
    client = Client(headers=ENGLISH)
    client.post(CHOOSE, {"language": "en"})
    client.post(LOGIN, {"login": berta.username, "password": PASSWORD})
    assert language_of(client.get("/admin/account/")) == "es"
    assert CHOOSE not in client.get("/admin/account/logout/").text


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/admin/", "//example.org/admin/", "/en/", "", "javascript:alert(1)"]
)
def test_choice_does_not_redirect_to_other_sites(elsewhere, db):
    assert Client().post(CHOOSE, {"language": "es", "next": elsewhere}).url == LOGIN


@pytest.mark.parametrize("language", ["fr", "", "es; path=/", "en-us"])
def test_unsupported_language_is_not_saved(language, db):
    assert not Client().post(CHOOSE, {"language": language, "next": LOGIN}).cookies


def test_choice_needs_a_csrf_token(db):
    assert Client().get(CHOOSE).status_code == 405
    assert Client(enforce_csrf_checks=True).post(CHOOSE, {"language": "es"}).status_code == 403


def test_invitation_is_in_the_language_of_the_account(db):
    assert CHOOSE not in Client().get("/admin/invitation/1-abc/").text

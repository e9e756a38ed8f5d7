"""Passkeys: which sign in alone, which after the password, and what a forged answer is worth."""

import json

import pytest
from allauth.mfa.models import Authenticator

from .scenes import ACCOUNT, CODE, LOGIN, enter_password
from .soft_key import SoftKey

ADD = f"{ACCOUNT}passkeys/add/"
ALONE = f"{ACCOUNT}passkeys/sign-in/"
AJAX = {"X-Requested-With": "XMLHttpRequest"}
FORGED = {
    "no raw id": {"id": "a"},
    "no object": ["a"],
    "no words": 7,
    "empty": {},
    "not what it says": {"id": "a", "rawId": "b"},
    "no response": {"id": "YQ", "rawId": "YQ", "response": "a"},
    "bad client data": {"id": "YQ", "rawId": "YQ", "response": {"clientDataJSON": "YQ", "attestationObject": "YQ"}},
    "cut short": {
        "id": "YQ", "rawId": "YQ",
        "response": {"clientDataJSON": "e30", "authenticatorData": "YQ", "signature": "YQ", "userHandle": "YQ"},
    },
}  # fmt: skip
FORGED_TEXTS = {name: json.dumps(answer) for name, answer in FORGED.items()} | {
    "no end": "[" * 100_000,
    "no number": "9" * 5000,
    "no JSON": "{",
}


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.STAFF_NEED_SECOND_FACTOR = True


def add_key(user, client=None, **more):
    client = client or enter_password(user)[0]
    options = client.get(ADD).context["js_data"]["creation_options"]
    key = SoftKey(user)
    answer = client.post(ADD, {"name": "Key", "credential": json.dumps(key.made(options)), **more})
    assert answer.status_code == 302
    return key


def sign_in_with(client, key):
    options = client.get(ALONE, headers=AJAX).json()["request_options"]
    return client.post(ALONE, {"credential": json.dumps(key.used(options))}, follow=True)


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_passkey_that_may_replace_the_password_signs_in_alone(editor, reader):
    key = add_key(editor, passwordless="on")
    sign_in_with(reader, key)
    assert is_in(reader)


def test_passkey_that_may_not_is_asked_for_after_the_password(editor, reader):
    key = add_key(editor)
    answer = sign_in_with(reader, key)
    assert answer.redirect_chain[-1][0] == LOGIN
    assert "Sign in with the password first" in answer.content.decode()
    assert not is_in(reader)
    options = enter_password(editor, reader)[0].get(CODE).context["js_data"]["request_options"]
    assert reader.post(CODE, {"credential": json.dumps(key.used(options))}).url == "/admin/"
    assert is_in(reader)


def test_who_signed_in_long_ago_confirms_with_the_passkey(editor):
    client, _answer = enter_password(editor)
    key = add_key(editor, client)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    page = f"{ACCOUNT}confirm/passkey/"
    options = client.get(page).context["js_data"]["request_options"]
    assert client.get(ADD).status_code == 302
    assert client.post(page, {"credential": json.dumps(key.used(options))}).status_code == 302
    assert client.get(ADD).status_code == 200


def test_passkey_of_somebody_else_is_refused(editor, reader):
    add_key(editor, passwordless="on")
    sign_in_with(reader, SoftKey(editor))
    assert not is_in(reader)


@pytest.mark.parametrize("forged", FORGED_TEXTS.values(), ids=list(FORGED_TEXTS))
def test_forged_answer_is_refused_to_somebody_unknown(reader, editor, forged):
    reader.get(ALONE, headers=AJAX)
    answer = reader.post(ALONE, {"credential": forged})
    assert (answer.status_code, answer.url) == (302, LOGIN)
    assert not is_in(reader)


@pytest.mark.parametrize("forged", FORGED_TEXTS.values(), ids=list(FORGED_TEXTS))
def test_forged_answer_is_refused_after_the_password(editor, forged):
    add_key(editor)
    client, _answer = enter_password(editor)
    client.get(CODE)
    assert client.post(CODE, {"credential": forged}).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("forged", FORGED_TEXTS.values(), ids=list(FORGED_TEXTS))
def test_forged_answer_adds_no_passkey(editor, forged):
    client, _answer = enter_password(editor)
    client.get(ADD)
    answer = client.post(ADD, {"name": "Key", "credential": forged})
    assert answer.status_code == 200 and answer.context["form"].errors
    assert not Authenticator.objects.exists()

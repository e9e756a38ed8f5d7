"""What the database holds of a second factor: nothing that somebody who reads it could sign in with."""

import json
import logging

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from .scenes import ACCOUNT, code_of, enter_code, enter_password, with_app, with_codes

APP = f"{ACCOUNT}second-factor/app/"


def everything_stored():
    """All authenticators and all sessions, as somebody reads them who has the database and not the keys."""
    rows = [row.data for row in Authenticator.objects.all()]
    return json.dumps([*rows, *(row.get_decoded() for row in Session.objects.all())])


def test_secret_of_an_app_is_stored_encrypted(editor):
    secret = with_app(editor)
    assert secret not in everything_stored()
    assert get_adapter().decrypt(Authenticator.objects.get().data["secret"]) == secret


def test_secret_is_encrypted_while_the_app_is_being_set_up(editor):
    client, _answer = enter_password(editor)
    secret = client.get(APP).context["form"].secret
    assert "pending_totp_secret" in everything_stored()
    assert secret not in everything_stored()
    assert client.post(APP, {"code": "wrong"}).context["form"].secret == secret


def test_recovery_codes_and_their_seed_are_not_stored_in_clear(editor):
    codes = with_codes(editor)
    seed = get_adapter().decrypt(Authenticator.objects.get().data["seed"])
    stored = everything_stored()
    assert seed not in stored
    assert not any(code in stored for code in codes)


def test_encryption_of_a_secret_is_randomised():
    assert get_adapter().encrypt("KRUGS4ZA") != get_adapter().encrypt("KRUGS4ZA")


def test_keys_can_be_rotated(settings):
    settings.MFA_KEYS = ["old"]
    before = get_adapter().encrypt("KRUGS4ZA")
    settings.MFA_KEYS = ["new", "old"]
    after = get_adapter().encrypt("KRUGS4ZA")
    assert get_adapter().decrypt(before) == get_adapter().decrypt(after) == "KRUGS4ZA"
    settings.MFA_KEYS = ["new"]
    assert get_adapter().decrypt(after) == "KRUGS4ZA"
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(before)


def test_stored_secrets_can_be_encrypted_again_with_the_first_key(editor, author, settings):
    settings.MFA_KEYS = ["old"]
    secret, codes = with_app(editor), with_codes(author)
    settings.MFA_KEYS = ["new", "old"]
    call_command("encrypt_second_factors")
    settings.MFA_KEYS = ["new"]
    app, recovery = Authenticator.objects.order_by("pk")
    assert get_adapter().decrypt(app.data["secret"]) == secret
    assert recovery.wrap().get_unused_codes() == codes


def test_secret_that_no_key_decrypts_is_left_and_its_owner_named(editor, author, settings):
    settings.MFA_KEYS = ["lost"]
    with_app(editor)
    settings.MFA_KEYS = ["new"]
    secret, before = with_app(author), editor.authenticator_set.get().data
    with pytest.raises(CommandError, match=f"No key decrypts a second factor of: {editor.username}."):
        call_command("encrypt_second_factors")
    assert editor.authenticator_set.get().data == before
    assert get_adapter().decrypt(author.authenticator_set.get().data["secret"]) == secret


def test_unreadable_secret_is_logged_and_signs_nobody_in(editor, settings, caplog):
    settings.STAFF_NEED_SECOND_FACTOR = True
    secret = with_app(editor)
    settings.MFA_KEYS = ["another"]
    client, _answer = enter_password(editor)
    with caplog.at_level(logging.ERROR):
        answer = enter_code(client, code_of(secret))
    assert answer.status_code == 200
    assert "cannot be read" in caplog.text
    assert client.get("/admin/").status_code == 302

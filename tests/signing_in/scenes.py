"""What people do to sign in, and what their phone does for them."""

import secrets
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from tests.people import PASSWORD

LOGIN = "/admin/account/login/"
CODE = "/admin/account/second-factor/code/"
ACCOUNT = "/admin/account/"


def code_of(secret, later=0):
    """What an authenticator app with this secret shows now, or `later` periods from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def with_app(user):
    """Sets an authenticator app up for the person; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def with_codes(user):
    """Gives the person recovery codes; returns them."""
    return RecoveryCodes.activate(user).get_unused_codes()


def enter_password(user, client=None, password=PASSWORD, **more):
    """A browser in which the person has entered name and password, and the answer."""
    client = client or Client()
    return client, client.post(LOGIN, {"login": user.username, "password": password, **more})


def enter_code(client, code):
    return client.post(CODE, {"code": code})


def wrong_password():
    return secrets.token_urlsafe(12)

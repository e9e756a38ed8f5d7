"""Browsers in which a person has signed in before: wrong passwords typed elsewhere do not keep the person out there.

A signed cookie, sent only under /admin/, names the account and the browser. Its attempts are counted apart; it proves
nothing else.
"""

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

from ..accounts.models import User
from ..lib.signed_links import new_nonce

LONGEST = 90 * 24 * 60 * 60  # seconds after the last sign-in
SIGNER = TimestampSigner(salt="briefings.known-browser")


def cookie_name(user: User) -> str:
    return f"known-browser-{user.pk}"


def browser_of(request: HttpRequest, user: User) -> str:
    """The name of this browser, if the person has signed in with it within 90 days; else ""."""
    try:
        key, _dot, browser = SIGNER.unsign(request.COOKIES.get(cookie_name(user), ""), max_age=LONGEST).partition(".")
    except BadSignature:
        return ""
    return browser if key == str(user.pk) else ""


def remember_browser(request: HttpRequest, response: HttpResponse, user: User) -> None:
    browser = browser_of(request, user) or new_nonce()
    response.set_cookie(
        cookie_name(user),
        SIGNER.sign(f"{user.pk}.{browser}"),
        max_age=LONGEST,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )

"""Protection for public forms. Readers have no session and no cookie, so CSRF tokens cannot be used.

A form is accepted when the browser says that it came from this site, when its signed token was made here for the same
purpose within the last day, when the token has not been used before, and within a limit per hour and purpose that all
processes share.
"""

import hashlib
import secrets
import time

from django.core.cache import cache
from django.core.signing import BadSignature, TimestampSigner

VALID_FOR = 24 * 60 * 60  # seconds: somebody may read a long text before commenting on it
HONEYPOT = "website"  # a hidden field that only robots fill in
clock = time.time


def is_same_origin(request) -> bool:
    """Whether the browser says that a page of this site sent the form.

    A page with `Referrer-Policy: no-referrer` makes the browser send `Origin: null`, so `Sec-Fetch-Site` is asked
    first. For an old browser that sends neither, only the token counts, which no other site can know.
    """
    if fetch_site := request.headers.get("Sec-Fetch-Site"):
        return fetch_site == "same-origin"
    origin = request.headers.get("Origin", "null")
    return origin in ("null", f"{request.scheme}://{request.get_host()}")


def form_token(purpose: str) -> str:
    return _signer(purpose).sign(secrets.token_urlsafe(9))


def is_fresh(token: str, purpose: str) -> bool:
    """Whether this site made the token for this purpose within VALID_FOR."""
    try:
        _signer(purpose).unsign(token[:200], max_age=VALID_FOR)
    except BadSignature:
        return False
    return True


def is_first_use(token: str) -> bool:
    """Whether the token is used for the first time. A form that is sent twice counts once."""
    return cache.add(f"form-{hashlib.sha256(token.encode()).hexdigest()}", 1, VALID_FOR)


def is_within_limit(purpose: str, most: int, seconds: int = 3600) -> bool:
    """Count this use of `purpose`; False after `most` uses in the current interval."""
    key = f"forms-{hashlib.sha256(purpose.encode()).hexdigest()}-{int(clock() // seconds)}"
    cache.add(key, 0, 2 * seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # the key expired in between
        return True


def _signer(purpose):
    return TimestampSigner(salt=f"briefings.form.{purpose}")

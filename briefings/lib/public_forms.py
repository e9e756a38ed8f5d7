"""What guards a form that anybody may send, on a site where readers have neither cookie nor session.

The browser says that the form came from this site; a signed token says that this site made it for this purpose, a
while ago and not too long; it counts once; and of one purpose so many are taken in an hour, whichever process answers.
"""

import hashlib
import secrets
import time
from urllib.parse import urlsplit

from django.core.cache import cache
from django.core.signing import BadSignature, TimestampSigner

VALID_FOR = 24 * 60 * 60  # seconds: a long text is read before anything is said about it
NOBODY_SEES = "website"  # a field that only robots fill in


def is_from_here(request):
    """Whether the browser says that one of our own pages sent this.

    A page that names no referrer makes its browser send `Origin: null`; then `Sec-Fetch-Site` tells. A browser too old
    to say anything is judged by the token alone, which no other site can know.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    origin = request.headers.get("Origin", "null")
    return origin == "null" or urlsplit(origin)[:2] == (request.scheme, request.get_host())


def form_token(purpose):
    return _signer(purpose).sign(secrets.token_urlsafe(9))


def is_fresh(token, purpose):
    """Whether this site made the token for this purpose in the last day."""
    try:
        _signer(purpose).unsign(token[:200], max_age=VALID_FOR)
    except BadSignature:
        return False
    return True


def is_first(token):
    """Whether the token is used for the first time: a form sent twice by an impatient hand counts once."""
    return cache.add(f"form-{hashlib.sha256(token.encode()).hexdigest()}", 1, VALID_FOR)


def is_within(purpose, most, seconds=3600):
    """Whether this is one of the first `most` for the purpose in this stretch of time."""
    key = f"forms-{hashlib.sha256(purpose.encode()).hexdigest()}-{int(time.time() // seconds)}"
    cache.add(key, 0, 2 * seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # forgotten this moment
        return True


def _signer(purpose):
    return TimestampSigner(salt=f"briefings.form.{purpose}")

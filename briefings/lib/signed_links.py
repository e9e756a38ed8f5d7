"""Secret addresses: "<key>-<signature>", signed with SECRET_KEY over the primary key and the nonce of a row.

The signature is not stored, so the database reveals no address.
"""

import secrets

from django.core.signing import BadSignature, Signer

from .numbers import as_number


def new_nonce() -> str:
    """Replacing the nonce of a row invalidates its address."""
    return secrets.token_hex(16)


def sign(salt: str, key: int, *signed: str) -> str:
    """The token of the row `key`; it is valid as long as the values in `signed` do not change."""
    return f"{key}-{Signer(salt=salt).signature(_text(key, signed))}"


def key_in(token: str) -> int | None:
    """The primary key in a token, without checking the signature; None if it cannot be a key."""
    return as_number(token.partition("-")[0])


def is_signed(token: str, salt: str, *signed: str) -> bool:
    """Compares in constant time. Call it even when the row does not exist, so that the response takes as long."""
    key, _dash, signature = token.partition("-")
    try:
        Signer(salt=salt).unsign(f"{_text(key, signed)}:{signature}")
    except BadSignature:
        return False
    return True


def _text(key, signed):
    return ".".join([str(key), *signed])

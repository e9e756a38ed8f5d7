"""Addresses that are secrets: "<key>-<signature>", signed with the site's key over the row's key and its nonce.

The signature is stored nowhere, so that whoever reads the database knows no address.
"""

import secrets

from django.core.signing import BadSignature, Signer

from .numbers import as_number


def new_nonce() -> str:
    """A row with another nonce has another address: replacing it ends the old one."""
    return secrets.token_hex(16)


def sign(salt: str, key: int, *signed: str) -> str:
    """The token of the row `key`; it holds as long as each value in `signed` stays the same."""
    return f"{key}-{Signer(salt=salt).signature(_text(key, signed))}"


def key_in(token: str) -> int | None:
    """The row that a token names, proved or not; None if it cannot be a key."""
    return as_number(token.partition("-")[0])


def is_signed(token: str, salt: str, *signed: str) -> bool:
    """Compares in constant time. To be asked where there is no such row too, so that the answer takes as long."""
    key, _dash, signature = token.partition("-")
    try:
        Signer(salt=salt).unsign(f"{_text(key, signed)}:{signature}")
    except BadSignature:
        return False
    return True


def _text(key, signed):
    return ".".join([str(key), *signed])

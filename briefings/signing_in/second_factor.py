"""Sessions with a second factor, and the encryption of its secrets."""

import base64
from functools import cache

from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from .sessions import browser_words

# The entry of `data` that is encrypted. A passkey has no secret here.
ENCRYPTED = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def used_factor(request):
    """Whether this session was signed in with a second factor, or a passkey, and not with a password alone."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def is_let_in(request):
    """Whether this session used all factors that the settings require of staff."""
    return not settings.STAFF_NEED_SECOND_FACTOR or used_factor(request)


@cache
def _cipher(*keys):
    """Encrypts with the first key, decrypts with any."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(HKDF(SHA256(), 32, salt=None, info=b"second factor").derive(key.encode())))
        for key in keys
    )


class Adapter(DefaultMFAAdapter):
    """Encrypts secrets of authenticator apps and seeds of recovery codes in the database."""

    def generate_authenticator_name(self, user, type):
        return browser_words(context.request.headers.get("User-Agent", ""))

    def encrypt(self, text):
        return _cipher(*settings.MFA_KEYS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """Raises InvalidToken if no key of the settings fits."""
        return _cipher(*settings.MFA_KEYS).decrypt(encrypted_text.encode()).decode()


@transaction.atomic
def encrypt_again() -> tuple[int, list[str]]:
    """Encrypt all stored secrets with the first key; how many, and whose could be decrypted with none of the keys."""
    cipher, count, unreadable = _cipher(*settings.MFA_KEYS), 0, []
    for authenticator in Authenticator.objects.select_for_update(of=("self",)).select_related("user").order_by("pk"):
        name = ENCRYPTED.get(authenticator.type)
        if not name:
            continue
        try:
            authenticator.data[name] = cipher.rotate(authenticator.data[name].encode()).decode()
        except InvalidToken:
            unreadable.append(authenticator.user.get_username())
        else:
            authenticator.save(update_fields=["data"])
            count += 1
    return count, unreadable

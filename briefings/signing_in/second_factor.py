"""Which sessions were signed in with a second factor, and the encryption of its secrets."""

import base64
from functools import cache

from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .sessions import browser_words


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

"""Encrypted pieces of a file that is being imported, in the database so that every server can go on with it."""

import base64
import json
import zlib
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@cache
def _cipher(*keys):
    """Encrypts with the first key, decrypts with any."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(HKDF(SHA256(), 32, salt=None, info=b"imported file").derive(key.encode())))
        for key in keys
    )


def sealed(content: bytes | str) -> bytes:
    """Compressed and encrypted."""
    content = content.encode() if isinstance(content, str) else content
    return _cipher(*settings.MFA_KEYS).encrypt(zlib.compress(content, 3))


def unsealed(stored: bytes) -> bytes:
    try:
        return zlib.decompress(_cipher(*settings.MFA_KEYS).decrypt(bytes(stored)))
    except InvalidToken as error:
        raise ValidationError(_("This file cannot be opened any more. Discard it and choose it again.")) from error


def sealed_json(content) -> bytes:
    return sealed(json.dumps(content, ensure_ascii=False, separators=(",", ":")))


def unsealed_json(stored: bytes):
    return json.loads(unsealed(stored))

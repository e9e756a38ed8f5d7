"""Whatever a run of the tests makes or uses that must not be logged, and a search for it in the log of the run."""

import io
import logging
import re
from contextlib import contextmanager

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.signing import Signer
from django.db.models.signals import post_save

from briefings.accounts.models import User
from briefings.lib.logs import Lines

EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")
LONG = re.compile(r"[\w-]{20,}")
READERS = ("192.0.2.", "198.51.100.", "203.0.113.")  # networks for examples: the addresses of readers in tests


class Secrets:
    def __init__(self):
        self.tokens, self.passwords, self.emails = set(), set(), set()

    def found_in(self, text: str) -> list[str]:
        long = {run for run in LONG.findall(text) if any(token in run for token in self.tokens)}
        passwords = {password for password in self.passwords if len(password) >= 8 and password in text}
        emails = set(EMAIL.findall(text)) & self.emails
        return sorted(long | passwords | emails | {network for network in READERS if network in text})


def _noted(patch, owner, name, note):
    original = getattr(owner, name)

    def noting(self, *args, **kwargs):
        result = original(self, *args, **kwargs)
        note(result, *args)
        return result

    patch.setattr(owner, name, noting)


@contextmanager
def watched_log():
    """(log, secrets): every line that the site logs, and all signatures, tokens, passwords and addresses meanwhile."""
    log, secrets = io.StringIO(), Secrets()
    handler = logging.StreamHandler(log)
    handler.setFormatter(Lines())

    def note_email(sender, instance, **kwargs):
        secrets.emails.add(instance.email)

    logging.getLogger().addHandler(handler)
    post_save.connect(note_email, sender=User)
    try:
        with pytest.MonkeyPatch.context() as patch:
            _noted(patch, Signer, "signature", lambda signature, *args: secrets.tokens.add(signature))
            _noted(patch, PasswordResetTokenGenerator, "make_token", lambda token, *args: secrets.tokens.add(token))
            _noted(patch, AbstractBaseUser, "set_password", lambda _none, raw: secrets.passwords.add(str(raw)))
            yield log, secrets
    finally:
        post_save.disconnect(note_email, sender=User)
        logging.getLogger().removeHandler(handler)

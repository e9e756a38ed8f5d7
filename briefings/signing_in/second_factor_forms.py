"""allauth's forms for the second factor, each a little stricter."""

import logging
import struct
from contextlib import contextmanager

from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from allauth.mfa.webauthn import forms as webauthn
from cryptography.fernet import InvalidToken
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)


def use_up(user, code):
    """Takes a code of the person's app once in all the time in which it would be right."""
    times = 1 + 2 * app_settings.TOTP_TOLERANCE  # longer than a period
    digits = "".join(filter(str.isdigit, code))
    if not cache.add(f"code-used:{user.pk}:{digits}", True, times * app_settings.TOTP_PERIOD):
        raise get_adapter().validation_error("incorrect_code")


class OnceOnly:
    """A code works once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "autocapitalize": "off", "autofocus": True}

    def clean_code(self):
        try:
            code = super().clean_code()
        except InvalidToken:
            log.exception("A secret of a second factor cannot be read with the keys of the settings.")
            raise get_adapter().validation_error("incorrect_code") from None
        if self.authenticator.type == Authenticator.Type.TOTP:
            use_up(self.user, code)
        return code


class AuthenticateForm(OnceOnly, base.AuthenticateForm):
    pass


class ReauthenticateForm(OnceOnly, base.ReauthenticateForm):
    pass


class ActivateTOTPForm(totp.ActivateTOTPForm):
    """While the app is being set up its secret waits in the session, which is a row of the database: encrypted."""

    def __init__(self, *args, user, **kwargs):
        self.user = user
        forms.Form.__init__(self, *args, **kwargs)
        session, adapter = context.request.session, get_adapter()
        waiting = session.get(SECRET_SESSION_KEY) if self.is_bound else None
        self.secret = adapter.decrypt(waiting) if waiting else generate_totp_secret()
        session[SECRET_SESSION_KEY] = waiting or adapter.encrypt(self.secret)
        self.fields["code"].label = _("Code that the app shows")
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}

    def clean_code(self):
        code = super().clean_code()
        use_up(self.user, code)
        return code


class CredentialField(forms.JSONField):
    """What a browser says that a key answered; anything at all, where somebody has forged it."""

    widget = forms.HiddenInput

    def to_python(self, value):
        try:
            return super().to_python(value)
        except (RecursionError, ValueError):
            raise get_adapter().validation_error("incorrect_code") from None

    def bound_data(self, data, initial):
        """It is right once only, so a page that asks again begins without it."""
        return initial


@contextmanager
def reading_an_answer():
    """Of what goes wrong with a malformed answer allauth expects only a part."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError, struct.error):
        raise get_adapter().validation_error("incorrect_code") from None


class UsePasskeyForm(webauthn.AuthenticateWebAuthnForm):
    """The second step after the password."""

    credential = CredentialField()

    def clean_credential(self):
        with reading_an_answer():
            return super().clean_credential()


class ConfirmByPasskeyForm(UsePasskeyForm, webauthn.ReauthenticateWebAuthnForm):
    pass


class PasskeyAloneForm(UsePasskeyForm, webauthn.LoginWebAuthnForm):
    """In the place of a password, where the person has said so."""

    def clean_credential(self):
        passkey = super().clean_credential()
        if not passkey.wrap().is_passwordless:
            raise ValidationError(_("This passkey does not replace the password. Sign in with the password first."))
        return passkey


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    credential = CredentialField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("So that you recognise it in the list, as in “My phone”.")
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("It may replace the password")
        self.fields["passwordless"].help_text = _(
            "You then sign in with this passkey alone: with your finger, your face or its PIN. Without the tick it is "
            "asked for after the password."
        )

    def clean(self):
        """Whether it may replace the password is what the person has said, not what the browser says of the key: many
        keys could, whatever they were made for."""
        with reading_an_answer():
            said = super().clean()
        if said.get("credential"):
            said["credential"]["clientExtensionResults"] = {"credProps": {"rk": said["passwordless"]}}
        return said


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")

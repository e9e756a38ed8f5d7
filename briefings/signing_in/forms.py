"""allauth's forms with our labels; those of the second factor are stricter."""

import base64
import logging
import secrets
import struct
from contextlib import contextmanager

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.fernet import InvalidToken
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..accounts.models import User
from ..lib.texts import LineFormField
from ..mail.actions import queue
from .acts import ASK_FOR_PASSWORD
from .failures import Kind, note_failure

log = logging.getLogger(__name__)
PENDING_SECRET = "pending_totp_secret"  # noqa: S105 (a key of the session)
LABELS = {
    "login": _("User name or e-mail address"),
    "password": _("Password"),
    "email": _("E-mail address"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password once more"),
}


class OurLabels:
    """Labels above the fields instead of placeholders inside them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS[name]
            field.widget.attrs.pop("placeholder", None)
            field.help_text = password_validators_help_text_html() if name == "password1" else ""


class SignInForm(OurLabels, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": 254,
            "autofocus": True,
        }


class ConfirmForm(OurLabels, account.ReauthenticateForm):
    pass


class ChangePasswordForm(OurLabels, account.ChangePasswordForm):
    pass


class ForgottenForm(OurLabels, account.ResetPasswordForm):
    def save(self, request, **kwargs):
        """Take the same time for a known and an unknown address: a mail to nobody is queued too, and never sent."""
        user = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        queue(ASK_FOR_PASSWORD, [user and user.pk], target=user or User(pk=0))
        return self.cleaned_data["email"]


class NewPasswordForm(OurLabels, account.ResetPasswordKeyForm):
    pass


def require_unused(user, code):
    """Refuse a code of an authenticator app that was used before, for as long as it would be valid."""
    times = 1 + 2 * app_settings.TOTP_TOLERANCE  # longer than a period
    digits = "".join(filter(str.isdigit, code))
    if not cache.add(f"code-used:{user.pk}:{digits}", True, times * app_settings.TOTP_PERIOD):
        raise get_adapter().validation_error("incorrect_code")


class SingleUseCode:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "autocapitalize": "off", "autofocus": True}

    def clean_code(self):
        try:
            code = super().clean_code()
        except ValidationError as error:
            if error.code == "too_many_login_attempts":
                note_failure(self.user, Kind.LOCKED)
            raise
        except InvalidToken:
            log.exception("A secret of a second factor cannot be read with the keys of the settings.")
            raise get_adapter().validation_error("incorrect_code") from None
        if self.authenticator.type == Authenticator.Type.TOTP:
            require_unused(self.user, code)
        return code


class AuthenticateForm(SingleUseCode, base.AuthenticateForm):
    pass


class ReauthenticateForm(SingleUseCode, base.ReauthenticateForm):
    pass


def new_totp_secret():
    return base64.b32encode(secrets.token_bytes(20)).decode()


class ActivateTOTPForm(totp.ActivateTOTPForm):
    """Keeps the secret of an app that is being set up encrypted in the session, which is a row of the database."""

    def __init__(self, *args, user, **kwargs):
        self.user = user
        forms.Form.__init__(self, *args, **kwargs)
        session, adapter = context.request.session, get_adapter()
        encrypted = session.get(PENDING_SECRET) if self.is_bound else None
        self.secret = adapter.decrypt(encrypted) if encrypted else new_totp_secret()
        session[PENDING_SECRET] = encrypted or adapter.encrypt(self.secret)
        self.fields["code"].label = _("Code that the app shows")
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}

    def clean_code(self):
        code = super().clean_code()
        require_unused(self.user, code)
        context.request.session.pop(PENDING_SECRET, None)
        return code


class CredentialField(forms.JSONField):
    """The browser's answer of a passkey; a forged request may hold any JSON."""

    widget = forms.HiddenInput

    def to_python(self, value):
        try:
            return super().to_python(value)
        except (RecursionError, ValueError):
            raise get_adapter().validation_error("incorrect_code") from None

    def bound_data(self, data, initial):
        """An answer is valid once, so that the page that asks again starts without it."""
        return initial


@contextmanager
def malformed_is_incorrect():
    """Treat a malformed answer as an incorrect one: allauth catches only some of the errors that it causes."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError, struct.error):
        raise get_adapter().validation_error("incorrect_code") from None


class UsePasskeyForm(webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step after the password."""

    credential = CredentialField()

    def clean_credential(self):
        with malformed_is_incorrect():
            return super().clean_credential()


class ConfirmByPasskeyForm(UsePasskeyForm, webauthn.ReauthenticateWebAuthnForm):
    pass


class PasskeyAloneForm(UsePasskeyForm, webauthn.LoginWebAuthnForm):
    """A passkey instead of the password, where its owner has allowed that."""

    def clean_credential(self):
        passkey = super().clean_credential()
        if not passkey.wrap().is_passwordless:
            raise ValidationError(_("This passkey does not replace the password. Sign in with the password first."))
        return passkey


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    credential = CredentialField()
    name = LineFormField(
        label=_("Name"), required=False, help_text=_("So that you recognise it in the list, as in “My phone”.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].label = _("It may replace the password")
        self.fields["passwordless"].help_text = _(
            "You then sign in with this passkey alone: with your finger, your face or its PIN. Without the tick it is "
            "asked for after the password."
        )

    def clean(self):
        """Let the person decide whether the passkey replaces the password, not the browser: many passkeys could."""
        with malformed_is_incorrect():
            cleaned = super().clean()
        if cleaned.get("credential"):
            cleaned["credential"]["clientExtensionResults"] = {"credProps": {"rk": cleaned["passwordless"]}}
        return cleaned


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    name = LineFormField(label=_("Name"))

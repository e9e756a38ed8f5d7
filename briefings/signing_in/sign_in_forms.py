"""allauth's forms in the site's words: a name above each field and none inside it."""

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _

from ..accounts.models import User
from .sign_in import MAILS, deliver

LABELS = {
    "login": _("User name or e-mail address"),
    "password": _("Password"),
    "email": _("E-mail address"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password once more"),
}


class InOurWords:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS[name]
            field.widget.attrs.pop("placeholder", None)
            field.help_text = password_validators_help_text_html() if name == "password1" else ""


class SignInForm(InOurWords, forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": 254,
            "autofocus": True,
        }


class ConfirmForm(InOurWords, forms.ReauthenticateForm):
    pass


class ChangePasswordForm(InOurWords, forms.ChangePasswordForm):
    pass


class ForgottenForm(InOurWords, forms.ResetPasswordForm):
    def save(self, request, **kwargs):
        """The same work for a known and an unknown address; only what is for somebody is sent.

        Who has no password yet gets none this way: their way in is the invitation.
        """
        found = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        known = found if found and found.has_usable_password() else None
        person = known or User(pk=0, username="nobody", email=self.cleaned_data["email"])
        key = f"{user_pk_to_url_str(person)}-{forms.default_token_generator.make_token(person)}"
        adapter = get_adapter()
        words = {"password_reset_url": adapter.get_reset_password_from_key_url(key)}
        message = adapter.written("account/email/password_reset_key", person, words)
        if known:
            MAILS.submit(deliver, message)
        return self.cleaned_data["email"]


class NewPasswordForm(InOurWords, forms.ResetPasswordKeyForm):
    pass

"""Sign-in and the account of the signed-in user. All under /admin/, because only there are sessions and cookies."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from . import forms
from .views import SignOutView, choose_language, choose_mails, end_sessions_elsewhere, framed, your_account

to_your_account = RedirectView.as_view(pattern_name="your_account")


def page(address, view, name, form=None, **options):
    options |= {"form_class": form} if form else {}
    return path(address, framed(view.as_view(**options)), name=name)


def titled(address, view, name, title, form=None):
    return page(address, view, name, form, extra_context={"title": title})


def one_button(address, view, name, title, explanation, button, form=None):
    words = {"title": title, "explanation": explanation, "button": button}
    return page(address, view, name, form, template_name="account/button_only.html", extra_context=words)


urlpatterns = [
    path("", framed(your_account), name="your_account"),
    path("mails/", framed(choose_mails), name="choose_mails"),
    page("login/", account.LoginView, "account_login", forms.SignInForm),
    path("language/", choose_language, name="choose_language"),
    page("logout/", SignOutView, "account_logout"),
    page("inactive/", account.AccountInactiveView, "account_inactive"),
    page("confirm/", account.ReauthenticateView, "account_reauthenticate", forms.ConfirmForm),
    page("confirm/code/", mfa.ReauthenticateView, "mfa_reauthenticate", forms.ReauthenticateForm),
    page(
        "confirm/passkey/",
        passkeys.ReauthenticateWebAuthnView,
        "mfa_reauthenticate_webauthn",
        forms.ConfirmByPasskeyForm,
    ),
    one_button(
        "password/",
        account.PasswordChangeView,
        "account_change_password",
        _("Change the password"),
        _("Afterwards you stay signed in here and are signed out of every other browser."),
        _("Change the password"),
        forms.ChangePasswordForm,
    ),
    page("password/forgotten/", account.PasswordResetView, "account_reset_password", forms.ForgottenForm),
    page("password/forgotten/sent/", account.PasswordResetDoneView, "account_reset_password_done"),
    page(
        "password/new/<slug:uidb36>/<str:key>/",
        account.PasswordResetFromKeyView,
        "account_reset_password_from_key",
        forms.NewPasswordForm,
    ),
    page("password/new/done/", account.PasswordResetFromKeyDoneView, "account_reset_password_from_key_done"),
    path("second-factor/", to_your_account, name="mfa_index"),
    page(
        "second-factor/code/",
        mfa.AuthenticateView,
        "mfa_authenticate",
        forms.AuthenticateForm,
        webauthn_form_class=forms.UsePasskeyForm,
    ),
    titled(
        "second-factor/app/",
        app.ActivateTOTPView,
        "mfa_activate_totp",
        _("Set up an authenticator app"),
        forms.ActivateTOTPForm,
    ),
    one_button(
        "second-factor/app/remove/",
        app.DeactivateTOTPView,
        "mfa_deactivate_totp",
        _("Remove the authenticator app?"),
        _(
            "Its codes will no longer work. If it is your only second factor, your recovery codes go with it and you "
            "set up another one next."
        ),
        _("Remove it"),
    ),
    titled("recovery-codes/", codes.ViewRecoveryCodesView, "mfa_view_recovery_codes", _("Recovery codes")),
    one_button(
        "recovery-codes/new/",
        codes.GenerateRecoveryCodesView,
        "mfa_generate_recovery_codes",
        _("Make new recovery codes?"),
        _("The codes you have now will no longer work."),
        _("Make new codes"),
    ),
    path("passkeys/", to_your_account, name="mfa_list_webauthn"),
    page("passkeys/sign-in/", passkeys.LoginWebAuthnView, "mfa_login_webauthn", forms.PasskeyAloneForm),
    titled(
        "passkeys/add/",
        passkeys.AddWebAuthnView,
        "mfa_add_webauthn",
        _("Add a passkey"),
        forms.AddPasskeyForm,
    ),
    one_button(
        "passkeys/<int:pk>/rename/",
        passkeys.EditWebAuthnView,
        "mfa_edit_webauthn",
        _("Rename a passkey"),
        "",
        _("Save"),
        forms.RenamePasskeyForm,
    ),
    one_button(
        "passkeys/<int:pk>/remove/",
        passkeys.RemoveWebAuthnView,
        "mfa_remove_webauthn",
        _("Remove a passkey"),
        _(
            "It will no longer let you in. If it is your only second factor, your recovery codes go with it and you "
            "set up another one next."
        ),
        _("Remove it"),
    ),
    path("sessions/", to_your_account, name="usersessions_list"),
    path("sessions/end/", framed(end_sessions_elsewhere), name="end_sessions"),
]

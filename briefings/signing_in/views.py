from functools import wraps

from allauth.account.views import LogoutView
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ..accounts.actions.invitations import accept_invitation, why_closed
from ..accounts.credentials import end_session, end_sessions, has_factor
from ..accounts.forms import ChoosePasswordForm
from ..accounts.models import User
from ..accounts.password_links import invitation_of
from ..articles.acts.details import MailKind
from ..desk.refusals import refused
from ..lib.http import forget_pages
from ..lib.numbers import as_number
from ..mail.actions import switch_off
from ..mail.models import SwitchedOff
from ..roles import ROLES, may
from .second_factor import is_let_in, used_factor
from .sessions import browser_words


def frame_context(request):
    site = admin.site
    return {
        "site_header": site.site_header,
        "site_title": site.site_title,
        "site_url": site.site_url,
        "has_permission": site.has_permission(request),
        "is_nav_sidebar_enabled": False,
        "sends_mail": settings.SENDS_MAIL,
    }


def framed(view):
    """`view` inside the admin site's frame.

    Signs out a session that was opened without the second factor of its user: it could add another one with the
    password alone.
    """

    @wraps(view)
    def page(request, *args, **kwargs):
        if request.user.is_authenticated and not is_let_in(request) and has_factor(request.user):
            logout(request)
            return redirect_to_login(reverse("your_account"))
        response = view(request, *args, **kwargs)
        if getattr(response, "context_data", None) is not None:
            response.context_data |= frame_context(request)
        return response

    return page


class LanguageForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language"]


class MailsForm(forms.Form):
    """The kinds of mail that the person wants."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Mails about articles"),
        choices=MailKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _mails_form(user):
    """None for people who get no mails about articles."""
    if not may(user, "write_article"):
        return None
    off = set(SwitchedOff.objects.filter(person=user).values_list("kind", flat=True))
    return MailsForm(initial={"kinds": [kind for kind in MailKind.values if kind not in off]})


@login_required
@require_POST
def choose_mails(request):
    form = MailsForm(request.POST)
    if form.is_valid():
        switch_off(request.user, set(MailKind.values) - set(form.cleaned_data["kinds"]))
        messages.success(request, _("Your mails have been changed."))
    return HttpResponseRedirect(reverse("your_account"))


def _factors(user):
    factors = list(Authenticator.objects.filter(user=user).order_by("pk"))
    codes = next((factor for factor in factors if factor.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "app": next((factor for factor in factors if factor.type == Authenticator.Type.TOTP), None),
        "passkeys": [factor for factor in factors if factor.type == Authenticator.Type.WEBAUTHN],
        "codes": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }


@login_required
def your_account(request):
    form = LanguageForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save(commit=False)
        person.save(update_fields=["language"])  # an administrator may have changed the rest meanwhile
        with translation.override(person.language):
            messages.success(request, _("Your language has been changed."))
        return HttpResponseRedirect(request.path)
    sessions = UserSession.objects.filter(user=request.user).order_by("-last_seen_at", "-pk")
    current = request.session.session_key
    must_add = settings.STAFF_NEED_SECOND_FACTOR and not used_factor(request)
    page_context = {
        "title": _("One more step: a second factor") if must_add else _("Your account"),
        "language_form": form,
        "sessions": [(open_, browser_words(open_.user_agent), open_.session_key == current) for open_ in sessions],
        "must_add": must_add,
        "mails_form": _mails_form(request.user),
        **_factors(request.user),
    }
    return TemplateResponse(request, "account/your_account.html", page_context)


@require_POST
def choose_language(request):
    """The language of the sign-in pages, until the browser is closed; after sign-in the account's language counts."""
    wanted = request.POST.get("next", "")
    if not (wanted.startswith("/admin/") and url_has_allowed_host_and_scheme(wanted, None)):
        wanted = reverse("account_login")
    response = HttpResponseRedirect(wanted)
    if request.POST.get("language") in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            request.POST["language"],
            path=settings.LANGUAGE_COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


class SignOutView(LogoutView):
    def post(self, *args, **kwargs):
        return forget_pages(super().post(*args, **kwargs))


@login_required
@require_POST
def end_sessions_elsewhere(request):
    """End one of the user's sessions, or all but this one."""
    if chosen := request.POST.get("session", ""):
        end_session(request.user, as_number(chosen))
        messages.success(request, _("That browser is signed out."))
    else:
        end_sessions(request.user, keep=request.session.session_key)
        messages.success(request, _("All other browsers are signed out."))
    return HttpResponseRedirect(reverse("your_account"))


def stale(request, reason=""):
    """403 for a form with a foreign CSRF token: opened before the last sign-in, or forged."""
    why = _(
        "This form was opened before you last signed in. Go back, load the page again and repeat what you did; text of "
        "an article is kept in this browser and offered again."
    )
    return refused(request, PermissionDenied(why))


@csrf_exempt  # whoever can write this address knows the secret; under no-referrer browsers send no origin to check
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_page(request, token):
    """Choose a password, once. Opening the link changes nothing: mail programs open links too."""
    invitation = invitation_of(token)
    language = invitation.user.language if invitation else request.LANGUAGE_CODE
    with translation.override(language):
        request.LANGUAGE_CODE = language
        response = _choose_password(request, invitation, token)
    response.headers["Content-Language"] = language
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _choose_password(request, invitation, token):
    closed = why_closed(invitation)
    form = None if closed else ChoosePasswordForm(invitation.user, request.POST or None)
    if form and form.is_valid():
        try:
            accept_invitation(token, password=form.cleaned_data["new_password1"])
            return HttpResponseRedirect(request.path)
        except ValidationError as error:
            closed = " ".join(error.messages)
    context = {
        "site_header": admin.site.site_header,
        "site_title": admin.site.site_title,
        "is_nav_sidebar_enabled": False,
        "closed": closed,
        "used": bool(invitation and invitation.accepted_at),
        "form": form,
        "person": invitation.user if invitation and not closed else None,
        "invitation": invitation,
        "roles": [words for role, words in ROLES.items() if invitation and role in invitation.user.roles],
        "sign_in": reverse("admin:login"),
    }
    return render(request, "admin/invitation.html", context, status=410 if closed and not context["used"] else 200)

"""The pages of signing in and of one's own account: allauth's views in the administration's dress."""

from functools import wraps

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..accounts.credentials import end_session, has_factor
from ..accounts.models import User
from ..desk.refusals import refused
from ..lib.numbers import as_number
from .browsers import browser_words
from .second_factor import is_let_in, used_factor


def dress(request):
    """What the administration's frame shows around a page."""
    site = admin.site
    return {
        "site_header": site.site_header,
        "site_title": site.site_title,
        "site_url": site.site_url,
        "has_permission": site.has_permission(request),
        "is_nav_sidebar_enabled": False,
    }


def dressed(view):
    """`view` inside that frame. A session without the second factor that its person has comes no further than this:
    it could add another one with the password alone."""

    @wraps(view)
    def page(request, *args, **kwargs):
        if request.user.is_authenticated and not is_let_in(request) and has_factor(request.user):
            logout(request)
            return redirect_to_login(reverse("your_account"))
        response = view(request, *args, **kwargs)
        if getattr(response, "context_data", None) is not None:
            response.context_data |= dress(request)
        return response

    return page


class LanguageForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language"]


def _factors(user):
    """The person's second factors, for the page: app, passkeys, and how many recovery codes are left."""
    found = list(Authenticator.objects.filter(user=user).order_by("pk"))
    codes = next((one for one in found if one.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "app": next((one for one in found if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [one for one in found if one.type == Authenticator.Type.WEBAUTHN],
        "codes": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }


@login_required
def your_account(request):
    """Password, second factor, open sessions and language of the person who is signed in."""
    form = LanguageForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save(commit=False)
        person.save(update_fields=["language"])  # an administrator may have changed the rest meanwhile
        with translation.override(person.language):
            messages.success(request, _("Your language has been changed."))
        return HttpResponseRedirect(request.path)
    sessions = UserSession.objects.filter(user=request.user).order_by("-last_seen_at", "-pk")
    this = request.session.session_key
    must_add = settings.STAFF_NEED_SECOND_FACTOR and not used_factor(request)
    facts = {
        "title": _("One more step: a second factor") if must_add else _("Your account"),
        "language_form": form,
        "sessions": [(one, browser_words(one.user_agent), one.session_key == this) for one in sessions],
        "must_add": must_add,
        **_factors(request.user),
    }
    return TemplateResponse(request, "account/your_account.html", facts)


@require_POST
def choose_language(request):
    """For who is not signed in: the language of the pages of signing in, until the window is closed. Then their account
    says it."""
    wanted = request.POST.get("next", "")
    if not (wanted.startswith("/admin/") and url_has_allowed_host_and_scheme(wanted, None)):
        wanted = reverse("account_login")
    answer = HttpResponseRedirect(wanted)
    if request.POST.get("language") in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            request.POST["language"],
            path=settings.LANGUAGE_COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


@login_required
@require_POST
def end_sessions_elsewhere(request):
    """One of one's own sessions, or all but this one."""
    if chosen := request.POST.get("session", ""):
        end_session(request.user, as_number(chosen))
        messages.success(request, _("That browser is signed out."))
    else:
        end_other_sessions(context.request, request.user)
        messages.success(request, _("All other browsers are signed out."))
    return HttpResponseRedirect(reverse("your_account"))


def too_many(request):
    """429 for somebody who tries too often."""
    return render(request, "429.html", dress(request), status=429)


def stale(request, reason=""):
    """403 for a form whose token is not this session's: opened before somebody signed in anew, or forged."""
    why = _(
        "This form was opened before you last signed in. Go back, load the page again and repeat what you did; text of "
        "an article is kept in this browser and offered again."
    )
    return refused(request, PermissionDenied(why))

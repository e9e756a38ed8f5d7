"""The page behind an invitation's link."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..accounts.actions import accept_invitation
from ..accounts.actions.passwords import why_closed
from ..accounts.forms import ChoosePasswordForm
from ..accounts.links import invitation_of
from ..roles import ROLES


@csrf_exempt  # whoever can write this address knows the secret; under no-referrer browsers send no origin to check
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """Choose a password, once. Opening the link changes nothing: mail programs open links too."""
    found = invitation_of(token)
    language = found.user.language if found else request.LANGUAGE_CODE
    with translation.override(language):
        request.LANGUAGE_CODE = language
        response = _choosing(request, found, token)
    response.headers["Content-Language"] = language
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _choosing(request, found, token):
    closed = why_closed(found)
    form = None if closed else ChoosePasswordForm(found.user, request.POST or None)
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
        "used": bool(found and found.accepted_at),
        "form": form,
        "person": found.user if found and not closed else None,
        "invitation": found,
        "roles": [words for role, words in ROLES.items() if found and role in found.user.roles],
        "sign_in": reverse("admin:login"),
    }
    return render(request, "admin/invitation.html", context, status=410 if closed and not context["used"] else 200)

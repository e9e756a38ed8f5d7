"""Inviting people: one by a form, several by pasted lines that are looked at before anything happens."""

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...lib.act_pages import add_errors
from ...lib.admin.pages import admin_page
from ...roles import ROLES, require
from ..actions import invite, invite_several, plan_invitations
from ..forms import InviteForm, InviteSeveralForm
from .act_page import person_url, say_whether_sent


def _one(model_admin, request, form):
    """The answer after the one person was invited; None where something is wrong."""
    if not form.is_valid():
        return None
    try:
        invitation = invite(by=request.user, **form.cleaned_data)
    except ValidationError as error:
        add_errors(form, error)
        return None
    done = _("%(person)s is invited: a link is on its way to %(email)s.")
    words = {"person": invitation.user, "email": invitation.user.email}
    say_whether_sent(model_admin, request, [invitation], done % words)
    return HttpResponseRedirect(person_url(invitation.user))


def _several(model_admin, request, form, plan):
    """The answer after everybody was invited; None where something is wrong or nobody has confirmed."""
    if plan is None or plan.problems or "_confirm" not in request.POST:
        return None
    try:
        invitations = invite_several(
            form.cleaned_data["lines"], language=form.cleaned_data["language_of_all"], by=request.user
        )
    except ValidationError as error:
        add_errors(form, error)
        return None
    count = len(invitations)
    done = ngettext("%(count)d person is invited.", "%(count)d people are invited.", count) % {"count": count}
    say_whether_sent(model_admin, request, invitations, done)
    return HttpResponseRedirect(reverse("admin:briefings_user_changelist"))


def _in_words(plan):
    """(newcomer, roles' names) for each."""
    return (
        [(newcomer, ", ".join(str(ROLES[role]) for role in newcomer.roles)) for newcomer in plan.newcomers]
        if plan
        else []
    )


def invite_view(model_admin, request):
    require(request.user, "manage_users")
    posted = request.POST if request.method == "POST" else None
    several = bool(posted) and "lines" in posted
    one_form = InviteForm(None if several else posted, by=request.user)
    form = InviteSeveralForm(posted if several else None, by=request.user)
    plan = plan_invitations(**_planned(form), by=request.user) if several and form.is_valid() else None
    answer = _several(model_admin, request, form, plan) if several else _one(model_admin, request, one_form)
    context = {
        "one_form": one_form,
        "several_form": form,
        "plan": plan,
        "newcomers": _in_words(plan),
    }
    page = admin_page(request, "admin/briefings/user/invite.html", _("Invite people"), context, model_admin=model_admin)
    return answer or page


def _planned(form):
    return {"text": form.cleaned_data["lines"], "language": form.cleaned_data["language_of_all"]}

"""The page that invites one person by a form, or several by pasted lines after a preview."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...lib.act_pages import add_errors
from ...lib.acts import Attempt, require_act
from ...lib.admin.pages import admin_page
from ...roles import ROLES
from ..actions.invitations import invite
from ..actions.pasted_invitations import invite_several, plan_invitations
from ..acts import INVITE
from ..forms import InviteForm, InviteSeveralForm
from .act_page import message_invited, person_url


def _invite_one(model_admin, request, form):
    """A redirect after the invitation; None if the form has errors."""
    if not form.is_valid():
        return None
    try:
        invitation = invite(by=request.user, **form.cleaned_data)
    except ValidationError as error:
        add_errors(form, error)
        return None
    done = _("%(person)s is invited: a link is on its way to %(email)s.")
    words = {"person": invitation.user, "email": invitation.user.email}
    message_invited(model_admin, request, [invitation], done % words)
    return HttpResponseRedirect(person_url(invitation.user))


def _invite_several(model_admin, request, form, plan):
    """A redirect after the invitations; None if the form has errors or is not confirmed."""
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
    message_invited(model_admin, request, invitations, done)
    return HttpResponseRedirect(reverse("admin:briefings_user_changelist"))


def _with_role_names(newcomers):
    return [(newcomer, ", ".join(str(ROLES[role]) for role in newcomer.roles)) for newcomer in newcomers]


def invite_view(model_admin, request):
    require_act(INVITE, Attempt(request.user))
    posted = request.POST if request.method == "POST" else None
    several = bool(posted) and "lines" in posted
    one_form = InviteForm(None if several else posted, by=request.user)
    form = InviteSeveralForm(posted if several else None, by=request.user)
    plan = None
    if several and form.is_valid():
        lines, language = form.cleaned_data["lines"], form.cleaned_data["language_of_all"]
        plan = plan_invitations(lines, language=language, by=request.user)
    if several:
        redirect = _invite_several(model_admin, request, form, plan)
    else:
        redirect = _invite_one(model_admin, request, one_form)
    context = {
        "sends_mail": settings.SENDS_MAIL,
        "one_form": one_form,
        "several_form": form,
        "plan": plan,
        "newcomers": _with_role_names(plan.newcomers) if plan else [],
    }
    page = admin_page(request, "admin/briefings/user/invite.html", _("Invite people"), context, model_admin=model_admin)
    return redirect or page

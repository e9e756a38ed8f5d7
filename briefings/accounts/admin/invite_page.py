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


# Session key: what was typed into the part of the page that was not sent.
REST = "invite_rest"


def _typed(post):
    """What the page posts, as the initial values of both parts."""
    one = {"email": post.get("email", ""), "name": post.get("name", ""), "roles": post.getlist("roles")}
    several = {"lines": post.get("lines", "")}
    one |= {"language": post["language"]} if "language" in post else {}
    several |= {"language_of_all": post["language_of_all"]} if "language_of_all" in post else {}
    return one, several


def _keep_the_rest(request, lines, one):
    """What was typed into the part that was not sent is there again when the page is opened next."""
    if lines.get("lines") or one.get("email") or one.get("name"):
        request.session[REST] = one, lines


def invite_view(model_admin, request):
    """Both parts are one form, so that sending one part keeps what is typed in the other."""
    require_act(INVITE, Attempt(request.user))
    posted = request.POST if request.method == "POST" else None
    several = bool(posted) and "_one" not in posted and "lines" in posted
    one, lines = _typed(posted) if posted else request.session.pop(REST, ({}, {}))
    one_form = InviteForm(None if several else posted, by=request.user, initial=one)
    form = InviteSeveralForm(posted if several else None, by=request.user, initial=lines)
    plan, redirect = None, None
    if several and form.is_valid():
        cleaned = form.cleaned_data
        plan = plan_invitations(cleaned["lines"], language=cleaned["language_of_all"], by=request.user)
    if posted:
        redirect = (
            _invite_several(model_admin, request, form, plan)
            if several
            else _invite_one(model_admin, request, one_form)
        )
    if redirect:
        _keep_the_rest(request, {} if several else lines, one if several else {})
        return redirect
    context = {
        "sends_mail": settings.SENDS_MAIL,
        "one_form": one_form,
        "several_form": form,
        "plan": plan,
        "newcomers": _with_role_names(plan.newcomers) if plan else [],
    }
    title = _("Invite people")
    return admin_page(request, "admin/briefings/user/invite.html", title, context, model_admin=model_admin)

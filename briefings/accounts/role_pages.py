"""Pages to read, for all staff: what each role may do, and what one person may do through which role."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Count, Q
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from ..roles import GIVES, NOT_BY_INVITATION, ROLES, NotAllowed, may
from .models import User
from .overview import lines

SEES_OTHERS = ("manage_users", "see_user_history")


def _held(user):
    """For each role: its name, whether the reader holds it, and for those who may know how many people do."""
    counts = {}
    if may(user, "manage_users") or may(user, "see_user_history"):
        active = Count("user", filter=Q(user__is_active=True))
        counts = dict(Group.objects.filter(name__in=ROLES).values_list("name").annotate(active=active))
    return [(words, role in user.roles, counts.get(role, 0) if counts else None) for role, words in ROLES.items()]


def roles_page(request):
    """Roles × acts, as roles.py has them."""
    context = {
        **admin.site.each_context(request),
        "title": _("Roles"),
        "roles": _held(request.user),
        "lines": lines(request.user),
        "giving": [
            (ROLES[role], ", ".join(str(ROLES[name]) for name in ROLES if name in given))
            for role, given in GIVES.items()
        ],
        "not_by_invitation": ", ".join(str(ROLES[role]) for role in ROLES if role in NOT_BY_INVITATION),
    }
    return TemplateResponse(request, "admin/roles.html", context)


def person_page(request, number):
    """One's own page is for everybody; another's for those who manage people or read their history."""
    if number != request.user.pk and not any(may(request.user, act) for act in SEES_OTHERS):
        raise NotAllowed(*SEES_OTHERS, words=_("You may see only your own roles here."))
    person = User.objects.prefetch_related("groups").filter(pk=number).first()
    if person is None:
        raise Http404
    shown = lines(person)
    own = person.pk == request.user.pk
    context = {
        **admin.site.each_context(request),
        "title": _("What you may do") if own else _("What %(person)s may do") % {"person": person},
        "person": person,
        "own": own,
        "roles": [words for role, words in ROLES.items() if role in person.roles],
        "may": [line for line in shown if line.may],
        "may_not": [line for line in shown if not line.may],
        "opens_account": may(request.user, "manage_users"),
    }
    return TemplateResponse(request, "admin/roles_of.html", context)

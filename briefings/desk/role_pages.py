"""Pages for all staff: what each role allows, and what one person may do through which role."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import gettext as _

from ..accounts.models import User
from ..lib.admin.pages import admin_page
from ..roles import GIVES, NOT_BY_INVITATION, PERMISSIONS, ROLES, NotAllowed, may

SEES_OTHERS = ("manage_users", "see_user_history")


@dataclass(frozen=True)
class Line:
    """A permission; `cells`: for each role whether it has it; `through`: the person's roles that do."""

    words: str
    cells: list
    through: list
    may: bool


def lines(person=None):
    held = person.roles if person else frozenset()
    return [
        Line(
            words=permission.words,
            cells=[role in permission.roles for role in ROLES],
            through=[words for role, words in ROLES.items() if role in permission.roles & held],
            may=bool(person and person.is_active and (person.is_superuser or permission.roles & held)),
        )
        for permission in PERMISSIONS.values()
    ]


def _held(user):
    """[(name, whether the user holds it, how many people do, if the user may know)] of the roles."""
    counts = {}
    if any(may(user, permission) for permission in SEES_OTHERS):
        active = Count("user", filter=Q(user__is_active=True))
        counts = dict(Group.objects.filter(name__in=ROLES).values_list("name").annotate(active=active))
    return [(words, role in user.roles, counts.get(role, 0) if counts else None) for role, words in ROLES.items()]


def roles_page(request):
    context = {
        "roles": _held(request.user),
        "lines": lines(request.user),
        "giving": [
            (ROLES[role], ", ".join(str(ROLES[name]) for name in ROLES if name in given))
            for role, given in GIVES.items()
        ],
        "not_by_invitation": ", ".join(str(ROLES[role]) for role in ROLES if role in NOT_BY_INVITATION),
    }
    return admin_page(request, "admin/roles.html", _("Roles"), context)


def person_page(request, number):
    if number != request.user.pk and not any(may(request.user, permission) for permission in SEES_OTHERS):
        raise NotAllowed(*SEES_OTHERS, words=_("You may see only your own roles here."))
    person = User.objects.prefetch_related("groups").filter(pk=number).first()
    if person is None:
        raise Http404
    permissions = lines(person)
    own = person.pk == request.user.pk
    context = {
        "person": person,
        "own": own,
        "roles": [words for role, words in ROLES.items() if role in person.roles],
        "may": [line for line in permissions if line.may],
        "may_not": [line for line in permissions if not line.may],
        "opens_account": may(request.user, "manage_users"),
    }
    return admin_page(
        request,
        "admin/roles_of.html",
        _("What you may do") if own else _("What %(person)s may do") % {"person": person},
        context,
    )

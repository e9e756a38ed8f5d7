"""Pages for all staff: what each role allows, and what one person may do through which role.

They read the declarations of the acts; what an act asks beyond a role, such as whose an article is, its page says.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import gettext as _

from ..accounts.models import User
from ..lib.acts import acts
from ..lib.admin.pages import admin_page
from ..roles import GIVES, MODEL_PERMISSIONS, NOT_BY_INVITATION, PERMISSIONS, ROLES, NotAllowed, may, roles_giving

SEES_OTHERS = ("manage_users", "see_user_history")


@dataclass(frozen=True)
class Line:
    """An act or a permission; `cells`: for each role whether it is enough; `through`: those of the
    person's roles that give what it needs."""

    words: str
    cells: list
    through: list
    may: bool


def _line(words, permissions, person):
    held = person.roles if person else frozenset()
    return Line(
        words=words,
        cells=[all(role in roles_giving(permission) for permission in permissions) for role in ROLES],
        through=[
            name for role, name in ROLES.items()
            if role in held and any(role in roles_giving(permission) for permission in permissions)
        ],
        may=bool(person) and all(may(person, permission) for permission in permissions),
    )  # fmt: skip


def _act_words(act):
    """Its title; of an act without one what it needs, with what the log calls it."""
    if act.title:
        return act.title
    return f"{PERMISSIONS[act.permissions[0]].words}: {act.words}"


def lines(person=None):
    """The permissions that forms of the admin or no act need, then every act, as its declaration has it."""
    named = [act for act in acts() if act.permissions and (act.page or act.words)]
    order = list(PERMISSIONS)
    named.sort(key=lambda act: order.index(act.permissions[0]))
    needed = {permission for act in named for permission in act.permissions}
    forms = {name for verbs in MODEL_PERMISSIONS.values() for names in verbs.values() for name in names.split()}
    others = [name for name in PERMISSIONS if name not in needed or name in forms]
    return [
        *(_line(PERMISSIONS[name].words, [name], person) for name in others),
        *(_line(_act_words(act), act.permissions, person) for act in named),
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

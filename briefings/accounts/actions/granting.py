"""Giving and taking roles."""

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...lib.acts import does, require_act
from ...roles import ROLES, gives
from ..access import is_manager, locked, manager, record, require_manager_left
from ..acts import CHANGE_ROLES
from ..acts.conditions import Case
from ..models import User
from ..signals import roles_changed


def require_giver(by, roles, *, by_invitation=False):
    """Refused where one of the roles is not `by`'s to give."""
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValidationError(_("There is no role “%(role)s”.") % {"role": min(unknown)}, code="role")
    beyond = set(roles) - gives(by, by_invitation=by_invitation)
    if not beyond:
        return
    words = {"roles": ", ".join(str(ROLES[role]) for role in ROLES if role in beyond)}
    if by_invitation and beyond <= gives(by):
        raise PermissionDenied(
            _("An invitation cannot carry this role: %(roles)s. Give it once the person has signed in.") % words
        )
    raise PermissionDenied(_("You may not give or take this: %(roles)s.") % words)


def set_roles(person, roles):
    person.groups.set(Group.objects.filter(name__in=roles))
    person.__dict__.pop("roles", None)


@does(CHANGE_ROLES)
@transaction.atomic
def change_roles(person, *, roles, by, now=None):
    """Let the person hold exactly these roles. Links for visitors that they may not make any more end."""
    by, roles = manager(by), set(roles)
    person = locked(person)
    require_act(CHANGE_ROLES, Case(by, person, now))
    before = set(person.groups.filter(name__in=ROLES).values_list("name", flat=True))
    require_giver(by, before - roles)
    require_giver(by, roles - before, by_invitation=not person.has_usable_password())
    if roles == before:
        return person
    was_manager = is_manager(person)
    set_roles(person, roles)
    require_manager_left(was_manager)
    roles_changed.send(User, person=person, by=by, now=now)
    record(by=by, act=CHANGE_ROLES, person=person, now=now, given=sorted(roles - before), taken=sorted(before - roles))
    return person

"""Changing an account: names and address, roles, second factor."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...lib.acts import does, require_act
from ...lib.texts import clean_line, require_text
from ...mail.actions import queue
from ...roles import ROLES, gives
from ..access import is_manager, locked, locked_manager, record, require_manager_left
from ..acts import CHANGE_PERSON, CHANGE_ROLES, RESET_SECOND_FACTOR
from ..acts.conditions import Attempt, require_address_to_change
from ..credentials import end_sessions
from ..models import User
from ..signals import roles_changed

FIELDS = ("username", "first_name", "last_name", "email", "language")


def required_reason(reason: str) -> str:
    return require_text("reason", reason, _("Say why; the history keeps it."))


def tidy(name: str, most: int = 150) -> str:
    """The name on one line with single blanks, without invisible characters."""
    return " ".join(clean_line(name).split())[:most]


def require_ascii_user_name(username: str) -> None:
    """The log shows user names, so that no two may look alike."""
    try:
        ASCIIUsernameValidator()(username)
    except ValidationError as error:
        raise ValidationError({"username": error}) from error


@does(CHANGE_PERSON)
@transaction.atomic
def change_person(person: User, *, by: User, now: datetime | None = None, **details: str) -> User:
    """Change some of FIELDS. A changed e-mail address invalidates open links; a mail tells the former address."""
    by, person = locked_manager(by), locked(person)
    attempt = Attempt(by, person, now)
    require_act(CHANGE_PERSON, attempt)
    before = {name: getattr(person, name) for name in FIELDS}
    for name in FIELDS:
        if name in details:
            setattr(person, name, details[name])
    person.email = person.email.strip().lower()
    changed = {name: [before[name], getattr(person, name)] for name in FIELDS if before[name] != getattr(person, name)}
    if not changed:
        return person
    if "email" in changed:
        require_address_to_change(RESET_SECOND_FACTOR, attempt)
    if "username" in changed:
        require_ascii_user_name(person.username)
    person.full_clean(exclude=["password"])
    person.save(update_fields=FIELDS)
    record(by=by, act=CHANGE_PERSON, person=person, now=now, changed=changed)
    if "email" in changed:
        EmailAddress.objects.filter(user=person).delete()  # or allauth still finds the account by the former address
        queue(CHANGE_PERSON, [person.pk], target=person, email=before["email"])
    return person


def require_giver(by: User, roles: Iterable[str], *, by_invitation: bool = False) -> None:
    """Refuse roles that `by` may not give or take."""
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


def set_roles(person: User, roles: Iterable[str]) -> None:
    person.groups.set(Group.objects.filter(name__in=roles))
    person.__dict__.pop("roles", None)


@does(CHANGE_ROLES)
@transaction.atomic
def change_roles(person: User, *, roles: Iterable[str], by: User, now: datetime | None = None) -> User:
    """Set the person's roles; share links that they may not make any more are revoked."""
    by, roles = locked_manager(by), set(roles)
    person = locked(person)
    require_act(CHANGE_ROLES, Attempt(by, person, now))
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


@does(RESET_SECOND_FACTOR)
@transaction.atomic
def reset_second_factor(person: User, *, by: User, reason: str, now: datetime | None = None) -> User:
    """Remove the second factors; the person signs in with the password and has to set up another one first."""
    by, person = locked_manager(by), locked(person)
    require_act(RESET_SECOND_FACTOR, Attempt(by, person, now))
    reason = required_reason(reason)
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    queue(RESET_SECOND_FACTOR, [person.pk], target=person)
    record(by=by, act=RESET_SECOND_FACTOR, person=person, now=now, reason=reason)
    return person

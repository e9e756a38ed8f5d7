"""Shutting an account and opening it again. Accounts are never deleted: what somebody did stays under their name."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ...lib.acts import does, require_act
from ...roles import ROLES
from ..access import is_manager, locked, manager, may_act_on, record, require_manager_left, take_turns
from ..acts import DEACTIVATE, REACTIVATE, SUSPEND
from ..acts.conditions import Case
from ..credentials import end_sessions
from ..models import UNUSED_AFTER, Invitation, User
from ..signals import person_left
from .account import require_giver
from .invitations import had_password, send_link


def _shut(person, *, by, act, reason, now):
    """Within the caller's turn: nothing that the person had open or handed out works any more."""
    was_manager = is_manager(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    require_manager_left(was_manager)
    end_sessions(person)
    Invitation.objects.filter(user=person, accepted_at=None, revoked_at=None).update(revoked_at=now or timezone.now())
    person_left.send(User, person=person, by=by, now=now)
    record(by=by, act=act, person=person, now=now, reason=reason)


@does(DEACTIVATE)
@transaction.atomic
def deactivate(person, *, by, reason, now=None):
    """Shut the account: sessions, links for visitors and an open invitation end at once. Articles stay theirs."""
    by, person = manager(by), locked(person)
    require_act(DEACTIVATE, Case(by, person, now))
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Say why; the history keeps it."), code="required")})
    _shut(person, by=by, act=DEACTIVATE, reason=reason.strip(), now=now)
    return person


@does(REACTIVATE)
@transaction.atomic
def reactivate(person, *, by, now=None):
    """Open the account with the roles that it had; the person gets a link and chooses a new password."""
    by, person = manager(by), locked(person)
    require_act(REACTIVATE, Case(by, person, now))
    roles = sorted(person.groups.filter(name__in=ROLES).values_list("name", flat=True))
    require_giver(by, roles, by_invitation=not had_password(person))
    person.is_active = person.is_staff = True
    person.set_unusable_password()
    person.save(update_fields=["is_active", "is_staff", "password"])
    invitation = send_link(person, REACTIVATE, by=by, now=now)
    record(by=by, act=REACTIVATE, person=person, now=now, roles=roles)
    return invitation


def to_suspend(now=None, *, after=UNUSED_AFTER):
    """(people to suspend, the one to keep or None): of those who can manage people one always remains."""
    unused = list(User.objects.unused(now, after=after))
    managers = set(User.objects.managers().values_list("pk", flat=True))
    if not managers or managers - {person.pk for person in unused}:
        return unused, None
    kept = [person for person in unused if person.pk in managers][-1]
    return [person for person in unused if person != kept], kept


@does(SUSPEND)
@transaction.atomic
def suspend_unused(*, after=UNUSED_AFTER, by=None, now=None):
    """Shut every account unused for that long; `by` is None when the system does it. (suspended people, kept one)."""
    if by is None:
        take_turns()
    else:
        by = manager(by)
        require_act(SUSPEND, Case(by, now=now))
    people, kept = to_suspend(now, after=after)
    people = [person for person in people if by is None or may_act_on(person, by)]
    for person in people:
        day = date_format(person.last_use, "DATE_FORMAT")
        _shut(locked(person), by=by, act=SUSPEND, reason=_("Not used since %(day)s.") % {"day": day}, now=now)
    return people, kept

"""Deactivating and reactivating accounts. They are never deleted: what somebody did stays under their name."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ...lib.acts import does, require_act
from ...roles import ROLES
from ..access import is_manager, lock_accounts, locked, locked_manager, may_act_on, record, require_manager_left
from ..acts import DEACTIVATE, REACTIVATE, SUSPEND
from ..acts.conditions import Attempt
from ..credentials import end_sessions
from ..models import UNUSED_AFTER, Invitation, User
from ..signals import person_left
from .account import require_giver, required_reason
from .invitations import had_password, send_link


def _deactivate(person, *, by, act, reason, now):
    """The caller holds the lock."""
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
def deactivate(person: User, *, by: User, reason: str, now: datetime | None = None) -> User:
    """Deactivate the account: sessions, share links and an open invitation end at once. The articles stay theirs."""
    by, person = locked_manager(by), locked(person)
    require_act(DEACTIVATE, Attempt(by, person, now))
    _deactivate(person, by=by, act=DEACTIVATE, reason=required_reason(reason), now=now)
    return person


@does(REACTIVATE)
@transaction.atomic
def reactivate(person: User, *, by: User, now: datetime | None = None) -> Invitation:
    """Reactivate the account with its former roles; a mailed link sets a new password."""
    by, person = locked_manager(by), locked(person)
    require_act(REACTIVATE, Attempt(by, person, now))
    roles = sorted(person.groups.filter(name__in=ROLES).values_list("name", flat=True))
    require_giver(by, roles, by_invitation=not had_password(person))
    person.is_active = person.is_staff = True
    person.set_unusable_password()
    person.save(update_fields=["is_active", "is_staff", "password"])
    invitation = send_link(person, REACTIVATE, by=by, now=now)
    record(by=by, act=REACTIVATE, person=person, now=now, roles=roles)
    return invitation


def to_suspend(now: datetime | None = None, *, after: timedelta = UNUSED_AFTER) -> tuple[list[User], User | None]:
    """(people to suspend, the manager to keep or None): one account that can manage people remains."""
    unused = list(User.objects.unused(now, after=after))
    managers = set(User.objects.managers().values_list("pk", flat=True))
    if not managers or managers - {person.pk for person in unused}:
        return unused, None
    kept = [person for person in unused if person.pk in managers][-1]
    return [person for person in unused if person != kept], kept


@does(SUSPEND)
@transaction.atomic
def suspend_unused(
    *, after: timedelta = UNUSED_AFTER, by: User | None = None, now: datetime | None = None
) -> tuple[list[User], User | None]:
    """Deactivate accounts unused for `after`; `by` is None for the site itself. Returns the pair of `to_suspend`."""
    if by is None:
        lock_accounts()
    else:
        by = locked_manager(by)
        require_act(SUSPEND, Attempt(by, now=now))
    people, kept = to_suspend(now, after=after)
    people = [person for person in people if by is None or may_act_on(person, by)]
    for person in people:
        day = date_format(person.last_use, "DATE_FORMAT")
        _deactivate(locked(person), by=by, act=SUSPEND, reason=_("Not used since %(day)s.") % {"day": day}, now=now)
    return people, kept

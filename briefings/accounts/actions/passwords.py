"""The links by which people set their passwords. Nobody sets the password of somebody else."""

import datetime
from functools import partial

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...history.models import Event
from ...lib.acts import does, require_act
from ...lib.signed_links import key_in, new_nonce
from ...roles import ROLES
from ..access import locked, manager, record
from ..acts import (
    ACCEPT_INVITATION,
    IN_HAND,
    REPLACE_PASSWORD,
    RESEND_INVITATION,
    REVOKE_INVITATION,
    SEND_PASSWORD_LINK,
)
from ..acts.conditions import Case
from ..credentials import end_sessions
from ..links import invitation_of
from ..mails import send_invitations
from ..models import Invitation, User
from ..signals import person_left
from .person import require_giver

VALID = datetime.timedelta(days=7)
VALID_FOR_RETURNING = datetime.timedelta(days=1)  # somebody who can sign in already reads their mail


def fresh_link(person, *, by, valid=VALID, now=None):
    """An invitation within the caller's turn; whatever link the person had before is worthless from now on."""
    sent_at = now or timezone.now()
    fields = {
        "nonce": new_nonce(), "invited_by": by, "sent_at": sent_at, "expires_at": sent_at + valid,
        "accepted_at": None, "revoked_at": None, "undelivered_at": None,
    }  # fmt: skip
    invitation, _created = Invitation.objects.update_or_create(user=person, defaults=fields)
    invitation.user = person
    return invitation


def send_after_commit(invitations, act):
    transaction.on_commit(partial(send_invitations, invitations, act.mail))


def send_link(person, act, *, by, valid=VALID, now=None):
    invitation = fresh_link(person, by=by, valid=valid, now=now)
    send_after_commit([invitation], act)
    return invitation


def had_password(person):
    """Whether somebody has had the account in hand: then its address is no longer one that nobody has proved."""
    if person.has_usable_password() or person.last_login:
        return True
    return Event.objects.about(person).filter(act__in=IN_HAND).exists()


@does(RESEND_INVITATION)
@transaction.atomic
def resend_invitation(person, *, by, now=None):
    """Another link for somebody who has not set a password yet; one who was un-invited is invited again."""
    by, person = manager(by), locked(person)
    require_act(RESEND_INVITATION, Case(by, person, now))
    roles = person.groups.filter(name__in=ROLES).values_list("name", flat=True)
    require_giver(by, roles, by_invitation=not had_password(person))
    person.is_active = True
    person.save(update_fields=["is_active"])
    sent = send_link(person, RESEND_INVITATION, by=by, now=now)
    record(by=by, act=RESEND_INVITATION, person=person, now=now, until=sent.expires_at.isoformat())
    return sent


@does(REVOKE_INVITATION)
@transaction.atomic
def revoke_invitation(person, *, by, now=None):
    """The link sets no password any more, and the account cannot be used until somebody invites the person again."""
    by, person = manager(by), locked(person)
    require_act(REVOKE_INVITATION, Case(by, person, now))
    invitation = person.invitation
    invitation.revoked_at = now or timezone.now()
    invitation.save(update_fields=["revoked_at"])
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    person_left.send(User, person=person, by=by, now=now)
    record(by=by, act=REVOKE_INVITATION, person=person, now=now)
    return invitation


@does(SEND_PASSWORD_LINK)
@transaction.atomic
def send_password_link(person, *, by, now=None):
    """A link for somebody who has forgotten their password. The second factor stays as it is."""
    by, person = manager(by), locked(person)
    require_act(SEND_PASSWORD_LINK, Case(by, person, now))
    sent = send_link(person, SEND_PASSWORD_LINK, by=by, valid=VALID_FOR_RETURNING, now=now)
    record(by=by, act=SEND_PASSWORD_LINK, person=person, now=now, until=sent.expires_at.isoformat())
    return sent


def why_closed(invitation, now=None):
    """Why the link sets no password, in words; empty where it does. `invitation` is None for a link not ours."""
    if invitation is None:
        return _("This link does not work. Perhaps a newer mail has replaced it, or a part of it is missing.")
    if invitation.accepted_at:
        return _("This link has been used: the password is set.")
    if invitation.revoked_at or not invitation.user.is_active:
        return _("This invitation has been taken back.")
    if not invitation.is_open(now):
        return _("This link has run out. It worked for some days only.")
    return ""


@transaction.atomic
def accept_invitation(token, *, password, now=None):
    """Set the password of the person to whom the link was sent, once. They sign in with it afterwards."""
    person = User.objects.select_for_update(of=("self",), no_key=True).filter(pk=key_in(token)).first()
    invitation = invitation_of(token) if person else None
    closed = why_closed(invitation, now)
    if closed:
        raise ValidationError(closed, code="closed")
    had_one = person.has_usable_password()
    validate_password(password, person)
    invitation.accepted_at = now or timezone.now()
    invitation.save(update_fields=["accepted_at"])
    person.set_password(password)
    person.save(update_fields=["password"])  # which ends every session
    record(by=person, act=REPLACE_PASSWORD if had_one else ACCEPT_INVITATION, person=person, now=now)
    return person

"""Invitations, and the links by which people choose a new password. Nobody sets the password of somebody else."""

import datetime
import re
import unicodedata
from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...history.models import Event
from ...lib.acts import Act, does, require_act
from ...lib.signed_links import key_in, new_nonce
from ...mail.actions import drop_mails_about, queue
from ...roles import ROLES
from ..access import locked, locked_manager, record
from ..acts import (
    ACCEPT_INVITATION,
    INVITE,
    REPLACE_PASSWORD,
    RESEND_INVITATION,
    REVOKE_INVITATION,
    SEND_PASSWORD_LINK,
    USED_BY_OWNER,
)
from ..acts.conditions import Attempt
from ..credentials import end_sessions
from ..models import Invitation, User
from ..password_links import invitation_of
from ..signals import person_left
from .account import require_giver, set_roles, tidy

VALID = datetime.timedelta(days=7)
VALID_FOR_PASSWORD_LINK = datetime.timedelta(days=1)  # shorter, because the account has rights already


def fresh_link(person: User, *, by: User, valid=VALID, now: datetime.datetime | None = None) -> Invitation:
    """The person's invitation with a new nonce, which invalidates the former link. The caller holds the lock."""
    sent_at = now or timezone.now()
    fields = {
        "nonce": new_nonce(), "invited_by": by, "sent_at": sent_at, "expires_at": sent_at + valid,
        "accepted_at": None, "revoked_at": None,
    }  # fmt: skip
    invitation, _created = Invitation.objects.update_or_create(user=person, defaults=fields)
    invitation.user = person
    return invitation


def mail_link(invitation: Invitation, act: Act) -> None:
    """Queue the mail with the newest link; a mail about an older one is not sent any more."""
    drop_mails_about(invitation)
    queue(act, [invitation.user_id], target=invitation)


def send_link(person: User, act: Act, *, by: User, valid=VALID, now: datetime.datetime | None = None) -> Invitation:
    invitation = fresh_link(person, by=by, valid=valid, now=now)
    mail_link(invitation, act)
    return invitation


def free_user_name(email: str) -> str:
    """The part before the @ in plain letters, with a number if it is taken."""
    local = email.partition("@")[0].partition("+")[0].casefold()
    plain = unicodedata.normalize("NFKD", local).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9._-]+", "", plain).strip("._-")[:30] or "person"
    taken = {
        name.casefold() for name in User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    }
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem}{number}"
    return candidate


def proper_email(email: str) -> str:
    """The address in lower case; ValidationError if it is invalid or taken."""
    email = email.strip().lower()
    validate_email(email)
    owner = User.objects.filter(email__iexact=email).first()
    if owner is None:
        return email
    if owner.is_active:
        raise ValidationError(_("%(email)s has an account already.") % {"email": email}, code="taken")
    raise ValidationError(
        _("%(email)s has an account that is shut. Open it again on its own page.") % {"email": email}, code="shut"
    )


def make_account(*, email, name, roles, language, by, now):
    """The invitation of a new account with these roles and without a password. The caller holds the lock."""
    first, _blank, last = tidy(name).partition(" ")
    person = User(
        username=free_user_name(email), email=email, first_name=first, last_name=last, language=language, is_staff=True
    )
    person.date_joined = now or timezone.now()
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    set_roles(person, roles)
    invitation = fresh_link(person, by=by, now=now)
    record(
        by=by, act=INVITE, person=person, now=now,
        email=email, roles=sorted(roles), until=invitation.expires_at.isoformat(),
    )  # fmt: skip
    return invitation


@does(INVITE)
@transaction.atomic
def invite(
    *, email: str, name: str, roles: Iterable[str], language: str, by: User, now: datetime.datetime | None = None
) -> Invitation:
    by, roles = locked_manager(by), set(roles)
    require_act(INVITE, Attempt(by, now=now))
    if not roles:
        raise ValidationError({"roles": ValidationError(_("Choose at least one role."), code="required")})
    if not tidy(name):
        raise ValidationError({"name": ValidationError(_("Write the person’s name."), code="required")})
    require_giver(by, roles, by_invitation=True)
    try:
        email = proper_email(email)
    except ValidationError as error:
        raise ValidationError({"email": error}) from error
    invitation = make_account(email=email, name=name, roles=roles, language=language, by=by, now=now)
    mail_link(invitation, INVITE)
    return invitation


def had_password(person: User) -> bool:
    """Whether the owner ever set a password, which proves that the address is theirs."""
    if person.has_usable_password() or person.last_login:
        return True
    return Event.objects.about(person).filter(act__in=USED_BY_OWNER).exists()


@does(RESEND_INVITATION)
@transaction.atomic
def resend_invitation(person: User, *, by: User, now: datetime.datetime | None = None) -> Invitation:
    """Send another link to somebody without a password; works after `revoke_invitation` too."""
    by, person = locked_manager(by), locked(person)
    require_act(RESEND_INVITATION, Attempt(by, person, now))
    roles = person.groups.filter(name__in=ROLES).values_list("name", flat=True)
    require_giver(by, roles, by_invitation=not had_password(person))
    person.is_active = True
    person.save(update_fields=["is_active"])
    invitation = send_link(person, RESEND_INVITATION, by=by, now=now)
    record(by=by, act=RESEND_INVITATION, person=person, now=now, until=invitation.expires_at.isoformat())
    return invitation


@does(REVOKE_INVITATION)
@transaction.atomic
def revoke_invitation(person: User, *, by: User, now: datetime.datetime | None = None) -> Invitation:
    """Invalidate the link and deactivate the account until it is invited again."""
    by, person = locked_manager(by), locked(person)
    require_act(REVOKE_INVITATION, Attempt(by, person, now))
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
def send_password_link(person: User, *, by: User, now: datetime.datetime | None = None) -> Invitation:
    """Send a link for a new password; the second factor stays."""
    by, person = locked_manager(by), locked(person)
    require_act(SEND_PASSWORD_LINK, Attempt(by, person, now))
    invitation = send_link(person, SEND_PASSWORD_LINK, by=by, valid=VALID_FOR_PASSWORD_LINK, now=now)
    record(by=by, act=SEND_PASSWORD_LINK, person=person, now=now, until=invitation.expires_at.isoformat())
    return invitation


def why_closed(invitation: Invitation | None, now: datetime.datetime | None = None) -> str:
    """The reason why the link sets no password; "" if it does. `invitation` is None for an unknown link."""
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
def accept_invitation(token: str, *, password: str, now: datetime.datetime | None = None) -> User:
    """Set the password of the person to whom the link was sent; it works once."""
    person = User.objects.select_for_update(of=("self",), no_key=True).filter(pk=key_in(token)).first()
    invitation = invitation_of(token) if person else None
    closed = why_closed(invitation, now)
    if closed:
        raise ValidationError(closed, code="closed")
    act = REPLACE_PASSWORD if person.has_usable_password() else ACCEPT_INVITATION
    validate_password(password, person)
    invitation.accepted_at = now or timezone.now()
    invitation.save(update_fields=["accepted_at"])
    person.set_password(password)
    person.save(update_fields=["password"])  # which ends every session
    record(by=person, act=act, person=person, now=now)
    return person

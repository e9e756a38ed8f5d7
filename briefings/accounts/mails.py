"""Mails about accounts: plain text in the person's language, sent after the commit of the act."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone, translation
from django.utils.formats import date_format

from .models import Invitation
from .password_links import link_of

log = logging.getLogger(__name__)


def _filled(mail, person, **values):
    """(subject, text) in the person's language."""
    with translation.override(person.language):
        values |= {"name": person.get_full_name() or person.username, "site": settings.SITE_URL}
        return str(mail.subject), mail.words % values


def _invitation_mail(invitation, mail):
    person = invitation.user
    with translation.override(person.language):
        until = date_format(timezone.localtime(invitation.expires_at), "DATETIME_FORMAT")
    return _filled(
        mail,
        person,
        who=str(invitation.invited_by),
        until=until,
        link=link_of(invitation),
        user_name=person.username,
    )


def send_invitations(invitations, mail):
    """Send each on one connection, so that a dead server costs one time-out; failures are saved on the invitation."""
    connection = get_connection()
    is_open = _opened(connection)
    for invitation in invitations:
        subject, text = _invitation_mail(invitation, mail)
        failed = not (is_open and _sent(subject, text, invitation.user.email, connection))
        invitation.undelivered_at = timezone.now() if failed else None
        Invitation.objects.filter(pk=invitation.pk, nonce=invitation.nonce).update(
            undelivered_at=invitation.undelivered_at
        )
    if is_open:
        connection.close()


def _opened(connection):
    try:
        connection.open()
    except Exception:
        log.exception("The mail server does not answer.")
        return False
    return True


def _sent(subject, text, address, connection):
    try:
        EmailMessage(subject, text, to=[address], connection=connection).send()
    except Exception:  # of whatever kind: the act is committed, and the page shows the failure
        log.exception("A mail about an account could not be sent.")
        return False
    return True


def tell_former_address(person, former, mail):
    """A warning for somebody who did not ask for the change."""
    _sent(*_filled(mail, person, address=person.email), former, get_connection())


def tell_factor_removed(person, mail):
    _sent(*_filled(mail, person), person.email, get_connection())

"""What people are told by mail: plain text, in their own language, sent after the act is on record."""

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
    """Send each; one that cannot be sent is noted on it, and is no reason to keep the others back.

    A server that does not answer is waited for once, not for every mail.
    """
    connection = get_connection()
    answers = _opened(connection)
    for invitation in invitations:
        subject, text = _invitation_mail(invitation, mail)
        failed = not (answers and _sent(subject, text, invitation.user.email, connection))
        invitation.undelivered_at = timezone.now() if failed else None
        Invitation.objects.filter(pk=invitation.pk, nonce=invitation.nonce).update(
            undelivered_at=invitation.undelivered_at
        )
    if answers:
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
    except Exception:  # whatever a mail server or a backend comes up with, the act stands and the page says so
        log.exception("A mail about an account could not be sent.")
        return False
    return True


def tell_former_address(person, former, mail):
    """Somebody who did not ask for another address learns of it where they were reached before."""
    _sent(*_filled(mail, person, address=person.email), former, get_connection())


def tell_factor_removed(person, mail):
    """Somebody whose second factor was taken away learns of it, whoever asked for that."""
    _sent(*_filled(mail, person), person.email, get_connection())

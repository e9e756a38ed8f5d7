"""What people are told by mail: plain text, in their own language, sent after the act is on record."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .links import link_of
from .models import Invitation

log = logging.getLogger(__name__)


def invitation_mail(invitation):
    """(subject, text) for somebody who has no password yet, or who has asked for a new one."""
    person = invitation.user
    with translation.override(person.language):
        words = {
            "name": person.get_full_name() or person.username,
            "who": str(invitation.invited_by),
            "site": settings.SITE_URL,
            "until": date_format(timezone.localtime(invitation.expires_at), "DATETIME_FORMAT"),
            "link": link_of(invitation),
            "user_name": person.username,
        }
        return _words_for_newcomer(words) if not person.has_usable_password() else _words_for_forgetful(words)


def _words_for_newcomer(words):
    text = _(
        "Good day, %(name)s.\n\n"
        "%(who)s has made an account for you at the editorial desk of %(site)s. Your user name is %(user_name)s.\n\n"
        "Open this link and choose a password:\n\n%(link)s\n\n"
        "It works once, until %(until)s (Ecuador). If it has run out, ask for another.\n\n"
        "If you do not know what this is about, you need not do anything.\n"
    )
    return _("Your account at the editorial desk"), text % words


def _words_for_forgetful(words):
    text = _(
        "Good day, %(name)s.\n\n"
        "%(who)s sends you this link, so that you can choose a new password for %(site)s:\n\n%(link)s\n\n"
        "It works once, until %(until)s (Ecuador). Your user name is %(user_name)s. Until you choose another, the old "
        "password goes on working.\n\n"
        "If you have not asked for it, tell %(who)s.\n"
    )
    return _("A new password for the editorial desk"), text % words


def send_invitations(invitations):
    """Send each; one that cannot be sent is noted on it, and is no reason to keep the others back.

    A server that does not answer is waited for once, not for every mail.
    """
    connection = get_connection()
    answers = _opened(connection)
    for invitation in invitations:
        subject, text = invitation_mail(invitation)
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


def tell_former_address(person, former):
    """Somebody who did not ask for another address learns of it where they were reached before."""
    with translation.override(person.language):
        text = _(
            "Good day, %(name)s.\n\n"
            "The e-mail address of your account at %(site)s is now %(address)s. If you did not ask for this, tell an "
            "administrator at once.\n"
        ) % {
            "name": person.get_full_name() or person.username,
            "site": settings.SITE_URL,
            "address": person.email,
        }
        _sent(_("Your account has another e-mail address"), text, former, get_connection())


def tell_factor_removed(person):
    """Somebody whose second factor was taken away learns of it, whoever asked for that."""
    with translation.override(person.language):
        text = _(
            "Good day, %(name)s.\n\n"
            "The second factor of your account at %(site)s has been taken away, because somebody asked for it in your "
            "name. You set up another one when you next sign in. If you did not ask for this, tell an administrator at "
            "once.\n"
        ) % {"name": person.get_full_name() or person.username, "site": settings.SITE_URL}
        _sent(_("Your account has no second factor any more"), text, person.email, get_connection())

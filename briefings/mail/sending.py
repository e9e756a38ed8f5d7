"""Sending what is in the outbox; `manage.py tick` calls it.

A mail is claimed by one short UPDATE before it is sent, and no transaction is open while the mail server is talked to.
So several processes never send the same mail, on SQLite too, and a slow server delays a tick by little more than
LONGEST. Whoever stops between sending and marking leaves a claim that runs out after LEASE; the mail is then sent once
more, with the same Message-ID: every mail arrives at least once, and in that rare case twice.
"""

import datetime
import logging
import smtplib
import time
from functools import singledispatch
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, Q
from django.utils import timezone, translation

from ..lib import acts
from .models import Mail

logger = logging.getLogger(__name__)
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
LEASE = datetime.timedelta(minutes=10)  # longer than a mail server may take, with a time limit for each of its answers
# Before the second attempt, the third, … After the last one, two and a half days after the first, the site gives up.
DELAYS = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1080, 1440)]
MOST_AT_ONCE = 200
LONGEST = 40  # seconds after which the rest waits for the next tick, which has other things to do as well
KEPT = datetime.timedelta(days=30)


@singledispatch
def text_of(declared: acts.Mail, mail: Mail) -> tuple[str, str] | None:
    """(subject, text) of a mail whose act declares `declared`; None if it need not be sent any more.

    Each slice registers a function for its kinds of mail. The language is the recipient's.
    """
    raise NotImplementedError(type(declared))


def send_due(*, most: int = MOST_AT_ONCE) -> tuple[int, int]:
    """Send the mails that are due: (how many were sent, how many were not)."""
    if not settings.SENDS_MAIL:
        return 0, 0
    server, outcomes, end = Server(), [], time.monotonic() + LONGEST
    for key in list(Mail.objects.due().order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:most]):
        if time.monotonic() > end:
            break
        if mail := _claimed(key):
            outcomes.append(_attempt(mail, server))
    server.close()
    return outcomes.count(Mail.State.SENT), outcomes.count(Mail.State.WAITING) + outcomes.count(Mail.State.FAILED)


def forget_old_mails() -> None:
    """Also what was given up: after a month nobody wants it. Mails to nobody go at once: anybody can make them."""
    old = Q(person=None, state=Mail.State.DROPPED) | Q(created_at__lt=timezone.now() - KEPT)
    Mail.objects.filter(old).exclude(state=Mail.State.WAITING).delete()


class Server:
    """One connection for all mails. A server that does not answer is asked once, so that it costs one time limit."""

    def __init__(self):
        self._connection, self._failure = None, None

    def send(self, message: EmailMessage) -> None:
        if self._failure:
            raise self._failure
        if self._connection is None:
            self._open()
        try:
            self._connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused:
            raise  # the connection goes on
        except Exception:
            self.close()
            raise

    def _open(self):
        try:
            self._connection = get_connection()
            self._connection.open()
        except Exception as error:
            self._failure = error
            raise

    def close(self) -> None:
        connection, self._connection = self._connection, None
        try:
            if connection is not None:
                connection.close()
        except Exception as error:
            logger.info("The mail server did not close its connection: %s", type(error).__name__)


def _claimed(key) -> Mail | None:
    """The mail, if it is still due and no other process has it."""
    now = timezone.now()
    claim = {"attempts": F("attempts") + 1, "next_attempt_at": now + LEASE, "problem": Mail.Problem.STOPPED}
    if Mail.objects.due(now).filter(pk=key).update(**claim, code=None):
        return Mail.objects.select_related("person").get(pk=key)
    return None


def _attempt(mail, server) -> Mail.State:
    if mail.attempts > len(DELAYS) + 1:  # the site stopped during the last attempt
        return _failed(mail, Mail.Problem.STOPPED, None, is_final=True)
    try:
        message = _message(mail)
    except Exception:
        logger.exception("Mail %s cannot be written.", mail.pk)
        return _failed(mail, Mail.Problem.FAULT, None)
    if message is None:
        return _done(mail, Mail.State.DROPPED)
    try:
        server.send(message)
    except Exception as error:  # of whatever backend
        problem, code = problem_in(error)
        logger.warning("Mail %s (%s) was not sent: %s %s", mail.pk, mail.act, type(error).__name__, code or "")
        return _failed(mail, problem, code, is_final=_is_final(error))
    return _done(mail, Mail.State.SENT, sent_at=timezone.now())


def _message(mail) -> EmailMessage | None:
    if not mail.recipient or (not mail.email and not mail.person.is_active):
        return None
    with translation.override(mail.person.language if mail.person else settings.LANGUAGE_CODE):
        text = text_of(mail.declaration.mail, mail)
        if text is None:
            return None
        subject, body = map(str, text)
    name = f"<mail.{mail.pk}.{mail.created_at.timestamp():.0f}@{urlsplit(settings.SITE_URL).hostname}>"
    return EmailMessage(subject, body, to=[mail.recipient], headers=HEADERS | {"Message-ID": name})


def problem_in(error: Exception) -> tuple[Mail.Problem, int | None]:
    """The problem, and the code with which the mail server answered."""
    code = getattr(error, "smtp_code", None)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return Mail.Problem.RECIPIENT, next((code for code, _words in error.recipients.values()), None)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Mail.Problem.SIGN_IN, code
    if isinstance(error, smtplib.SMTPResponseException):
        return Mail.Problem.REFUSED, code if code and code > 0 else None
    if isinstance(error, OSError):  # SMTPException is one, and so is a time limit
        return Mail.Problem.UNREACHABLE, None
    return Mail.Problem.FAULT, None


def _is_final(error):
    """Whether the server will refuse this address for ever: waiting for days would only hide a mistyped one."""
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        500 <= code < 600 for code, _words in error.recipients.values()
    )


def _failed(mail, problem, code, *, is_final=False) -> Mail.State:
    """Only if the claim is still ours: another process may have sent the mail meanwhile."""
    given_up = is_final or mail.attempts > len(DELAYS)
    state = Mail.State.FAILED if given_up else Mail.State.WAITING
    delay = DELAYS[min(mail.attempts, len(DELAYS)) - 1]
    Mail.objects.waiting().filter(pk=mail.pk, attempts=mail.attempts).update(
        state=state, problem=problem, code=code, next_attempt_at=timezone.now() + delay
    )
    if given_up:
        logger.error("Mail %s (%s) is given up after %s attempt(s): %s", mail.pk, mail.act, mail.attempts, problem)
    return state


def _done(mail, state, **fields) -> Mail.State:
    Mail.objects.filter(pk=mail.pk).update(state=state, problem="", code=None, detail={}, **fields)
    return state

"""Mail about an act: the act stands even if the mail server fails, and the page can say who was not reached."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.mail import EmailMessage, get_connection

logger = logging.getLogger(__name__)
_unreached = ContextVar("unreached", default=None)


@contextmanager
def unreached():
    """Names of the people to whom no mail could be sent while the block ran."""
    names = []
    token = _unreached.set(names)
    try:
        yield names
    finally:
        _unreached.reset(token)


def send(mails: list[EmailMessage], *, about: str, names: list[str]) -> None:
    """Send over one connection; a failure is logged as a mail `about` something, and `names` count as unreached."""
    try:
        if mails:
            get_connection().send_messages(mails)
    except Exception as error:  # of any backend; its message may hold addresses, which must not be logged
        why = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
        logger.error("No mail about %s could be sent: %s", about, why)
        if (unreached_names := _unreached.get()) is not None:
            unreached_names += names

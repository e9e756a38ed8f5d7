"""Mail to staff about what became of an article. It says what happened and where to look, and carries nothing of the
text: mail travels openly and lies in many places, and authors may be at risk."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from ..accounts.models import User
from .access import may_read
from .models import Article

logger = logging.getLogger(__name__)
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
_unreached = ContextVar("unreached", default=None)


@contextmanager
def unreached():
    """Names of those to whom no mail could be sent while the block ran."""
    names = []
    token = _unreached.set(names)
    try:
        yield names
    finally:
        _unreached.reset(token)


def tell(workflow, act, *, by=None, visitor="", now=None):
    """Mail for whom it concerns, once the act is committed; never to whoever did it.

    Nobody is told of an act that is given another time than the present: the demonstration's past.
    """
    if now is not None:
        return
    people = {getattr(workflow, f"{name}_id") for name in act.mail.to} - {None, by and by.pk}
    if people:
        who = str(by) if by else visitor
        transaction.on_commit(partial(_send, workflow.article_id, act, people, who), robust=True)


def _send(article, act, people, who):
    article = Article.objects.select_related("workflow").filter(pk=article).first()
    if article is None:
        return
    readers = [person for person in User.objects.filter(pk__in=people).order_by("pk") if may_read(article, person)]
    mails = [_mail(article, act.mail, person, who) for person in readers if person.email]
    try:
        if mails:
            get_connection().send_messages(mails)
    except Exception as error:  # of whatever backend; its words may hold addresses, which no log has to keep
        why = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
        logger.error("No mail about “%s” of article %s could be sent: %s", act, article.pk, why)
        if (names := _unreached.get()) is not None:
            names += [str(person) for person in readers]


def _mail(article, mail, person, who):
    with translation.override(person.language):
        context = {
            "words": mail.words % {"who": who},
            "title": article.title,
            "url": settings.SITE_URL + reverse(f"admin:briefings_article_{mail.page}", args=[article.pk]),
        }
        body = render_to_string("briefings/articles/mail.txt", context)
        return EmailMessage(str(mail.subject), body, to=[person.email], headers=HEADERS)

"""Mail to staff about what became of an article. It says what happened and where to look, and carries nothing of the
text: mail travels openly and lies in many places, and authors may be at risk."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from ..accounts.models import User
from ..roles import may
from .models import Article

logger = logging.getLogger(__name__)
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
_unreached = ContextVar("unreached", default=None)


@dataclass(frozen=True)
class Notice:
    """`to` names fields of the workflow; `page` is the page beside the article that the link opens, or its form."""

    subject: str
    words: str
    to: tuple = ("owner",)
    page: str = "change"


NOTICES = {
    "submit": Notice(
        gettext_lazy("An article waits for your review"),
        gettext_lazy("%(who)s has submitted an article of which you are in charge:"),
        to=("editor",),
    ),
    "return": Notice(
        gettext_lazy("Your article was returned"),
        gettext_lazy("%(who)s has returned your article, with a comment:"),
    ),
    "comment": Notice(
        gettext_lazy("A new comment on an article"),
        gettext_lazy("%(who)s has commented on an article:"),
        to=("owner", "editor"),
        page="comments",
    ),
    "send_fix": Notice(
        gettext_lazy("Changes in your article to accept"),
        gettext_lazy("%(who)s has changed your article. You can accept it and submit it again with one click:"),
        page="fix",
    ),
    "taken_out": Notice(
        gettext_lazy("Your article is out of review"),
        gettext_lazy(
            "%(who)s has saved your article, and it is no longer what you submitted. Nobody can approve it until you "
            "accept the changes and submit it again:"
        ),
        page="fix",
    ),
    "approve": Notice(gettext_lazy("Your article was approved"), gettext_lazy("%(who)s has approved your article:")),
    "publish": Notice(
        gettext_lazy("Your article was published"),
        gettext_lazy("%(who)s has published your article, at once or for a date:"),
    ),
    "force_publish": Notice(
        gettext_lazy("An article was published without a second person"),
        gettext_lazy("%(who)s has published an article without a second person. Somebody else has to read it:"),
        to=("owner", "editor"),
    ),
}


@contextmanager
def unreached():
    """Names of those to whom no mail could be sent while the block ran."""
    names = []
    token = _unreached.set(names)
    try:
        yield names
    finally:
        _unreached.reset(token)


def tell(workflow, what, *, by=None, visitor="", now=None):
    """Mail for whom it concerns, once the act is committed; never to whoever did it.

    Nobody is told of an act that is given another time than the present: the demonstration's past.
    """
    if now is not None:
        return
    people = {getattr(workflow, f"{name}_id") for name in NOTICES[what].to} - {None, by and by.pk}
    if people:
        who = str(by) if by else visitor
        transaction.on_commit(partial(_send, workflow.article_id, what, people, who), robust=True)


def _may_read(article, person):
    """As `may_read` of the acts, which stand above this module."""
    is_owner = article.workflow.owner_id == person.pk
    return may(person, "read_drafts") or may(person, "edit_any_article") or (is_owner and may(person, "write_article"))


def _send(article, what, people, who):
    article = Article.objects.select_related("workflow").filter(pk=article).first()
    if article is None:
        return
    readers = [person for person in User.objects.filter(pk__in=people).order_by("pk") if _may_read(article, person)]
    mails = [_mail(article, NOTICES[what], person, who) for person in readers if person.email]
    try:
        if mails:
            get_connection().send_messages(mails)
    except Exception as error:  # of whatever backend; its words may hold addresses, which no log has to keep
        why = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
        logger.error("No mail about “%s” of article %s could be sent: %s", what, article.pk, why)
        if (names := _unreached.get()) is not None:
            names += [str(person) for person in readers]


def _mail(article, notice, person, who):
    with translation.override(person.language):
        context = {
            "words": notice.words % {"who": who},
            "title": article.title,
            "url": settings.SITE_URL + reverse(f"admin:briefings_article_{notice.page}", args=[article.pk]),
        }
        body = render_to_string("briefings/articles/mail.txt", context)
        return EmailMessage(str(notice.subject), body, to=[person.email], headers=HEADERS)

"""Mail to staff about an article. It says what happened and links to the page; it never carries the text, because mail
is not encrypted and authors may be at risk."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from ..accounts.models import User
from ..lib import mailing
from .access import may_read
from .models import Article

HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def tell(workflow, act, *, by=None, visitor="", now=None):
    """Mail the people that the act's declaration names, except `by`, after the commit.

    With `now`, which only the demonstration's past gives, nobody gets mail.
    """
    if now is not None:
        return
    people = {getattr(workflow, f"{name}_id") for name in act.mail.to} - {None, by and by.pk}
    if people:
        who = str(by) if by else visitor
        # Not a partial: Django logs a failed callback by its name, which a partial lacks.
        transaction.on_commit(lambda: _send(workflow.article_id, act, people, who), robust=True)


def _send(article_id, act, people, who):
    article = Article.objects.select_related("workflow").filter(pk=article_id).first()
    if article is None:
        return
    readers = [person for person in User.objects.filter(pk__in=people).order_by("pk") if may_read(article, person)]
    mails = [_mail(article, act.mail, person, who) for person in readers if person.email]
    mailing.send(mails, about=f"“{act}” of article {article.pk}", names=[str(person) for person in readers])


def _mail(article, mail, person, who):
    with translation.override(person.language):
        context = {
            "words": mail.words % {"who": who},
            "title": article.title,
            "url": settings.SITE_URL + reverse(f"admin:briefings_article_{mail.page}", args=[article.pk]),
        }
        body = render_to_string("briefings/articles/mail.txt", context)
        return EmailMessage(str(mail.subject), body, to=[person.email], headers=HEADERS)

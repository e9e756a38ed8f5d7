"""Mail to staff about an article. It says what happened and links to the page; it never carries the text, because mail
is not encrypted and authors may be at risk."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from ..mail.actions import queue
from ..mail.sending import text_of
from .access import may_read
from .acts.details import ArticleMail
from .models import Article


def tell(workflow, act, *, by=None, visitor="", also=None, now: datetime | None = None):
    """Mail the people that the act's declaration names and `also`, except `by`.

    With `now`, which only the demonstration's past gives, nobody gets mail.
    """
    if now is None:
        people = {getattr(workflow, f"{name}_id") for name in act.mail.to}
        people = (people | {also and also.pk}) - {None, by and by.pk}
        queue(act, sorted(people), target=workflow.article, who=str(by) if by else visitor)


@text_of.register
def article_text(declared: ArticleMail, mail):
    """Nothing for somebody who may not read the article any more."""
    article = Article.objects.select_related("workflow").filter(pk=mail.target_id).first()
    if article is None or not may_read(article, mail.person):
        return None
    context = {
        "words": declared.words % {"who": mail.detail["who"]},
        "title": str(article),
        "url": settings.SITE_URL + reverse(f"admin:briefings_article_{declared.page}", args=[article.pk]),
    }
    return declared.subject, render_to_string("briefings/articles/mail.txt", context)

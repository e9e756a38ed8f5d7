"""Mail to staff about an article. It says what happened and links to the page; it never carries the text, because mail
is not encrypted and authors may be at risk."""

from datetime import datetime

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..accounts.models import User
from ..lib.acts import Act, act_words
from ..mail.actions import queue
from ..mail.models import is_switched_off
from ..mail.sending import text_of
from .access import may_read
from .acts.details import ArticleMail
from .acts.four_eyes import others_who_may_approve
from .models import Article, Edition, SavedVersion, Workflow


def _writers(workflow: Workflow) -> set[int]:
    """Who has saved the text of the newest edition, or has saved it since."""
    editions = Edition.objects.filter(article=OuterRef("article")).order_by("-number")
    versions = SavedVersion.objects.filter(article=workflow.article_id).order_by()
    versions = versions.annotate(before=Subquery(editions.values("created_at")[1:2]))
    since = versions.filter(Q(before=None) | Q(at__gt=F("before")))
    return set(since.values_list("by_id", flat=True).distinct())


def _reviewers(workflow: Workflow, by: User | None) -> set[int]:
    """Of those who may approve the text and did not write, submit or do this: the editor in charge, or else all."""
    people = set(others_who_may_approve(workflow).values_list("pk", flat=True)) - {by and by.pk}
    return people & {workflow.editor_id} or people


def _people(workflow: Workflow, to: tuple[str, ...], by: User | None) -> set[int | None]:
    """Keys of the people whom a mail's `to` names; `by` has done what the mail is about."""
    found = {"owner": lambda: {workflow.owner_id}, "editor": lambda: {workflow.editor_id}}
    found |= {"writers": lambda: _writers(workflow), "reviewers": lambda: _reviewers(workflow, by)}
    return set().union(*(found[name]() for name in to))


def tell(
    workflow: Workflow,
    act: Act,
    *,
    by: User | None = None,
    visitor: str = "",
    also: User | None = None,
    variant: str = "",
    when: datetime | None = None,
    batch: int | None = None,
    now: datetime | None = None,
) -> None:
    """Mail the people that the act's declaration names and `also`, except `by`.

    `variant` of the declared mail; `when` is a time that its words name; `batch` is the key of the
    values because of which the site does it. With `now`, which only the demonstration's
    past gives, nobody gets mail.
    """
    if now is None and settings.SENDS_MAIL:
        people = (_people(workflow, act.mail.variant(variant).to, by) | {also and also.pk}) - {None, by and by.pk}
        detail = {"who": str(by) if by else visitor, "variant": variant, "when": when.isoformat() if when else ""}
        detail["batch"] = str(batch or "")
        queue(act, sorted(people), target=workflow.article, **{name: text for name, text in detail.items() if text})


@text_of.register
def article_text(declared: ArticleMail, mail):
    """Nothing for somebody who may not read the article any more, or has switched this kind of mail off."""
    declared = declared.variant(mail.detail.get("variant", ""))
    article = Article.objects.select_related("workflow").filter(pk=mail.target_id).first()
    if article is None or not may_read(article, mail.person) or is_switched_off(mail.person, declared.kind):
        return None
    when, batch = mail.detail.get("when"), mail.detail.get("batch")
    values = {"who": mail.detail.get("who", ""), "act": act_words(mail.act)}
    values["when"] = date_format(localtime(parse_datetime(when)), "DATETIME_FORMAT") if when else ""
    subject, words, page = declared.subject, declared.words, declared.page
    if _only_wrote(mail.person, article.workflow, declared):
        subject, page = _("An article that you worked on: %(act)s"), "change"
        words = _("%(who)s did this with an article that you worked on: %(act)s")
    context = {
        "words": words % values,
        "title": str(article),
        "batch_url": batch and settings.SITE_URL + reverse("admin:briefings_batch_change", args=[batch]),
        "url": settings.SITE_URL + reverse(f"admin:briefings_article_{page}", args=[article.pk]),
        "account_url": settings.SITE_URL + reverse("your_account"),
    }
    return subject % values, render_to_string("briefings/articles/mail.txt", context)


def _only_wrote(person, workflow, declared):
    """Whether the words, which are for the owner, would be wrong for this recipient."""
    speaks_to_owner = "owner" in declared.to and not {"editor", "reviewers"} & set(declared.to)
    return speaks_to_owner and person.pk != workflow.owner_id

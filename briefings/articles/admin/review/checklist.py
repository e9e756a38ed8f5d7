"""The checklist on staff pages: each item links to the place that it is about.

The form takes some 34 queries, and resolving the document 22 more. So checklist.js fetches the checklist after the form
has loaded; without scripts the form links to the checklist's page.
"""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from ....lib.acts import why_not
from ...access import may_edit
from ...acts.conditions import ARCHIVED, Attempt
from ...acts.translating import START_TRANSLATION
from ...checklist import checklist
from ...models import Edition
from ...models.articles import Stage
from ...resolving import resolve
from ..pages import article_page, readable

REMEDIES = [START_TRANSLATION]


def checked(article, document, user):
    """The context of the checklist's template; links lead to the form for those who may edit the article."""
    items = _without_refused_remedies(checklist(article, document), article, user)
    form = reverse("admin:briefings_article_change", args=[article.pk]) if may_edit(article, user) else ""
    return {
        "checklist": items,
        "blockers": [(_place(item, form), item) for item in items.blockers],
        "advice": [(_place(item, form), item) for item in items.advice],
        "still_needed": still_needed(article, document),
    }


def _without_refused_remedies(items, article, user):
    """The remedies that are acts are offered to whoever may do them now."""
    attempt = Attempt(user, article.workflow)
    refused = {article.desk_url(act) for act in REMEDIES if why_not(act, attempt)}

    kept = [replace(item, remedy=()) if item.remedy and item.remedy[1] in refused else item for item in items.items]
    return replace(items, items=tuple(kept))


def still_needed(article, document):
    """What publication needs of people although the text itself is complete; empty where nothing keeps it back."""
    workflow = article.workflow
    if workflow.stage == Stage.ARCHIVED:
        return str(ARCHIVED)
    if workflow.stage == Stage.DRAFT and workflow.unchanged_since_edition:
        return _("Nothing has been written in it since the newest edition.")
    if workflow.stage == Stage.DRAFT:
        return _("It still has to be submitted, and a second person has to approve it.")
    if workflow.stage == Stage.IN_REVIEW:
        return _("A second person still has to approve it.")
    if document.signed != workflow.approved_hash:
        return _("Something in the text has been revised since it was approved: it has to be approved as it is now.")
    if Edition.objects.waiting().filter(article=article).exists():
        return _("Another edition is waiting: it has to be replaced or cancelled.")
    return ""


def _place(item, form):
    """The address at which an item is corrected: a block or field of the form, or else a place in the text below."""
    if item.block_key:
        return f"{form}#block-{item.block_key}" if form else f"#text-{item.block_key}"
    return f"{form}#id_{item.field}" if form and item.field else ""


def checklist_page(model_admin, request, object_id):
    """A page of its own; with `?part` only the list, for the form to show."""
    article = readable(model_admin, request, object_id)
    context = checked(article, resolve(article), request.user)
    template = "checklist_items.html" if "part" in request.GET else "checklist_page.html"
    return article_page(model_admin, request, article, template, _("Checklist"), context)

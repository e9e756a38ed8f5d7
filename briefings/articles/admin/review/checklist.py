"""The checklist on staff pages: each item links to the place that it is about.

The form takes some 34 queries, and resolving the document 22 more. So checklist.js fetches the checklist after the form
has loaded; without scripts the form links to the checklist's page.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from ...access import may_edit
from ...checklist import checklist
from ...resolving import resolve
from ..pages import article_page, readable


def checked(article, document, user):
    """The context of the checklist's template; links lead to the form for those who may edit the article."""
    items = checklist(article, document)
    form = reverse("admin:briefings_article_change", args=[article.pk]) if may_edit(article, user) else ""
    return {
        "checklist": items,
        "blockers": [(_place(item, form), item) for item in items.blockers],
        "advice": [(_place(item, form), item) for item in items.advice],
    }


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

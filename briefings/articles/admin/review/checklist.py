"""The checklist as the pages of the desk show it: each item a link to the place that it is about.

The form with its editors takes some 34 queries already, and resolving the document 22 more. So the form asks for the
checklist after it is there, by a request of its own (checklist.js); without a script it links to the checklist's page.
"""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from ....lib.admin.pages import admin_page
from ...access import may_edit, may_read
from ...checklist import checklist
from ...resolving import resolve


def checked(article, document, user):
    """What the template of the checklist needs; its links lead to the form for those who may write there."""
    found = checklist(article, document)
    form = reverse("admin:briefings_article_change", args=[article.pk]) if may_edit(article, user) else ""
    return {
        "checklist": found,
        "blockers": [(_place(item, form), item) for item in found.blockers],
        "advice": [(_place(item, form), item) for item in found.advice],
    }


def _place(item, form):
    """Where an item is put right: a block or field of the form, or else where it stands in the text below."""
    if item.block_key:
        return f"{form}#block-{item.block_key}" if form else f"#text-{item.block_key}"
    return f"{form}#id_{item.field}" if form and item.field else ""


def checklist_page(model_admin, request, object_id):
    """A page of its own; with `?part` only the list, for the form to show."""
    article = model_admin.get_object(request, str(object_id))
    if not may_read(article, request.user):
        raise PermissionDenied
    context = checked(article, resolve(article), request.user)
    template = "checklist.html" if "part" in request.GET else "checklist_page.html"
    return admin_page(
        request,
        f"admin/briefings/article/{template}",
        _("Checklist"),
        context,
        model_admin=model_admin,
        thing=article,
        with_subtitle=True,
    )

"""The page for a save over a colleague's changes: it shows both texts and asks which one to keep."""

from django.utils.translation import gettext as _

from ....documents.comparing import dated_comparison, facts_of, parts_of
from ....documents.kinds import kind_of
from ....lib.admin.pages import admin_page
from ...resolving import resolve
from .unsaved import typed_document


class Conflict(Exception):
    """Somebody has saved the article meanwhile; `page` says so."""

    def __init__(self, page):
        super().__init__()
        self.page = page


def _names(bylines):
    return "\n".join(map(str, bylines))


def _whole(data):
    """(heading, text) of everything, to be copied."""
    yield from facts_of(data).items()
    for block in data["blocks"]:
        yield str(kind_of(block).verbose_name), "\n".join(filter(None, parts_of(block).values()))


def conflict_page(model_admin, request, article, bound):
    """`bound()` gives the posted form and formsets, bound to an article of its own."""
    form, formsets = bound()
    typed = typed_document(form, formsets, article, request.blocks).data
    bylines = _names(row.byline for row in article.byline_rows.all())
    extra_facts = [
        (_("bylines"), bylines, _names(form.cleaned_data.get("byline_choice", bylines.splitlines()))),
        (_("address"), article.slug, form.instance.slug),
    ]
    kept = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        "comparison": dated_comparison(resolve(article).data, typed, extra_facts=extra_facts),
        "whole": list(_whole(typed)),
        "kept": [pair for pair in kept if pair[0] not in ("version", "csrfmiddlewaretoken", "_edit")],
        "buttons": [name for name in request.POST if name.startswith("_")],
    }
    title = _("Somebody has saved this article since you opened it")
    template = "admin/briefings/article/conflict_page.html"
    return admin_page(request, template, title, context, model_admin=model_admin, target=article, status=409)

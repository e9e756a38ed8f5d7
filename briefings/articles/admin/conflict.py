"""The page that somebody gets who saves over a colleague's changes: both texts, and the choice."""

from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from ..models import BLOCKS
from ..resolving import blocks_of
from .comparing import rows_of, selection_of, words_of_article


def _names(things):
    return ", ".join(str(thing) for thing in things)


def _stored(article):
    about = [
        (_("topics"), _names(article.topics.all())),
        (_("bylines"), _names(article.byline_rows.select_related("byline"))),
    ]
    return words_of_article(article, about, [(block, selection_of(block)) for block in blocks_of(article)])


def _typed(form, formsets):
    """What was typed, as far as it can be read; invalid fields are left out here and kept in the hidden inputs."""
    form.is_valid()
    typed = form.cleaned_data
    about = [(_("topics"), _names(typed.get("topics", []))), (_("bylines"), _names(typed.get("byline_choice", [])))]
    pieces = []
    for formset in formsets:
        for block_form in formset.forms:
            if not formset._should_delete_form(block_form) if block_form.is_valid() else True:
                chosen = [str(thing) for thing in getattr(block_form, "cleaned_data", {}).get("chosen", [])]
                pieces.append((block_form.instance, chosen))
    return words_of_article(form.instance, about, pieces)


def conflict_page(model_admin, request, article, bound):
    """`bound()` gives the posted form and formsets, bound to an article of its own."""
    rows = list(rows_of(_stored(article), _typed(*bound())))
    kept = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Somebody has saved this article since you opened it"),
        "opts": model_admin.opts,
        "original": article,
        "rows": rows,
        "kept": [pair for pair in kept if pair[0] not in ("version", "csrfmiddlewaretoken", "_edit")],
        "buttons": [name for name in request.POST if name.startswith("_")],
        "block_kinds": len(BLOCKS),
    }
    return TemplateResponse(request, "admin/briefings/article/conflict.html", context, status=409)

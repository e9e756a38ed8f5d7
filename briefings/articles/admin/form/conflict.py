"""The page for a save over a colleague's changes: it shows both texts and asks which one to keep."""

from django.utils.translation import gettext as _

from ....documents.comparing import dated_comparison, facts_of, parts_of
from ....documents.kinds import kind_of
from ....lib.admin.pages import admin_page
from ....lib.html import text_of
from ...resolving import resolve, resolve_blocks
from ..blocks.forms import replace_taken_keys


class Conflict(Exception):
    """Somebody has saved the article meanwhile; `page` says so."""

    def __init__(self, page):
        super().__init__()
        self.page = page


def _names(bylines):
    return "\n".join(map(str, bylines))


def _rows(block_form):
    """The rows of a valid form's ordered selection."""
    model = block_form.instance.row_model()
    if model and not block_form.has_changed():
        return list(block_form.instance.rows.all())
    chosen = block_form.cleaned_data.get("chosen", []) if model else []
    return [item if isinstance(item, model) else model(**{block_form.target: item}) for item in chosen]


def _as_typed(block_form):
    """The part of an invalid block: the text that was typed, because such a block cannot be resolved."""
    lines = []
    for bound in block_form.visible_fields():
        value = bound.value()
        if isinstance(value, str) and value.strip() and not bound.name.endswith(("DELETE", "ordering", "region")):
            lines.append(text_of(value) if bound.name in block_form.instance.rich_texts else value.strip())
    return {"type": block_form.instance.kind.type, "key": str(block_form.instance.key), "typed": "\n".join(lines)}


def _typed(form, formsets, article, stored):
    """The document as it was typed; invalid blocks are plain text in it."""
    form.is_valid()
    blocks, refused = [], []
    for block_form in (form for formset in formsets for form in formset.forms):
        if not block_form.is_valid():
            refused.append((block_form.place, _as_typed(block_form)))
        elif block_form.cleaned_data and not block_form.cleaned_data.get("DELETE"):
            block = block_form.instance
            block.chosen = _rows(block_form)
            blocks.append((block_form.place, block))
    replace_taken_keys(formsets, stored)
    blocks.sort(key=lambda pair: pair[0])
    topics = form.cleaned_data.get("topics", article.topics.all())
    related = form.cleaned_data.get("related", article.related.all())
    related = [other.pk for other in related if other.language == form.instance.language]
    data = resolve_blocks(form.instance, [block for _n, block in blocks], topics, related).data
    placed = list(zip([place for place, _block in blocks], data["blocks"], strict=True)) + refused
    return data | {"blocks": [block for _n, block in sorted(placed, key=lambda pair: pair[0])]}


def _whole(data):
    """(heading, text) of everything, to be copied."""
    yield from facts_of(data).items()
    for block in data["blocks"]:
        yield str(kind_of(block).verbose_name), "\n".join(filter(None, parts_of(block).values()))


def conflict_page(model_admin, request, article, bound):
    """`bound()` gives the posted form and formsets, bound to an article of its own."""
    form, formsets = bound()
    typed = _typed(form, formsets, article, request.blocks)
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

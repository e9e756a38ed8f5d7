"""What is typed in the article form and not saved: as a document, and as a preview."""

from dataclasses import replace

from csp.constants import SELF
from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.forms import ModelChoiceField
from django.http import HttpResponseNotAllowed
from django.views.decorators.clickjacking import xframe_options_sameorigin

from ....documents.document import Document
from ....lib.html import text_of
from ...models import Article, Workflow
from ...preview import preview_response
from ...resolving import resolve_blocks
from ..blocks.forms import replace_taken_keys
from ..pages import readable


def _rows(block_form):
    """The rows of a valid form's ordered selection."""
    model = block_form.instance.row_model()
    if model and block_form.instance.pk and not block_form.has_changed():
        return block_form.instance.chosen
    chosen = block_form.cleaned_data.get("chosen", []) if model else []
    return [item if isinstance(item, model) else model(**{block_form.target: item}) for item in chosen]


def _as_typed(block_form):
    """The part of an invalid block, which cannot be resolved: what was typed and chosen, and what is wrong with it."""
    lines = []
    for bound in block_form.visible_fields():
        value = bound.value()
        if isinstance(bound.field, ModelChoiceField):
            value = str(block_form.cleaned_data.get(bound.name) or "")
        if isinstance(value, str) and value.strip() and not bound.name.endswith(("DELETE", "ordering", "region")):
            lines.append(text_of(value) if bound.name in block_form.instance.rich_texts else value.strip())
    lines += [words for errors in block_form.errors.values() for words in errors]
    return {"type": block_form.instance.kind.type, "key": str(block_form.instance.key), "typed": "\n".join(lines)}


def _chosen(form, article, name):
    """The topics or related articles of a posted form; those of the article where they are not changed."""
    if name in form.cleaned_data:
        return form.cleaned_data[name]
    return getattr(article, name).all() if article.pk else []


def typed_document(form, formsets, article, stored) -> Document:
    """The document of a posted form that is not saved; invalid blocks are plain text in it."""
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
    related = [other.pk for other in _chosen(form, article, "related") if other.language == form.instance.language]
    topics = _chosen(form, article, "topics")
    document = resolve_blocks(form.instance, [block for _n, block in blocks], topics, related)
    placed = list(zip([place for place, _block in blocks], document.data["blocks"], strict=True)) + refused
    parts = [block for _n, block in sorted(placed, key=lambda pair: pair[0])]
    return replace(document, data=document.data | {"blocks": parts})


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def preview_page(model_admin, request, object_id):
    """The working copy as readers would see it; of a posted form, what is typed. The form shows it in a frame."""
    article = readable(model_admin, request, object_id)
    if request.method != "POST":
        return preview_response(request, article)
    return _typed_preview(model_admin, request, article)


@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def new_preview_page(model_admin, request):
    """What is typed in the form of a new article, before its first save."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    article = Article()
    Workflow(article=article, owner=request.user)
    return _typed_preview(model_admin, request, article)


def _typed_preview(model_admin, request, article):
    form, formsets = model_admin.bound(request, article)
    document = typed_document(form, formsets, article, getattr(request, "blocks", []))
    bylines = form.cleaned_data.get("byline_choice", [])
    return preview_response(
        request,
        form.instance,
        document=document,
        bylines=[byline.name for byline in bylines if not byline.hidden],
    )

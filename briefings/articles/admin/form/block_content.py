"""What readers would see of a block, for the form: the value of a key figure or the table that is being chosen."""

from django.shortcuts import render
from django.utils.translation import get_language

from ....documents.kinds import kind_of
from ....documents.rendering import render_block
from ....roles import require
from ...models import Article
from ...models.articles import LANGUAGES
from ...resolving import resolve_blocks


def block_content(model_admin, request):
    """GET with `kind`, `language` and the fields as the form has them. Empty for a kind that shows no content."""
    require(request.user, "write_article")
    inline = next((each for each in model_admin.inlines if each.model.kind.type == request.GET.get("kind")), None)
    shows = inline is not None and inline.model.shows_content
    language = request.GET.get("language")
    language = language if language in dict(LANGUAGES) else get_language()[:2]
    form = _form(inline(Article, model_admin.admin_site), request) if shows else None
    block = form.instance if form and form.is_valid() else None
    context = {"language": language, "problems": _errors(form) if form else []}
    if block is not None and not block.missing():
        document = resolve_blocks(Article(language=language, title="-"), [block], [], [])
        context["problems"] = [problem.words for problem in document.problems]
        (part,) = document.data["blocks"]
        context["content"] = render_block(part, language) if kind_of(part).is_shown(part) else ""
    elif block is not None and block.typed():
        context["problems"] = block.missing()
    return render(request, "admin/briefings/article/block_content.html", context)


def _form(inline, request):
    """The form of the fields in the query; it is not saved."""
    fields = {"region": "main", "ordering": "10"} | request.GET.dict()
    return inline.get_formset(request).form(fields, texts_beside={})


def _errors(form):
    """What the form refuses, each with the name of its field."""
    return [
        f"{form.fields[name].label}: {words}" if name in form.fields else words
        for name, errors in form.errors.items()
        for words in errors
    ]

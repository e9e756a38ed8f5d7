"""The pages of this site that the link dialog of the rich text editor finds."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import JsonResponse
from django.urls import reverse
from django.utils.text import capfirst

from ...initiatives.models import Initiative
from ...lib.texts import fold
from ...statistics.models import DataTable, Indicator
from ..finding import titled
from ..models import Article

MOST_OF_A_KIND = 5


def link_targets(model_admin, request):
    """{"results": [{"title", "kind", "url"}]}: public pages in `language` whose names hold every word of `q`,
    those of briefings as the beginning of a word."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    language = "es" if request.GET.get("language") == "es" else "en"
    text = request.GET.get("q", "")[:200]
    return JsonResponse({"results": list(_targets(text, language)) if text.split() else []})


def _targets(text: str, language: str) -> Iterator[dict[str, str]]:
    for edition in titled(language, text, most=MOST_OF_A_KIND):
        address = reverse(f"briefing-{language}", args=[edition.article.workflow.address.slug])
        yield _target(edition.title, Article, address)
    named = Q()
    for word in map(fold, text.split()):
        named &= Q(sort_en__contains=word) | Q(sort_es__contains=word)
    for model in (Indicator, DataTable, Initiative):
        for thing in model.objects.public().filter(named).order_by(f"sort_{language}", "pk")[:MOST_OF_A_KIND]:
            yield _target(str(thing.text_in("name", language)), model, thing.url_in(language))


def _target(title, model, address):
    return {"title": title, "kind": str(capfirst(model._meta.verbose_name)), "url": address}

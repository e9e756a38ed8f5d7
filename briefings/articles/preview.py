"""The working copy as readers would see it."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from ..documents.rendering import cut, render_draft, staff_picture_url
from .models import Edition
from .resolving import resolve
from .surroundings import around_article
from .views import Shown, links_to_languages


def preview_response(
    request, article, *, template="briefings/articles/briefing.html", picture_url=staff_picture_url, **context
):
    """The page as readers would see it if the working copy were published now, under a strip that says so; but that
    nothing in it takes a draft for a publication: neither its dates, nor how to cite it, nor the change history."""
    document = resolve(article)
    moment = timezone.now()
    published = list(article.editions.public().with_marks().defer("document", "summary").order_by("-number"))
    number = (published[0].number if published else 0) + 1
    edition = Edition(
        article=article, number=number, language=article.language, kind=article.kind, title=article.title,
        summary=article.summary, publish_at=moment, change_kind="first" if number == 1 else "update",
    )  # fmt: skip
    url = reverse(f"edition-{article.language}", args=[article.slug, number])
    group = Edition.objects.public().filter(article__group=article.group_id).in_lists().order_by("-number")
    shown = Shown(
        edition=edition,
        latest=edition,
        editions=[edition, *published],
        translations=links_to_languages(group, edition),
        around=around_article(article),
        url=f"{settings.SITE_URL}{url}",
        is_preview=True,
        **cut(render_draft(document, picture_url=picture_url)),
    )
    as_public = HttpRequest()
    as_public.method, as_public.path = "GET", url
    as_public.path_info = url
    context = {"shown": shown, "language_links": shown.translations} | context
    with translation.override(article.language):
        return render(as_public, template, context)

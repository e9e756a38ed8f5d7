"""The working copy as readers would see it."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone, translation

from ..addresses.models import page_url
from ..documents.rendering import cut, render_draft, staff_picture_url
from .briefing_page import Shown, find
from .change_history import HISTORY, entries
from .finding import related_links
from .language_switch import to_same_page
from .models import Edition
from .resolving import resolve


def preview_response(
    request,
    article,
    *,
    document=None,
    bylines=None,
    template="briefings/articles/briefing.html",
    picture_url=staff_picture_url,
    **context,
):
    """The page as readers would see it if the working copy were published now, under a strip that says so. Dates,
    citation and change history never present the draft as published.

    `document` and `bylines` (names) of what is typed; without them, of what is saved.
    """
    document = document or resolve(article)
    if bylines is None:
        bylines = [name for name, hidden in document.names_and_address.bylines if not hidden]
    moment = timezone.now()
    slug = article.workflow.address.slug if article.workflow.address else ""
    published, first = _published(article, slug)
    number = (published[0].number if published else 0) + 1
    edition = Edition(
        article=article, number=number, language=article.language, kind=article.kind, title=article.title,
        summary=article.summary, publish_at=moment, change_kind="first" if number == 1 else "update",
    )  # fmt: skip
    url = page_url("edition", article.language, article.slug or "-", number)
    shown = Shown(
        edition=edition,
        latest=edition,
        history=entries(published, slug)[:HISTORY],
        has_more=len(published) > HISTORY,
        first_at=first and first.publish_at,
        slug=slug,
        withdrawn_at=article.workflow.withdrawn_at,
        withdrawal_reason=article.workflow.withdrawal_reason,
        translations=to_same_page(article.pk, article.language, "briefing"),
        bylines=bylines,
        related=related_links(document.data["related"], article.language),
        url=f"{settings.SITE_URL}{url}",
        is_preview=True,
        **cut(render_draft(document, picture_url=picture_url)),
    )
    as_public = HttpRequest()
    as_public.method, as_public.path, as_public.path_info = "GET", url, url
    context = {"shown": shown, "language_links": shown.translations} | context
    with translation.override(article.language):
        return render(as_public, template, context)


def _published(article, slug):
    """The newest public editions and the first of all."""
    found = find(article.language, slug, None) if slug else None
    newest = found.rows if found else []
    if len(newest) > HISTORY:
        return newest, Edition.objects.public().filter(article=article.pk).only("publish_at").order_by("number").first()
    return newest, next(reversed(newest), None)

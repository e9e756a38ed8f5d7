"""Briefings as readers see them: the list, the newest edition at its address, every edition at its own."""

import hashlib
from dataclasses import dataclass, field
from itertools import zip_longest

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from ..documents.rendering import cut
from ..lib.http import gone, store, stored
from ..lib.paging import keyset_page
from ..lib.prepared import Prepared
from ..pages.context_processors import LanguageLink
from .models import Address, Article, Edition, Rendering
from .surroundings import Surroundings, around_edition, with_surroundings

PER_PAGE = 20


def briefing_list(request):
    """Newest first; pages are found by key, so that the last is as quick as the first and nothing is counted."""
    editions = Edition.objects.latest().in_lists().filter(language=get_language())
    page = keyset_page(editions, request, per_page=PER_PAGE)
    return render(request, "briefings/articles/list.html", {"page": page})


@dataclass
class Shown:
    """What the briefing template shows: one edition, what stands around it, and the rendering in three pieces."""

    edition: Edition
    latest: Edition
    editions: list
    facts: str
    body: str
    end: str
    around: Surroundings
    url: str
    is_preview: bool = False
    translations: list = field(default_factory=list)

    @property
    def workflow(self):
        return self.edition.article.workflow

    @property
    def history(self):
        """(edition that readers can open, the one before it), newest first; a draft is none yet."""
        public = self.editions[1:] if self.is_preview else self.editions
        return list(zip_longest(public, public[1:]))

    @property
    def first(self):
        return self.editions[-1]


def _editions_at(language, slug):
    """All public editions of the briefing at this address, in every language, newest number first; one query."""
    group = Article.objects.filter(addresses__language=language, addresses__slug=slug).order_by().values("group")
    renderings = Rendering.objects.filter(edition=OuterRef("pk")).order_by("-pk")
    return (
        with_surroundings(Edition.objects.public().with_marks(), language)
        .filter(article__group=Subquery(group))
        .annotate(rendering=Subquery(renderings.values("pk")[:1]))
        .select_related("article__workflow__address")
        .only(
            "number", "language", "kind", "title", "summary", "change_kind", "note", "publish_at", "article__id",
            "article__workflow__withdrawn_at", "article__workflow__withdrawal_reason",
            "article__workflow__address__slug",
        )
        .order_by("-number")
    )  # fmt: skip


# All that can change on the page of editions that have appeared: the database keeps their rows, and addresses.
STATE = (
    "pk", "rendering", "is_read_by_one", "names", "titles", "article__workflow__withdrawn_at",
    "article__workflow__withdrawal_reason", "article__workflow__address_id",
)  # fmt: skip


def _state_at(language, slug):
    return _editions_at(language, slug).values_list(*STATE)


def _is_of(state, editions):
    """Whether nothing has changed between two questions: what was read by the one, and by the other."""
    return state == [
        (
            one.pk, one.rendering, one.is_read_by_one, one.names, one.titles, one.article.workflow.withdrawn_at,
            one.article.workflow.withdrawal_reason, one.article.workflow.address_id,
        )
        for one in editions
    ]  # fmt: skip


def _html(rendering):
    return Rendering.objects.filter(pk=rendering).order_by().values_list("html", flat=True)


public_editions = Prepared(_editions_at, language=str, slug=str)
state_at = Prepared(_state_at, language=str, slug=str)
html_of = Prepared(_html, rendering=int)


def absent(request, language, slug):
    """410 with the reason where something was taken down; otherwise there is nothing here, and nothing is told."""
    address = Address.objects.select_related("article__workflow").filter(language=language, slug=slug).first()
    if address and address.article.workflow.taken_down_at:
        workflow = address.article.workflow
        return gone(request, reason=workflow.withdrawal_reason, taken_down_at=workflow.taken_down_at)
    raise Http404("no such briefing")


def links_to_languages(editions, own):
    """The newest public edition of the same briefing in the other language."""
    newest = {}
    for edition in editions:
        if edition.language != own.language:
            newest.setdefault(edition.language, edition)
    return [LanguageLink(language, briefing_url(edition)) for language, edition in newest.items()]


def briefing_url(edition):
    return reverse(f"briefing-{edition.language}", args=[edition.article.workflow.address.slug])


def _show(request, slug, number=None):
    """The page from the store as long as nothing that it is made of has changed: the rows are compared, not read.

    Rows that show nothing, or something at another address, are never stored, and are looked into each time; nor is
    a page stored that something changed on while it was made.
    """
    language = get_language()
    rows = state_at.rows(language=language, slug=slug)
    name = hashlib.sha256(repr((settings.SITE_URL, request.path, rows)).encode()).hexdigest()
    response = stored(request, name)
    if response is not None:
        return response
    editions = public_editions(language=language, slug=slug)
    response = _made(request, editions, language, slug, number)
    is_whole = response.status_code == 200 and _is_of(state_at.read(rows), editions)
    return store(request, name, response.content) if is_whole else response


def _made(request, everything, language, slug, number):
    """The page of the edition with this number, of the latest where there is none; or the way to where it is."""
    editions = [edition for edition in everything if edition.language == language]
    if not editions:
        return absent(request, language, slug)
    edition = editions[0] if number is None else next((one for one in editions if one.number == number), None)
    if edition is None:
        raise Http404("no such edition")
    numbered = [number] if number is not None else []
    name = "edition" if numbered else "briefing"
    canonical = reverse(f"{name}-{language}", args=[edition.article.workflow.address.slug, *numbered])
    if request.path != canonical:  # an old address, or a number with zeros before it
        return HttpResponsePermanentRedirect(canonical)
    return HttpResponse(_page(request, edition, everything))


def _page(request, edition, everything):
    """The page's bytes."""
    editions = [one for one in everything if one.language == edition.language]
    latest = editions[0]
    (html,) = html_of(rendering=edition.rendering)
    url = reverse(f"edition-{edition.language}", args=[edition.article.workflow.address.slug, edition.number])
    shown = Shown(
        edition=edition,
        latest=latest,
        editions=editions,
        around=around_edition(edition),
        url=f"{settings.SITE_URL}{url}",
        translations=links_to_languages(everything, edition),
        **cut(html),
    )
    context = {
        "shown": shown,
        "language_links": shown.translations,
        "canonical_url": f"{settings.SITE_URL}{briefing_url(latest)}" if edition is latest else shown.url,
    }
    return render_to_string("briefings/articles/briefing.html", context, request).encode()


def briefing(request, slug):
    return _show(request, slug)


def edition(request, slug, number):
    return _show(request, slug, number)

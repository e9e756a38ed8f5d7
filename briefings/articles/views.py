from dataclasses import dataclass, field
from itertools import zip_longest
from types import SimpleNamespace

from django.conf import settings
from django.db.models import Subquery
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..documents.comparing import dated_comparison
from ..documents.rendering import cut
from ..lib.http import gone
from ..lib.paging import keyset_page
from ..pages.context_processors import LanguageLink
from .models import Address, Article, Edition

PER_PAGE = 20


def briefing_list(request):
    """Newest first, paged by key: the last page costs as much as the first, and nothing is counted."""
    editions = Edition.objects.latest().in_lists().filter(language=get_language())
    page = keyset_page(editions, request, per_page=PER_PAGE)
    return render(request, "briefings/articles/list.html", {"page": page})


@dataclass
class Shown:
    """The context of the briefing template: one edition, its rendering in three pieces, and what is not in the
    document: `bylines` are names in order, `related` are (title, address) of what readers can open."""

    edition: Edition
    latest: Edition
    editions: list
    facts: str
    body: str
    end: str
    bylines: list
    related: list
    url: str
    is_preview: bool = False
    translations: list = field(default_factory=list)

    @property
    def workflow(self):
        return self.edition.article.workflow

    @property
    def history(self):
        """(public edition, the one before it), newest first; without the draft of a preview."""
        public = self.editions[1:] if self.is_preview else self.editions
        return list(zip_longest(public, public[1:]))

    @property
    def first(self):
        return self.editions[-1]


def visible_bylines(byline_rows):
    names = byline_rows.filter(byline__hidden=False).values_list("position", "byline__name")
    return [name for _position, name in sorted(names)]


def related_links(articles, language):
    """(title, address) of the latest edition of each of these articles; none of one that readers cannot open."""
    editions = Edition.objects.latest().filter(language=language, article__in=articles)
    titles = editions.values_list("article_id", "title", "article__workflow__address__slug")
    return [(title, reverse(f"briefing-{language}", args=[slug])) for _article, title, slug in sorted(titles)]


def related_to_edition(edition):
    return related_links(edition.related_rows.values("article"), edition.language)


def public_editions(language, slug):
    """All public editions of the briefing at this address, in every language, newest number first."""
    group = Article.objects.filter(addresses__language=language, addresses__slug=slug).order_by().values("group")
    editions = Edition.objects.public().with_marks().filter(article__group=Subquery(group))
    return list(
        editions.select_related("article__workflow__address")
        .only(
            "number", "language", "kind", "title", "summary", "change_kind", "note", "publish_at", "article__id",
            "article__workflow__withdrawn_at", "article__workflow__withdrawal_reason",
            "article__workflow__address__slug",
        )
        .order_by("-number")
    )  # fmt: skip


def absent(request, language, slug):
    """410 with the reason if the article was taken down, 404 otherwise."""
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
    """The edition with this number, or the latest; redirects to its canonical address."""
    language = get_language()
    all_editions = public_editions(language, slug)
    editions = [edition for edition in all_editions if edition.language == language]
    if not editions:
        return absent(request, language, slug)
    edition = editions[0] if number is None else next((each for each in editions if each.number == number), None)
    if edition is None:
        raise Http404("no such edition")
    numbered = [number] if number is not None else []
    name = "edition" if numbered else "briefing"
    canonical = reverse(f"{name}-{language}", args=[edition.article.workflow.address.slug, *numbered])
    if request.path != canonical:  # an old address, or a number with zeros before it
        return HttpResponsePermanentRedirect(canonical)
    return _page(request, edition, all_editions)


def _page(request, edition, all_editions):
    editions = [other for other in all_editions if other.language == edition.language]
    latest = editions[0]
    rendering = edition.renderings.order_by("-pk").first()
    url = reverse(f"edition-{edition.language}", args=[edition.article.workflow.address.slug, edition.number])
    shown = Shown(
        edition=edition,
        latest=latest,
        editions=editions,
        bylines=visible_bylines(edition.byline_rows),
        related=related_to_edition(edition),
        url=f"{settings.SITE_URL}{url}",
        translations=links_to_languages(all_editions, edition),
        **cut(rendering.html),
    )
    context = {
        "shown": shown,
        "language_links": shown.translations,
        "canonical_url": f"{settings.SITE_URL}{briefing_url(latest)}" if edition is latest else shown.url,
    }
    return render(request, "briefings/articles/briefing.html", context)


def briefing(request, slug):
    return _show(request, slug)


def edition(request, slug, number):
    return _show(request, slug, number)


def edition_comparison(request, slug, before, after):
    """The older edition is on the left; the opposite order redirects. Only public editions."""
    language = get_language()
    all_editions = public_editions(language, slug)
    editions = {edition.number: edition for edition in all_editions if edition.language == language}
    if not editions:
        return absent(request, language, slug)
    if before == after or not {before, after} <= editions.keys():
        raise Http404("no such editions")
    canonical = editions[before].article.workflow.address.slug
    if slug != canonical or before > after:
        numbers = sorted((before, after))
        return HttpResponsePermanentRedirect(reverse(f"edition-comparison-{language}", args=[canonical, *numbers]))
    pair = editions[before], editions[after]
    return _comparison_page(request, pair, all_editions)


def _extra_facts(pair):
    names = ["\n".join(visible_bylines(edition.byline_rows)) for edition in pair]
    titles = ["\n".join(title for title, _url in related_to_edition(edition)) for edition in pair]
    return [(_("by"), *names), (_("related briefings"), *titles)]


def _comparison_page(request, pair, all_editions):
    before, after = pair
    documents = Edition.objects.in_bulk([edition.pk for edition in pair])
    comparison = dated_comparison(documents[before.pk].data, documents[after.pk].data, extra_facts=_extra_facts(pair))
    between = [edition for edition in all_editions if before.number < edition.number <= after.number]
    context = {
        "before": before,
        "after": after,
        "workflow": before.article.workflow,
        "comparison": comparison,
        "notes": [edition for edition in between if edition.language == before.language],
        "names": SimpleNamespace(before=_edition_words(before), after=_edition_words(after)),
        "language_links": links_to_languages(all_editions, after),
    }
    return render(request, "briefings/articles/edition_comparison.html", context)


def _edition_words(edition):
    return _("Edition %(number)d") % {"number": edition.number}

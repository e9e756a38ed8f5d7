"""What changed between two published editions, as readers see it."""

from types import SimpleNamespace

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..documents.comparing import compare, with_days
from .models import Edition
from .surroundings import around_edition
from .views import absent, links_to_languages, public_editions


def comparison_url(language, slug, before, after):
    return reverse(f"edition-comparison-{language}", args=[slug, before, after])


def edition_comparison(request, slug, before, after):
    """Older on the left; any other order leads there. Only of editions that readers may open."""
    language = get_language()
    everything = public_editions(language, slug)
    editions = {edition.number: edition for edition in everything if edition.language == language}
    if not editions:
        return absent(request, language, slug)
    if before == after or not {before, after} <= editions.keys():
        raise Http404("no such editions")
    canonical = editions[before].article.workflow.address.slug
    if slug != canonical or before > after:
        return HttpResponsePermanentRedirect(comparison_url(language, canonical, *sorted((before, after))))
    pair = editions[before], editions[after]
    return _page(request, pair, everything)


def _around(pair):
    """Public names, and the titles of the briefings that each points to."""
    around = [around_edition(edition) for edition in pair]
    names = ["\n".join(one.bylines) for one in around]
    titles = ["\n".join(title for title, _url in one.related) for one in around]
    return [(_("by"), *names), (_("related briefings"), *titles)]


def _page(request, pair, everything):
    before, after = pair
    documents = Edition.objects.in_bulk([one.pk for one in pair])
    comparison = compare(documents[before.pk].data, documents[after.pk].data, around=_around(pair))
    between = [one for one in everything if before.number < one.number <= after.number]
    context = {
        "before": before,
        "after": after,
        "workflow": before.article.workflow,
        "comparison": with_days(comparison),
        "notes": [one for one in between if one.language == before.language],
        "names": SimpleNamespace(before=_edition_words(before), after=_edition_words(after)),
        "language_links": links_to_languages(everything, after),
    }
    return render(request, "briefings/articles/edition_comparison.html", context)


def _edition_words(edition):
    return _("Edition %(number)d") % {"number": edition.number}

from types import SimpleNamespace

from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..documents.comparing import compare, with_days
from .models import Edition
from .views import absent, links_to_languages, public_editions, related_to_edition, visible_bylines


def comparison_url(language, slug, before, after):
    return reverse(f"edition-comparison-{language}", args=[slug, before, after])


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
        return HttpResponsePermanentRedirect(comparison_url(language, canonical, *sorted((before, after))))
    pair = editions[before], editions[after]
    return _page(request, pair, all_editions)


def _extra_facts(pair):
    names = ["\n".join(visible_bylines(edition.byline_rows)) for edition in pair]
    titles = ["\n".join(title for title, _url in related_to_edition(edition)) for edition in pair]
    return [(_("by"), *names), (_("related briefings"), *titles)]


def _page(request, pair, all_editions):
    before, after = pair
    documents = Edition.objects.in_bulk([edition.pk for edition in pair])
    comparison = compare(documents[before.pk].data, documents[after.pk].data, extra_facts=_extra_facts(pair))
    between = [edition for edition in all_editions if before.number < edition.number <= after.number]
    context = {
        "before": before,
        "after": after,
        "workflow": before.article.workflow,
        "comparison": with_days(comparison),
        "notes": [edition for edition in between if edition.language == before.language],
        "names": SimpleNamespace(before=_edition_words(before), after=_edition_words(after)),
        "language_links": links_to_languages(all_editions, after),
    }
    return render(request, "briefings/articles/edition_comparison.html", context)


def _edition_words(edition):
    return _("Edition %(number)d") % {"number": edition.number}

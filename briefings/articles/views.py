from functools import partial
from types import SimpleNamespace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..addresses.models import BRIEFING, page_url
from ..documents.comparing import dated_comparison
from ..lib.http import moved
from ..lib.rows.keyset import ByNumber, keyset_page
from ..pages.context_processors import LANGUAGES, LanguageLink, to_list_in_other_language
from ..pages.structured_data import as_json, breadcrumbs, report
from ..recall.revisions import Revisions, numbers_revised, revisions_since, with_marks
from ..reuse.editions import with_file_links
from .briefing_page import (
    absent,
    find,
    listed,
    listed_editions,
    pair_at,
    shown,
    visible_bylines_of_each,
)
from .change_history import HISTORY, as_list_items, entries
from .finding import related_to_edition
from .language_switch import to_comparison, to_same_page
from .list_filters import BriefingFilters
from .models import Article, Edition

PER_PAGE = 20
EDITIONS_PER_PAGE = 20


def briefing_list(request):
    """Newest first, paged by key: the last page costs as much as the first. A filter knows the newest 1,000 only."""
    language = get_language()
    filters = BriefingFilters(request, language)
    read = filters.read if filters.is_active else partial(listed, language=language)
    page = keyset_page(partial(read, length=PER_PAGE + 1), request, per_page=PER_PAGE)
    kinds = {kind: str(label) for kind, label in Article.Kind.choices}
    revised = numbers_revised([row.pk for row in page.rows if row.overtaken])
    rows = [(row, page_url(BRIEFING, language, row.slug), kinds[row.kind], revised.get(row.pk, 0)) for row in page.rows]
    context = {"page": page, "rows": rows, "filters": filters, "api_query": filters.api_query}
    context["language_links"] = _same_list(filters)
    return render(request, "briefings/articles/list.html", context)


def _same_list(filters):
    """In the other language, with the topic and the place by their keys, which both languages understand."""
    query = f"?{urlencode(filters.api_query)}" if filters.is_active else ""
    others = [other for other in LANGUAGES if other != get_language()]
    return [LanguageLink(other, page_url("briefings", other) + query) for other in others]


def _show(request, slug, number=None):
    """The edition with this number, or the latest; redirects to its canonical address."""
    language = get_language()
    found = find(language, slug, number)
    if found is None:
        return absent(request, language, slug)
    name, numbered = ("briefing", []) if number is None else ("edition", [number])
    canonical = page_url(name, language, found.row.slug, *numbered)
    if request.path != canonical:  # an old address, or a number with zeros before it
        return HttpResponsePermanentRedirect(canonical)
    context = {"shown": shown(found, settings.SITE_URL), "revisions": Revisions()}
    if context["shown"].is_overtaken:
        context["revisions"] = revisions_since(context["shown"].edition.pk, language)
    body = with_marks(context["shown"].body, context["revisions"])
    context["shown"].body = with_file_links(body, page_url("edition", language, found.row.slug, found.row.number))
    is_current = found.row is found.rows[0] and not found.row.withdrawn_at
    context["holds"] = is_current and not context["revisions"] and '<data id="f-' in context["shown"].body
    context["language_links"] = context["shown"].translations or to_list_in_other_language("briefings")
    context["is_numbered"] = number is not None
    context["canonical_url"] = context["shown"].url
    if found.row is found.rows[0]:
        context["canonical_url"] = settings.SITE_URL + page_url("briefing", language, found.row.slug)
    above = page_url("briefings", language)
    page, url = context["shown"], context["canonical_url"]
    if not page.withdrawn_at:  # no machine quotes a text that is withdrawn
        context["structured_data"] = [
            as_json(report(page, url)),
            as_json(breadcrumbs((_("Briefings"), above), (page.edition.title, canonical))),
        ]
    response = render(request, "briefings/articles/briefing.html", context)
    if links := _version_links(page, number):
        response["Link"] = links
    return response


def _version_links(shown, number):
    """RFC 5829: the newest edition, and the one before the one shown."""
    language, links = shown.edition.language, []
    if number is not None:
        links.append((page_url("briefing", language, shown.slug), "latest-version"))
    if shown.before:
        links.append((page_url("edition", language, shown.slug, shown.before), "predecessor-version"))
    return ", ".join(f'<{settings.SITE_URL}{path}>; rel="{relation}"' for path, relation in links)


def briefing(request, slug):
    return _show(request, slug)


def edition(request, slug, number):
    return _show(request, slug, number)


def editions(request, slug):
    """All public editions of a briefing, newest first, paged by their numbers."""
    language = get_language()
    found = find(language, slug, None)
    if found is None:
        return absent(request, language, slug)
    latest, canonical = found.row, page_url("editions", language, found.row.slug)
    if request.path != canonical:
        return moved(request, canonical)
    read = partial(listed_editions, language=language, slug=slug)
    page = keyset_page(partial(read, length=EDITIONS_PER_PAGE + 1), request, per_page=EDITIONS_PER_PAGE, key=ByNumber)
    earlier = next(iter(read(length=1, backwards=False, number=page.rows[-1].number)), None)
    context = {
        "latest": latest,
        "page": page,
        "history": as_list_items(entries(page.rows, latest.slug, earlier)),
        "language_links": to_same_page(latest.article_id, language, "editions")
        or to_list_in_other_language("briefings"),
        "structured_data": [_crumbs(latest.title, latest.slug, _("All editions"), canonical)],
    }
    return render(request, "briefings/articles/editions.html", context)


def edition_comparison(request, slug, before, after):
    """The older edition is on the left; the opposite order redirects. Only public editions."""
    language = get_language()
    pair = pair_at(language, slug, before, after)
    if len(pair) < 2:
        return absent(request, language, slug)
    numbers = [edition.number for edition in pair]
    canonical = page_url("edition-comparison", language, pair[0].article.workflow.address.slug, *numbers)
    if request.path != canonical:
        return moved(request, canonical)
    return _comparison_page(request, *pair)


def _extra_facts(pair):
    names = ["\n".join(bylines) for bylines in visible_bylines_of_each(pair)]
    titles = ["\n".join(related.title for related in related_to_edition(edition)) for edition in pair]
    return [(_("by"), *names), (_("related briefings"), *titles)]


def _comparison_page(request, before, after):
    latest_elsewhere = to_same_page(after.article_id, after.language, "briefing")
    comparison = dated_comparison(before.data, after.data, extra_facts=_extra_facts((before, after)))
    between = Edition.objects.public().filter(
        article=after.article_id, number__gt=before.number, number__lte=after.number
    )
    notes = list(between.order_by("-number").only("number", "change_kind", "note", "publish_at")[: HISTORY + 1])
    context = {
        "before": before,
        "after": after,
        "workflow": before.article.workflow,
        "comparison": comparison,
        "notes": notes[:HISTORY],
        "has_more_notes": len(notes) > HISTORY,
        "names": SimpleNamespace(before=_edition_words(before), after=_edition_words(after)),
        "language_links": (latest_elsewhere and to_comparison(before, after)) or to_list_in_other_language("briefings"),
        "latest_elsewhere": next(iter(latest_elsewhere), None),
        "structured_data": [
            _crumbs(after.title, before.article.workflow.address.slug, _names_of_both(before, after), request.path)
        ],
    }
    return render(request, "briefings/articles/edition_comparison.html", context)


def _crumbs(title, slug, name, path):
    """Of a page below that of a briefing."""
    above = page_url("briefings", get_language()), page_url("briefing", get_language(), slug)
    return as_json(breadcrumbs((_("Briefings"), above[0]), (title, above[1]), (name, path)))


def _names_of_both(before, after):
    return _("Editions %(before)s and %(after)s compared") % {"before": before.number, "after": after.number}


def _edition_words(edition):
    return _("Edition %(number)d") % {"number": edition.number}

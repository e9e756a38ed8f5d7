"""The page of results and the suggestions for what somebody is typing."""

from dataclasses import dataclass
from functools import cache, partial
from urllib.parse import urlencode

from django.db.models.functions import Now
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..addresses.models import at_slug_or_key
from ..lib.http import require_known, require_year, unknown_value
from ..lib.numbers import format_number, language_code
from ..lib.paging import Pager, page_number, with_query
from ..lib.texts import fold
from ..pages.context_processors import LANGUAGES, LanguageLink
from ..recall.revisions import numbers_revised
from ..statistics.models import Area
from ..topics.models import Topic
from .excerpts import Marker
from .models import SearchDocument, synonyms
from .queries import LONGEST_QUERY, begun, parse
from .searching import WINDOW, Filters, best_first, newest, search
from .words import TITLE, stems_of

PER_PAGE = 20
MOST_VALUES = 30  # of each filter; there are 24 provinces
MOST_SUGGESTIONS = 8
MOST_BEGUN = 50  # titles of which the best are suggested
MOST_WORDS_ALONE = 5
LONGEST_VALUE = 120
KINDS = {
    "edition": (gettext_lazy("Briefing"), gettext_lazy("Briefings")),
    "indicator": (gettext_lazy("Indicator"), gettext_lazy("Indicators")),
    "table": (gettext_lazy("Data table"), gettext_lazy("Data tables")),
    "initiative": (gettext_lazy("Initiative"), gettext_lazy("Initiatives")),
    "impact": (gettext_lazy("Impact assessment"), gettext_lazy("Impact assessments")),
    "source": (gettext_lazy("Source"), gettext_lazy("Sources")),
    "topic": (gettext_lazy("Topic"), gettext_lazy("Topics")),
    "place": (gettext_lazy("Place"), gettext_lazy("Places")),
}
FILTERS = {
    "kind": gettext_lazy("Kind"),
    "topic": gettext_lazy("Topic"),
    "place": gettext_lazy("Place"),
    "year": gettext_lazy("Year of publication or start"),
}
THINGS = {"topic": (Topic.objects.public, "slug"), "place": (Area.to_be_found, "code")}


@dataclass(frozen=True)
class Value:
    """One value of a filter: what it is called, how many hits it leaves, and the address that chooses or drops it."""

    label: str
    count: str
    url: str


@dataclass(frozen=True)
class Row:
    """One hit as the page shows it."""

    title: str
    url: str
    excerpt: str
    kind: str
    day: object
    is_withdrawn: bool
    revised: int  # values behind it that have been revised since


def search_page(request):
    language, number = language_code(), page_number(request)
    text = request.GET.get("q", "").replace("\0", " ")
    filters, groups = _filters(request), cache(synonyms)
    query = parse(text, language, groups)
    results = search(query, language=language, filters=filters)
    pages = max(1, -(-len(results.hits) // PER_PAGE))
    if number > pages:
        raise Http404("no such page")
    names = _names(results, filters, language)
    rows = _rows(results.hits[(number - 1) * PER_PAGE : number * PER_PAGE], query, language)
    context = {
        "query": query,
        "text": text[:LONGEST_QUERY].strip(),
        "is_asked": bool(query or filters),
        "rows": rows,
        "also": _also_found(query, rows, language),
        "count": len(results.hits),
        "shown_count": _shown(len(results.hits), results.is_more),
        "is_more": results.is_more,
        "window": format_number(WINDOW),
        "chosen": _chosen(request, filters, names),
        "narrow": list(_narrow(request, results, filters, names)),
        "pager": _pager(request, number, pages),
        "language_links": _same_search(request, language, filters),
        "api_query": {"q": text} | filters.chosen() if text else filters.chosen(),
        "words_alone": [(word, f"?{urlencode({'q': word})}") for word in query.words[:MOST_WORDS_ALONE]],
    }
    if query and not rows:
        context["elsewhere"] = _has_hits(text, context["language_links"][0].language, filters, groups)
    return render(request, "briefings/search/search.html", context)


def _has_hits(text, language, filters, groups):
    """Whether the other language, which the page then offers, has any. For a single hit PostgreSQL would walk through
    all documents instead of asking the index of words: 61 ms at 100,000 documents."""
    query = parse(text, language, groups)
    return bool(newest(query, language, filters.words(), kind=filters.kind, most=WINDOW + 1))


def _also_found(query, rows, language):
    """The synonyms that the page shows: those of the other language are hardly in its texts."""
    shown = [f" {' '.join(stems_of(strip_tags(text), language))} " for row in rows for text in (row.title, row.excerpt)]
    return [text for text in query.also if any(f" {' '.join(stems_of(text, language))} " in stems for stems in shown)]


def _same_search(request, language, filters):
    """The same words and filters in the other language, from the first page on. Keys are understood there too."""
    other = next(code for code in LANGUAGES if code != language)
    query = with_query(request, drop=["page"], **filters.chosen())
    return [LanguageLink(other, reverse(f"search-{other}") + (query if query.startswith("?") else ""))]


def _shown(count, is_more):
    """`12`; `1,000+` where only the newest hits are counted."""
    return format_number(count) + ("+" if is_more else "")


def _filters(request):
    """Topics and places by their slugs in the language, or their keys, by which the index and the API know them.

    UnknownValue for a value that is none.
    """
    values = {name: request.GET.get(name, "").replace("\0", " ")[:LONGEST_VALUE] for name in FILTERS}
    for name, (rows, field) in THINGS.items():
        if values[name]:
            thing = at_slug_or_key(rows(), values[name], field)
            if thing is None:
                raise unknown_value(name, values[name])
            values[name] = getattr(thing, field)
    require_known("kind", values["kind"], KINDS)
    return Filters(**values | {"year": require_year("year", values["year"])})


def _names(results, filters, language):
    """{filter: {value: (its name, what addresses call it)}} of the values of the hits and of those that are chosen."""
    keys = {"topic": {filters.topic}, "place": {filters.place}}
    for name, counts in results.counts.items():
        if name in keys:
            keys[name].update(value for value, _count in counts.most_common(MOST_VALUES + 1))
    documents = SearchDocument.objects.filter(
        kind__in=keys, key__in=set().union(*keys.values()) - {""}, language=language, public_from__lte=Now()
    )
    names = {"topic": {}, "place": {}, "kind": {kind: (str(several), kind) for kind, (_one, several) in KINDS.items()}}
    for kind, key, title, url in documents.values_list("kind", "key", "title", "url"):
        names[kind][key] = title, url.rstrip("/").rpartition("/")[2]
    return names | {"year": {year: (str(year), year) for year in results.counts["year"]}}


def _rows(hits, query, language):
    keys = [hit.pk for hit in hits]
    documents = SearchDocument.objects.defer("words", "head").in_bulk(keys)
    marker = Marker(query, language)
    editions = [hit.target_id for hit in hits if hit.kind == "edition"]
    revised = numbers_revised(editions)
    return [
        Row(
            title=marker.marked(document.title),
            url=document.url,
            excerpt=marker.excerpt(document.text),
            kind=KINDS[document.kind][0],
            day=document.public_from if document.kind == "edition" else None,
            is_withdrawn=document.is_withdrawn,
            revised=revised.get(document.target_id, 0) if document.kind == "edition" else 0,
        )
        for key in keys
        if (document := documents.get(key))  # it may be taken down this very moment
    ]


def _chosen(request, filters, names):
    """(filter, name of its value, address without it) of each chosen value."""
    return [
        (label, names[name].get(value, (value,))[0], with_query(request, drop=[name, "page"]))
        for name, label in FILTERS.items()
        if (value := getattr(filters, name))
    ]


def _narrow(request, results, filters, names):
    """(filter, its values, whether there are more) of each filter that is not chosen and would leave fewer hits."""
    for name, counts in results.counts.items():
        known = [(value, count) for value, count in counts.items() if value in names[name]]
        if getattr(filters, name) or all(count == len(results.hits) for _value, count in known):
            continue
        order = _newest_first if name == "year" else partial(_most_first, names[name])
        yield (
            FILTERS[name],
            [
                Value(
                    label=names[name][value][0],
                    count=_shown(count, results.is_more),
                    url=with_query(request, drop=["page"], **{name: names[name][value][1]}),
                )
                for value, count in sorted(known, key=order)[:MOST_VALUES]
            ],
            len(known) > MOST_VALUES,
        )


def _newest_first(pair):
    return -pair[0]


def _most_first(names, pair):
    """Those with the same number by name, as the language sorts it."""
    value, count = pair
    return -count, fold(names[value][0])


def _pager(request, number, pages):
    def address(to):
        return with_query(request, drop=["page"]) if to == 1 else with_query(request, page=to)

    return Pager(
        number=number,
        pages=pages,
        previous_url=address(number - 1) if number > 1 else "",
        next_url=address(number + 1) if number < pages else "",
    )


def suggestions(request):
    """Titles that have the words typed so far, as JSON: what the script under the field shows."""
    language = language_code()
    query = begun(request.GET.get("q", ""))
    hits = newest(query, language, most=MOST_BEGUN, sign=TITLE) if query else []
    hits = best_first(hits, query)[:MOST_SUGGESTIONS]
    documents = SearchDocument.objects.only("title", "url", "kind", "is_withdrawn").in_bulk([hit.pk for hit in hits])
    rows = [documents[hit.pk] for hit in hits if hit.pk in documents]
    titles = [{"title": row.title, "url": row.url, "kind": _kind_in_words(row)} for row in rows]
    return JsonResponse({"suggestions": titles})


def _kind_in_words(document):
    kind = str(KINDS[document.kind][0])
    return f"{kind}, {_('withdrawn')}" if document.is_withdrawn else kind

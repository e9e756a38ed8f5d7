"""The page of results and the suggestions for what somebody is typing."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models.functions import Now
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from ..lib.numbers import as_number, format_number, language_code
from ..lib.paging import Pager, page_number, with_query
from ..pages.context_processors import LANGUAGES, LanguageLink
from ..recall.revisions import numbers_revised
from .excerpts import Marker
from .models import SearchDocument, synonyms
from .queries import LONGEST_QUERY, begun, parse
from .searching import WINDOW, Filters, newest, search
from .words import TITLE

PER_PAGE = 20
MOST_VALUES = 10  # of each filter
MOST_SUGGESTIONS = 8
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
    "year": gettext_lazy("Year"),
}


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
    filters, query = _filters(request), parse(text, language, synonyms)
    results = search(query, language=language, filters=filters)
    pages = max(1, -(-len(results.hits) // PER_PAGE))
    if number > pages:
        raise Http404("no such page")
    names = _names(results, filters, language)
    context = {
        "query": query,
        "text": text[:LONGEST_QUERY].strip(),
        "is_asked": bool(query or filters),
        "rows": _rows(results.hits[(number - 1) * PER_PAGE : number * PER_PAGE], query, language),
        "count": len(results.hits),
        "shown_count": _shown(len(results.hits), results.is_more),
        "is_more": results.is_more,
        "window": format_number(WINDOW),
        "chosen": _chosen(request, filters, names),
        "narrow": list(_narrow(request, results, filters, names)),
        "pager": _pager(request, number, pages),
        "language_links": _same_search(request, language),
        "words_alone": [(word, f"?{urlencode({'q': word})}") for word in query.words[:MOST_WORDS_ALONE]],
    }
    return render(request, "briefings/search/search.html", context)


def _same_search(request, language):
    """The same words and filters in the other language, from the first page on."""
    other = next(code for code in LANGUAGES if code != language)
    query = with_query(request, drop=["page"])
    return [LanguageLink(other, reverse(f"search-{other}") + (query if query.startswith("?") else ""))]


def _shown(count, is_more):
    """`12`; `1,000+` where only the newest hits are counted."""
    return format_number(count) + ("+" if is_more else "")


def _filters(request):
    """Values that no link of ours has find nothing; a year that is none is ignored."""
    values = {name: request.GET.get(name, "").replace("\0", " ")[:LONGEST_VALUE] for name in FILTERS}
    return Filters(**values | {"year": as_number(values["year"], digits=4)})


def _names(results, filters, language):
    """{filter: {value: its name}} of the values of the hits and of those that are chosen."""
    keys = {"topic": {filters.topic}, "place": {filters.place}}
    for name, counts in results.counts.items():
        if name in keys:
            keys[name].update(value for value, _count in counts.most_common(MOST_VALUES))
    documents = SearchDocument.objects.filter(
        kind__in=keys, key__in=set().union(*keys.values()) - {""}, language=language, public_from__lte=Now()
    )
    names = {"topic": {}, "place": {}, "kind": {kind: str(several) for kind, (_one, several) in KINDS.items()}}
    for kind, key, title in documents.values_list("kind", "key", "title"):
        names[kind][key] = title
    return names | {"year": {}}


def _rows(hits, query, language):
    keys = [hit.pk for hit in hits]
    documents = SearchDocument.objects.defer("words", "head").in_bulk(keys)
    marker = Marker(query, language)
    editions = [hit.target_id for hit in hits if hit.kind == "edition"]
    revised = numbers_revised(editions, language)
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
        (label, names[name].get(value, value), with_query(request, drop=[name, "page"]))
        for name, label in FILTERS.items()
        if (value := getattr(filters, name))
    ]


def _narrow(request, results, filters, names):
    """(filter, its values) of each filter that is not chosen and would leave fewer hits."""
    for name, counts in results.counts.items():
        known = [(value, count) for value, count in counts.items() if name == "year" or value in names[name]]
        if getattr(filters, name) or all(count == len(results.hits) for _value, count in known):
            continue
        order = (lambda pair: -pair[0]) if name == "year" else (lambda pair: (-pair[1], pair[0]))
        yield (
            FILTERS[name],
            [
                Value(
                    label=names[name].get(value, str(value)),
                    count=_shown(count, results.is_more),
                    url=with_query(request, drop=["page"], **{name: value}),
                )
                for value, count in sorted(known, key=order)[:MOST_VALUES]
            ],
        )


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
    hits = newest(query, language, most=MOST_SUGGESTIONS, sign=TITLE) if query else []
    documents = SearchDocument.objects.only("title", "url", "kind").in_bulk([hit.pk for hit in hits])
    rows = [documents[hit.pk] for hit in hits if hit.pk in documents]
    titles = [{"title": row.title, "url": row.url, "kind": str(KINDS[row.kind][0])} for row in rows]
    return JsonResponse({"suggestions": titles})

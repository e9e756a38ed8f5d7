"""Briefings, their editions, and the search."""

from typing import Annotated

from django.db.models import CharField, Value
from django.http import Http404
from ninja import Path, Query

from ...addresses.models import page_url
from ...articles.briefing_page import LARGEST_NUMBER, at_address, taken_down
from ...articles.finding import keys_about
from ...articles.models import Article, Edition
from ...documents.kinds import kind_of
from ...impacts.models import Impact
from ...initiatives.models import Initiative
from ...lib.rows.keyset import ByDate, stretch
from ...recall.revisions import is_overtaken, revisions_since
from ...search.models import SearchDocument, synonyms
from ...search.queries import LONGEST_QUERY, parse
from ...search.searching import Filters, search
from ...sources.models import Source
from ...statistics.models import Area, DataTable, Indicator
from . import schemas, writing
from .names import require_names
from .paging import After, BadCursor, Language, Limit, Name, Slug, absolute, next_url, one_of
from .site import ERRORS, TakenDown, api

EditionLanguage = Annotated[str, Path(pattern="^(en|es)$")]
Number = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
LANGUAGES = ("en", "es")
FOUND = "edition", "indicator", "table", "initiative", "impact", "source", "topic", "place"
NAMED = {model.search_kind: model for model in (Indicator, DataTable, Initiative, Impact, Source)}
ArticleKind = one_of(Article.Kind.values, "Of the briefing.")
FoundKind = one_of(FOUND, "What is searched for; `edition` are briefings.")
Year = Annotated[
    int | None, Query(ge=1000, le=9999, description="Of publication; of an initiative, the year in which it starts.")
]
AnyLanguage = one_of(LANGUAGES, "Both where it is empty.")


def _page(request, editions, limit, after):
    """Newest first."""
    try:
        place = ByDate.parse(after) if after else {}
    except Http404 as error:
        raise BadCursor from error
    rows = stretch(editions, ByDate, limit + 1, backwards=False, **place).with_briefing().defer("document")
    found = list(rows)
    more, found = len(found) > limit, found[:limit]
    return {
        "results": [writing.briefing(edition, edition.article.workflow) for edition in found],
        "next": next_url(request, ByDate.cursor(found[-1])) if more else None,
    }


@api.get("/briefings", response={200: schemas.Briefings, **ERRORS}, operation_id="briefings", url_name="briefings")
def briefings(
    request,
    language: AnyLanguage = "",
    topic: Name = "",
    place: Name = "",
    kind: ArticleKind = "",
    year: Year = None,
    limit: Limit = 50,
    after: After = "",
):
    """The newest edition of each briefing, newest first.

    About a topic (its slug), naming a place (its code), of a kind or published in a year, only those of the newest
    1,000 in each language.
    """
    editions = Edition.objects.latest()
    if language:
        editions = editions.filter(language=language)
    require_names(topic=topic, place=place)
    chosen = ("t", topic), ("p", place), ("a", kind), ("y", year)
    if facets := [(facet, value) for facet, value in chosen if value]:
        editions = editions.filter(pk__in=keys_about([language] if language else LANGUAGES, *facets))
    return _page(request, editions, limit, after)


@api.get("/editions", response={200: schemas.Briefings, **ERRORS}, operation_id="editions", url_name="editions")
def editions(request, language: AnyLanguage = "", limit: Limit = 50, after: After = ""):
    """Every edition that readers can open, newest first."""
    editions = Edition.objects.public()
    return _page(request, editions.filter(language=language) if language else editions, limit, after)


@api.get(
    "/briefings/{language}/{slug}",
    response={200: schemas.Edition, **ERRORS},
    operation_id="briefing",
    url_name="briefing",
)
def briefing(request, language: EditionLanguage, slug: Slug):
    """The newest edition of the briefing at this address."""
    return _edition(language, slug)


@api.get(
    "/briefings/{language}/{slug}/{number}",
    response={200: schemas.Edition, **ERRORS},
    operation_id="edition",
    url_name="edition",
)
def edition(request, language: EditionLanguage, slug: Slug, number: Number):
    """One edition. What it says never changes."""
    return _edition(language, slug, number=number)


def _edition(language, slug, **number):
    edition = at_address(language, slug).filter(**number).with_briefing().first()
    if edition is None:
        if workflow := taken_down(language, slug):
            raise TakenDown(workflow.withdrawal_reason, workflow.taken_down_at)
        raise Http404("no such edition")
    entry = writing.briefing(edition, edition.article.workflow)
    address = page_url("edition", language, entry["slug"], edition.number)
    keys = [block["key"][:8] for block in edition.data["blocks"] if kind_of(block).table(block)]
    files = {key: absolute(f"{address}{key}.json") for key in keys}
    revised = revisions_since(edition.pk, language) if is_overtaken(edition.pk) else []
    return entry | {
        "sha256": edition.sha256,
        "tables": list(files.values()),
        "revised": [writing.revised(each, files) for each in revised],
        "document": edition.data,
    }


@api.get("/search", response={200: schemas.Hits, **ERRORS}, operation_id="search", url_name="search")
def find(
    request,
    q: Annotated[str, Query(max_length=LONGEST_QUERY)] = "",
    language: Language = "en",
    kind: FoundKind = "",
    topic: Name = "",
    place: Name = "",
    year: Year = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    after: Annotated[int, Query(ge=0, le=1000, description="How many hits to leave out.")] = 0,
):
    """Best first; the newest 1,000 hits at most."""
    query = parse(q.replace("\0", " "), language, synonyms)
    results = search(query, language=language, filters=Filters(kind=kind, topic=topic, place=place, year=year))
    if not results.hits:
        require_names(topic=topic, place=place)
    hits = results.hits[after : after + limit]
    documents = SearchDocument.objects.defer("words", "head").in_bulk([hit.pk for hit in hits])
    more = len(results.hits) > after + limit
    return {
        "results": _hits([documents[hit.pk] for hit in hits if hit.pk in documents]),
        "next": next_url(request, after + limit) if more else None,
    }


def _hits(documents):
    slugs = _slugs(documents)
    return [_hit(document, slugs) for document in documents]


def _slugs(documents) -> dict[tuple[str, int], str]:
    """{(kind, key): the English slug, by which the API names the thing}: one query."""
    rows = [
        model.objects.filter(pk__in=keys).order_by().values_list(Value(kind, output_field=CharField()), "pk", "slug")
        for kind, model in NAMED.items()
        if (keys := [document.target_id for document in documents if document.kind == kind])
    ]
    found = rows[0].union(*rows[1:], all=True) if rows else ()
    return {(kind, pk): slug for kind, pk, slug in found}


def _api_address(document, slugs) -> str | None:
    if document.kind == "edition":
        slug = document.url.rstrip("/").rpartition("/")[2]
        return absolute(f"{writing.API}/briefings/{document.language}/{slug}")
    # The key of a topic or place in the index is what the API calls it.
    slug = slugs.get((document.kind, document.target_id)) or document.key
    return absolute(f"{writing.API}/{document.kind}s/{slug}") if slug else None


def _hit(document, slugs):
    return {
        "kind": document.kind,
        "title": document.title,
        "page": absolute(document.url),
        "api": _api_address(document, slugs),
        "published": None if document.kind == Area.page_name else document.public_from.isoformat(),
        "is_withdrawn": document.is_withdrawn,
    }

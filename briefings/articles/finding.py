"""Editions by what the search index knows of them: topics, places, year, kind, and what they show."""

from ..search.queries import Query
from ..search.searching import WINDOW, Hit, newest
from ..search.words import facet
from .models import Edition
from .search_index import KIND

MOST = 10
MOST_LOOKED_AT = 200  # for what uses the things of a list


def hits(language: str, *facets: tuple[str, object], most: int = WINDOW) -> list[Hit]:
    """The entries of the newest briefings in this language with all of the facets, such as ("t", slug of a topic)."""
    words = [facet("k", KIND), *(facet(name, value) for name, value in facets)]
    return newest(Query(), language, words, most=most)


def newest_editions(language: str, *facets: tuple[str, object], most: int = MOST) -> list[Edition]:
    """The newest briefings with all of the facets: two queries, one where there is none."""
    keys = [hit.target_id for hit in hits(language, *facets, most=2 * most)]
    return _editions(keys)[:most] if keys else []


def editions_showing(language: str, thing) -> list[Edition]:
    """The newest briefings that show a data table or an initiative."""
    return newest_editions(language, ("u", f"{thing.page_name}/{thing.slug}"))


def editions_by_use(language: str, page_name: str) -> dict[str, list[Edition]]:
    """{slug: the newest briefings that show the thing} of all things of a kind: two queries."""
    used = {hit.target_id: hit.used.split("\n") for hit in hits(language, ("u", page_name), most=MOST_LOOKED_AT)}
    found = {}
    for edition in _editions(used) if used else []:
        for name in used[edition.pk]:
            page, _slash, slug = name.partition("/")
            if page == page_name and slug:
                found.setdefault(slug, []).append(edition)
    return found


def _editions(keys):
    return list(Edition.objects.latest().filter(pk__in=keys).in_lists().order_by("-publish_at", "-pk"))

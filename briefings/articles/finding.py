"""Editions by what the search index knows of them: topics, places, year and kind."""

from ..search.models import SearchDocument
from ..search.queries import Query
from ..search.searching import newest
from ..search.words import facet
from .models import Edition
from .search_index import KIND

MOST = 10


def newest_editions(language: str, *facets: tuple[str, object], most: int = MOST) -> list[Edition]:
    """The newest briefings in this language with all of the facets, such as ("t", slug of a topic): two queries."""
    words = [facet("l", language), facet("k", KIND), *(facet(name, value) for name, value in facets)]
    hits = newest(Query(), words, most=2 * most)
    if not hits:
        return []
    documents = SearchDocument.objects.filter(pk__in=[hit.pk for hit in hits]).values("target_id")
    editions = Edition.objects.latest().filter(pk__in=documents)
    return list(editions.in_lists().order_by("-publish_at", "-pk")[:most])

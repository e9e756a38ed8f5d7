"""Changes of the search index. The acts that publish call them in their own transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from .models import VERSION, SearchDocument
from .words import facet, index_words, stems_of

MOST_IN_HEAD = 60  # words of title and summary by which a hit is ranked


@dataclass(frozen=True)
class Entry:
    """What search knows of one page in one language. `text` begins with `summary`; `more` is searched but not shown.
    `topics` and `places` are slugs and codes, `key` is the entry's own if it is a topic or a place, and
    the kind of a briefing. `used` names what a briefing shows, such as "initiative/<slug>"."""

    kind: str
    target_id: int
    language: str
    title: str
    text: str
    url: str
    public_from: datetime
    summary: str = ""
    more: str = ""
    key: str = ""
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    year: int | None = None
    is_withdrawn: bool = False

    def facets(self) -> list[str]:
        """The words by which it is filtered, as `searching.Filters` writes them."""
        year = [facet("y", self.year)] if self.year else []
        used = [facet("u", name) for name in self.used]
        key = [facet("a", self.key)] if self.key else []
        topics = [facet("t", slug) for slug in self.topics]
        places = [facet("p", code) for code in self.places]
        return [facet("l", self.language), facet("k", self.kind), *topics, *places, *year, *used, *key]

    def columns(self) -> dict:
        """The row in the index, without what it is found by."""
        head = [*stems_of(self.title, self.language), "|", *stems_of(self.summary, self.language)]
        words = index_words([self.title, self.text, self.more], self.language, self.facets())
        return self.shown() | {"head": " ".join(head[:MOST_IN_HEAD]), "words": " ".join(words), "version": VERSION}

    def shown(self) -> dict:
        return {
            "title": self.title[:300],
            "text": self.text,
            "url": self.url,
            "public_from": self.public_from,
            "key": self.key,
            "topics": "\n".join(self.topics),
            "places": "\n".join(self.places),
            "used": "\n".join(self.used),
            "year": self.year,
            "is_withdrawn": self.is_withdrawn,
        }


def index(entry: Entry) -> None:
    """Add a page to the index, or replace its entry. Searches return it from `public_from` on."""
    columns, key = entry.columns(), ["kind", "target_id", "language"]
    document = SearchDocument(**columns, **{name: getattr(entry, name) for name in key})
    SearchDocument.objects.bulk_create([document], update_conflicts=True, unique_fields=key, update_fields=columns)


def remove(*, kind: str, target_ids: Iterable[int]) -> None:
    SearchDocument.objects.filter(kind=kind, target_id__in=target_ids).delete()


def forget_others(kind: str, rows: QuerySet) -> None:
    """Remove what the index has of this kind apart from `rows`."""
    SearchDocument.objects.filter(kind=kind).exclude(target_id__in=rows.order_by().values("pk")).delete()

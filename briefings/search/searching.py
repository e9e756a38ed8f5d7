"""The one function that searches. Both databases give the same hits in the same order."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, router

from ..lib.clock import NOW_SQL
from .models import SearchDocument
from .queries import Phrase, Query, postgresql, sqlite
from .tables import DOCUMENTS, FTS
from .words import START, facet

THINGS = ("topic", "place", "indicator")  # kinds whose names people look for
WINDOW = 1_000  # of the newest hits are ranked and counted; how many more there are is not known
COLUMNS = "id, kind, head, key, topics, places, year, public_from, target_id, used"
NEWEST = """
    SELECT {columns} FROM {tables} WHERE {conditions} AND public_from <= {now} {before}
    ORDER BY {order} DESC LIMIT {most}"""


class Hit(NamedTuple):
    pk: int
    kind: str
    head: str
    key: str
    topics: str
    places: str
    year: int | None
    public_from: object
    target_id: int
    used: str

    def shown(self, page_name: str) -> list[str]:
        """The slugs of the data tables, initiatives or impacts that a briefing shows."""
        return slugs_in(self.used, page_name)


def slugs_in(used: str, page_name: str) -> list[str]:
    start = f"{page_name}/"
    return [name[len(start) :] for name in used.split("\n") if name.startswith(start)] if start in used else []


class Facets(NamedTuple):
    """What documents are filtered by."""

    key: str
    topics: str
    places: str
    year: int | None


@dataclass(frozen=True)
class Filters:
    """What the hits are limited to; "" and None limit nothing."""

    kind: str = ""
    topic: str = ""
    place: str = ""
    year: int | None = None

    def chosen(self) -> dict[str, str | int]:
        return {name: value for name, value in asdict(self).items() if value}

    def words(self) -> list[str]:
        """Of all but the kind, which is a column of its own."""
        chosen = [("t", self.topic), ("p", self.place), ("y", self.year)]
        return [facet(name, value) for name, value in chosen if value]

    def __bool__(self):
        return bool(self.chosen())


def count_lines(texts: Counter[str]) -> Counter:
    """How many of the texts have each line. Many texts are alike; each different one is split once."""
    counts = Counter()
    for text, number in texts.items():
        for line in text.split("\n") if text else ():
            counts[line] += number
    return counts


@dataclass
class Results:
    """Hits in their order; `is_more`: there are more than the newest WINDOW, which alone are ranked and counted."""

    hits: list[Hit] = field(default_factory=list)
    is_more: bool = False

    @cached_property
    def counts(self) -> dict[str, Counter]:
        """{filter: how many hits have each of its values}."""
        return {
            "kind": Counter(hit.kind for hit in self.hits),
            "topic": count_lines(Counter(hit.topics for hit in self.hits)),
            "place": count_lines(Counter(hit.places for hit in self.hits)),
            "year": Counter(hit.year for hit in self.hits if hit.year),
        }


def search(query: Query, *, language: str, filters: Filters = Filters()) -> Results:
    """The public documents in this language that match, best first. Nothing for neither a word nor a filter."""
    if not query and not filters:
        return Results()
    hits = newest(query, language, filters.words(), kind=filters.kind, most=WINDOW + 1)
    is_more, hits = len(hits) > WINDOW, hits[:WINDOW]
    return Results(best_first(hits, query), is_more)


def best_first(hits: list[Hit], query: Query) -> list[Hit]:
    hits = sorted(hits, key=lambda hit: (hit.public_from, hit.pk), reverse=True)
    return sorted(hits, key=_rank(query)) if query else hits


def newest(
    query: Query,
    language: str,
    facets: Iterable[str] = (),
    *,
    kind: str = "",
    most: int,
    sign: str = START,
    before: int | None = None,
) -> list[Hit]:
    """The hits that were added to the index last, or before the entry `before`: both databases read them first,
    without sorting all others."""
    connection = _connection()
    conditions = _conditions(connection.vendor, query, language, list(facets), kind, sign)
    rows = _newest_rows(connection, COLUMNS, *conditions, most, "" if before is None else f"AND id < {before:d}")
    return [Hit(*row) for row in rows]


def newest_fields(language: str, facets: Iterable[str], *fields: str, kind: str, most: int) -> list[tuple]:
    """These columns of the newest documents of a kind with these facets. Whole hits take five times as long to read."""
    connection = _connection()
    conditions = _conditions(connection.vendor, Query(), language, list(facets), kind, START)
    return [tuple(row) for _id, *row in _newest_rows(connection, ", ".join(("id", *fields)), *conditions, most)]


def facets_of_newest(kind: str, language: str) -> tuple[Counter[Facets], bool]:
    """How many of the newest WINDOW documents of this kind have each combination, and whether there are more. The
    database counts: many documents are alike. Without `words`, which are long: reading them took ten times as long."""
    connection, names = _connection(), ", ".join(Facets._fields)
    conditions = _conditions(connection.vendor, Query(), language, [], kind, START)
    around = f"SELECT {names}, COUNT(*), MIN(id) FROM ({{}}) AS newest GROUP BY {names} ORDER BY MIN(id)"
    rows = _newest_rows(connection, f"id, {names}", *conditions, WINDOW + 1, around=around)
    counts = Counter({Facets(*facets): number for *facets, number, _oldest in rows})
    is_more = counts.total() > WINDOW
    if is_more:  # the oldest is in the first row
        counts.subtract([next(iter(counts))])
    return counts, is_more


def _connection():
    return connections[router.db_for_read(SearchDocument) or DEFAULT_DB_ALIAS]


def _conditions(vendor, query, language, facets, kind, sign):
    """(tables, what to sort by, conditions, parameters). A kind alone is found by an index that needs no words."""
    if kind and not query and not facets:
        return DOCUMENTS, "id", "kind = %s AND language = %s", [kind, language]
    if vendor == "sqlite":
        words = sqlite(query, [facet("k", kind), *facets] if kind else facets, sign)
        tables, order = f"{FTS} JOIN {DOCUMENTS} ON id = {FTS}.rowid", f"{FTS}.rowid"
        return tables, order, f"language = %s AND {FTS} MATCH %s", [language, words]
    words = postgresql(query, facets, sign)
    if kind:
        return DOCUMENTS, "id", "kind = %s AND language = %s AND words @@ %s::tsquery", [kind, language, words]
    # It looks at the language first, because ANY costs it less than @@ does, and does not read the long `words` of
    # documents in the other one: 20 ms instead of 26 for two words that are in all of 20,000.
    return DOCUMENTS, "id", "language = ANY(ARRAY[%s]) AND words @@ %s::tsquery", [language, words]


def _newest_rows(connection, columns, tables, order, conditions, params, most, before="", around="{}"):
    now = NOW_SQL[connection.vendor].replace("%", "%%")
    sql = NEWEST.format(
        columns=columns, tables=tables, conditions=conditions, now=now, before=before, order=order, most=most
    )
    sql = around.format(sql)
    if connection.vendor == "postgresql":
        # The words go into the text, so that PostgreSQL plans for them. With parameters it soon used one plan for all
        # words, which read every document with a common one: 45 ms instead of 5 at 100,000.
        sql, params = connection.ops.compose_sql(sql, params), None
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _rank(query: Query):
    """Sorts hits: those that are called what is looked for first, then by how many of the terms are in the title, then
    in the summary. Topics, places and indicators with all terms in their names come before texts about them, the
    shortest name first. Otherwise their order stays: the newest first."""
    groups = [[_in_head(term) for term in group] for group in query.all]

    def score(text):
        padded, number = f" {text} ", 0
        for group in groups:
            for term in group:
                if term in padded:
                    number += 1
                    break
        return number

    def key(hit):
        title, _bar, summary = hit.head.partition("|")
        in_title = score(title)
        is_name = in_title == len(groups) and len(title.split()) == len(groups) > 0
        if in_title < len(groups):
            return (-is_name, -in_title, -score(summary), 0)
        is_thing = hit.kind in THINGS
        return (-is_name, -in_title, -is_thing, len(title.split()) if is_thing else 0)

    return key


def _in_head(term):
    """What a head has in it, between blanks, if the term is in it."""
    return f" {' '.join(term.stems)} " if isinstance(term, Phrase) else f" {term.start}"

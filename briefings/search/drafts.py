"""Search of the desk: the current text of each article, in a table that no public search reads.

Words are folded and stemmed as those of public pages. Who may read which article is for the caller to say.
"""

from functools import reduce
from operator import or_

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from .models import VERSION, DraftDocument, synonyms
from .queries import parse, postgresql, sqlite
from .tables import DRAFTS
from .words import STEMMERS, facet, index_words

SQL = {
    "postgresql": ("words @@ %s::tsquery", postgresql),
    "sqlite": (f"id IN (SELECT rowid FROM {DRAFTS.fts} WHERE {DRAFTS.fts} MATCH %s)", sqlite),
}


def index_draft(article: int, language: str, texts: list[str]) -> None:
    """Make this the text by which the article is found; the first of the texts is its title. One query."""
    words = index_words(texts, language, [facet("l", language)])
    row = DraftDocument(id=article, words=" ".join(words), version=VERSION)
    DraftDocument.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=["words", "version"]
    )


def mark_outdated() -> None:
    """As if an earlier release had indexed all of them."""
    DraftDocument.objects.update(version=0)


def articles_matching(text: str) -> QuerySet:
    """The keys of the articles with all that is looked for, whatever their language. No query until it is read."""
    sql, written = SQL[connections[router.db_for_read(DraftDocument) or DEFAULT_DB_ALIAS].vendor]
    queries = {language: parse(text, language, synonyms) for language in STEMMERS}
    conditions = [
        Q(RawSQL(sql, [written(query, [facet("l", language)])], output_field=BooleanField()))
        for language, query in queries.items()
        if query
    ]
    drafts = DraftDocument.objects.filter(reduce(or_, conditions)) if conditions else DraftDocument.objects.none()
    return drafts.values("pk")


def not_indexed(articles: QuerySet) -> QuerySet:
    """Those that the table lacks, or has as an earlier release indexed them."""
    return articles.filter(~Exists(DraftDocument.objects.filter(pk=OuterRef("pk"), version=VERSION)))

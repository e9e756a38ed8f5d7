"""Search of the desk: the current text of each article, in a table that no public search reads.

Words are folded and stemmed as those of public pages. Who may read which article is for the caller to say.
"""

from functools import cache, reduce
from operator import or_

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from .models import DraftDocument, synonyms
from .queries import parse, postgresql, sqlite
from .tables import DRAFTS
from .words import STEMMERS, facet, index_words, word_ends

VERSION = 4  # of how drafts are indexed; `tick` renews rows of an older one

SQL = {
    "postgresql": ("words @@ %s::tsquery", postgresql),
    "sqlite": (f"id IN (SELECT rowid FROM {DRAFTS.fts} WHERE {DRAFTS.fts} MATCH %s)", sqlite),
}


def index_draft(article: int, language: str, title: str, slug: str, texts: list[str]) -> None:
    """Make this the text by which the article is found, title and slug also by parts of their words. One query."""
    ends = word_ends(title) | word_ends(slug)
    words = index_words([title, slug, *texts], language, [facet("l", language), *sorted(ends)])
    row = DraftDocument(id=article, words=" ".join(words), version=VERSION)
    DraftDocument.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["id"], update_fields=["words", "version"]
    )


def mark_outdated() -> None:
    """As if an earlier release had indexed all of them."""
    DraftDocument.objects.update(version=0)


def articles_matching(text: str) -> QuerySet:
    """The keys of the articles with all that is looked for, whatever their language. One query, for the synonyms."""
    sql, written = SQL[connections[router.db_for_read(DraftDocument) or DEFAULT_DB_ALIAS].vendor]
    read = cache(synonyms)
    queries = {language: parse(text, language, read, with_parts=True) for language in STEMMERS}
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

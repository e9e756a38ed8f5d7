"""The way from a page of a briefing to the same page in the other language."""

from django.db.models import BigIntegerField, CharField, F, OuterRef, QuerySet, Subquery

from ..addresses.models import page_url
from ..lib.rows.prepared import prepared
from ..pages.context_processors import LANGUAGES, LanguageLink
from .models import Edition

KEY = BigIntegerField()
NO_VERSION = "#no-version"  # the strip of a page that has no counterpart in the other language


def other_language(own: str) -> str:
    return next(code for code in LANGUAGES if code != own)


def in_other_languages(article, language) -> QuerySet:
    """The newest first. All editions of an article have its language: asked of the article, because PostgreSQL would
    read all editions of this one to leave them out."""
    others = Edition.objects.public().filter(article__group__articles=article).exclude(article__language=language)
    return others.order_by("-number")


@prepared(article=KEY, language=CharField())
def _other_rows(article, language):
    return in_other_languages(article, language).values_list("article__workflow__address__slug")[:1]


def _numbers(editions):
    """With the number of the newest edition of the same article, whose address is another."""
    newest = Edition.objects.public().filter(article=OuterRef("article")).order_by("-number").values("number")
    named = editions.order_by("-number").annotate(slug=F("article__workflow__address__slug"))
    return named.annotate(newest=Subquery(newest[:1])).values_list("number", "slug", "newest")[:1]


@prepared(edition=KEY)
def _original_rows(edition):
    return _numbers(Edition.objects.public().filter(pk=edition))


@prepared(edition=KEY)
def _translation_rows(edition):
    return _numbers(Edition.objects.public().filter(translates=edition))


def counterpart(edition: Edition):
    """Number and slug of the edition that this one translates, or else of the newest that translates this one; None
    where readers have no such edition."""
    if edition.translates_id:
        rows = _original_rows(edition=edition.translates_id)
    else:
        rows = _translation_rows(edition=edition.pk)
    return next(iter(rows), None)


def to_same_page(article: int, language: str, page: str) -> list[LanguageLink]:
    """The same page of the briefing in the other language, where it has a public edition."""
    other = other_language(language)
    return [
        LanguageLink(other, page_url(page, other, *slug)) for slug in _other_rows(article=article, language=language)
    ]


def to_edition(edition: Edition) -> list[LanguageLink]:
    """The edition in the other language that belongs to this old one; without one, the words that say so. The newest
    edition there names the newest here in return, not this one."""
    other = other_language(edition.language)
    if row := counterpart(edition):
        url = page_url("edition", other, row.slug, row.number)
        return [LanguageLink(other, url, is_same=row.number != row.newest)]
    return [LanguageLink(other, NO_VERSION)]


def to_comparison(before: Edition, after: Edition) -> list[LanguageLink]:
    """The comparison of the editions that belong to these two; where both belong to one, that edition."""
    other, rows = other_language(after.language), [counterpart(before), counterpart(after)]
    if None in rows:
        return [LanguageLink(other, NO_VERSION)]
    slug, numbers = rows[1].slug, sorted({row.number for row in rows})
    page = "edition-comparison" if len(numbers) == 2 else "edition"
    url = page_url(page, other, slug, *numbers)
    return [LanguageLink(other, url, is_same=page == "edition-comparison")]

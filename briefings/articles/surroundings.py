"""What stands around an edition's text without being part of it: public names, and the briefings that it points to."""

from dataclasses import dataclass

from django.db.models import CharField, F, IntegerField, Value
from django.urls import reverse

from ..lib.prepared import Prepared
from .models import ArticleByline, Edition, EditionByline, EditionRelated


@dataclass(frozen=True)
class Surroundings:
    """`bylines` are names in order; `related` are (title, address) of what readers can open."""

    bylines: list
    related: list


def _rows(queryset, *, is_related, place, label, slug):
    return (
        queryset.order_by()
        .annotate(
            is_related=Value(is_related, IntegerField()),
            place=F(place),
            label=F(label),
            in_address=slug,
        )
        .values_list("is_related", "place", "label", "in_address")
    )


def _both(byline_rows, articles, language):
    """Names and related briefings in one query."""
    names = _rows(
        byline_rows.filter(byline__hidden=False),
        is_related=0,
        place="position",
        label="byline__name",
        slug=Value("", CharField()),
    )
    editions = _rows(
        Edition.objects.latest().filter(language=language, article__in=articles),
        is_related=1,
        place="article_id",
        label="title",
        slug=F("article__workflow__address__slug"),
    )
    return names.union(editions, all=True)


def _surroundings(rows, language):
    rows = sorted(rows)
    return Surroundings(
        [label for is_related, _place, label, _slug in rows if not is_related],
        [(label, reverse(f"briefing-{language}", args=[slug])) for related, _place, label, slug in rows if related],
    )


def _both_of_edition(edition, language):
    related = EditionRelated.objects.filter(edition=edition)
    return _both(EditionByline.objects.filter(edition=edition), related.values("article"), language)


both_of_edition = Prepared(_both_of_edition, edition=int, language=str)


def around_edition(edition):
    """As they stood when the edition was published, less what has been hidden or taken away since."""
    return _surroundings(both_of_edition(edition=edition.pk, language=edition.language), edition.language)


def around_article(article):
    """As they would stand if the working copy were published now."""
    rows = _both(ArticleByline.objects.filter(article=article), article.related.values("pk"), article.language)
    return _surroundings(rows, article.language)

"""What stands around an edition's text without being part of it: public names, and the briefings that it points to."""

from dataclasses import dataclass

from django.db.models import Aggregate, JSONField, OuterRef, Subquery
from django.db.models.functions import JSONArray
from django.urls import reverse

from .models import Edition, EditionByline, EditionRelated


@dataclass(frozen=True)
class Surroundings:
    """`bylines` are names in order; `related` are (title, address) of what readers can open."""

    bylines: list
    related: list


class Gathered(Aggregate):
    """The rows of a group as one JSON array, in no order."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, function="JSONB_AGG")


NAME = ("position", "byline__name")
TITLE = ("article_id", "title", "article__workflow__address__slug")


def with_surroundings(editions):
    """With `names` and `titles`, as `around_edition` reads them, in the same query."""
    names = EditionByline.objects.filter(edition=OuterRef("pk"), byline__hidden=False).order_by()
    named = EditionRelated.objects.filter(edition=OuterRef(OuterRef("pk"))).values("article")
    titles = Edition.objects.latest().filter(language=OuterRef("language"), article__in=named).order_by()
    return editions.annotate(
        names=Subquery(names.values("edition").annotate(all=Gathered(JSONArray(*NAME))).values("all")),
        titles=Subquery(titles.values("language").annotate(all=Gathered(JSONArray(*TITLE))).values("all")),
    )


def _surroundings(names, titles, language):
    return Surroundings(
        [name for _position, name in sorted(names)],
        [(title, reverse(f"briefing-{language}", args=[slug])) for _article, title, slug in sorted(titles)],
    )


def around_edition(edition):
    """As they stood when the edition was published, less what has been hidden or taken away since."""
    return _surroundings(edition.names or [], edition.titles or [], edition.language)


def around_article(article):
    """As they would stand if the working copy were published now."""
    names = article.byline_rows.filter(byline__hidden=False).values_list(*NAME)
    titles = Edition.objects.latest().filter(language=article.language, article__in=article.related.values("pk"))
    return _surroundings(names, titles.values_list(*TITLE), article.language)

"""What stands around an edition's text without being part of it: public names, and the briefings that it points to."""

from dataclasses import dataclass

from django.db.models import Case, Func, JSONField, OuterRef, Subquery, When
from django.db.models.functions import JSONArray
from django.urls import reverse

from .models import Edition, EditionByline, EditionRelated


@dataclass(frozen=True)
class Surroundings:
    """`bylines` are names in order; `related` are (title, address) of what readers can open."""

    bylines: list
    related: list


class Gathered(Func):
    """A column of all rows as one JSON array, in no order. Not an Aggregate: that would group the rows by something."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, function="JSONB_AGG")


NAME = ("position", "byline__name")
TITLE = ("article_id", "title", "article__workflow__address__slug")


def with_surroundings(editions, language):
    """Those in `language` with `names` and `titles`, as `around_edition` reads them, in the same query."""
    names = EditionByline.objects.filter(edition=OuterRef("pk"), byline__hidden=False).order_by()
    named = EditionRelated.objects.filter(edition=OuterRef(OuterRef("pk"))).values("article")
    titles = Edition.objects.latest().filter(language=language, article__in=named).order_by()
    return editions.annotate(
        names=_only_in(language, names.values(all=Gathered(JSONArray(*NAME)))),
        titles=_only_in(language, titles.values(all=Gathered(JSONArray(*TITLE)))),
    )


def _only_in(language, rows):
    """Nobody asks for those of a translation, and they would cost as much again."""
    return Case(When(language=language, then=Subquery(rows)), output_field=JSONField())


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

"""Bylines and related briefings: shown with an edition's text, not part of its document."""

from dataclasses import dataclass

from django.urls import reverse

from .models import Edition


@dataclass(frozen=True)
class Surroundings:
    """`bylines` are names in order; `related` are (title, address) of what readers can open."""

    bylines: list
    related: list


def around_edition(edition):
    """As they stood when the edition was published, less what has been hidden or taken away since."""
    return _surroundings(edition.byline_rows, edition.related_rows.values("article"), edition.language)


def around_article(article):
    """As they would stand if the working copy were published now."""
    return _surroundings(article.byline_rows, article.related.values("pk"), article.language)


def _surroundings(byline_rows, related, language):
    names = byline_rows.filter(byline__hidden=False).values_list("position", "byline__name")
    editions = Edition.objects.latest().filter(language=language, article__in=related)
    titles = editions.values_list("article_id", "title", "article__workflow__address__slug")
    return Surroundings(
        [name for _position, name in sorted(names)],
        [(title, reverse(f"briefing-{language}", args=[slug])) for _article, title, slug in sorted(titles)],
    )

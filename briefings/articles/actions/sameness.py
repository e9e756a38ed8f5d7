"""Whether another edition would say anything that the newest one does not."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Edition
from ..resolving import resolve


def translated_edition(article, now=None):
    """The edition of the group's first article that one of this article would translate; None for the first itself."""
    first = article.group.articles.order_by("pk").first()
    if first.pk == article.pk:
        return None
    return Edition.objects.public(now).filter(article=first).order_by("-number").first()


def _names(rows):
    """The accounts of who wrote it, in order. A byline that was renamed or hidden is so in every edition at once."""
    rows = sorted(rows.select_related("byline"), key=lambda row: (row.position, row.byline.name))
    return [row.byline_id for row in rows]


def _says_the_same(edition, article, now):
    if _names(edition.byline_rows) != _names(article.byline_rows):
        return False
    translated = translated_edition(article, now)
    if edition.translates_id != (translated and translated.pk):
        return False
    return edition.content_hash == resolve(article, now=now).content_hash


def same_edition(article, now=None):
    """The newest edition, public or waiting, if another one would be the same, else None.

    One that was published alone and that nobody else has read yet is none of them: a second person may still approve
    the same text. Its address is no part of an edition: a move holds at once.
    """
    newest = Edition.objects.filter(article=article).with_marks().defer("document").order_by("-number").first()
    if newest is None or newest.is_read_by_one or not _says_the_same(newest, article, now):
        return None
    return newest


def require_news(workflow, *, now=None):
    """Refuse to hand over for review what is published, or waits to be, as it is."""
    same = same_edition(workflow.article, now)
    if same is None:
        return
    if workflow.taken_down_at or workflow.withdrawn_at:
        words = _(
            "Nothing has changed since edition %(number)d. To undo the withdrawal an editor restores the article; for "
            "a new edition change the text first."
        )
    elif Edition.objects.waiting(now).filter(pk=same.pk).exists():
        words = _(
            "Nothing has changed since edition %(number)d, which waits to appear. It needs no second review; for "
            "another edition change the text first."
        )
    else:
        words = _(
            "Nothing has changed since edition %(number)d, which readers have. For a new edition change the text first."
        )
    raise ValidationError(words, code="same", params={"number": same.number})

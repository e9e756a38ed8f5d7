"""Which edition of an article waits, which one a translation follows, and whether the database's clock allows to say
so. Every publication asks, so the queries are compiled once."""

from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ...history.models import Event
from ...lib import acts
from ...lib.rows.prepared import prepared
from ..models import Article, Edition
from .details import EDITION

# Declared here because its events tell what the clock has been.
APPEAR = acts.declare("appear", _("Became public at its time"), details=[EDITION])


@prepared(article=BigIntegerField())
def _of_a_later_clock(article):
    appeared = Event.objects.filter(target_type="edition", target_id=OuterRef("pk"), act=APPEAR.name, at__gt=Now())
    is_later = Q(created_at__gt=Now()) | Exists(appeared)
    return Edition.objects.filter(is_later, article=article).order_by().values_list("pk")[:1]


@prepared(article=BigIntegerField())
def _waiting(article):
    return Edition.objects.waiting().filter(article=article).order_by("-number")[:1]


@prepared(group=BigIntegerField())
def _first_of(group):
    return Article.objects.filter(group=group).order_by("pk").values_list("pk")[:1]


def clock_is_back(article: Article) -> bool:
    """Whether the database's clock is earlier than an event or a creation date of the article's editions."""
    return bool(_of_a_later_clock(article=article.pk))


def waiting_edition(article: Article) -> Edition | None:
    """The article's edition whose date has not come or that is held."""
    return next(iter(_waiting(article=article.pk)), None)


def translated_edition(article: Article) -> Edition | None:
    """The edition of the group's first article that one of this article would translate; None for the first itself."""
    ((first,),) = _first_of(group=article.group_id)
    if first == article.pk:
        return None
    return Edition.objects.public().filter(article=first).order_by("-number").first()

"""The content of the home page, in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import CharField, Count, F
from django.utils.functional import cached_property

from ..articles.finding import with_overtaken
from ..articles.models import Article, Edition
from ..initiatives.models import Initiative
from ..lib.rows.prepared import prepared
from ..recall.revisions import numbers_revised

MAX_EDITIONS = 6
MAX_INITIATIVES = 7


@prepared(language=CharField())
def _newest_editions(language):
    editions = Edition.objects.latest().filter(language=language, article__workflow__withdrawn_at__isnull=True)
    editions = with_overtaken(editions).order_by("-publish_at", "-pk")
    with_address = editions.annotate(slug=F("article__workflow__address__slug"))
    names = ("pk", "kind", "title", "summary", "change_kind", "publish_at", "slug", "overtaken")
    return with_address.values_list(*names)[:MAX_EDITIONS]


def newest_editions(language):
    """The newest editions in this language without withdrawn ones, as dictionaries, with how many of the figures that
    each prints have been revised since (two queries)."""
    kinds, rows = dict(Article.Kind.choices), list(_newest_editions(language=language))
    revised = numbers_revised([row.pk for row in rows if row.overtaken], language)
    return [row._asdict() | {"kind": kinds[row.kind], "revised": revised.get(row.pk, 0)} for row in rows]


@prepared()
def _numbers_by_status():
    return Initiative.objects.public().order_by().values_list("status").annotate(number=Count("pk"))


@prepared()
def _newest_initiatives():
    newest = Initiative.objects.public().order_by("-public_since", "pk")
    return newest.values_list("pk", "slug", "slug_es", "name_en", "name_es", "status")[:MAX_INITIATIVES]


@dataclass(frozen=True)
class StatusCount:
    status: str
    label: str
    number: int


class Initiatives:
    """The number of public initiatives per status, and the newest of them (two queries)."""

    @cached_property
    def by_status(self):
        counts = {row.status: row.number for row in _numbers_by_status()}
        return [
            StatusCount(status.value, status.label, counts[status]) for status in Initiative.Status if status in counts
        ]

    @cached_property
    def newest(self):
        """(initiative, the words for its status)"""
        rows = _newest_initiatives()
        return [(Initiative(**row._asdict()), Initiative.Status(row.status).label) for row in rows]

"""The content of the home page, in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import cached_property

from ..articles.models import Edition
from ..initiatives.models import Initiative

MAX_EDITIONS = 6
MAX_INITIATIVES = 7


def newest_editions(language):
    """The newest editions in this language without withdrawn ones (one query)."""
    editions = Edition.objects.latest().filter(language=language, article__workflow__withdrawn_at__isnull=True)
    return list(editions.in_lists().order_by("-publish_at", "-pk")[:MAX_EDITIONS])


@dataclass(frozen=True)
class StatusCount:
    status: str
    label: str
    number: int


class Initiatives:
    """The number of public initiatives per status, and the newest of them (two queries)."""

    @cached_property
    def by_status(self):
        rows = Initiative.objects.public().order_by().values("status").annotate(number=Count("pk"))
        counts = {row["status"]: row["number"] for row in rows}
        return [
            StatusCount(status.value, status.label, counts[status]) for status in Initiative.Status if status in counts
        ]

    @cached_property
    def newest(self):
        return list(Initiative.objects.public().order_by("-public_since", "pk")[:MAX_INITIATIVES])

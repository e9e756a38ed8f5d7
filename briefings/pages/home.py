"""What the home page puts forward, in few queries however much there is."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import cached_property

from ..articles.models import Edition
from ..initiatives.models import Initiative
from ..statistics import drawing
from ..statistics.current import current_figures

MOST_EDITIONS = 6
MOST_FIGURES = 4
MOST_INITIATIVES = 7
WORTH_A_CHART = 5


def newest_editions(language):
    """The latest editions in this language, withdrawn ones left out: one query."""
    editions = Edition.objects.latest().filter(language=language, article__workflow__withdrawn_at__isnull=True)
    return list(editions.in_lists().order_by("-publish_at", "-pk")[:MOST_EDITIONS])


class Figures:
    """Current figures that are not part of another, those that a source updated last first: two queries."""

    @cached_property
    def all(self):
        found = [one for one in current_figures().values() if one.latest]
        found.sort(key=lambda one: (one.indicator.part_of_id is not None, one.indicator.sort_en))
        found.sort(key=lambda one: one.latest.current.known_on, reverse=True)
        return [one for one in found if one.indicator.part_of_id is None] or found

    @cached_property
    def tiles(self):
        return [one.tile for one in self.all[:MOST_FIGURES]]

    @cached_property
    def charted(self):
        """The first of them that has a course long enough to look at."""
        return next((one for one in self.all if len(one.full) >= WORTH_A_CHART), None)

    @property
    def chart(self):
        return drawing.course(self.charted, id_prefix="front") if self.charted else None


@dataclass(frozen=True)
class StatusCount:
    status: str
    label: str
    number: int


class Initiatives:
    """How many public initiatives stand where, and the newest of them: two queries."""

    @cached_property
    def by_status(self):
        rows = Initiative.objects.public().order_by().values("status").annotate(number=Count("pk"))
        counts = {row["status"]: row["number"] for row in rows}
        return [StatusCount(one.value, one.label, counts[one]) for one in Initiative.Status if one in counts]

    @cached_property
    def newest(self):
        return list(Initiative.objects.public().order_by("-public_since", "pk")[:MOST_INITIATIVES])

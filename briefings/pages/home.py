"""The content of the home page, in a fixed number of queries."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.timezone import localdate

from ..articles.models import Edition
from ..initiatives.models import Initiative
from ..statistics.charts import trend_chart
from ..statistics.newest_values import figures_of, first_with_whole_periods, newest_values
from ..statistics.year_to_date import years_to_date

MAX_EDITIONS = 6
MAX_FIGURES = 4
MAX_INITIATIVES = 7
MIN_CHART_POINTS = 5


def newest_editions(language):
    """The newest editions in this language without withdrawn ones (one query)."""
    editions = Edition.objects.latest().filter(language=language, article__workflow__withdrawn_at__isnull=True)
    return list(editions.in_lists().order_by("-publish_at", "-pk")[:MAX_EDITIONS])


class Figures:
    """Current figures of indicators that are not part of another, the last updated first (nine queries at most)."""

    @cached_property
    def newest(self):
        """`NewestValue` of each such indicator; of all indicators where each is part of another."""
        newest = [value for value in newest_values() if value.start]
        newest.sort(key=lambda value: (value.part_of is not None, value.indicator_sort))
        newest.sort(key=lambda value: value.known_on, reverse=True)
        return [value for value in newest if value.part_of is None] or newest

    @cached_property
    def shown(self):
        figures = figures_of(self.newest[:MAX_FIGURES])
        for indicator, to_date in years_to_date(figures.values(), localdate()).items():
            figures[indicator].to_date = to_date
        return list(figures.values())

    @cached_property
    def tiles(self):
        return [figure.tile for figure in self.shown]

    @cached_property
    def charted(self):
        """The first figure with enough points for a chart."""
        for figure in self.shown:
            if len(figure.full) >= MIN_CHART_POINTS:
                return figure
        found = first_with_whole_periods(self.newest[MAX_FIGURES:], MIN_CHART_POINTS)
        return next(iter(figures_of([found]).values())) if found else None

    @property
    def chart(self):
        return trend_chart(self.charted, id_prefix="front") if self.charted else None


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

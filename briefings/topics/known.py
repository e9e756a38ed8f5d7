"""What is known about a topic: the figures, tables, initiatives and impacts that its newest briefings show."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..articles.finding import briefings_about
from ..impacts.models import Impact
from ..initiatives.models import Initiative
from ..lib.numbers import language_code
from ..statistics.models import DataTable
from ..statistics.newest_values import figures_of, newest_values
from ..statistics.tables import IndicatorTable
from .models import Topic

MOST = 20  # of each kind


class KnownTopic:
    """Nine queries at most."""

    def __init__(self, topic: Topic):
        self.topic = topic
        self.briefings = briefings_about(language_code(), ("t", topic.slug))

    @cached_property
    def figures(self) -> IndicatorTable | None:
        """The newest figure of each indicator that the briefings print, by name."""
        keys = self.briefings.indicators
        newest = [value for value in newest_values(keys) if value.start] if keys else []
        if not newest:
            return None
        figures = figures_of(newest)
        names = {"topic": self.topic.name}
        rows = [
            {"indicator": figures[value.indicator].indicator, "newest": value, "current": figures[value.indicator]}
            for value in sorted(newest, key=lambda value: value.indicator_sort)
        ]
        return IndicatorTable(rows, caption=_("%(topic)s: the figures behind the briefings") % names, prefix="known-")

    @cached_property
    def tables(self) -> list[DataTable]:
        return self._shown(DataTable)

    @cached_property
    def initiatives(self) -> list[Initiative]:
        return self._shown(Initiative)

    @cached_property
    def impacts(self) -> list[Impact]:
        slugs = self.briefings.shown("impact")
        return list(Impact.objects.public().filter(slug__in=slugs).by_level()[:MOST]) if slugs else []

    def _shown(self, model):
        slugs = self.briefings.shown(model.page_name)
        named = model.objects.public().filter(slug__in=slugs).order_by(f"sort_{language_code()}", "pk")
        return list(named[:MOST]) if slugs else []

"""What is known about a topic: the figures, tables, initiatives and impacts that its newest briefings show."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..articles.finding import MOST_LOOKED_AT, briefings_about
from ..articles.search_index import KIND
from ..impacts.models import Impact
from ..initiatives.models import Initiative
from ..lib.numbers import format_number, language_code
from ..lib.paging import Begun
from ..search.searching import WINDOW, newest_fields, slugs_in
from ..statistics.models import DataTable
from ..statistics.newest_values import figures_of, newest_values
from ..statistics.tables import IndicatorTable
from .models import Topic

MOST = 20  # of each kind


@dataclass(frozen=True)
class Counted:
    """A topic in the list of all, and how many briefings and data tables its page shows."""

    topic: Topic
    briefings: int
    tables: int


class CountedTopics:
    """Two queries. Only the newest briefings are counted; `window`: how many, where there are more."""

    def __init__(self, topics: list[Topic]):
        found = newest_fields(language_code(), (), "topics", "used", kind=KIND, most=WINDOW + 1) if topics else []
        self.window = format_number(WINDOW) if len(found) > WINDOW else ""
        briefings, slugs = Counter(), defaultdict(set)
        for names, used in found[:WINDOW]:
            for topic in filter(None, names.split("\n")):
                briefings[topic] += 1
                if used and briefings[topic] <= MOST_LOOKED_AT:
                    slugs[topic].update(slugs_in(used, DataTable.page_name))
        tables = DataTable.objects.public().filter(slug__in=set().union(*slugs.values()))
        public = set(tables.values_list("slug", flat=True)) if slugs else set()
        self.rows = [
            Counted(topic, briefings[topic.slug], min(len(slugs[topic.slug] & public), MOST)) for topic in topics
        ]


class KnownTopic:
    """Nine queries at most."""

    def __init__(self, topic: Topic):
        self.topic = topic
        self.briefings = briefings_about(language_code(), ("t", topic.slug))

    @property
    def figures_title(self) -> str:
        return _("%(topic)s: the figures behind the briefings") % {"topic": self.topic.name}

    @cached_property
    def figures(self) -> IndicatorTable | None:
        """Those that are listed."""
        rows = _rows(self.listed)
        return IndicatorTable(rows, caption=self.figures_title, prefix="known-") if rows else None

    @cached_property
    def listed(self) -> Begun:
        """The newest values of which the page shows the figures, the first by name."""
        return Begun(self._newest, MOST)

    @property
    def rows(self) -> list[dict]:
        """The newest figure of each indicator that the briefings print, by name."""
        return _rows(self._newest)

    @cached_property
    def _newest(self):
        keys = self.briefings.indicators
        newest = [value for value in newest_values(keys) if value.start] if keys else []
        return sorted(newest, key=lambda value: value.indicator_sort)

    @cached_property
    def tables(self) -> list[DataTable]:
        return self._shown(DataTable)

    @cached_property
    def initiatives(self) -> list[Initiative]:
        return self._shown(Initiative)

    @cached_property
    def impacts(self) -> list[Impact]:
        slugs = self.briefings.shown("impact")
        return Begun(Impact.objects.public().filter(slug__in=slugs).by_level()[: MOST + 1], MOST) if slugs else []

    def _shown(self, model):
        slugs = self.briefings.shown(model.page_name)
        named = model.objects.public().filter(slug__in=slugs).order_by(f"sort_{language_code()}", "pk")
        return Begun(named[: MOST + 1], MOST) if slugs else []


def _rows(newest):
    figures = figures_of(newest)
    return [
        {"indicator": figures[value.indicator].indicator, "newest": value, "current": figures[value.indicator]}
        for value in newest
    ]

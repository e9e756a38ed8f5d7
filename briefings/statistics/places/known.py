"""What is known of one place: its newest values, where they stand among the provinces, and its population."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..charts import trend_chart
from ..current_figures import CurrentFigure, preference, values_by_series
from ..models import Area, Observation, Series
from .rates import POPULATION, Population, Rate, populations, rate_of

MOST_SERIES = 300  # of a place, read
MOST_FIGURES = 30  # shown


@dataclass
class PlaceFigure:
    """The current figure of one indicator in a place, its rate, and the values of all provinces in the same year."""

    figure: CurrentFigure
    rate: Rate | None
    provinces: dict  # {area key: value}
    people: dict[int, Population]

    @cached_property
    def rank(self) -> str:
        """`1st of 24`, by the rate where there is one: of the provinces with a value in the same year."""
        own, numbers = self.figure.series.area_id, self.provinces
        if self.rate:
            rates = {area: self.people[area] for area in numbers if area in self.people}
            numbers = {area: numbers[area] / people.value for area, people in rates.items()}
        if own not in numbers or len(numbers) < 2:
            return ""
        place = 1 + sum(number > numbers[own] for number in numbers.values())
        return _("%(place)d of %(number)d") % {"place": place, "number": len(numbers)}


class KnownPlace:
    """Four queries at most, however many series and values there are."""

    def __init__(self, area: Area):
        self.area = area
        self.is_province = area.kind == Area.Kind.PROVINCE
        chosen = _representing(area)
        values = values_by_series(chosen)
        figures = [CurrentFigure(series, values[series.pk]) for series in chosen]
        self.figures = [figure for figure in figures if figure.known and figure.indicator.slug != POPULATION]
        self._people = populations(str(area.kind)) if self.figures else {}
        self._provinces = _in_all_provinces(self.figures) if self.is_province else {}

    @property
    def population(self) -> Population | None:
        return self._people.get(self.area.pk)

    @cached_property
    def rows(self) -> list[PlaceFigure]:
        return [
            PlaceFigure(
                figure,
                rate_of(figure.latest, self.population),
                self._provinces.get(figure.indicator.pk, {}),
                self._people,
            )
            for figure in self.figures
        ]

    @cached_property
    def sources(self):
        return sorted({figure.series.source for figure in self.figures}, key=lambda source: source.sort_en)

    @cached_property
    def chart(self):
        """The trend of the figure with most whole periods; None without a line."""
        longest = max(self.figures, key=lambda figure: len(figure.full), default=None)
        return longest and trend_chart(longest, id_prefix="course")


def _representing(area) -> list[Series]:
    """One public series for each indicator, by the name of the indicator."""
    series = Series.objects.public().filter(area=area, indicator__public_since__isnull=False)
    rows = list(series.select_related("indicator", "source", "area").order_by("-preferred", "pk")[:MOST_SERIES])
    chosen = {}
    for each in sorted(rows, key=lambda each: preference(CurrentFigure(each))):
        chosen.setdefault(each.indicator_id, each)
    return sorted(chosen.values(), key=lambda each: each.indicator.sort_en)[:MOST_FIGURES]


def _in_all_provinces(figures) -> dict[int, dict]:
    """{indicator key: {area key: value}} of the provinces, each in the year of the figure and from its source."""
    yearly = [figure for figure in figures if figure.latest.months == 12 and not figure.latest.is_part]
    conditions = [
        Q(series__indicator=figure.indicator, series__source=figure.series.source_id, start=figure.latest.start)
        for figure in yearly
    ]
    if not conditions:
        return {}
    rows = Observation.objects.current().filter(
        reduce(or_, conditions),
        months=12,
        current_value__isnull=False,
        series__frequency=Series.Frequency.ANNUAL,
        series__area__kind=Area.Kind.PROVINCE,
        series__public_since__isnull=False,
    )
    found = {}
    for indicator, area, value in rows.values_list("series__indicator", "series__area", "current_value"):
        found.setdefault(indicator, {})[area] = value
    return found

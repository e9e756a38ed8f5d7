"""The provinces side by side: the figure that most of them have, in the last year that most of them share."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import cached_property

from ...lib.numbers import language_code
from ..known_values import KnownValue, fields
from ..models import Area, Observation, Series
from ..models.indicators import POPULATION
from .rates import Population, ProvinceMap, Rate, populations, rate_of

MOST_VALUES = 5_000


@dataclass(frozen=True)
class ProvinceRow:
    area: Area
    population: Population | None
    observation: KnownValue | None
    rate: Rate | None


def listed_areas() -> QuerySet:
    """The country, the provinces and zones, in the order of their names in the active language."""
    return Area.objects.exclude(kind=Area.Kind.CANTON).order_by(f"sort_{language_code()}")


class Provinces:
    """Three queries: the series, their values, the populations."""

    def __init__(self, areas: Iterable[Area]):
        self.areas = [area for area in areas if area.kind in (Area.Kind.PROVINCE, Area.Kind.ZONE)]
        self._people = populations(str(Area.Kind.PROVINCE))

    @cached_property
    def _series(self) -> dict[int, Series]:
        """One yearly series of each province, all of the indicator that most provinces have."""
        series = Series.objects.public().filter(
            area__in=[area.pk for area in self.areas],
            frequency=Series.Frequency.ANNUAL,
            indicator__public_since__isnull=False,
        )
        rows = series.exclude(indicator__slug=POPULATION).select_related("indicator", "area", "source")
        rows = list(rows.order_by("-preferred", "pk")[:MOST_VALUES])
        numbers = Counter(indicator for indicator, _area in {(each.indicator_id, each.area_id) for each in rows})
        if not numbers:
            return {}
        most = max(numbers, key=lambda indicator: (numbers[indicator], -indicator))
        by_area = {}
        for each in rows:
            if each.indicator_id == most:
                by_area.setdefault(each.area_id, each)
        return {each.pk: each for each in by_area.values()}

    @cached_property
    def observations(self) -> dict[int, KnownValue]:
        """{area key: its value} in the newest whole year that at least half of them share."""
        rows = Observation.objects.current().filter(series__in=self._series, months=12, current_value__isnull=False)
        newest = list(rows.order_by("-start").values_list(*fields())[:MOST_VALUES])
        years = Counter(start for _series, start, *_rest in newest)
        shared = [start for start, number in years.items() if number * 2 >= len(self._series)]
        if not shared:
            return {}
        values = [KnownValue(self._series[key], *rest) for key, *rest in newest if rest[0] == max(shared)]
        return {value.series.area_id: value for value in values}

    @property
    def source_keys(self) -> set[int]:
        """Of the values and of the populations."""
        values = {value.series.source_id for value in self.observations.values()}
        return values | {people.source_key for people in self._people.values()}

    @property
    def population_year(self) -> str:
        """That of all populations; "" where they are of several years."""
        periods = {people.period for area in self.areas if (people := self._people.get(area.pk))}
        return periods.pop().label() if len(periods) == 1 else ""

    @property
    def indicator(self):
        return next((value.series.indicator for value in self.observations.values()), None)

    @property
    def period(self):
        return next((value.period for value in self.observations.values()), None)

    @cached_property
    def rows(self) -> list[ProvinceRow]:
        return [self._row(area) for area in self.areas]

    def _row(self, area):
        observation, people = self.observations.get(area.pk), self._people.get(area.pk)
        return ProvinceRow(area, people, observation, observation and rate_of(observation, people))

    @cached_property
    def map(self):
        """None for fewer than two values."""
        values = sorted(self.observations.values(), key=lambda value: -value.value)
        return ProvinceMap.of(values, self._people).chart(id_prefix="map")

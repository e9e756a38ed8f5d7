"""What is known of one place: its latest values, where they stand among the provinces, and its population."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ...lib.numbers import language_code
from ..charts import trend_chart
from ..current_figures import CurrentFigure, first_shown, values_by_series
from ..known_values import KnownValue
from ..models import Area, Observation, Series
from ..models.indicators import POPULATION
from ..newest_values import first_compared, newest_values, series_of
from .rates import Population, Rate, populations, rate_of

MOST_FIGURES = 100  # shown


@dataclass
class PlaceFigure:
    """A value of one indicator in a place, its rate, and the values of all provinces in the same year."""

    figure: CurrentFigure
    value: KnownValue  # the last of a whole period, or of a part of one after it
    rate: Rate | None
    provinces: dict  # {area key: value}
    people: dict[int, Population]

    @property
    def change(self) -> str:
        return self.figure.change_of(self.value)

    @cached_property
    def standing(self) -> tuple[int, int] | None:
        """(1, 24): the first of 24, by the rate where there is one: of the provinces with a value in the same year."""
        own, numbers = self.figure.series.area_id, self.provinces
        if self.rate:
            rates = {area: self.people[area] for area in numbers if area in self.people}
            numbers = {area: numbers[area] / people.value for area, people in rates.items()}
        if own not in numbers or len(numbers) < 2:
            return None
        return 1 + sum(number > numbers[own] for number in numbers.values()), len(numbers)

    @property
    def rank(self) -> str:
        if self.standing is None:
            return ""
        place, number = self.standing
        return _("%(place)d of %(number)d") % {"place": place, "number": number}


class KnownPlace:
    """Five queries at most, however many series and values there are."""

    def __init__(self, area: Area):
        self.area = area
        self.is_province = area.kind == Area.Kind.PROVINCE
        self.figures, self._charted, self.left_out = _figures(area)
        self._people = populations(str(area.kind)) if self.figures else {}
        self._provinces = _in_all_provinces(self.figures) if self.is_province else {}

    @property
    def population(self) -> Population | None:
        return self._people.get(self.area.pk)

    @cached_property
    def rows(self) -> list[PlaceFigure]:
        """The latest whole period of each figure, and the part of one after it."""
        return [self._row(figure, value) for figure in self.figures for value in (figure.latest, figure.part) if value]

    def _row(self, figure, value):
        provinces = self._provinces.get(figure.indicator.pk, {}) if value is figure.latest else {}
        return PlaceFigure(figure, value, rate_of(value, self.population), provinces, self._people)

    @cached_property
    def sources(self):
        return sorted({figure.series.source for figure in self.figures}, key=lambda source: source.sort_en)

    @cached_property
    def chart(self):
        """The trend of the figure with most whole periods; None without a line."""
        return self._charted and trend_chart(self._charted, id_prefix="course")


def _figures(area) -> tuple[list[CurrentFigure], CurrentFigure | None, int]:
    """One for each indicator that has a value, but the population, as the list of statistics chooses its series, by the
    name of the indicator, with the values that its change needs; the one with most whole periods, with all that a chart
    shows; and how many are left out: three queries."""
    newest = [value for value in newest_values(area=area.code) if value.start]
    newest.sort(key=lambda value: value.indicator_sort)
    shown = newest[:MOST_FIGURES]
    series = [each for each in series_of(shown, counted=True).values() if each.indicator.slug != POPULATION]
    series.sort(key=lambda each: getattr(each.indicator, f"sort_{language_code()}"))
    since = {each.series: first_compared(each) for each in shown}
    charted = max(series, key=lambda each: each.number, default=None)
    if charted:
        since[charted.pk] = first_shown(charted.frequency)
    values = values_by_series(series, since)
    figures = [CurrentFigure(each, values[each.pk], first_shown(each.frequency), each.begins) for each in series]
    return figures, next((figure for figure in figures if figure.series is charted), None), len(newest) - len(shown)


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

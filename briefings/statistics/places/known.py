"""What is known of one place: its latest values, where they stand among the provinces, and its population."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, DateField, Exists, OuterRef
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ...lib.numbers import language_code
from ...lib.rows.prepared import prepared
from ..charts import trend_chart
from ..current_figures import CurrentFigure, first_shown, values_by_series
from ..known_values import KnownValue
from ..models import Area, Indicator, Observation, Series
from ..models.indicators import POPULATION
from ..newest_values import first_compared, newest_values, series_of
from .rates import Population, Rate, populations, rate_of

KEY = BigIntegerField()
MOST_FIGURES = 100  # on all pages of a place, and in its files


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


@prepared(area=KEY)
def _indicators_in(area, language):
    series = Series.objects.public().filter(area=area, indicator=OuterRef("pk"))
    indicators = Indicator.objects.public().filter(Exists(series)).exclude(slug=POPULATION)
    return indicators.order_by(f"sort_{language}", "pk").values_list("pk")


def indicators_in(area: Area) -> list[int]:
    """The keys of the indicators with public series of the area, by name, without the population: one query. Whether
    they have values is not asked: of 400 that took three times as long."""
    return [row.pk for row in _indicators_in(area=area.pk, language=language_code())]


class KnownPlace:
    """What is known of a place by these indicators, or by all: six queries at most, however many values there are."""

    def __init__(self, area: Area, indicators: list[int] | None = None):
        self.area = area
        self.is_province = area.kind == Area.Kind.PROVINCE
        chosen = indicators_in(area)[:MOST_FIGURES] if indicators is None else indicators
        self.figures, self._charted = _figures(area, chosen) if chosen else ([], None)
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
        return sorted({figure.series.source for figure in self.figures}, key=lambda source: source.sort_name)

    @cached_property
    def chart(self):
        """The trend of the figure with most whole periods; None without a line."""
        return self._charted and trend_chart(self._charted, id_prefix="course")


def _figures(area, indicators) -> tuple[list[CurrentFigure], CurrentFigure | None]:
    """One for each of the indicators, in their order, of the series that the list of statistics chooses, with the
    values that its change needs; and the one with most whole periods, with all that a chart shows: three queries."""
    shown = [value for value in newest_values(indicators, area.code) if value.start]
    places = {key: place for place, key in enumerate(indicators)}
    series = sorted(series_of(shown, counted=True).values(), key=lambda each: places[each.indicator_id])
    since = {each.series: first_compared(each) for each in shown}
    charted = max(series, key=lambda each: each.number, default=None)
    if charted:
        since[charted.pk] = first_shown(charted.frequency)
    values = values_by_series(series, since)
    figures = [CurrentFigure(each, values[each.pk], first_shown(each.frequency), each.begins) for each in series]
    return figures, next((figure for figure in figures if figure.series is charted), None)


@prepared(indicators=KEY, sources=KEY, starts=DateField())
def _yearly_values(indicators, sources, starts):
    """Of provinces. A condition for each indicator took PostgreSQL 10 ms to plan for a hundred of them."""
    rows = Observation.objects.current().filter(
        series__indicator__pk__in=indicators,
        series__source__pk__in=sources,
        series__frequency=Series.Frequency.ANNUAL,
        series__area__kind=Area.Kind.PROVINCE,
        series__public_since__isnull=False,
        start__in=starts,
        months=12,
        current_value__isnull=False,
    )
    names = "series__indicator", "series__source", "start", "series__area", "current_value"
    return rows.order_by().values_list(*names)


def _in_all_provinces(figures) -> dict[int, dict]:
    """{indicator key: {area key: value}} of the provinces, each in the year of the figure and from its source."""
    yearly = [figure for figure in figures if figure.latest.months == 12 and not figure.latest.is_part]
    wanted = {(figure.indicator.pk, figure.series.source_id, figure.latest.start) for figure in yearly}
    if not wanted:
        return {}
    indicators, sources, starts = (tuple(sorted(set(values))) for values in zip(*wanted, strict=True))
    found = {}
    for *of, area, value in _yearly_values(indicators=indicators, sources=sources, starts=starts):
        if tuple(of) in wanted:
            found.setdefault(of[0], {})[area] = value
    return found

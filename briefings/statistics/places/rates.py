"""Values of places for every 100,000 inhabitants, each with its recipe. They are calculated when shown, not stored."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DateField, F
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ...lib.bases import in_language
from ...lib.charts import Region, has_outline, province_map
from ...lib.numbers import format_number, language_code, number_in_prose, plain, rounded
from ...lib.periods import Period, period_of
from ...lib.rows.prepared import prepared
from ..calculations import per_100_000
from ..charts import Chart, note_on_counts
from ..grids import ranking_grid, rates_grid
from ..known_values import KnownOn, KnownValue
from ..models import Indicator, Series
from ..models.indicators import POPULATION
from ..models.observations import Status

MOST_YEARS_APART = 10  # between a count and the population: beyond that a rate would mislead
MOST_VALUES = 2_000
DECIMALS = 1


@dataclass(frozen=True)
class Population:
    """How many people live in an area, in a year and according to a source."""

    value: Decimal
    period: Period
    source: str
    status: str = "A"
    source_key: int = 0
    range: str = ""  # printed beside it, as that of a value is
    is_part = False

    @property
    def plain(self) -> str:
        return plain(self.value)

    @property
    def text(self) -> str:
        return format_number(self.value, 0)


@dataclass(frozen=True)
class Rate:
    observation: KnownValue
    population: Population
    is_part, range = False, ""

    @property
    def status(self) -> str:
        """Provisional where one of the two numbers is."""
        statuses = {self.observation.status, self.population.status}
        return (Status.PROVISIONAL if Status.PROVISIONAL in statuses else Status.NORMAL).value

    @cached_property
    def value(self) -> Decimal:
        return per_100_000(self.observation.value, self.population.value)

    @property
    def text(self) -> str:
        return format_number(self.value, DECIMALS)

    @property
    def plain(self) -> str:
        return plain(rounded(self.value, DECIMALS))

    @property
    def other_year(self) -> str:
        """`population of 2020`, where that is not the year of the count."""
        if self.population.period == self.observation.period:
            return ""
        return _("population of %(year)s") % {"year": self.population.period.label()}

    @property
    def recipe(self) -> str:
        """`3,568 in 2023, divided by 4,387,434 inhabitants in 2020 (INEC), times 100,000: 81.3`"""
        names = {
            "count": self.observation.text_in_prose,
            "period": self.observation.period.label(),
            "population": number_in_prose(self.population.value),
            "year": self.population.period.label(),
            "source": self.population.source,
            "rate": number_in_prose(self.value, DECIMALS),
            "number": number_in_prose(100_000),
        }
        return (
            _(
                "%(count)s in %(period)s, divided by %(population)s inhabitants in %(year)s (%(source)s), times "
                "%(number)s: %(rate)s"
            )
            % names
        )


@prepared(day=DateField())
def _population_rows(kind, day):
    """Of the areas of a kind, or of all; the preferred and newest first."""
    areas, known = {"area__kind": kind} if kind else {}, KnownOn(day)
    series = Series.objects.public().filter(indicator__slug=POPULATION, frequency="A", **areas)
    of, path = known.observation, f"{known.observation}series__"
    # A place without inhabitants has no rate.
    rows = known.rows().filter(**{f"{path}in": series, f"{of}months": 12, f"{known.value}__gt": 0})
    names = {
        "people": known.value,
        "began": f"{of}start",
        "sign": known.status,
        "area": f"{path}area",
        "source": f"{path}source",
        "source_name_en": f"{path}source__name_en",
        "source_name_es": f"{path}source__name_es",
    }
    named = rows.annotate(**{name: F(of_row) for name, of_row in names.items()})
    return named.order_by(f"-{path}preferred", f"-{of}start", "pk").values_list(*names)[:MOST_VALUES]


def populations(kind: str = "", day: date | None = None) -> dict[int, Population]:
    """{area key: its newest population, of the preferred series}, of a kind of area or of all, as it is known now or
    was known on a day: one query."""
    found, language = {}, language_code()
    for row in _population_rows(kind=kind, day=day):
        if row.area not in found:
            source = in_language(language, row.source_name_en, row.source_name_es)
            found[row.area] = Population(row.people, period_of(row.began, 12), str(source), row.sign, row.source)
    return found


def rate_of(observation: KnownValue, population: Population | None) -> Rate | None:
    """None for anything but a count of a whole year, and where the population is of another time."""
    indicator = observation.series.indicator
    if population is None or observation.value is None or observation.months != 12 or observation.is_part:
        return None
    if indicator.kind != Indicator.Kind.COUNT or indicator.slug == POPULATION:
        return None
    if abs(observation.start.year - population.period.start.year) > MOST_YEARS_APART:
        return None
    return Rate(observation, population)


def map_of(observations: list[KnownValue], day: date | None = None, *, id_prefix: str = "map") -> Chart | None:
    """The map of one indicator in one period, as it is known now or was known on a day: one query where it counts
    something."""
    if len(observations) < 2:
        return None
    return ProvinceMap.of(observations, populations_of(observations, day)).chart(id_prefix=id_prefix)


def populations_of(observations: list[KnownValue], day: date | None = None) -> dict[int, "Population"]:
    """Those that the counts of one indicator are divided by; none for what is no count."""
    indicator = observations[0].series.indicator
    counts = indicator.kind == Indicator.Kind.COUNT and indicator.slug != POPULATION
    return populations(day=day) if counts else {}


@dataclass(frozen=True)
class ProvinceMap:
    """The map of an indicator: of its rates where it is a count and every population is known, else of its values."""

    observations: list[KnownValue]  # of one period
    rates: list[Rate]  # the highest first

    @classmethod
    def of(cls, observations: list[KnownValue], people: dict[int, Population]) -> "ProvinceMap":
        rates = [rate_of(observation, people.get(observation.series.area_id)) for observation in observations]
        known = sorted(filter(None, rates), key=lambda rate: (-rate.value, rate.observation.series.area.sort_name))
        drawn = [each for each in observations if has_outline(each.series.area.code)]
        return cls(observations, known if known and len(known) >= len(drawn) - 1 else [])

    @property
    def is_of_rates(self):
        return bool(self.rates)

    def chart(self, *, id_prefix: str = "map") -> Chart | None:
        """None for fewer than two provinces."""
        if len(self.observations) < 2:
            return None
        indicator, period = self.observations[0].series.indicator, self.observations[0].period.label()
        names = {"indicator": str(indicator.name), "period": period}
        if self.is_of_rates:
            title = _("%(indicator)s per 100,000 inhabitants by province, %(period)s") % names
            unit = _("%(unit)s per 100,000 inhabitants") % {"unit": indicator.unit}
        else:
            title, unit = _("%(indicator)s by province, %(period)s") % names, str(indicator.unit)
        svg = province_map(self._regions(), title=title, description=period, unit=unit, id_prefix=id_prefix)
        grid = rates_grid(self.rates, title) if self.is_of_rates else ranking_grid(self.observations, title)
        url = indicator.get_absolute_url()
        return Chart(title, capfirst(f"{unit}, {period}"), svg, grid, self._note(), url, "chart=map", self._sources())

    def _sources(self):
        """Also those of the population where it is of rates."""
        counted = [each.series.source_id for each in self.observations]
        return tuple(dict.fromkeys([*counted, *(rate.population.source_key for rate in self.rates)]))

    def _regions(self):
        if self.is_of_rates:
            pairs = [(rate.observation.series.area, rate) for rate in self.rates]
        else:
            pairs = [(observation.series.area, observation) for observation in self.observations]
        return [Region(area.code, str(area.name), number.value, number.text, number.status) for area, number in pairs]

    def _note(self):
        if self.is_of_rates:
            return _("Calculated by this site. The highest: %(place)s, %(recipe)s.") % {
                "place": self.rates[0].observation.series.area.name,
                "recipe": self.rates[0].recipe,
            }
        return note_on_counts(self.observations[0].series.indicator)

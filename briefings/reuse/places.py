"""Files of places: the values that the page of a place, the list of provinces and charts of provinces show, with rates.

They have the fields of values, and beside them what is calculated from them; a ZIP and a workbook have the table as the
page prints it too.
"""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..addresses.models import at_slug
from ..addresses.redirects import follow_addresses
from ..lib.numbers import language_code, plain, rounded
from ..sources.models import Source
from ..statistics.known_values import KnownValue
from ..statistics.models import Area, Observation, Vintage
from ..statistics.places.known import KnownPlace
from ..statistics.places.provinces import Provinces, listed_areas
from ..statistics.places.rates import Population, populations_of, rate_of
from .datasets import Dataset, absolute, as_printed, dated_name, source_names
from .links import PICTURES
from .sending import dataset_file
from .values import FIELDS, Known, current_columns, value_rows, vintage_columns

RATE_DECIMALS = 6
RATES = FIELDS | {
    "rate": ("number", gettext_lazy("value for every 100,000 inhabitants, rounded to six decimals")),
    "population": ("number", gettext_lazy("inhabitants of the place, by which counts are divided")),
    "population_period": ("string", gettext_lazy("period of that number of inhabitants")),
    "population_source": ("string", gettext_lazy("source of that number of inhabitants")),
    "recipe": ("string", gettext_lazy("how the rate was calculated, in words")),
}
PLACE_FIELDS = RATES | {
    "rank": ("integer", gettext_lazy("place among the provinces: 1 is the highest, by the rate where there is one")),
    "rank_of": ("integer", gettext_lazy("how many provinces have a value in that period")),
    "change": ("string", gettext_lazy("change on the period before, as the page prints it")),
}


def _known(values: Iterable[KnownValue], as_of=None) -> dict[tuple, Known]:
    """{(series, start, months): all that is known of the value}, now or as it was known on a day: one query."""
    series, starts = {value.series.pk for value in values}, {value.start for value in values}
    if as_of:
        wanted = {"observation__series__in": series, "observation__start__in": starts}
        found = vintage_columns(Vintage.objects.as_known_on(as_of).filter(**wanted).order_by())
    else:
        found = current_columns(Observation.objects.current().filter(series__in=series, start__in=starts).order_by())
    return {(known.series, known.start, known.months): known for known in found}


def _rows(listed: list[tuple[KnownValue | None, dict]], fields, as_of=None) -> Iterator[dict]:
    """A row for each value with what is beside it; where there is no value, of what is beside it alone."""
    values = [value for value, _beside in listed if value]
    known, language = _known(values, as_of), language_code()
    series = {value.series.pk: value.series for value in values}
    keys = [value and (value.series.pk, value.start, value.months) for value, _beside in listed]
    written = value_rows([known[key] for key in keys if key in known], series, language)
    for key, (_value, beside) in zip(keys, listed, strict=True):
        row = (next(written) if key in known else {}) | beside
        yield {name: row.get(name) for name in fields}


def _rate(value: KnownValue | None, people: Population | None) -> dict:
    rate = rate_of(value, people) if value else None
    calculated = {"rate": plain(rounded(rate.value, RATE_DECIMALS)), "recipe": rate.recipe} if rate else {}
    return population_fields(people) | calculated


def population_fields(people: Population | None) -> dict:
    known = (people.plain, people.period.code, people.source) if people else (None, None, None)
    return dict(zip(("population", "population_period", "population_source"), known, strict=True))


def provinces_of_chart(indicator, chart, observations: list[KnownValue], sources, *, as_of=None) -> Dataset:
    """The provinces in one period, as a map or ranking shows them. `chart.grid` is the table under it."""
    people, language = populations_of(observations, as_of), language_code()
    listed = [(value, _rate(value, people.get(value.series.area_id))) for value in observations]
    return Dataset(
        name=dated_name(indicator.slug, chart.query.partition("=")[2], as_of=as_of),
        title=chart.title,
        language=language,
        url=absolute(indicator.get_absolute_url(), as_of),
        note=chart.note,
        as_of=as_of,
        sources=[source_names(source, language) for source in sources],
        fields=RATES,
        printed=as_printed(chart.grid),
        rows=lambda: _rows(listed, RATES, as_of),
    )


@follow_addresses(Area)
def place_file(request, slug, ending):
    area = get_object_or_404(Area.to_be_found().select_related("parent"), at_slug(slug))
    return dataset_file(request, _place_dataset(area, KnownPlace(area)), of_data(ending))


def places_file(request, ending):
    return dataset_file(request, _provinces_dataset(Provinces(listed_areas())), of_data(ending))


def of_data(ending):
    if ending in PICTURES:
        raise Http404("no picture")
    return ending


def _place_dataset(area, known) -> Dataset:
    language = language_code()
    headings = [
        _("Indicator"),
        _("Unit"),
        _("Period"),
        _("Value"),
        _("Status"),
        _("Per 100,000 inhabitants"),
        _("Place among the provinces") if known.is_province else _("Change"),
        _("Source"),
        _("How it was calculated"),
    ]
    return Dataset(
        name=dated_name(area.slug),
        title=_("%(name)s: the latest figures of each indicator") % {"name": area.name},
        language=language,
        url=f"{settings.SITE_URL}{area.get_absolute_url()}",
        sources=[source_names(source, language) for source in _sources(known)],
        fields=PLACE_FIELDS,
        rows=lambda: place_rows(known),
        printed=[headings, *(_place_row(row, known.is_province) for row in known.rows)],
    )


def place_rows(known: KnownPlace) -> Iterator[dict]:
    """The figures that the page of the place prints, each with PLACE_FIELDS."""
    return _rows([(row.value, _beside(row, known)) for row in known.rows], PLACE_FIELDS)


def _beside(row, known) -> dict:
    rank, rank_of = row.standing or (None, None)
    more = {"rank": rank, "rank_of": rank_of} if known.is_province else {"change": row.change or None}
    return _rate(row.value, known.population) | more


def _sources(known) -> list[Source]:
    """Who counted, and whose population the counts are divided by."""
    divided = known.population and any(row.rate for row in known.rows)
    of_population = Source.objects.filter(pk=known.population.source_key) if divided else []
    return list(dict.fromkeys([*known.sources, *of_population]))


def _place_row(row, is_province) -> list[str]:
    indicator, value = row.figure.indicator, row.value
    return [
        str(indicator.name),
        str(indicator.unit),
        value.period.code,
        value.plain,
        value.status,
        row.rate.plain if row.rate else "",
        row.rank if is_province else row.change,
        str(row.figure.series.source.name),
        row.rate.recipe if row.rate else "",
    ]


def _provinces_dataset(provinces) -> Dataset:
    indicator, language = provinces.indicator, language_code()
    year = provinces.population_year
    headings = [_("Province"), _("Code"), ", ".join(filter(None, [_("Population"), year]))]
    if indicator:
        headings += [
            f"{indicator.name}, {provinces.period.label()} ({indicator.unit})",
            _("Per 100,000 inhabitants"),
            _("How it was calculated"),
        ]
    sources = Source.objects.filter(pk__in=provinces.source_keys).order_by("slug")
    return Dataset(
        name=dated_name("places"),
        title=_("The provinces by name"),
        language=language,
        url=f"{settings.SITE_URL}{reverse(f'places-{language}')}",
        sources=[source_names(source, language) for source in sources],
        fields=RATES,
        rows=lambda: _rows([(row.observation, _of_province(row)) for row in provinces.rows], RATES),
        printed=[headings, *(_province_row(row, indicator) for row in provinces.rows)],
    )


def _of_province(row) -> dict:
    """The population stands beside a province without a value too."""
    names = {"area": row.area.code, "area_name": str(row.area.name)}
    return names | _rate(row.observation, row.population)


def _province_row(row, indicator) -> list[str]:
    cells = [str(row.area.name), row.area.code, row.population.plain if row.population else ""]
    if not indicator:
        return cells
    rate = row.rate
    count = row.observation.plain if row.observation else ""
    return [*cells, count, rate.plain if rate else "", rate.recipe if rate else ""]

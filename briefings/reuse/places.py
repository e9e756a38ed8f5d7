"""Files of a place and of the list of places: the tables that their pages print, with rates and how they are made."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from ..addresses.models import at_slug
from ..addresses.redirects import follow_addresses
from ..lib.numbers import language_code
from ..sources.models import Source
from ..statistics.models import Area
from ..statistics.places.known import KnownPlace
from ..statistics.places.provinces import Provinces, listed_areas
from .datasets import Dataset, source_names
from .links import PICTURES
from .views import dataset_file


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
        name=area.slug,
        title=_("%(name)s: the latest figures of each indicator") % {"name": area.name},
        language=language,
        url=f"{settings.SITE_URL}{area.get_absolute_url()}",
        sources=[source_names(source, language) for source in _sources(known)],
        fields={},
        printed=[headings, *(_place_row(row, known.is_province) for row in known.rows)],
    )


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
    headings = [_("Province"), _("Code"), _("Population")]
    if indicator:
        headings += [
            f"{indicator.name}, {provinces.period.label()} ({indicator.unit})",
            _("Per 100,000 inhabitants"),
            _("How it was calculated"),
        ]
    sources = Source.objects.filter(pk__in=provinces.source_keys).order_by("slug")
    return Dataset(
        name="places",
        title=_("The provinces by name"),
        language=language,
        url=f"{settings.SITE_URL}{reverse(f'places-{language}')}",
        sources=[source_names(source, language) for source in sources],
        fields={},
        printed=[headings, *(_province_row(row, indicator) for row in provinces.rows)],
    )


def _province_row(row, indicator) -> list[str]:
    cells = [str(row.area.name), row.area.code, row.population.plain if row.population else ""]
    if not indicator:
        return cells
    rate = row.rate
    count = row.observation.plain if row.observation else ""
    return [*cells, count, rate.plain if rate else "", rate.recipe if rate else ""]

"""Places, and of one of them the figures that its page prints."""

from django.shortcuts import get_object_or_404
from django.utils import translation

from ...statistics.models import Area
from ...statistics.places.known import KnownPlace
from ..places import place_rows, population_fields
from . import schemas, writing
from .paging import After, Language, Limit, Slug, page_by_key
from .site import ERRORS, api


class PlaceFigure(schemas.Value):
    """A figure that the page of a place prints: the fields of a value, and what is calculated from it. A rate is for
    every 100,000 inhabitants, rounded to six decimals; `population_period` is the year of the population by which it is
    divided, `recipe` says it in words. `rank` is the place among the `rank_of` provinces with a value in that period:
    1 is the highest, by the rate where there is one."""

    rate: str | None
    population: str | None
    population_period: str | None
    population_source: str | None
    recipe: str | None
    rank: int | None
    rank_of: int | None
    change: str | None


class Place(schemas.Area):
    """`figures` are the latest of each indicator, with texts in `language`."""

    language: str
    population: str | None
    population_period: str | None
    population_source: str | None
    figures: list[PlaceFigure]


@api.get("/places", response={200: schemas.Areas, **ERRORS}, operation_id="places", url_name="places")
def places(request, limit: Limit = 100, after: After = ""):
    """The nation, its provinces and zones, and the cantons that have values."""
    return page_by_key(request, Area.to_be_found().select_related("parent"), writing.area, limit=limit, after=after)


@api.get("/places/{code}", response={200: Place, **ERRORS}, operation_id="place", url_name="place")
def place(request, code: Slug, language: Language = "en"):
    """With the figures that its page prints: the newest of each indicator, with rate, rank and recipe."""
    area = get_object_or_404(Area.to_be_found().select_related("parent"), code=code)
    with translation.override(language):
        known = KnownPlace(area)
        figures = {"language": language, **population_fields(known.population), "figures": list(place_rows(known))}
    return writing.area(area) | figures

from django.db.models import BigIntegerField, CharField
from django.shortcuts import render
from django.utils.translation import gettext as _

from ...addresses.models import at_slug, page_url
from ...addresses.redirects import follow_addresses
from ...articles.finding import Briefings, briefings_about, newest_editions
from ...impacts.models import Impact
from ...initiatives.models import Initiative
from ...lib.numbers import language_code
from ...lib.paging import Begun, page_of, pager
from ...lib.rows.prepared import first_or_404, prepared
from ...pages.context_processors import links_to_other_language
from ...pages.structured_data import as_json, breadcrumbs, dataset, source_words, variable
from ..models import Area
from .known import MOST_FIGURES, KnownPlace, indicators_in
from .provinces import Provinces, listed_areas
from .tables import PlaceTable

KEY = BigIntegerField()
MOST = 100
FIGURES_PER_PAGE = 25


def index(request):
    areas = Begun(listed_areas()[: MOST + 1], MOST)
    country = next((area for area in areas if area.kind == Area.Kind.COUNTRY), None)
    return render(
        request, "briefings/places/index.html", {"country": country, "provinces": Provinces(areas), "areas": areas}
    )


def _briefings(area):
    """Nearly every briefing names the country, so those are not counted."""
    if area.kind == Area.Kind.COUNTRY:
        return Briefings(newest_editions(language_code()))
    return briefings_about(language_code(), ("p", area.code))


def _structured_data(area, known):
    path = area.get_absolute_url()
    crumbs = as_json(breadcrumbs((_("Places"), page_url("places", language_code())), (area.name, path)))
    if not known.rows:
        return [crumbs]
    names = {"name": area.name}
    data = dataset(
        _("%(name)s: the latest figures of each indicator") % names,
        _("What is known of %(name)s: figures, briefings and initiatives.") % names,
        path,
        sources=[source_words(source) for source in known.sources],
        spatialCoverage={"@type": "Place", "name": str(area.name)},
        variableMeasured=[variable(figure.indicator.name, figure.indicator.unit) for figure in known.figures],
    )
    return [as_json(data), crumbs]


@prepared(slug=CharField())
def _areas_at(slug, language):
    return Area.to_be_found().select_related("parent").filter(at_slug(slug, language))


@prepared(area=KEY)
def _initiatives(area, language):
    return Initiative.objects.public().filter(areas=area).order_by(f"sort_{language}", "pk")[: MOST + 1]


@prepared(area=KEY)
def _impacts(area, language):
    """`by_level` sorts by the name in the active language."""
    return Impact.objects.public().filter(area=area).by_level()[: MOST + 1]


@prepared(area=KEY)
def _cantons(area, language):
    cantons = Area.to_be_found().filter(parent=area, kind=Area.Kind.CANTON)
    return cantons.order_by(f"sort_{language}", "pk")[: MOST + 1]


def _known(request, area):
    """A page of the figures, and its table; None where there are no figures. Those of one page may be on others."""
    indicators = indicators_in(area)
    page = page_of(indicators[:MOST_FIGURES], request, per_page=FIGURES_PER_PAGE, counted=True)
    known = KnownPlace(area, list(page))
    if not (known.rows or page.has_other_pages()):
        return known, None
    table = PlaceTable(known, len(indicators) - MOST_FIGURES)
    table.pages = pager(page, request)
    return known, table


@follow_addresses(Area)
def place(request, slug):
    language = language_code()
    area = first_or_404(_areas_at(slug=slug, language=language))
    known, table = _known(request, area)
    context = {
        "area": area,
        "language_links": links_to_other_language(area),
        "known": known,
        "table": table,
        "structured_data": _structured_data(area, known),
        "initiatives": Begun(_initiatives(area=area.pk, language=language), MOST),
        "impacts": Begun(_impacts(area=area.pk, language=language), MOST),
        "cantons": Begun(_cantons(area=area.pk, language=language), MOST),
        "briefings": _briefings(area),
    }
    return render(request, "briefings/places/place.html", context)

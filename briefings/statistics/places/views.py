from django.shortcuts import get_object_or_404, render

from ...addresses.models import at_slug
from ...addresses.redirects import follow_addresses
from ...articles.finding import Briefings, briefings_about, newest_editions
from ...impacts.models import Impact
from ...initiatives.models import Initiative
from ...lib.numbers import language_code
from ...pages.context_processors import links_to_other_language
from ..models import Area
from .known import KnownPlace
from .provinces import Provinces, listed_areas

MOST = 100


def index(request):
    areas = listed_areas()
    country = next((area for area in areas if area.kind == Area.Kind.COUNTRY), None)
    return render(request, "briefings/places/index.html", {"country": country, "provinces": Provinces(areas)})


def _briefings(area):
    """Nearly every briefing names the country, so those are not counted."""
    if area.kind == Area.Kind.COUNTRY:
        return Briefings(newest_editions(language_code()), [])
    return briefings_about(language_code(), ("p", area.code))


@follow_addresses(Area)
def place(request, slug):
    area = get_object_or_404(Area.to_be_found().select_related("parent"), at_slug(slug))
    sort = f"sort_{language_code()}"
    context = {
        "area": area,
        "language_links": links_to_other_language(area),
        "known": KnownPlace(area),
        "initiatives": list(Initiative.objects.public().filter(areas=area).order_by(sort, "pk")[:MOST]),
        "impacts": list(Impact.objects.public().filter(area=area).by_level()[:MOST]),
        "cantons": list(Area.to_be_found().filter(parent=area, kind=Area.Kind.CANTON).order_by(sort, "pk")[:MOST]),
        "briefings": _briefings(area),
    }
    return render(request, "briefings/places/place.html", context)

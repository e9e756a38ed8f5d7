from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..addresses.models import at_slug, page_url
from ..addresses.redirects import follow_addresses
from ..articles.finding import editions_showing
from ..lib.numbers import language_code
from ..lib.paging import check_query
from ..lib.tables import configure
from ..pages.context_processors import links_to_other_language
from ..pages.structured_data import as_json, breadcrumbs
from .filters import InitiativeFilter
from .models import Initiative
from .progress import progress_of
from .tables import InitiativeTable, status_label


def initiatives(request):
    check_query(request)
    filters = InitiativeFilter(request.GET, Initiative.objects.public(), request=request)
    table = configure(InitiativeTable(filters.qs), request, per_page=25)
    count = table.paginator.count
    table.caption = ngettext("%(count)s initiative", "%(count)s initiatives", count) % {"count": count}
    context = {"table": table, "filter": filters, "api_query": filters.api_query}
    return render(request, "briefings/initiatives/initiatives.html", context)


@follow_addresses(Initiative)
def initiative(request, slug):
    initiatives = Initiative.objects.public().select_related("source").prefetch_related("areas", "milestones")
    initiative = get_object_or_404(initiatives, at_slug(slug))
    above = _("Initiatives"), page_url("initiatives", language_code())
    context = {
        "initiative": initiative,
        "structured_data": [as_json(breadcrumbs(above, (initiative.name, initiative.get_absolute_url())))],
        "language_links": links_to_other_language(initiative),
        "status": status_label(initiative),
        "progress": progress_of(initiative),
        "today": timezone.localdate(),
        "editions": editions_showing(language_code(), initiative),
    }
    return render(request, "briefings/initiatives/initiative.html", context)

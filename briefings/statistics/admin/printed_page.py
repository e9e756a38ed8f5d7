"""Where the values of a series, a source or a release are printed."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ...lib.admin.pages import admin_page
from ...sources.models import Release, Source
from ..models import Observation, Series
from ..printed_in.places import values_printed_in
from .preview_pages import pages_of_places

ABOUT = {"series": (Series, "series"), "source": (Source, "series__source"), "release": (Release, "current__release")}
MOST_VALUES = 5_000  # those that an edition prints first, then the newest


def printed_view(model_admin, request, about, pk):
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if about not in ABOUT:
        raise Http404("of no such thing")
    model, path = ABOUT[about]
    target = get_object_or_404(model, pk=pk)
    rows = Observation.objects.current().filter(**{path: target}).select_related("current")
    rows = list(rows.order_by("-cited", "-start", "-pk")[: MOST_VALUES + 1])
    series = Series.objects.with_names().in_bulk({row.series_id for row in rows})
    for row in rows:
        row.series = series[row.series_id]
    context = pages_of_places(values_printed_in(rows[:MOST_VALUES], request.user), request) | {
        "target": target,
        "names_series": about != "series",
        "most_values": MOST_VALUES if len(rows) > MOST_VALUES else None,
        "media": model_admin.media,
    }
    title = _("Where values of “%(thing)s” are printed") % {"thing": target}
    return admin_page(request, "admin/briefings/series/printed.html", title, context, model_admin=model_admin)

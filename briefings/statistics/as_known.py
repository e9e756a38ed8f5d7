"""`?as_of=2025-01-31`: a page of statistics with the values that were known on that day."""

import datetime

from django.http import Http404
from django.utils import timezone

from .models import Observation, Vintage

FORM = "YYYY-MM-DD"


def day_asked(request):
    """The day that the address asks for, None where it asks for none; what is no day that has come is not found."""
    text = request.GET.get("as_of")
    if text is None:
        return None
    try:
        day = datetime.date.fromisoformat(text) if len(text) == len(FORM) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != text or day > timezone.localdate():
        raise Http404("no such day")
    return day


def as_then(vintages):
    """The observations of these vintages, in their order, as if these were the values that count."""
    observations = []
    for vintage in vintages:
        one = vintage.observation
        one.current, one.current_value, one.current_status = vintage, vintage.value, vintage.status
        observations.append(one)
    return observations


def known_then(series, day):
    """For the table: of each observation of these series the vintage that counted on `day`, with its names."""
    names = ("observation__series__indicator", "observation__series__area", "observation__series__source")
    vintages = Vintage.objects.as_known_on(day).filter(observation__series__in=[one.pk for one in series])
    return vintages.select_related(*names)


def known_now(series):
    """For the table: current observations of these series with the names of what they are of."""
    names = ("series__indicator", "series__area", "series__source", "current")
    return Observation.objects.current().filter(series__in=[one.pk for one in series]).select_related(*names)

"""Which briefings rest on a thing, for the thing's own page."""

from django.db.models import Exists

from .models import Edition

WINDOW = 200  # of the newest briefings are looked at, so that the cost stays the same however many there are
MOST = 10


def recent_editions_with(uses, language):
    """The newest latest editions in this language for which `uses`, a queryset over OuterRef("pk"), has a row."""
    newest = Edition.objects.latest().filter(language=language).order_by("-publish_at", "-pk")
    found = Edition.objects.filter(Exists(uses), pk__in=newest.values("pk")[:WINDOW])
    return list(found.in_lists().order_by("-publish_at", "-pk")[:MOST])

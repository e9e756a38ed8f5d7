"""Who has an article open. Nothing here is recorded, and nothing locks the article: saving never waits for it."""

import datetime
import uuid

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from ..access import may_read
from ..models import Presence

LASTS = datetime.timedelta(seconds=90)  # a browser tells of itself every 30


def _require_read(article, user):
    if not may_read(article, user):
        raise PermissionDenied(_("You may not read this article."))


def note_presence(article, *, by, window=None, now=None):
    """`by` has the article open in a window of the browser, a new one where none is named. Returns the window."""
    _require_read(article, by)
    now = now or timezone.now()
    seen = Presence(article=article, user=by, window=window or uuid.uuid4(), seen_at=now)
    Presence.objects.bulk_create(
        [seen], update_conflicts=True, unique_fields=["article", "user", "window"], update_fields=["seen_at"]
    )
    Presence.objects.filter(article=article, seen_at__lte=now - LASTS).delete()
    return seen.window


def note_leaving(article, *, by, window):
    _require_read(article, by)
    Presence.objects.filter(article=article, user=by, window=window).delete()


def others_present(article, *, by, now=None):
    """Other people who have the article open, by name."""
    _require_read(article, by)
    seen = Presence.objects.filter(article=article, seen_at__gt=(now or timezone.now()) - LASTS)
    return sorted({one.user for one in seen.exclude(user=by).select_related("user")}, key=str)


def forget_presences(*, now=None):
    """Those of people who have gone without saying so, with articles that nobody has opened since."""
    Presence.objects.filter(seen_at__lte=(now or timezone.now()) - LASTS).delete()

"""Presence of people on an article. Heartbeats record no events and lock no article: saving does not wait for them."""

import datetime
import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import BigIntegerField, DateTimeField
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...lib.rows.prepared import prepared
from ..access import may_edit, may_read
from ..models import Article, Presence

LASTS = datetime.timedelta(seconds=90)  # browsers send a heartbeat every 30


def _require_read(article, user):
    if not may_read(article, user):
        raise PermissionDenied(_("You may not read this article."))


def note_presence(
    article: Article, *, by: User, window: uuid.UUID | None = None, now: datetime.datetime | None = None
) -> uuid.UUID:
    """Record that `by` has the article open in a browser window, by default a new one. Returns the window.

    Whoever may only read the article changes nothing under anybody's hands, and is not recorded.
    """
    _require_read(article, by)
    now, window = now or timezone.now(), window or uuid.uuid4()
    if not may_edit(article, by):
        return window
    presence = Presence(article=article, user=by, window=window, seen_at=now)
    Presence.objects.bulk_create(
        [presence], update_conflicts=True, unique_fields=["article", "user", "window"], update_fields=["seen_at"]
    )
    Presence.objects.filter(article=article, seen_at__lte=now - LASTS).delete()
    return window


def note_leaving(article: Article, *, by: User, window: uuid.UUID) -> None:
    _require_read(article, by)
    Presence.objects.filter(article=article, user=by, window=window).delete()


def others_present(article: Article, *, by: User, now: datetime.datetime | None = None) -> list[User]:
    _require_read(article, by)
    presences = _presences(article=article.pk, since=(now or timezone.now()) - LASTS, besides=by.pk)
    return sorted({presence.user for presence in presences}, key=str)


@prepared(article=BigIntegerField(), since=DateTimeField(), besides=BigIntegerField())
def _presences(article, since, besides):
    return Presence.objects.filter(article=article, seen_at__gt=since).exclude(user=besides).select_related("user")


def forget_presences(*, now: datetime.datetime | None = None) -> None:
    """Delete expired presences of all articles."""
    Presence.objects.filter(seen_at__lte=(now or timezone.now()) - LASTS).delete()

"""Taking a public name off every page, old editions included, and bringing it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...history.actions import record
from ...history.models import Event
from ...roles import require
from ..models import Byline


def _set_hidden(byline, hidden, *, by, act, now, detail=None):
    """The byline as it is now; nothing happens, and nothing is recorded, where it is so already."""
    byline = Byline.objects.select_for_update().get(pk=byline.pk)
    if byline.hidden != hidden:
        byline.hidden = hidden
        byline.save(update_fields=["hidden"])
        record(by=by, act=act, target=byline, realm=Event.Realm.ARTICLES, detail=detail, now=now)
    return byline


@transaction.atomic
def hide_byline(byline, *, by, reason, now=None):
    """No page names it from this moment on, of whatever edition; what was published keeps who wrote it, for staff."""
    require(by, "hide_byline")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. Readers do not see it; the history keeps it.")})
    return _set_hidden(byline, True, by=by, act="hide_byline", now=now, detail={"reason": reason.strip()})


@transaction.atomic
def show_byline(byline, *, by, now=None):
    """The name stands again wherever it stood."""
    require(by, "hide_byline")
    return _set_hidden(byline, False, by=by, act="show_byline", now=now)

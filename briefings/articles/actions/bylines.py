"""Taking a public name off every page, old editions included, and bringing it back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...history.actions import record
from ...lib.acts import Case, does, require_act
from ..acts.writing import HIDE_BYLINE, SHOW_BYLINE
from ..models import Byline


def _set_hidden(byline, hidden, *, by, act, now, detail=None):
    """The byline as it is now; nothing happens, and nothing is recorded, where it is so already."""
    byline = Byline.objects.select_for_update().get(pk=byline.pk)
    if byline.hidden != hidden:
        byline.hidden = hidden
        byline.save(update_fields=["hidden"])
        record(by=by, act=act, target=byline, detail=detail, now=now)
    return byline


@does(HIDE_BYLINE)
@transaction.atomic
def hide_byline(byline, *, by, reason, now=None):
    """No page names it from this moment on, of whatever edition; what was published keeps who wrote it, for staff."""
    require_act(HIDE_BYLINE, Case(by, now))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. Readers do not see it; the history keeps it.")})
    return _set_hidden(byline, True, by=by, act=HIDE_BYLINE, now=now, detail={"reason": reason.strip()})


@does(SHOW_BYLINE)
@transaction.atomic
def show_byline(byline, *, by, now=None):
    """The name stands again wherever it stood."""
    require_act(SHOW_BYLINE, Case(by, now))
    return _set_hidden(byline, False, by=by, act=SHOW_BYLINE, now=now)

"""What changed lately: the newest acts of the realms whose history somebody may see."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..lib.desk import SHOWN, Row, Section, on_desk
from ..roles import may
from .models import REALM_ACTS, Event
from .words import act_words


@on_desk
def what_changed_lately(user):
    """Without the saves in between: they would push out everything else."""
    if not any(may(user, act) for act in REALM_ACTS.values()):
        return []
    events = Event.objects.seen_by(user).exclude(act="save").defer("detail")[:SHOWN]
    rows = [
        Row(
            reverse("admin:briefings_event_change", args=[event.pk]),
            f"{act_words(event.act)}: {event.target_label}",
            f"{event.by_name}, {date_format(localtime(event.at), 'SHORT_DATETIME_FORMAT')}",
        )
        for event in events
    ]
    empty, url = _("Nothing has been recorded yet."), reverse("admin:log")
    return [Section(200, _("What changed lately"), rows, empty, url, _("The whole history"))]

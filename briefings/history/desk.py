from django.urls import reverse
from django.utils.translation import gettext as _

from ..lib.acts import act_words, acts, names_of
from ..lib.admin.desk import FETCHED, Row, Section, on_desk
from ..lib.texts import day_and_time
from ..roles import REALM_PERMISSIONS, may
from .models import Event
from .names_of_people import names_of_doers


@on_desk
def what_changed_lately(user):
    """Without frequent acts, which would push out all others."""
    if not any(may(user, permission) for permission in REALM_PERMISSIONS.values()):
        return []
    frequent = names_of(*(act for act in acts() if act.is_frequent))
    events = list(Event.objects.seen_by(user).exclude(act__in=frequent).defer("detail")[:FETCHED])
    rows = rows_of(events, lambda event: reverse("admin:briefings_event_change", args=[event.pk]))
    empty, url = _("Nothing has been recorded yet."), reverse("admin:log")
    return [Section(200, _("What changed lately"), rows, empty, url, _("Log"))]


def rows_of(events, url_of):
    """One query, for the names of people."""
    names = names_of_doers(events)
    return [
        Row(
            url_of(event),
            f"{act_words(event.act)}: {event.thing}",
            f"{names.who(event)}, {day_and_time(event.at)}",
        )
        for event in events
    ]

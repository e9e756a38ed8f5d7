"""Load the demonstration into the database with the same acts as people use, in the order of their dates."""

from operator import itemgetter

from django.db import transaction
from django.utils import timezone

from briefings.history.actions import record
from briefings.history.acts import LOAD_DEMO
from briefings.history.field_changes import unrecorded
from briefings.history.models import Event

from .articles import edition_steps
from .assessments import enter_impacts, enter_initiatives
from .days import at
from .desk import desk_steps
from .people import hire
from .reference import enter_areas, enter_indicators, enter_releases, enter_sources, enter_topics_and_bylines
from .series import enter_series, prefer_and_make_public
from .tables import enter_tables, note_findings
from .values import value_steps

__all__ = ["is_loaded", "load"]


def is_loaded():
    """Whether the log has an event of loading; events are never deleted."""
    return Event.objects.filter(act=LOAD_DEMO.name).exists()


@unrecorded()  # the log of the demonstration consists of acts; field changes would add nothing
@transaction.atomic
def load(*, now=None):
    """Load everything or nothing; False when it was loaded before. `now` decides the dates of texts on the desk."""
    if is_loaded():
        return False
    staff = hire(at("2026-06-29", "09:00"))
    enter_areas()
    enter_sources(staff.analyst, now=at("2026-06-30", "08:40"))
    enter_releases(today=timezone.localdate(now or timezone.now()))
    enter_indicators(staff.analyst, now=at("2026-06-30", "08:55"))
    enter_series()

    def enter_the_rest():
        prefer_and_make_public(staff, now=at("2026-07-02", "08:30"))
        enter_tables(staff.analyst, now=at("2026-07-02", "10:30"))
        enter_topics_and_bylines(staff.editor, now=at("2026-07-02", "11:00"))
        enter_impacts(staff.editor, now=at("2026-07-02", "11:30"))
        enter_initiatives(staff.analyst, now=at("2026-07-02", "14:30"))

    steps = [(at("2026-07-02", "08:30"), enter_the_rest), *value_steps(staff), *edition_steps(staff)]
    steps += desk_steps(staff, now=now or timezone.now())
    for _moment, step in sorted(steps, key=itemgetter(0)):
        step()
    note_findings()
    record(by=None, act=LOAD_DEMO, target=staff.administrator)
    return True

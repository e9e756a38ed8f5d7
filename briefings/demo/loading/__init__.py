"""Brings the demonstration into the database by the acts that people use, each at its time in the story."""

from operator import itemgetter

from django.db import transaction

from briefings.history.actions import record
from briefings.history.changes import unrecorded
from briefings.history.models import Event

from .articles import edition_steps
from .assessments import enter_impacts, enter_initiatives
from .days import at
from .people import hire
from .reference import enter_areas, enter_indicators, enter_releases, enter_sources, enter_topics_and_bylines
from .series import enter_series, prefer_and_open
from .tables import enter_tables
from .values import value_steps

__all__ = ["is_loaded", "load"]

ACT = "load_demo"


def is_loaded():
    """Whether it has been loaded before. The record says so for ever, whatever people have changed since."""
    return Event.objects.filter(act=ACT).exists()


@unrecorded()  # its past is told by its acts; nobody has changed a field
@transaction.atomic
def load():
    """Load everything or nothing; False, and nothing done, where it has been loaded before."""
    if is_loaded():
        return False
    staff = hire(at("2026-06-29", "09:00"))
    enter_areas()
    enter_sources(staff.analyst, now=at("2026-06-30", "08:40"))
    enter_releases()
    enter_indicators(staff.analyst, now=at("2026-06-30", "08:55"))
    enter_series()

    def open_the_rest():
        prefer_and_open(staff.analyst, now=at("2026-07-02", "08:30"))
        enter_tables(staff.analyst, now=at("2026-07-02", "10:30"))
        enter_topics_and_bylines(staff.editor, now=at("2026-07-02", "11:00"))
        enter_impacts(staff.editor, now=at("2026-07-02", "11:30"))
        enter_initiatives(staff.analyst, now=at("2026-07-02", "14:30"))

    story = [(at("2026-07-02", "08:30"), open_the_rest), *value_steps(staff), *edition_steps(staff)]
    for _moment, step in sorted(story, key=itemgetter(0)):
        step()
    record(by=None, act=ACT, target=staff.administrator, realm=Event.Realm.USERS)
    return True

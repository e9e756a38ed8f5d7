"""The log against the manifest of a backup: it only grows."""

import pytest
from django.db import connection

from briefings.history.models import Event
from briefings.upkeep import manifest
from briefings.upkeep.manifest import LogState, Manifest, log_state
from briefings.upkeep.verify import log

from .. import make
from .damage import past_triggers, sql


@pytest.fixture
def made(site, db):
    log = {name: log_state(model) for name, model in manifest.LOG.items()}
    fields = {name: vars(state) for name, state in log.items()}
    return Manifest({"log": fields}, "")


def test_log_that_has_grown_passes(made, author):
    make.article("News", by=author)
    assert Event.objects.count() > made.log["event"].count
    assert list(log(made)) == []


CHANGES = {
    "changed": "UPDATE briefings_event SET by_name = 'eva' WHERE id = (SELECT min(id) FROM briefings_event)",
    "shortened": "DELETE FROM briefings_event WHERE id = (SELECT max(id) FROM briefings_event)",
    "moved": "UPDATE briefings_event SET id = 1000000 WHERE id = (SELECT min(id) FROM briefings_event)",
}


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_log_that_was_rewritten_is_found(made, statement):
    sql(statement)
    (fault,) = log(made)
    assert f"up to number {made.log['event'].last_id} are not those of the backup" in fault


def test_row_that_was_committed_late_is_none_that_was_added(made):
    """A transaction that was open when the backup began has a lower number than one that had ended."""
    with past_triggers(), connection.cursor() as cursor:
        cursor.execute("UPDATE briefings_event SET id = 1000001 WHERE id = (SELECT max(id) FROM briefings_event)")
    then = log_state(Event)
    assert then.gaps[-1][1] == 1000000
    with past_triggers(), connection.cursor() as cursor:
        row = Event.objects.order_by("pk").first()
        row.pk = 1000000
        row.save(force_insert=True)
    assert log_state(Event) != then
    assert log_state(Event, like=then).sha256 == then.sha256


def test_a_release_that_adds_a_column_to_the_log_still_proves_it(made):
    """A backup of the release before knows one column less."""
    fields = tuple(field.attname for field in Event._meta.concrete_fields if field.attname != "by_name")
    blank = LogState(fields, 0, made.log["event"].last_id, (), "")
    before = log_state(Event, like=blank)
    older = Manifest({"log": {"event": vars(LogState(fields, before.count, before.last_id, (), before.sha256))}}, "")
    assert before.sha256 != made.log["event"].sha256
    assert list(log(older)) == []

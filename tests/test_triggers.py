"""The rules that the database keeps are there after every migration, on whichever database this runs."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from briefings import triggers
from briefings.history.actions import record
from briefings.history.models import Event
from briefings.roles import ROLES

WANTED = {rule.name for rule in triggers.rules_of(connection.vendor)}


@pytest.fixture
def event(author):
    return record(by=author, act="write", target=author, realm="user")


def test_installed_are_those_that_are_wanted(db):
    assert triggers.installed() == WANTED


def test_every_rule_is_about_a_table_that_exists(db):
    assert {rule.table for rule in triggers.RULES} <= set(connection.introspection.table_names())


def test_installing_twice_changes_nothing(db):
    triggers.install()
    assert triggers.installed() == WANTED


def test_dropping_takes_all_and_installing_brings_all_back(db):
    triggers.drop()
    assert triggers.installed() == set()
    triggers.install()
    assert triggers.installed() == WANTED


@pytest.mark.parametrize(
    "statement", ["UPDATE briefings_event SET act = 'forged'", "DELETE FROM briefings_event"], ids=["update", "delete"]
)
def test_raw_sql_meets_the_trigger(event, statement):
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Event.objects.get().act == "write"


def test_without_its_trigger_the_record_could_be_forged(event):
    triggers.drop()
    connection.cursor().execute("UPDATE briefings_event SET act = 'forged'")
    assert Event.objects.get().act == "forged"


def test_migrating_drops_first_and_installs_afterwards(real_commits):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call_command("migrate", verbosity=0)
    verbs = [query["sql"].split(" TRIGGER")[0] for query in queries if " TRIGGER " in query["sql"]]
    assert verbs == ["DROP"] * len(WANTED) + ["CREATE"] * len(WANTED)
    assert triggers.installed() == WANTED


def test_migrations_run_back_and_forward(real_commits):
    try:
        call_command("migrate", "briefings", "zero", verbosity=0)
        assert triggers.installed() == set()
        assert "briefings_event" not in connection.introspection.table_names()
    finally:
        call_command("migrate", verbosity=0)
    assert triggers.installed() == WANTED
    assert set(Group.objects.values_list("name", flat=True)) >= set(ROLES)


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)

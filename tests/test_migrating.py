"""Migrations: the triggers step aside for them and come back, and every migration can be undone."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings import triggers
from briefings.roles import ROLES

WANTED = {rule.name for rule in triggers.rules_of(connection.vendor)}


def test_migrating_drops_first_and_installs_afterwards(real_commits):
    with CaptureQueriesContext(connection) as queries:
        call_command("migrate", verbosity=0)
    verbs = [query["sql"].split(" TRIGGER")[0] for query in queries if " TRIGGER " in query["sql"]]
    assert verbs == ["DROP"] * len(WANTED) + ["CREATE"] * len(WANTED)
    assert triggers.installed() == WANTED


@pytest.mark.slow
def test_migrations_run_back_and_forward(real_commits):
    try:
        call_command("migrate", "briefings", "zero", verbosity=0)
        assert triggers.installed() == set()
        assert "briefings_event" not in connection.introspection.table_names()
    finally:
        call_command("migrate", verbosity=0)
    assert triggers.installed() == WANTED
    assert set(Group.objects.values_list("name", flat=True)) >= set(ROLES)

"""Migrations: the triggers step aside for them and come back, and every migration can be undone."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings import triggers
from briefings.articles.models import SavedVersion
from briefings.roles import ROLES
from tests import make
from tests.articles.scenes import every_block

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


@pytest.mark.slow
def test_saved_versions_are_carried_to_the_tables_of_reversion_and_back(real_commits, author):
    make.article("Ports", by=author, blocks=every_block(author))
    before = list(SavedVersion.objects.values())
    try:
        call_command("migrate", "briefings", "0013", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM reversion_version")
            assert cursor.fetchone() == (1,)
    finally:
        call_command("migrate", verbosity=0)
    assert before and list(SavedVersion.objects.values()) == before
    assert "reversion_version" not in connection.introspection.table_names()

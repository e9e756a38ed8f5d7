"""Migrations: which triggers they drop, that all are there afterwards, and that every migration can be undone."""

import contextlib

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations import Migration
from django.test.utils import CaptureQueriesContext

from briefings import triggers
from briefings.articles.models import Citation, Edition, SavedVersion
from briefings.roles import ROLES
from tests import make
from tests.articles.scenes import every_block

WANTED = {rule.name for rule in triggers.rules_of(connection.vendor)}


def plan_of(*operations, app="briefings"):
    migration = Migration("later", app)
    migration.operations = operations
    return [(migration, False)]


@contextlib.contextmanager
def migrated_back_to(name):
    """To the migration of this name, and to the newest one afterwards, also where something has failed."""
    try:
        call_command("migrate", "briefings", name, verbosity=0)
        yield
    finally:
        call_command("migrate", verbosity=0)


def test_migrating_without_a_migration_changes_no_trigger(real_commits):
    with CaptureQueriesContext(connection) as queries:
        call_command("migrate", verbosity=0)
    assert not [query for query in queries if "TRIGGER " in query["sql"]]
    assert triggers.definitions() == triggers.wanted()


@pytest.mark.parametrize(
    ("operations", "tables"),
    [
        ([migrations.AddField("Edition", "weight", models.IntegerField(null=True))], {"briefings_edition"}),
        ([migrations.AddConstraint("event", models.UniqueConstraint("at", name="c"))], {"briefings_event"}),
        ([migrations.AddField("Topic", "weight", models.IntegerField(null=True))], set()),
        ([migrations.CreateModel("Place", [])], set()),
        ([migrations.AddIndex("vintage", models.Index(fields=["value"], name="i"))], set()),
        ([migrations.RunPython(migrations.RunPython.noop)], set(triggers.TABLES)),
        ([migrations.RenameField("topic", "name", "title")], set(triggers.TABLES)),
        ([migrations.AlterField("Topic", "id", models.BigAutoField(primary_key=True))], set(triggers.TABLES)),
    ],
    ids=["field", "constraint", "unprotected", "new table", "index", "code", "rename", "key"],
)  # fmt: skip
def test_a_migration_drops_the_triggers_of_tables_that_it_alters(operations, tables):
    assert triggers.altered_tables(plan_of(*operations)) == tables


def test_migrations_of_other_apps_drop_no_trigger():
    assert triggers.altered_tables(plan_of(migrations.RunSQL("SELECT 1"), app="sessions")) == set()


def test_triggers_that_read_an_altered_table_are_dropped_with_its_own(db):
    triggers.drop(tables={"briefings_edition"})
    gone = {rule.table for rule in triggers.rules_of(connection.vendor) if rule.name not in triggers.installed()}
    assert gone == {"briefings_edition", *triggers.AROUND_EDITION}
    assert "keep_rendering_update" in triggers.installed(), "only the one that reads whether the edition is public"
    triggers.install()
    assert triggers.definitions() == triggers.wanted()


def test_an_altered_table_has_its_triggers_back(real_commits):
    """On SQLite the table is made anew, which drops its triggers silently."""
    old = Edition._meta.get_field("note")
    new = old.clone()
    new.set_attributes_from_name("note")
    new.model, new.null = Edition, True
    for before, after in [(old, new), (new, old)]:
        triggers.drop(tables={"briefings_edition"})
        with connection.schema_editor() as editor:
            editor.alter_field(Edition, before, after)
        triggers.install()
        assert triggers.definitions() == triggers.wanted()


@pytest.mark.slow
def test_migrations_run_back_and_forward(real_commits):
    with migrated_back_to("zero"):
        assert triggers.installed() == set()
        assert "briefings_event" not in connection.introspection.table_names()
    assert triggers.installed() == WANTED
    assert set(Group.objects.values_list("name", flat=True)) >= set(ROLES)


@pytest.mark.slow
def test_saved_versions_are_carried_to_the_tables_of_reversion_and_back(real_commits, author):
    make.article("Ports", by=author, blocks=every_block(author))
    before = list(SavedVersion.objects.values())
    with migrated_back_to("0013"), connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM reversion_version")
        assert cursor.fetchone() == (1,)
    assert before and list(SavedVersion.objects.values()) == before
    assert "reversion_version" not in connection.introspection.table_names()


@pytest.mark.slow
def test_editions_that_a_later_one_has_superseded_are_noted(real_commits, author, editor):
    first = make.edition("Ports", by=author, approver=editor)
    make.edition(article=first.article, by=author, approver=editor)
    before = list(Edition.objects.order_by("pk").values())
    with migrated_back_to("0062"):
        pass
    assert before[0]["superseded_at"] and list(Edition.objects.order_by("pk").values()) == before


@pytest.mark.slow
def test_citations_get_the_language_and_date_of_their_edition(real_commits, author, editor):
    make.edition("Ports", by=author, approver=editor, blocks=every_block(author))
    before = list(Citation.objects.order_by("pk").values())
    with migrated_back_to("0065"):
        pass
    assert before[0]["publish_at"] and list(Citation.objects.order_by("pk").values()) == before

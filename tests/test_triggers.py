"""The rules that the database keeps are there after every migration, on whichever database this runs."""

import datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings import triggers
from briefings.articles import models
from briefings.articles.actions import comment, force_publish, look_again
from briefings.history.actions import record
from briefings.history.models import Event
from briefings.lib.acts import Act
from briefings.sharing.actions import comment_as_visitor, share
from briefings.statistics.actions import force_apply_batch, review_batch

from . import make
from .articles.scenes import every_block, seen
from .people import member
from .statistics.test_record_values import enter
from .statistics.test_record_values import value as new_value

WANTED = {rule.name for rule in triggers.rules_of(connection.vendor)}


@pytest.fixture
def event(author):
    return record(by=author, act=Act("write", ""), target=author, realm="user")


def test_installed_are_those_that_are_wanted(db):
    assert triggers.installed() == WANTED
    assert triggers.definitions() == triggers.wanted()


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


WEAKENED = {
    "sqlite": [
        "DROP TRIGGER keep_event_update",
        "CREATE TRIGGER keep_event_update BEFORE UPDATE ON briefings_event WHEN 0 BEGIN SELECT 1; END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION keep_event_update() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NEW; END $$",
        "ALTER TABLE briefings_event DISABLE TRIGGER keep_event_delete",
        "DROP TRIGGER keep_vintage_update ON briefings_vintage",
        "CREATE TRIGGER keep_vintage_update BEFORE UPDATE ON briefings_vintage FOR EACH ROW WHEN (false) "
        "EXECUTE FUNCTION keep_vintage_update()",
    ],
}


def test_only_triggers_that_differ_are_made_again(db):
    for statement in WEAKENED[connection.vendor]:
        connection.cursor().execute(statement)
    weakened = {name for name, one in triggers.definitions().items() if one != triggers.wanted()[name]}
    assert (
        weakened
        == {
            "sqlite": {"keep_event_update"},
            "postgresql": {"keep_event_update", "keep_event_delete", "keep_vintage_update"},
        }[connection.vendor]
    )
    with CaptureQueriesContext(connection) as queries:
        triggers.install()
    made = {query["sql"].split()[2] for query in queries if query["sql"].startswith("CREATE TRIGGER")}
    assert made == weakened
    assert triggers.definitions() == triggers.wanted()


def test_a_trigger_that_is_no_longer_wanted_goes(db, monkeypatch):
    monkeypatch.setattr(triggers, "RULES", [rule for rule in triggers.RULES if rule.name != "keep_event_update"])
    triggers.install()
    assert triggers.installed() == WANTED - {"keep_event_update"}


@pytest.mark.parametrize(
    "statement", ["UPDATE briefings_event SET act = 'forged'", "DELETE FROM briefings_event"], ids=["update", "delete"]
)
def test_raw_sql_meets_the_trigger(event, statement):
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        connection.cursor().execute(statement)
    assert not Event.objects.filter(act="forged").exists()


def test_without_its_trigger_the_record_could_be_forged(event):
    triggers.drop()
    connection.cursor().execute("UPDATE briefings_event SET act = 'forged'")
    assert set(Event.objects.values_list("act", flat=True)) == {"forged"}


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# --- with a row in every table

ON_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no INSERT OR REPLACE.")
ON_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE.")
DAY = datetime.timedelta(days=1)
REASON = "The port is closed and nobody else is awake."


@pytest.fixture(scope="module")
def stored(module_db):
    """A public edition, published alone and read afterwards, with everything that is kept of it and around it."""
    author, editor, other_editor = member("author"), member("editor"), member("other_editor")
    article = make.article("Ports", by=author, blocks=every_block(author))
    article.related.add(make.edition("Roads", by=author, approver=editor).article)
    article.byline_rows.create(byline=models.Byline.objects.create(name="Ana Vera"), position=0)
    comment(article, by=editor, text="Which port?")
    comment_as_visitor(share(article, by=author, for_whom="R"), visitor_name="R", text="Fine.")
    edition = force_publish(article, by=editor, seen=seen(article), reason=REASON, change_kind="first")
    look_again(edition, by=other_editor, seen=edition.content_hash)
    proposed = enter(make.series(), new_value("2023", "1"), by=make.recorder())
    review_batch(force_apply_batch(proposed, by=make.recorder(), reason=REASON), by=make.second_person())
    connection.check_constraints()  # PostgreSQL empties no table that has checks to come
    return edition


@pytest.fixture
def on_record(stored, db):
    return models.Edition.objects.get(pk=stored.pk)


def rows(table):
    return sql(f"SELECT * FROM {table} ORDER BY id").fetchall()


def sql(statement, *values):
    cursor = connection.cursor()
    cursor.execute(statement, values)
    return cursor


def stays(statement, *values, table):
    before = rows(table)
    assert before
    with pytest.raises(DatabaseError, match=r"never|stays"), transaction.atomic():
        sql(statement, *values)
        pytest.fail(f"{table}: “{statement}” was not refused")
    assert rows(table) == before, table


@pytest.fixture
def plain_connection(db):
    """As a shell opens it: without the pragma that makes INSERT OR REPLACE meet the rules about DELETE."""
    sql("PRAGMA recursive_triggers = OFF")
    yield
    sql("PRAGMA recursive_triggers = ON")


@ON_SQLITE
def test_no_row_is_replaced_whatever_the_connection(on_record, plain_connection):
    for table in triggers.TABLES:
        stays(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}", table=table)
        if table in triggers.UNIQUE:
            described = connection.introspection.get_table_description(connection.cursor(), table)
            others = ", ".join(f'"{column.name}"' for column in described if column.name != "id")
            stays(f"INSERT OR REPLACE INTO {table} ({others}) SELECT {others} FROM {table}", table=table)


@ON_SQLITE
def test_without_the_rule_a_row_would_be_replaced(event, plain_connection):
    triggers.drop()
    columns = [field.column for field in Event._meta.concrete_fields]
    forged = ", ".join("'forged'" if column == "act" else column for column in columns)
    sql(f"INSERT OR REPLACE INTO briefings_event ({', '.join(columns)}) SELECT {forged} FROM briefings_event")
    assert set(Event.objects.values_list("act", flat=True)) == {"forged"}


@ON_SQLITE
def test_no_row_takes_the_place_of_another(on_record, author, editor, plain_connection):
    make.edition("Prisons", by=author, approver=editor, publish_at=timezone.now() + DAY)
    comment(on_record.article, by=editor, text="And which road?")
    for table in ("briefings_edition", "briefings_comment", "briefings_observation"):
        least, greatest = f"(SELECT min(id) FROM {table})", f"(SELECT max(id) FROM {table})"
        stays(f"UPDATE OR REPLACE {table} SET id = {least} WHERE id = {greatest}", table=table)


@ON_POSTGRESQL
def test_no_table_is_emptied(on_record):
    for table in triggers.TABLES:
        stays(f"TRUNCATE {table} CASCADE", table=table)


@ON_POSTGRESQL
def test_no_temporary_table_stands_in_for_the_editions(on_record):
    sql("CREATE TEMPORARY TABLE briefings_edition (id bigint, held_at timestamptz, publish_at timestamptz)")
    for table in ("briefings_rendering", "briefings_editionbyline", "briefings_editionrelated"):
        stays(f"DELETE FROM {table}", table=table)


def test_unique_columns_of_every_table_are_known(db):
    for table in triggers.TABLES:
        constraints = connection.introspection.get_constraints(connection.cursor(), table).values()
        unique = {frozenset(one["columns"]) for one in constraints if one["unique"] and not one["primary_key"]}
        assert unique == {frozenset(columns) for columns in triggers.UNIQUE.get(table, [])}, table


def test_second_looks_and_versions_are_kept(on_record):
    for table in ["briefings_secondlook", "briefings_savedversion"]:
        stays(f"DELETE FROM {table}", table=table)
        stays(f"UPDATE {table} SET id = id + 1000", table=table)


def test_text_of_a_version_is_kept(on_record):
    stays("UPDATE briefings_savedversion SET content = '{}'", table="briefings_savedversion")
    stays("UPDATE briefings_savedversion SET by_id = NULL", table="briefings_savedversion")


COMMENT_KEPT = {
    "text": "Forged.", "by_id": None, "at": "2020-01-01 00:00:00+00:00", "visitor_name": "Eva", "verdict": "correct",
    "excerpt": "Other", "block_key": "0" * 32, "article_id": 9,
}  # fmt: skip


def test_comment_is_never_rewritten(on_record):
    for column, value in COMMENT_KEPT.items():
        stays(f"UPDATE briefings_comment SET {column} = %s", value, table="briefings_comment")
    stays("DELETE FROM briefings_comment", table="briefings_comment")


def test_comment_can_be_settled(on_record, editor):
    models.Comment.objects.update(resolved_at=timezone.now(), resolved_by=editor)
    assert not models.Comment.objects.open().exists()
    models.Comment.objects.update(resolved_at=None, resolved_by=None)
    assert models.Comment.objects.open().count() == 2

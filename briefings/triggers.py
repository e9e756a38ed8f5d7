"""Database triggers, on SQLite and PostgreSQL, that refuse changes and deletions of what is on record.

After a migrate those that are missing or differ are made again. Before it only those of tables that a migration alters
are dropped: SQLite drops triggers silently when a table is altered. A trigger reads its own table and the clock; only
those of tables around an edition also read whether the edition has been published, and that of workflows whose words
nobody else has read. No trigger refuses adding a vintage to a decided batch or a row to a published edition: only
`record_values` and `publish` add them (docs/decisions/05).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connections, transaction
from django.db.migrations import operations

from .lib.clock import NOW_SQL


@dataclass(frozen=True)
class Rule:
    """Refuse `event` on `table` when the SQL condition `when` is true of OLD and NEW, or always when it is empty.

    Events are "UPDATE" and "DELETE"; on PostgreSQL also "TRUNCATE", which fires no row triggers; on SQLite also
    "INSERT" of an existing key, because INSERT OR REPLACE fires no DELETE trigger without recursive_triggers.
    """

    table: str
    event: str
    message: str
    when: str = ""

    @property
    def name(self):
        return f"keep_{self.table.removeprefix('briefings_')}_{self.event.lower()}"


ONLY_ON = {"TRUNCATE": "postgresql", "INSERT": "sqlite"}


def _changed(*columns):
    return " OR ".join(f"OLD.{name} <> NEW.{name} OR (OLD.{name} IS NULL) <> (NEW.{name} IS NULL)" for name in columns)


EDITION_FROZEN = [
    "id", "article_id", "number", "language", "kind", "title", "summary", "document", "sha256", "content_hash",
    "change_kind", "note", "created_at", "by_id", "approved_by_id", "submitted_by_id", "forced_reason", "translates_id",
]  # fmt: skip
LATER = """SELECT 1 FROM briefings_edition WHERE article_id = OLD.article_id AND number > OLD.number AND held_at IS NULL
    AND publish_at <= {now} AND publish_at <= NEW.superseded_at"""
IS_SEEN = """EXISTS (SELECT 1 FROM briefings_edition
    WHERE id = OLD.edition_id AND held_at IS NULL AND publish_at <= {now})"""
COMMENT_FROZEN = ["id", "article_id", "block_key", "excerpt", "text", "verdict", "by_id", "visitor_name", "at"]

# Unique columns of each table, apart from `id`.
UNIQUE = {
    "briefings_address": [("language", "kind", "slug")],
    "briefings_edition": [("article_id", "number")],
    "briefings_observation": [("series_id", "start", "months")],
    "briefings_rendering": [("edition_id", "renderer")],
    "briefings_figureuse": [("edition_id", "key", "vintage_id", "role")],
    "briefings_imageuse": [("edition_id", "image_id")],
    "briefings_editionbyline": [("edition_id", "byline_id")],
    "briefings_editionrelated": [("edition_id", "article_id")],
    "briefings_secondlook": [("edition_id",)],
    "briefings_batchreview": [("batch_id",)],
    "briefings_savedversion": [("article_id", "number")],
    "briefings_workflow": [("article_id",)],
    "briefings_visitorcomment": [("comment_id",)],
}

# Tables whose rows are deleted with a waiting edition and can no longer be deleted once it is public, each with the
# condition under which a change is refused: always, but citations repeat the language and dates of their edition.
ITS = """id = NEW.edition_id AND language = NEW.language AND publish_at = NEW.publish_at
    AND (superseded_at = NEW.superseded_at OR superseded_at IS NULL AND NEW.superseded_at IS NULL)"""
CITATION_FROZEN = _changed("id", "edition_id", "block_key", "source_id", "release_id", "locator", "licence")
AROUND_EDITION = {
    f"briefings_{name}": "" for name in ("rendering", "figureuse", "imageuse", "editionbyline", "editionrelated")
} | {"briefings_citation": f"{CITATION_FROZEN} OR NOT EXISTS (SELECT 1 FROM briefings_edition WHERE {ITS})"}

CHANGES = [
    *(
        Rule(table, event, f"{rows} are never changed or deleted.")
        for table, rows in [
            ("briefings_event", "Events"),
            ("briefings_fieldchange", "Recorded changes"),
            ("briefings_vintage", "Vintages"),
            ("briefings_address", "Addresses"),
            ("briefings_secondlook", "Second looks"),
            ("briefings_batchreview", "Reviews"),
            ("briefings_savedversion", "Saved versions"),
            ("briefings_visitorcomment", "Comments"),
        ]
        for event in ("UPDATE", "DELETE")
    ),
    Rule(
        "briefings_batch",
        "UPDATE",
        "A decided batch is never changed or deleted.",
        f"OLD.stage NOT IN ('entering', 'proposed') OR {_changed('id')}",
    ),
    Rule(
        "briefings_batch",
        "DELETE",
        "A decided batch is never changed or deleted.",
        "OLD.stage NOT IN ('entering', 'proposed')",
    ),
    Rule(
        "briefings_observation",
        "UPDATE",
        "An observation stays of its series and period.",
        _changed("id", "series_id", "start", "months"),
    ),
    Rule(
        "briefings_edition",
        "UPDATE",
        "An edition is never changed; only the date of one that waits.",
        f"(OLD.held_at IS NULL AND OLD.publish_at <= {{now}} AND ({_changed('publish_at', 'held_at')}))"
        f" OR {_changed(*EDITION_FROZEN)} OR (NEW.superseded_at IS NOT NULL AND NOT EXISTS ({LATER}))",
    ),
    Rule(
        "briefings_edition",
        "DELETE",
        "An edition that has been public stays for ever.",
        "OLD.held_at IS NULL AND OLD.publish_at <= {now}",
    ),
    *(Rule(table, "UPDATE", "What an edition shows is never changed.", when) for table, when in AROUND_EDITION.items()),
    *(
        Rule(table, "DELETE", "What an edition that has been public shows stays for ever.", IS_SEEN)
        for table in AROUND_EDITION
    ),
    Rule(
        "briefings_workflow",
        "UPDATE",
        "Nobody approves a text with words of their own that nobody else has read.",
        "NEW.stage = 'approved' AND (OLD.stage <> 'approved' OR OLD.approved_by_id <> NEW.approved_by_id) AND EXISTS"
        " (SELECT 1 FROM briefings_unread WHERE workflow_id = NEW.id AND person_id = NEW.approved_by_id)",
    ),
    Rule("briefings_comment", "UPDATE", "A comment is settled or not, never rewritten.", _changed(*COMMENT_FROZEN)),
    Rule("briefings_comment", "DELETE", "Comments are never deleted."),
]


def _row_exists(table):
    """Whether the row of an INSERT exists already: only INSERT OR REPLACE would succeed."""
    keys = [("id",), *UNIQUE.get(table, [])]
    same = (" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys)
    return " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {key})" for key in same)


TABLES = list(dict.fromkeys(rule.table for rule in CHANGES))

RULES = [
    *CHANGES,
    *(Rule(table, "TRUNCATE", "What is on record is never changed or deleted.") for table in TABLES),
    *(Rule(table, "INSERT", "What is on record is never changed or deleted.", _row_exists(table)) for table in TABLES),
]


def rules_of(vendor):
    return [rule for rule in RULES if ONLY_ON.get(rule.event, vendor) == vendor]


# Operations that alter the table of their own model and read no row. Any other may alter or read any table.
ALTERS_ONE_TABLE = (
    operations.CreateModel, operations.DeleteModel, operations.AddField, operations.RemoveField, operations.AlterField,
    operations.AddConstraint, operations.RemoveConstraint, operations.AlterUniqueTogether,
)  # fmt: skip
ALTERS_NOTHING = (
    operations.AddIndex, operations.RemoveIndex, operations.AlterModelOptions, operations.AlterModelManagers,
)  # fmt: skip


def altered_tables(plan) -> set[str]:
    """The protected tables that a migration plan alters; all of them when it runs code or SQL of its own."""
    altered = set()
    for migration, _is_backwards in plan:
        if migration.app_label != "briefings":
            continue
        for operation in migration.operations:
            changes_key = getattr(getattr(operation, "field", None), "primary_key", False)
            if isinstance(operation, ALTERS_ONE_TABLE) and not changes_key:
                model = getattr(operation, "model_name", None) or operation.name
                altered.add(f"briefings_{model.lower()}")
            elif not isinstance(operation, ALTERS_NOTHING):
                return set(TABLES)
    return altered.intersection(TABLES)


def _sqlite(rule):
    """The statement that makes the trigger; SQLite keeps it word for word."""
    when = f"WHEN {rule.when.format(now=NOW_SQL['sqlite'])}" if rule.when else ""
    return (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH ROW {when} "
        f"BEGIN SELECT RAISE(ABORT, '{rule.message}'); END"
    )


def _body(rule):
    """The function of a PostgreSQL trigger. PostgreSQL keeps it word for word, but rewrites the WHEN of a trigger."""
    condition = rule.when.format(now=NOW_SQL["postgresql"]) or "true"
    return (
        f" BEGIN IF {condition} THEN RAISE EXCEPTION '{rule.message}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN COALESCE(NEW, OLD); END "
    )


def _path(rule, schema):
    """Set search_path where another table is read, so that a temporary table of its name cannot replace it."""
    return f"{schema}, pg_temp" if "SELECT" in rule.when else ""


def _statements(rule, vendor, schema):
    if vendor == "sqlite":
        return [_sqlite(rule)]
    path = _path(rule, schema)
    each = "STATEMENT" if rule.event == "TRUNCATE" else "ROW"
    return [
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql "
        f"{f'SET search_path = {path} ' if path else ''}AS $${_body(rule)}$$",
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} "
        f"FOR EACH {each} EXECUTE FUNCTION {rule.name}()",
    ]


# pg_trigger.tgtype: BEFORE is 2, and for each row 1 more.
TYPES = {"DELETE": 2 + 1 + 8, "UPDATE": 2 + 1 + 16, "TRUNCATE": 2 + 32}
INSTALLED = {
    "sqlite": """
        SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'keep\\_%' ESCAPE '\\'""",
    "postgresql": """
        SELECT tgname, relname, tgtype, tgenabled = 'O' AND tgqual IS NULL AND cardinality(tgattr::int2[]) = 0,
            prosrc, COALESCE(array_to_string(proconfig, ' '), '')
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE NOT tgisinternal AND tgname LIKE 'keep\\_%' AND relnamespace = current_schema()::regnamespace""",
}


def definitions(using="default") -> dict[str, tuple]:
    """The triggers in the database: {name: (table, how it is defined)}."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED[connection.vendor])
        return {name: (table, *definition) for name, table, *definition in cursor.fetchall()}


def wanted(using="default") -> dict[str, tuple]:
    """The expected result of `definitions`, for the tables that exist."""
    connection = connections[using]
    schema = _schema(connection)
    tables = set(connection.introspection.table_names())
    rules = [rule for rule in rules_of(connection.vendor) if rule.table in tables]
    if connection.vendor == "sqlite":
        return {rule.name: (rule.table, _sqlite(rule)) for rule in rules}
    paths = {rule: f"search_path={path}" if (path := _path(rule, schema)) else "" for rule in rules}
    return {rule.name: (rule.table, TYPES[rule.event], True, _body(rule), paths[rule]) for rule in rules}


def _schema(connection):
    if connection.vendor == "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return cursor.fetchone()[0]


def installed(using="default"):
    return set(definitions(using))


def drop(using="default", tables: Iterable[str] = TABLES):
    """Drop the triggers of these tables, and those that read one of them."""
    reading = {rule for rule in RULES for table in tables if re.search(rf"\b{table}\b", rule.when)}
    doomed = {rule.name for rule in RULES if rule.table in tables or rule in reading}
    present = definitions(using)
    _drop(using, {name: present[name] for name in present if name in doomed})


def _drop(using, present):
    with connections[using].cursor() as cursor:
        for name, (table, *_definition) in present.items():
            on_table = f" ON {table}" if connections[using].vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on_table}")


def install(using="default"):
    """Make the triggers that are missing or differ; drop those that are not wanted any more."""
    present, wanted_ones = definitions(using), wanted(using)
    differing = {name: present[name] for name in present if present[name] != wanted_ones.get(name)}
    missing = {name for name in wanted_ones if name not in present or name in differing}
    if not differing and not missing:
        return
    connection = connections[using]
    schema = _schema(connection)
    with transaction.atomic(using), connection.cursor() as cursor:
        _drop(using, differing)
        for rule in rules_of(connection.vendor):
            if rule.name in missing:
                for statement in _statements(rule, connection.vendor, schema):
                    cursor.execute(statement)

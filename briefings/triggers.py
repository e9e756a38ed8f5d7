"""Database triggers, on SQLite and PostgreSQL, that refuse changes and deletions of what is on record.

They are installed after every migrate and dropped before it, because SQLite drops triggers silently when a table is
altered. A trigger reads its own table and the clock; only the triggers of tables around an edition also read whether
the edition has been published. No trigger refuses adding a vintage to a decided batch or a row to a published edition:
only `record_values` and `publish` add them (docs/decisions/05).
"""

from dataclasses import dataclass

from django.db import connections

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
COMMENT_FROZEN = [
    "id", "article_id", "block_key", "excerpt", "text", "verdict", "by_id", "visitor_name", "at",
]  # fmt: skip

# Unique columns of each table, apart from `id`.
UNIQUE = {
    "briefings_address": [("language", "slug")],
    "briefings_edition": [("article_id", "number")],
    "briefings_observation": [("series_id", "start", "months")],
    "briefings_rendering": [("edition_id", "renderer")],
    "briefings_figureuse": [("edition_id", "key", "vintage_id", "role")],
    "briefings_imageuse": [("edition_id", "image_id")],
    "briefings_editionbyline": [("edition_id", "byline_id")],
    "briefings_editionrelated": [("edition_id", "article_id")],
    "briefings_secondlook": [("edition_id",)],
    "briefings_savedversion": [("article_id", "number")],
    "briefings_visitorcomment": [("comment_id",)],
}

# Tables whose rows are deleted with a waiting edition and can no longer be deleted once it is public.
AROUND_EDITION = [
    f"briefings_{name}"
    for name in ("rendering", "figureuse", "citation", "imageuse", "editionbyline", "editionrelated")
]

CHANGES = [
    *(
        Rule(table, event, f"{rows} are never changed or deleted.")
        for table, rows in [
            ("briefings_event", "Events"),
            ("briefings_fieldchange", "Recorded changes"),
            ("briefings_vintage", "Vintages"),
            ("briefings_address", "Addresses"),
            ("briefings_secondlook", "Second looks"),
            ("briefings_savedversion", "Saved versions"),
            ("briefings_visitorcomment", "Comments"),
        ]
        for event in ("UPDATE", "DELETE")
    ),
    Rule(
        "briefings_batch",
        "UPDATE",
        "A decided batch is never changed or deleted.",
        f"OLD.stage <> 'proposed' OR {_changed('id')}",
    ),
    Rule("briefings_batch", "DELETE", "A decided batch is never changed or deleted.", "OLD.stage <> 'proposed'"),
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
        f"(OLD.held_at IS NULL AND OLD.publish_at <= {{now}}) OR {_changed(*EDITION_FROZEN)}",
    ),
    Rule(
        "briefings_edition",
        "DELETE",
        "An edition that has been public stays for ever.",
        "OLD.held_at IS NULL AND OLD.publish_at <= {now}",
    ),
    *(Rule(table, "UPDATE", "What an edition shows is never changed.") for table in AROUND_EDITION),
    *(
        Rule(
            table,
            "DELETE",
            "What an edition that has been public shows stays for ever.",
            "EXISTS (SELECT 1 FROM briefings_edition"
            " WHERE id = OLD.edition_id AND held_at IS NULL AND publish_at <= {now})",
        )
        for table in AROUND_EDITION
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


def _sqlite(rule, schema):
    when = f"WHEN {rule.when.format(now=NOW_SQL['sqlite'])}" if rule.when else ""
    return [
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH ROW {when} "
        f"BEGIN SELECT RAISE(ABORT, '{rule.message}'); END"
    ]


def _postgresql(rule, schema):
    """A condition that reads another table is put into the function, because a trigger's WHEN must not contain a query.

    The function sets search_path, so that a temporary table of the same name cannot replace the table that it reads.
    """
    condition = rule.when.format(now=NOW_SQL["postgresql"]) or "true"
    inside, outside = (condition, "true") if "SELECT" in condition else ("true", condition)
    when = f"WHEN ({outside})" if outside != "true" else ""
    path = f"SET search_path = {schema}, pg_temp " if inside != "true" else ""
    each = "STATEMENT" if rule.event == "TRUNCATE" else "ROW"
    return [
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql {path}AS $$ BEGIN IF {inside} THEN "
        f"RAISE EXCEPTION '{rule.message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN COALESCE(NEW, OLD); END $$",
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH {each} {when} "
        f"EXECUTE FUNCTION {rule.name}()",
    ]


def installed(using="default"):
    connection = connections[using]
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'keep\\_%' ESCAPE '\\'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'keep\\_%'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


def drop(using="default"):
    present = installed(using)
    with connections[using].cursor() as cursor:
        for rule in RULES:
            if rule.name in present:
                on_table = f" ON {rule.table}" if connections[using].vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {rule.name}{on_table}")


def install(using="default"):
    drop(using)
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    statements = {"sqlite": _sqlite, "postgresql": _postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        schema = ""
        if connection.vendor == "postgresql":
            cursor.execute("SELECT quote_ident(current_schema())")
            (schema,) = cursor.fetchone()
        for rule in rules_of(connection.vendor):
            if rule.table in tables:
                for statement in statements(rule, schema):
                    cursor.execute(statement)

"""Rules that the database itself keeps, on SQLite and PostgreSQL: what is on record is neither changed nor deleted.

Installed after every migrate and dropped before (SQLite silently drops triggers when a table is altered). A rule looks
at its own row and the clock, never at a second table: that a vintage is not added to a batch which has been decided
would need one, so that it is left to `record_values`, the only place that adds vintages.
"""

from dataclasses import dataclass

from django.db import connections

NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "statement_timestamp()"}


@dataclass(frozen=True)
class Rule:
    """Refuse `event` on `table` where `when` holds of OLD and NEW; always where it is empty.

    "UPDATE", "DELETE", or "TRUNCATE", which empties a table past the triggers of its rows and which SQLite has not.
    """

    table: str
    event: str
    message: str
    when: str = ""

    @property
    def name(self):
        return f"keep_{self.table.removeprefix('briefings_')}_{self.event.lower()}"


EDITION_FROZEN = [
    "article_id", "number", "language", "kind", "title", "summary", "document", "sha256", "content_hash",
    "change_kind", "note", "created_at", "by_id", "approved_by_id", "submitted_by_id", "forced_reason",
]  # fmt: skip

RULES = [
    *(
        Rule(f"briefings_{table}", event, f"{words} are never changed or deleted.")
        for table, words in [
            ("event", "Events"),
            ("fieldchange", "Recorded changes"),
            ("vintage", "Vintages"),
            ("address", "Addresses"),
        ]
        for event in ("UPDATE", "DELETE", "TRUNCATE")
    ),
    *(
        Rule("briefings_batch", event, "A decided batch is never changed or deleted.", "OLD.stage <> 'proposed'")
        for event in ("UPDATE", "DELETE")
    ),
    Rule(
        "briefings_observation",
        "UPDATE",
        "An observation stays of its series and period.",
        " OR ".join(f"OLD.{column} <> NEW.{column}" for column in ("series_id", "start", "months")),
    ),
    Rule(
        "briefings_edition",
        "UPDATE",
        "An edition is never changed; only the date of one that waits.",
        "(OLD.held_at IS NULL AND OLD.publish_at <= {now}) OR "
        "COALESCE(OLD.translates_id, 0) <> COALESCE(NEW.translates_id, 0) OR "
        + " OR ".join(f"OLD.{column} <> NEW.{column}" for column in EDITION_FROZEN),
    ),
    Rule(
        "briefings_edition",
        "DELETE",
        "An edition that has been public stays for ever.",
        "OLD.held_at IS NULL AND OLD.publish_at <= {now}",
    ),
    Rule("briefings_rendering", "UPDATE", "Renderings are never changed."),
    Rule("briefings_figureuse", "UPDATE", "Figure uses are never changed."),
    Rule("briefings_citation", "UPDATE", "Citations are never changed."),
    *(
        Rule(f"briefings_{table}", "UPDATE", "What an edition shows is never changed.")
        for table in ("imageuse", "editionbyline", "editionrelated")
    ),
    Rule("briefings_secondlook", "UPDATE", "Second looks are never changed."),
]


def rules_of(vendor):
    return [rule for rule in RULES if vendor == "postgresql" or rule.event != "TRUNCATE"]


def _sqlite(rule):
    when = f"WHEN {rule.when.format(now=NOW['sqlite'])}" if rule.when else ""
    return [
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH ROW {when} "
        f"BEGIN SELECT RAISE(ABORT, '{rule.message}'); END"
    ]


def _postgresql(rule):
    when = f"WHEN ({rule.when.format(now=NOW['postgresql'])})" if rule.when else ""
    each = "STATEMENT" if rule.event == "TRUNCATE" else "ROW"
    return [
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{rule.message}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON {rule.table} FOR EACH {each} {when} "
        f"EXECUTE FUNCTION {rule.name}()",
    ]


def installed(using="default"):
    """Names of our triggers that the database has."""
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
        for rule in rules_of(connection.vendor):
            if rule.table in tables:
                for statement in statements(rule):
                    cursor.execute(statement)

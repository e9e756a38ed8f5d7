"""What the tables of the index need in the database beyond their columns. Made after every migrate, as triggers are.

PostgreSQL has an index of their column `words`. SQLite has for each a virtual table of FTS5 that reads that column,
and triggers that follow its changes: a migration that alters the table drops them, and their absence fills it again.
"""

from typing import NamedTuple

from django.db import connections

from .models import DraftDocument, SearchDocument


class Indexed(NamedTuple):
    """A table with a column `words`; the virtual table of SQLite, and the beginning of the names of what is made."""

    documents: str
    fts: str
    prefix: str


PUBLIC = Indexed(SearchDocument._meta.db_table, "briefings_searchwords", "search")
DRAFTS = Indexed(DraftDocument._meta.db_table, "briefings_draftwords", "draft")
INDEXED = (PUBLIC, DRAFTS)
DOCUMENTS, FTS = PUBLIC.documents, PUBLIC.fts
GIN = "CREATE INDEX IF NOT EXISTS {prefix}_document_words ON {documents} USING gin (words)"
# What was added last waits in a list that each search goes through, 4 MB long unless it is vacuumed before: a search
# for a word that no document has took 0.8 ms, of which the index itself 0.02.
PENDING = "ALTER INDEX {prefix}_document_words SET (gin_pending_list_limit = 128)"  # kB
# PostgreSQL then knows how often 10,000 words occur. With the 1,000 that it keeps by itself it took a word that no
# document has for one that 500 have, and read all 100,000 from the newest on for the first of them: 90 ms.
STATISTICS = "ALTER TABLE {documents} ALTER COLUMN words SET STATISTICS 1000"
TABLE = """
    CREATE VIRTUAL TABLE IF NOT EXISTS {fts}
    USING fts5(words, content='{documents}', content_rowid='id', tokenize='ascii', prefix='3 4')"""
ADD = "INSERT INTO {fts}(rowid, words) VALUES (NEW.id, COALESCE(NEW.words, ''));"
REMOVE = "INSERT INTO {fts}({fts}, rowid, words) VALUES ('delete', OLD.id, COALESCE(OLD.words, ''));"
TRIGGERS = {
    "{prefix}_inserted": f"AFTER INSERT ON {{documents}} BEGIN {ADD} END",
    "{prefix}_updated": f"AFTER UPDATE OF id, words ON {{documents}} BEGIN {REMOVE} {ADD} END",
    "{prefix}_deleted": f"AFTER DELETE ON {{documents}} BEGIN {REMOVE} END",
}
# SQLite keeps the columns of a row behind each other: what comes after the long text is read by going through it. The
# newest thousand, for lists that count them, took 4 ms so, and 1 ms from an index that has all that is asked for.
NARROW = "search_document_narrow"
NARROW_COLUMNS = (
    "kind", "language", "id", "public_from", "key", "topics", "places", "year", "target_id", "used", "head",
)  # fmt: skip
FILL = "INSERT INTO {fts}({fts}) VALUES ('rebuild')"


def triggers(indexed: Indexed) -> dict[str, str]:
    """{name: the rest of the statement that makes it}"""
    names = indexed._asdict()
    return {name.format(**names): statement.format(**names) for name, statement in TRIGGERS.items()}


def install(using: str = "default") -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        present = connection.introspection.table_names(cursor)
        for indexed in INDEXED:
            if indexed.documents in present:
                _install(connection, cursor, indexed)
            else:
                _remove(cursor, connection.vendor, indexed)


def _install(connection, cursor, indexed):
    description = connection.introspection.get_table_description(cursor, indexed.documents)
    columns = {column.name for column in description}
    if "words" not in columns:
        _remove(cursor, connection.vendor, indexed)
    elif connection.vendor == "postgresql":
        for statement in (GIN, PENDING, STATISTICS):
            cursor.execute(statement.format(**indexed._asdict()))
    else:
        _install_fts(cursor, indexed)
        if columns.issuperset(NARROW_COLUMNS):  # after migrating back to a release without some of them, none
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {NARROW} ON {DOCUMENTS} ({', '.join(NARROW_COLUMNS)})")


def free_columns(using: str = "default") -> None:
    """Before a migration: SQLite alters no column that a trigger or an index of ours names. The absence of the triggers
    fills the table again."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX IF EXISTS {NARROW}")
            for indexed in INDEXED:
                _drop_triggers(cursor, indexed)


def _drop_triggers(cursor, indexed):
    for name in triggers(indexed):
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _install_fts(cursor, indexed):
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    missing = triggers(indexed).keys() - {name for (name,) in cursor.fetchall()}
    if not missing:
        return
    cursor.execute(TABLE.format(**indexed._asdict()))
    for name in missing:
        cursor.execute(f"CREATE TRIGGER {name} {triggers(indexed)[name]}")
    cursor.execute(FILL.format(fts=indexed.fts))


def _remove(cursor, vendor, indexed):
    """After migrating back to a release without it."""
    if vendor == "sqlite":
        _drop_triggers(cursor, indexed)
        cursor.execute(f"DROP TABLE IF EXISTS {indexed.fts}")

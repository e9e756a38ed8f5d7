"""What `searchdocument` needs in the database beyond its columns. Made after every migrate, as triggers are.

PostgreSQL has an index of its column `words`. SQLite has a virtual table of FTS5 that reads that column, and triggers
that follow its changes: when a migration alters the table, SQLite drops them, and their absence fills it again.
"""

from django.db import connections

from .models import SearchDocument

DOCUMENTS = SearchDocument._meta.db_table
FTS = "briefings_searchwords"
GIN = "CREATE INDEX IF NOT EXISTS search_document_words ON {documents} USING gin (words)"
TABLE = """
    CREATE VIRTUAL TABLE IF NOT EXISTS {fts}
    USING fts5(words, content='{documents}', content_rowid='id', tokenize='ascii', prefix='3 4')"""
ADD = "INSERT INTO {fts}(rowid, words) VALUES (NEW.id, COALESCE(NEW.words, ''));"
REMOVE = "INSERT INTO {fts}({fts}, rowid, words) VALUES ('delete', OLD.id, COALESCE(OLD.words, ''));"
TRIGGERS = {
    "search_inserted": f"AFTER INSERT ON {{documents}} BEGIN {ADD} END",
    "search_updated": f"AFTER UPDATE OF id, words ON {{documents}} BEGIN {REMOVE} {ADD} END",
    "search_deleted": f"AFTER DELETE ON {{documents}} BEGIN {REMOVE} END",
}
FILL = "INSERT INTO {fts}({fts}) VALUES ('rebuild')"


def install(using: str = "default") -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        if DOCUMENTS not in connection.introspection.table_names(cursor):
            return
        columns = {column.name for column in connection.introspection.get_table_description(cursor, DOCUMENTS)}
        if "words" not in columns:
            _remove(cursor, connection.vendor)
        elif connection.vendor == "postgresql":
            cursor.execute(GIN.format(documents=DOCUMENTS))
        else:
            _install_fts(cursor)


def drop_triggers(using: str = "default") -> None:
    """Before a migration: SQLite alters no column that a trigger names. Their absence fills the table again."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _install_fts(cursor):
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'search\\_%' ESCAPE '\\'")
    present = {name for (name,) in cursor.fetchall()}
    if present == set(TRIGGERS):
        return
    cursor.execute(TABLE.format(fts=FTS, documents=DOCUMENTS))
    for name in TRIGGERS.keys() - present:
        cursor.execute(f"CREATE TRIGGER {name} {TRIGGERS[name]}".format(fts=FTS, documents=DOCUMENTS))
    cursor.execute(FILL.format(fts=FTS))


def _remove(cursor, vendor):
    """After migrating back to a release without search."""
    if vendor == "sqlite":
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"DROP TABLE IF EXISTS {FTS}")

"""The test database: migrated once, copied from then on, and emptied quickly after a test that commits."""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection

from briefings import triggers

ROOT = Path(__file__).resolve().parent.parent


def template():
    """Where SQLite's migrated, empty database is kept; another file whenever a migration or a package changes."""
    sources = [*sorted((ROOT / "briefings" / "migrations").glob("*.py")), ROOT / "requirements.lock"]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    return settings.DATA_DIR / f"test-template-{digest}.sqlite3"


def copy_template():
    """Put the kept database in the place of the test database; whether there was one."""
    if connection.vendor != "sqlite" or not template().exists():
        return False
    target = Path(settings.DATABASES["default"]["TEST"]["NAME"])
    for ending in ("", "-wal", "-shm"):
        Path(f"{target}{ending}").unlink(missing_ok=True)
    target.write_bytes(template().read_bytes())
    return True


def keep_template():
    """Keep the database that was just migrated, and no older one. Two processes may do so at once."""
    if connection.vendor != "sqlite" or not connection.introspection.table_names():  # no test asked for a database
        return
    for old in settings.DATA_DIR.glob("test-template-*.sqlite3"):
        old.unlink(missing_ok=True)
    draft = f"{template()}.{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [draft])
    Path(draft).replace(template())


def remove():
    """Remove a test database that came from the template: Django removes only those that it made."""
    connection.close()
    for ending in ("", "-wal", "-shm"):
        Path(f"{settings.DATABASES['default']['TEST']['NAME']}{ending}").unlink(missing_ok=True)


def end_other_sessions():
    """That of a server's thread may still be closing, and PostgreSQL drops no database that somebody uses."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def empty_tables():
    """The tables in which migrations and what follows them left no row."""
    with connection.cursor() as cursor:
        return [
            table
            for table in connection.introspection.django_table_names(only_existing=True)
            if not cursor.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()
        ]


def empty(tables):
    """Delete every row of these tables, past the triggers that refuse it."""
    triggers.drop()
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))
    triggers.install()

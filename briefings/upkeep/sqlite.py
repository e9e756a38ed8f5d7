"""Copies of an SQLite database, always through Django's connection: constraints use functions that Django defines."""

import gzip
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from sqlite3 import connect

from django.db import DatabaseError, connection, connections

from .files import new_file, sync, sync_only
from .manifest import Refused, State, left_out, state_of
from .models import Quarantine

DUMP = "database.sqlite3.gz"
COPY = "copy"  # the alias of the connection to a copy


@contextmanager
def opened(path: Path) -> Iterator[str]:
    """The alias of a connection to the database in the file `path`, which is a single file afterwards."""
    copy = connection.copy(COPY)
    copy.settings_dict["NAME"] = str(path)
    connections[COPY] = copy
    try:
        yield COPY
        with copy.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
        del connections[COPY]


def dump(folder: Path) -> State:
    """Write the database into the folder; the state is that of exactly this copy.

    The backup interface reads in one transaction. Nobody waits for it, because the database is in WAL mode.
    """
    path = folder / "database.sqlite3"
    new_file(path).close()
    connection.ensure_connection()
    with closing(connect(path)) as copy:
        connection.connection.backup(copy)
    with opened(path) as using:
        with connections[using].cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
            for table in left_out() & set(connections[using].introspection.table_names(cursor)):
                cursor.execute(f"DELETE FROM {table}")
        state = state_of(using)
    with (
        path.open("rb") as source,
        new_file(folder / DUMP) as target,
        gzip.open(target, "wb", compresslevel=3) as compressed,
    ):
        shutil.copyfileobj(source, compressed)
    path.unlink()
    return state


def _target() -> Path:
    return Path(connection.settings_dict["NAME"])


def require_empty() -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path = Path(f"{_target()}{ending}")
        if path.exists() and path.stat().st_size:
            raise Refused(f"{path} exists. A backup is restored only where there is no database.")


def load(folder: Path, quarantine: Quarantine) -> None:
    """Put the database of the backup in its empty place; it is in quarantine before it is there."""
    target = _target()
    draft = target.with_name(f"{target.name}.restoring")
    draft.unlink(missing_ok=True)
    try:
        with gzip.open(folder / DUMP) as source, new_file(draft) as file:
            shutil.copyfileobj(source, file)
        with opened(draft) as using:
            quarantine.save(using=using, force_insert=True)
        sync(draft)
        connection.close()
        draft.replace(target)
        sync_only(target.parent)
    except (OSError, EOFError, DatabaseError) as error:
        raise Refused(f"The database could not be loaded: {error}") from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(FileNotFoundError):
                Path(f"{draft}{ending}").unlink()

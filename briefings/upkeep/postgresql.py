"""PostgreSQL's own programs: pg_dump writes a backup; pg_restore and psql load one in a single transaction."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from psycopg import sql
from psycopg.pq import Conninfo

from .manifest import Refused, State, left_out, state_of
from .models import Quarantine

DUMP = "database.dump"
DEBIAN = "usr/lib/postgresql/*/bin"
NO_LIMITS = "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0"


def _version(program: str) -> int:
    printed = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\) (\d+)", printed)
    return int(found[1]) if found else 0


def _program(name: str) -> str:
    """The path of the program, no older than the server: on PATH, or else where Debian keeps it."""
    folders = sorted(Path("/").glob(DEBIAN), key=lambda path: float(path.parent.name), reverse=True)
    paths = [shutil.which(name), *(shutil.which(name, path=folder) for folder in folders)]
    programs = [path for path in paths if path]
    if not programs:
        raise Refused(f"{name} is not installed. On Debian it is in the package postgresql-client.")
    with connection.temporary_connection():
        server = connection.pg_version // 10000
    found = next((path for path in programs if _version(path) >= server), None)
    if not found:
        raise Refused(
            f"{name} is version {_version(programs[0])} and the server is version {server}: "
            f"install postgresql-client-{server}."
        )
    return found


def _environment() -> dict[str, str]:
    """The connection's parameters as the environment variables of PostgreSQL's programs: no password in an argument."""
    parameters = connection.get_connection_params()
    options = f"{parameters.get('options', '')} {NO_LIMITS}".strip()
    given = {
        option.envvar.decode(): str(parameters[option.keyword.decode()])
        for option in Conninfo.get_defaults()
        if option.envvar and parameters.get(option.keyword.decode()) is not None
    }
    return os.environ | given | {"PGOPTIONS": options}


@contextmanager
def _snapshot() -> Iterator[str]:
    """A transaction that sees one moment of the database, and the name under which pg_dump sees the same."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SET LOCAL {limit} = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        (name,) = cursor.fetchone()
        yield name


def dump(folder: Path) -> State:
    """Write the database into the folder; the state is that of exactly this copy."""
    program = _program("pg_dump")
    without = [f"--exclude-table-data={table}" for table in sorted(left_out())]
    with _snapshot() as snapshot:
        command = [program, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *without]
        _run([*command, f"--file={folder / DUMP}"])
        return state_of()


def _run(command: list[str]) -> None:
    done = subprocess.run(command, env=_environment(), stderr=subprocess.PIPE, text=True, umask=0o077)
    if done.returncode:
        raise Refused(f"{Path(command[0]).name} failed: {done.stderr.strip()}")


def require_empty() -> None:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    if tables:
        name = connection.settings_dict["NAME"]
        raise Refused(f"The database {name} has {len(tables)} tables. A backup is restored only into an empty one.")


def _insertion(quarantine: Quarantine) -> str:
    fields = [field for field in Quarantine._meta.concrete_fields if field.attname != "id"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        table = sql.Identifier(cursor.fetchone()[0], Quarantine._meta.db_table)
        names = sql.SQL(", ").join(sql.Identifier(field.column) for field in fields)
        values = sql.SQL(", ").join(sql.Literal(getattr(quarantine, field.attname)) for field in fields)
        return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(table, names, values).as_string(connection.connection)


def load(folder: Path, quarantine: Quarantine) -> None:
    """Load the backup and the row of the quarantine in one transaction.

    A restore that is killed leaves the database empty: psql commits only because the last line tells it to.
    """
    restore, psql = _program("pg_restore"), _program("psql")
    environment, insertion = _environment(), _insertion(quarantine)
    session = subprocess.Popen(
        [psql, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"],
        env=environment,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with session:
        session.stdin.write(b"BEGIN;\n")
        session.stdin.flush()
        script = [restore, "--file=-", "--no-owner", "--no-privileges", str(folder / DUMP)]
        done = subprocess.run(script, env=environment, stdout=session.stdin, stderr=subprocess.PIPE)
        end = f"{insertion};\nCOMMIT;\n" if done.returncode == 0 else "ROLLBACK;\n"
        _printed, errors = session.communicate(end.encode())
    if done.returncode or session.returncode:
        raise Refused(f"The database could not be loaded: {(errors + done.stderr).decode().strip()}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

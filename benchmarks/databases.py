"""New databases for measuring: in a temporary PostgreSQL cluster, on the server of DATABASE_URL, or in SQLite."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from environ import Env
from psycopg import sql

DEBIAN = "/usr/lib/postgresql/*/bin"
POSTGRESQL = ("postgres", "psql", "pgsql")  # how DATABASE_URL begins
# The cluster is deleted after the run, so nothing is flushed to disk: filling is faster, reading is not affected.
TEMPORARY = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_size": "4GB",
    "shared_buffers": "512MB",
}


class PostgreSQL:
    """Creates databases on the server of `url` and drops them afterwards."""

    name = "PostgreSQL"

    def __init__(self, url, description):
        self.url, self.description, self.created = url, description, []

    def _execute(self, statement, *names):
        config = Env.db_url_config(self.url)
        keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
        parameters = {key: config[name] for key, name in keys.items() if config[name]} | config.get("OPTIONS", {})
        with psycopg.connect(**parameters, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def create(self, name, like=None):
        """The URL of a new database, empty or a copy of the database `like`."""
        full = f"briefings_bench_{os.getpid()}_{name}"
        if like:
            self._execute("CREATE DATABASE {} TEMPLATE {}", full, f"briefings_bench_{os.getpid()}_{like}")
        else:
            self._execute("CREATE DATABASE {}", full)
        self.created.append(full)
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/{full}"))

    def drop_all(self):
        for full in self.created:
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", full)


class SQLite:
    name = description = "SQLite"

    def __init__(self, folder):
        self.folder = folder

    def create(self, name, like=None):
        path = self.folder / f"{name}.sqlite3"
        if like:
            shutil.copy(self.folder / f"{like}.sqlite3", path)
        return f"sqlite:///{path}"


def program_folder():
    """The folder with initdb and pg_ctl of the newest version; None when PostgreSQL is not installed."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    folders = sorted(Path("/").glob(DEBIAN.lstrip("/")), key=lambda path: float(path.parent.name))
    return folders[-1] if folders and (folders[-1] / "initdb").exists() else None


@contextlib.contextmanager
def _cluster(programs):
    """The URL of a new cluster on its own socket. Root starts it as user postgres: it refuses to run as root."""
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="bench-pg-"))
    options = {"user": user, "group": user, "extra_groups": []} if user else {}
    options |= {"check": True, "cwd": folder, "stdout": subprocess.DEVNULL, "start_new_session": True}
    if user:
        shutil.chown(folder, user, user)
    settings = " ".join(f"-c {name}={value}" for name, value in TEMPORARY.items())
    control = [programs / "pg_ctl", "-D", folder / "data", "-w"]
    try:
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
             "--no-sync"], **options,
        )  # fmt: skip
        subprocess.run([*control, "-l", folder / "log", "-o", f"-k {folder} {settings}", "start"], **options)
        yield f"postgres://bench@/{folder}/postgres"
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            subprocess.run([*control, "-m", "immediate", "stop"], **options | {"check": False})
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def database_server(folder):
    """A PostgreSQL or SQLite object; its databases are deleted afterwards."""
    url = os.environ.get("DATABASE_URL", "")
    programs = program_folder()
    with contextlib.ExitStack() as stack:
        if url.startswith(POSTGRESQL):
            server = PostgreSQL(url, "the PostgreSQL of DATABASE_URL, as it is configured")
        elif programs and not url:
            settings = ", ".join(f"{name} {value}" for name, value in TEMPORARY.items() if value)
            server = PostgreSQL(stack.enter_context(_cluster(programs)), f"a temporary PostgreSQL ({settings})")
        else:
            yield SQLite(folder)
            return
        stack.callback(server.drop_all)
        yield server


@contextlib.contextmanager
def database_servers(folder, *, only=None, is_quick=False):
    """PostgreSQL, where it is installed or named by DATABASE_URL, and SQLite; or only one of them.

    Quick is only that of DATABASE_URL, or SQLite.
    """
    names_postgresql = os.environ.get("DATABASE_URL", "").startswith(POSTGRESQL)
    if only is None and is_quick:
        only = "postgresql" if names_postgresql else "sqlite"
    servers = []
    with contextlib.ExitStack() as stack:
        if only != "sqlite":
            server = stack.enter_context(database_server(folder))
            servers += [server] if isinstance(server, PostgreSQL) else []
        yield servers if only == "postgresql" else [*servers, SQLite(folder)]

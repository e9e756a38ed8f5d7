"""Two fresh databases to measure on, in a throw-away PostgreSQL cluster, that of DATABASE_URL, or SQLite."""

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
# Nothing here outlives the run, so nothing is flushed to disk: it makes filling faster and reading neither way.
THROW_AWAY = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_size": "4GB",
    "shared_buffers": "512MB",
}


class PostgreSQL:
    """Makes databases on the server of `url`, and drops them again."""

    def __init__(self, url, words):
        self.url, self.words, self.made = url, words, []

    def _execute(self, statement, *names):
        config = Env.db_url_config(self.url)
        keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
        named = {key: config[name] for key, name in keys.items() if config[name]} | config.get("OPTIONS", {})
        with psycopg.connect(**named, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def create(self, name, like=None):
        """The URL of a new database, empty or a copy of the one made under the name `like`."""
        full = f"briefings_bench_{os.getpid()}_{name}"
        if like:
            self._execute("CREATE DATABASE {} TEMPLATE {}", full, f"briefings_bench_{os.getpid()}_{like}")
        else:
            self._execute("CREATE DATABASE {}", full)
        self.made.append(full)
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(path=f"{parts.path.rpartition('/')[0]}/{full}"))

    def drop_all(self):
        for full in self.made:
            self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", full)


class SQLite:
    words = "SQLite: PostgreSQL, for which the expectations are, is not installed here or not what DATABASE_URL names"

    def __init__(self, folder):
        self.folder = folder

    def create(self, name, like=None):
        path = self.folder / f"{name}.sqlite3"
        if like:
            shutil.copy(self.folder / f"{like}.sqlite3", path)
        return f"sqlite:///{path}"


def _programs():
    """The folder with initdb and pg_ctl, the newest version where there are several; None without a server."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = sorted(Path("/").glob(DEBIAN.lstrip("/")), key=lambda path: float(path.parent.name))
    return found[-1] if found and (found[-1] / "initdb").exists() else None


@contextlib.contextmanager
def _cluster(programs):
    """The URL of a new cluster on a socket of its own; PostgreSQL refuses to run as root, so root lends it a name."""
    person = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="bench-pg-"))
    options = {"user": person, "group": person, "extra_groups": []} if person else {}
    options |= {"check": True, "cwd": folder, "stdout": subprocess.DEVNULL, "start_new_session": True}
    if person:
        shutil.chown(folder, person, person)
    settings = " ".join(f"-c {name}={value}" for name, value in THROW_AWAY.items())
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
def place_to_measure(folder):
    """Something with `create(name, like=None)` and `words` that say what it is; all of it is gone afterwards."""
    given = os.environ.get("DATABASE_URL", "")
    programs = _programs()
    with contextlib.ExitStack() as stack:
        if given.startswith(("postgres", "psql", "pgsql")):
            place = PostgreSQL(given, "the PostgreSQL of DATABASE_URL, as it is configured")
        elif programs and not given:
            settings = ", ".join(f"{name} {value}" for name, value in THROW_AWAY.items() if value)
            place = PostgreSQL(stack.enter_context(_cluster(programs)), f"a throw-away PostgreSQL ({settings})")
        else:
            yield SQLite(folder)
            return
        stack.callback(place.drop_all)
        yield place

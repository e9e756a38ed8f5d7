"""A PostgreSQL primary and a streaming replica of it, each on a Unix socket in its own folder."""

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg

from ..databases import program_folder

USER = "rehearsal"
NAME = "briefings"
SETTINGS = {"listen_addresses": "", "wal_level": "replica", "max_wal_senders": "5", "max_connections": "60"}


class Server:
    def __init__(self, folder):
        self.folder = folder
        self.owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        folder.mkdir(parents=True)
        if self.owner:
            shutil.chown(folder, "postgres", "postgres")

    @property
    def url(self):
        return self.url_of(NAME)

    def url_of(self, database):
        return f"postgres://{USER}@/{database}?host={self.folder}"

    def run(self, program, *arguments):
        """Run one of PostgreSQL's programs; root runs it as user postgres, because PostgreSQL refuses root."""
        subprocess.run(
            [program_folder() / program, *arguments], check=True, cwd=self.folder, stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT, start_new_session=True, **self.owner,
        )  # fmt: skip

    def create(self):
        options = ["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        self.run("initdb", "-D", self.folder / "data", *options)
        self.start()
        self.execute(f"CREATE DATABASE {NAME}", database="postgres")

    def copy_from(self, primary):
        """Become a streaming replica of the primary, and start."""
        self.run("pg_basebackup", "-h", primary.folder, "-U", USER, "-D", self.folder / "data", "-R", "-c", "fast")
        self.start()

    def start(self):
        settings = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        command = ["-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o", f"-k {self.folder} {settings}"]
        self.run("pg_ctl", *command, "start")

    def stop(self, mode="immediate"):
        """Stop at once, as after a loss of power; nothing when it does not run."""
        if (self.folder / "data" / "postmaster.pid").exists():
            with contextlib.suppress(FileNotFoundError):  # left by a main process that was killed
                self.thaw()
            self.run("pg_ctl", "-D", self.folder / "data", "-m", mode, "-w", "stop")

    def freeze(self):
        """Stop all its processes where they are: connections stay open and nothing answers."""
        for number in self._processes():
            send(number, signal.SIGSTOP)

    def thaw(self):
        """Let them go on, the main process last: it buries children, and their numbers may be somebody else's then."""
        for number in reversed(self._processes()):
            send(number, signal.SIGCONT)

    @contextlib.contextmanager
    def frozen(self):
        self.freeze()
        try:
            yield
        finally:
            self.thaw()

    def _processes(self):
        main = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [main, *map(int, children)]

    def execute(self, statement, *, database=NAME):
        """The rows of a statement, [] when it returns none."""
        options = {"host": str(self.folder), "user": USER, "dbname": database, "connect_timeout": 5}
        with psycopg.connect(**options, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


def send(number, signal_number):
    """Send a signal to a process, unless it has ended meanwhile."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, signal_number)

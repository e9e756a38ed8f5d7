"""Public pages are read from PostgreSQL's streaming replicas, where DATABASE_REPLICA_URL names some.

A request reads everything from one database, the token of the store included. Staff and commands use the primary. A
replica that does not answer, or that lacks what was written 10 seconds ago, is left out until it is back: each process
compares the row that acts and `tick` write, at most every two seconds, with its copy in every replica.
"""

import logging
import time
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from itertools import count
from threading import Lock

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections
from django.db.models.functions import Now

from .models import PublicToken

MOST_LAG = 10  # seconds
CHECK_EVERY = 2  # seconds
PAUSE = 5  # seconds until a database that did not answer is asked again
CANCELLED, CONFLICT = "57014", "40001"  # SQLSTATE: a time limit; a row that the replica had to remove meanwhile

logger = logging.getLogger(__name__)
clock = time.monotonic
_reading = ContextVar("reading", default=None)


class ReplicaRouter:
    """Reads go to the database that the request has chosen, all else to the primary."""

    def db_for_read(self, model, **hints):
        return _reading.get()

    def db_for_write(self, model, **hints):
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *objects, **hints):
        return True  # all databases hold the same rows

    def allow_migrate(self, db, app_label, **hints):
        return db == DEFAULT_DB_ALIAS


class Replicas:
    """The state of the replicas as one process knows it: some do not answer, some are late."""

    def __init__(self, aliases: list[str]):
        self.aliases = aliases
        self.late = set()
        self._turns = count()
        self._paused = {}  # {alias: when it is asked again}
        self._written = []  # [(when a row was written on the primary, when this process saw it first)]
        self._next_check = 0
        self._lock = Lock()

    def choose(self) -> str | None:
        """The replica for a request, each in its turn; None when all are left out."""
        self._check()
        usable = [alias for alias in self.aliases if alias not in self.late and not self._is_paused(alias)]
        return usable[next(self._turns) % len(usable)] if usable else None

    def pause(self, alias: str) -> None:
        logger.warning("The database “%s” does not answer and is left out for %s seconds.", alias, PAUSE)
        self._paused[alias] = clock() + PAUSE

    def _is_paused(self, alias):
        return self._paused.get(alias, 0) > clock()

    def _check(self):
        if clock() < self._next_check or not self._lock.acquire(blocking=False):
            return
        try:
            self._next_check = clock() + CHECK_EVERY
            self._note(self._read(DEFAULT_DB_ALIAS))
            expected = max((written for written, seen in self._written if seen <= clock() - MOST_LAG), default=None)
            for alias in self.aliases:
                self._judge(alias, self._read(alias), expected)
        finally:
            self._lock.release()

    def _note(self, written):
        """Remember a new time of writing; of those older than MOST_LAG only the newest counts."""
        if written is not None and written not in [known for known, _seen in self._written]:
            self._written.append((written, clock()))
        settled = [pair for pair in self._written if pair[1] <= clock() - MOST_LAG]
        self._written = settled[-1:] + self._written[len(settled) :]

    def _judge(self, alias, written, expected):
        is_late = expected is not None and written is not None and written < expected
        if is_late != (alias in self.late):
            logger.warning("The replica “%s” is %s.", alias, "late and left out" if is_late else "up to date again")
        (self.late.add if is_late else self.late.discard)(alias)

    def _read(self, alias):
        if self._is_paused(alias):
            return None
        try:
            return PublicToken.objects.using(alias).values_list("written_at", flat=True).first()
        except Error:
            connections[alias].close()
            self.pause(alias)
            return None


replicas = Replicas(sorted(set(settings.DATABASES) - {DEFAULT_DB_ALIAS}))


@contextmanager
def reading_from(alias: str):
    token = _reading.set(alias)
    try:
        yield
    finally:
        _reading.reset(token)


def from_replica(view: Callable) -> Callable:
    """`view`, which only reads, on one replica; on the primary when none is usable or the chosen one fails."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        alias = replicas.choose()
        if alias is None:
            return view(request, *args, **kwargs)
        try:
            with reading_from(alias):
                return view(request, *args, **kwargs)
        except (OperationalError, InterfaceError) as error:
            state = getattr(error.__cause__, "sqlstate", None)
            if state == CANCELLED:
                raise  # it would take as long on the primary
            if state != CONFLICT:
                connections[alias].close()
                replicas.pause(alias)
        return view(request, *args, **kwargs)

    return answer if replicas.aliases else view


def beat() -> None:
    """Write the time on the primary, so that replicas can be compared while nobody changes anything."""
    PublicToken.objects.filter(pk=1).update(written_at=Now())

"""How long requests may wait for PostgreSQL: statements of readers 3 seconds, those of staff 30.

The server keeps these limits. A server that accepts connections and says nothing keeps none, and psycopg waits for it
without end: a thread then shuts the connection, and the request fails as with a server that is down.

Commands have no limit for statements; settings.py limits everywhere how long to connect and to wait for a lock.
"""

import os
import socket
import threading
import time
from weakref import WeakKeyDictionary

import psycopg
from django.conf import settings
from django.db import connections

from ..middleware import is_staff_path

READERS, STAFF = 3, 30  # seconds
IDLE = 60  # seconds in which a transaction may do nothing
CONNECT = 2  # seconds, the shortest that libpq knows
WHOLE = 2  # a whole request may take twice the limit of a statement; nobody waits as long for a server that works
UNACKNOWLEDGED = 1500  # milliseconds after which a TCP connection to a server that vanished counts as broken

_limits = WeakKeyDictionary()  # {connection of psycopg: seconds}, where it is not READERS


def begin() -> None:
    """Limit the connections of this process, which answers requests. To be called before the first one is opened."""
    for config in settings.DATABASES.values():
        if config["ENGINE"].endswith("postgresql"):
            options = config["OPTIONS"]
            options |= {"connect_timeout": CONNECT, "tcp_user_timeout": UNACKNOWLEDGED}
            options["options"] += f" -c statement_timeout={READERS}s -c idle_in_transaction_session_timeout={IDLE}s"
    TimeLimits.are_on = True


class Watch:
    """Shuts the connections of requests that take longer than any answer of a working server."""

    def __init__(self):
        self.running = {}  # {thread: [deadline, its connections]}
        self.thread = None

    def add(self, seconds: float, wrappers: list) -> None:
        self.running[threading.get_ident()] = [time.monotonic() + seconds, wrappers]
        if self.thread is None or not self.thread.is_alive():
            self.thread = threading.Thread(target=self._look, daemon=True, name="time limits")
            self.thread.start()

    def remove(self) -> None:
        self.running.pop(threading.get_ident(), None)

    def _look(self):
        while True:
            time.sleep(0.25)
            now = time.monotonic()
            for request in list(self.running.values()):
                if now > request[0]:
                    request[0] = now + READERS  # for whatever the request asks next
                    for wrapper in request[1]:
                        shut(wrapper.connection)


def shut(connection) -> None:
    """End the wait of another thread for this connection of psycopg, which gets an OperationalError."""
    try:
        with socket.socket(fileno=os.dup(connection.pgconn.socket)) as end:
            end.shutdown(socket.SHUT_RDWR)
    except (AttributeError, OSError, psycopg.Error):
        pass  # not connected, or not any more


class TimeLimits:
    """Gives each request its limit. A process answers mostly one kind, so the limit seldom has to be changed."""

    are_on = False
    watch = Watch()

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        postgresql = [connection for connection in connections.all() if connection.vendor == "postgresql"]
        if not (self.are_on and postgresql):
            return self.get_response(request)
        seconds = STAFF if is_staff_path(request) else READERS
        self.watch.add(WHOLE * seconds, postgresql)
        try:
            for connection in postgresql:
                if connection.connection is not None:
                    limit(connection, seconds)
            return self.get_response(request)
        finally:
            self.watch.remove()


def limit(connection, seconds: int) -> None:
    """Set the limit of an open connection, unless it has it; one that turns out to be broken is closed."""
    if _limits.get(connection.connection, READERS) == seconds:
        return
    try:
        connection.connection.execute(f"SET statement_timeout = '{seconds}s'")
        _limits[connection.connection] = seconds
    except psycopg.Error:
        connection.close()

"""How long requests may wait for PostgreSQL: statements of readers 3 seconds, those of staff 30.

Commands have no limit for statements; settings.py limits everywhere how long to connect and to wait for a lock.
"""

from weakref import WeakKeyDictionary

import psycopg
from django.conf import settings
from django.db import connections

from ..middleware import is_staff_path

READERS, STAFF = 3, 30  # seconds
IDLE = 60  # seconds in which a transaction may do nothing
CONNECT = 2  # seconds, the shortest that libpq knows
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


class TimeLimits:
    """Gives each request its limit. A process answers mostly one kind, so the limit seldom has to be changed."""

    are_on = False

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self.are_on:
            for connection in connections.all(initialized_only=True):
                if connection.vendor == "postgresql" and connection.connection is not None:
                    limit(connection, STAFF if is_staff_path(request) else READERS)
        return self.get_response(request)


def limit(connection, seconds: int) -> None:
    """Set the limit of an open connection, unless it has it; one that turns out to be broken is closed."""
    if _limits.get(connection.connection, READERS) == seconds:
        return
    try:
        connection.connection.execute(f"SET statement_timeout = '{seconds}s'")
        _limits[connection.connection] = seconds
    except psycopg.Error:
        connection.close()

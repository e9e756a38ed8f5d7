"""A connection of the pool that the server has hung up on is never lent to a page."""

import psycopg
import pytest
from django.db import connection
from psycopg_pool import ConnectionPool

from briefings.lib.connections import WatchedConnection

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL has a pool: set DATABASE_URL to run this"
)


@pytest.fixture
def watched(db):
    """A connection of its own to the test database."""
    parameters = connection.get_connection_params()
    for name in ("pool", "cursor_factory", "context", "server_side_binding", "prepare_threshold"):
        parameters.pop(name, None)
    with WatchedConnection.connect(**parameters, autocommit=True) as opened:
        yield opened


def last_question(watched):
    """When the server was last asked something through the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT query_start FROM pg_stat_activity WHERE pid = %s", [watched.info.backend_pid])
        return cursor.fetchone()


def test_check_asks_a_quiet_connection_nothing(watched):
    watched.execute("SELECT 1")
    before = last_question(watched)
    ConnectionPool.check_connection(watched)
    assert last_question(watched) == before


def test_check_notices_that_the_server_has_hung_up(watched):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [watched.info.backend_pid])
    with pytest.raises(psycopg.OperationalError):
        ConnectionPool.check_connection(watched)


def test_other_statements_are_executed_as_ever(watched):
    assert watched.execute("SELECT %s + 1", [1]).fetchone() == (2,)

"""The first query of a public page notices a connection that broke since the request before."""

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from briefings.history.public_token import public_state


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that could break")
def test_a_connection_that_broke_since_the_last_request_is_replaced(real_commits):
    expected = public_state()
    break_connection()
    connection.health_check_done = False
    assert public_state() == expected
    with pytest.raises(OperationalError), transaction.atomic():  # its start is lost
        break_connection()
        public_state()
    connection.close()


def break_connection():
    parameters = connection.get_connection_params() | {"autocommit": True}
    with psycopg.connect(**parameters) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])

import pytest
from django.db import OperationalError, connection

from tests.at_once import at_once


def test_health_is_200_when_the_database_answers(client, db):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_health_is_503_when_the_database_does_not_answer(client, monkeypatch):
    def refuse(*args, **options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert "database" in answer.content.decode()


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="only PostgreSQL has a pool: set DATABASE_URL to run this"
)
def test_no_reader_gets_a_connection_that_the_server_has_closed(real_commits, reader):
    """As after a restart of PostgreSQL: what lies in the pool is dead."""

    def visit():
        return reader.get("/en/briefings/").status_code

    assert at_once(visit, visit) == ([200, 200], [], [])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        assert cursor.fetchall()
    assert at_once(visit, visit) == ([200, 200], [], [])

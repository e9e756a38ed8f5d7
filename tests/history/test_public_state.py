"""The state of what is public: one query, whoever asks it, also on a connection that broke."""

import datetime
from contextlib import contextmanager

import psycopg
import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.history import public_token
from briefings.history.models import PublicToken
from briefings.history.public_token import public_changed, public_state
from briefings.lib.clock import database_now
from tests import make

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is asked in this process")


def test_state_costs_one_query_and_names_the_token_the_newest_date_and_the_day(
    db, author, editor, django_assert_num_queries
):
    before = public_state()
    edition = make.edition(by=author, approver=editor)
    make.edition(by=author, approver=editor, publish_at=database_now() + datetime.timedelta(days=1))
    with django_assert_num_queries(1):
        state = public_state()
    assert state != before
    assert state[0] == PublicToken.objects.values_list("token", flat=True).first()
    assert edition.publish_at.astimezone(datetime.UTC).isoformat(" ")[:19] in str(state[1])


@pytest.fixture
def by_cursor(monkeypatch):
    """The rows that a cursor has read."""
    rows, plainly = [], public_token._row
    monkeypatch.setattr(public_token, "_row", lambda *arguments: rows.append(plainly(*arguments)) or rows[-1])
    return rows


@contextmanager
def locked(model):
    """Another connection changes the table; this one waits for 50 ms at most."""
    parameters = connection.get_connection_params() | {"autocommit": False}
    with psycopg.connect(**parameters) as other, connection.cursor() as cursor:
        other.execute(f"LOCK TABLE {model._meta.db_table} IN ACCESS EXCLUSIVE MODE")
        cursor.execute("SET statement_timeout = 50")
        yield
        other.rollback()
        cursor.execute("RESET statement_timeout")


@on_postgresql
def test_libpq_alone_and_a_cursor_find_the_same(real_commits, author, editor, by_cursor):
    rows = by_cursor
    with CaptureQueriesContext(connection):
        plain = public_state()  # of an empty database
    assert len(rows) == 1 and public_state() == plain
    make.edition(by=author, approver=editor)
    public_changed()
    quick = public_state()
    assert len(rows) == 1, "libpq is not used"
    with transaction.atomic():
        assert public_state() == quick != plain and len(rows) == 2
    with connection.execute_wrapper(lambda execute, *arguments: execute(*arguments)):
        assert public_state() == quick and len(rows) == 3, "a query that somebody watches is not hidden"


@on_postgresql
def test_a_statement_that_the_connection_forgot_is_prepared_again(real_commits, by_cursor):
    public_changed()
    expected = public_state()
    for _time in range(2):
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")  # as psycopg does after a rollback
        assert [public_state() for _time in range(3)] == [expected] * 3
        assert by_cursor.pop() and not by_cursor, "once by a cursor, then by libpq"


@on_postgresql
def test_a_statement_that_could_not_be_prepared_is_prepared_the_next_time(real_commits, by_cursor):
    public_changed()
    with locked(PublicToken), pytest.raises(OperationalError):
        public_state()
    expected = public_state()
    by_cursor.clear()
    assert public_state() == expected and not by_cursor


@on_postgresql
def test_what_takes_too_long_is_not_asked_again(real_commits, by_cursor):
    public_changed()
    public_state()
    by_cursor.clear()
    with locked(PublicToken), pytest.raises(OperationalError, match="timeout"):
        public_state()
    assert not by_cursor


@on_postgresql
def test_where_psycopg_prepares_nothing_a_cursor_asks(real_commits, by_cursor):
    public_state()
    connection.connection.prepare_threshold = 10**9
    assert public_state() and len(by_cursor) >= 1
    connection.close()


def test_another_day_is_another_state(monkeypatch, db):
    """Pages say what is under way or overdue today, and nobody writes anything at midnight."""
    today, tomorrow = public_state(), timezone.now() + datetime.timedelta(days=1)
    assert public_state() == today
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert public_state() != today


@on_postgresql
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

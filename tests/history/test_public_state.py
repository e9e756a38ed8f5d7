"""The state of what is public: one query, whoever asks it, also on a connection that broke."""

import datetime

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


@on_postgresql
def test_libpq_alone_and_a_cursor_find_the_same(real_commits, author, editor, monkeypatch):
    rows, plainly = [], public_token._row
    monkeypatch.setattr(public_token, "_row", lambda *arguments: rows.append(plainly(*arguments)) or rows[-1])
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
def test_a_statement_that_the_connection_forgot_is_asked_by_a_cursor(real_commits):
    public_changed()
    expected = public_state(), public_state()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert (public_state(), public_state()) == expected


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

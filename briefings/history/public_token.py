"""The token of the store of public pages: a new one makes every stored page invalid.

A model that a public page reads declares `read_by_public = True`: saving or deleting its rows or changing its relations
replaces the token after the commit. Where public pages read only some of its fields, it names them instead: a save with
`update_fields` that has none of them keeps the token. Code that writes such a model without signals (`bulk_create`,
`update`, SQL) calls `public_changed`. A model whose rows become public at a date names its field:
`public_from = "publish_at"`.
"""

import hashlib
import itertools
import secrets
import threading
from functools import cache
from weakref import WeakSet

import psycopg
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections, router
from django.db.models import Model
from django.db.models.functions import Now
from django.db.transaction import on_commit
from django.utils import timezone
from psycopg.pq import DiagnosticField, ExecStatus

from ..lib.clock import NOW_SQL
from .models import PublicToken

SELDOM = 100  # executions: where psycopg prepares a statement later than that, it is meant not to
TOOK_TOO_LONG = ("57014", "55P03")  # SQLSTATE of a statement that was canceled, and of a lock that was not to be had

_calls = itertools.count(1)
_thread = threading.local()  # `replaced`: {alias: number of the call up to which this thread has replaced the token}
_prepared = WeakSet()  # the connections of psycopg that know the statement of the state


def public_changed(using: str = DEFAULT_DB_ALIAS) -> None:
    """Replace the token when the current transaction commits, once even if called several times."""
    call = next(_calls)
    on_commit(lambda: _replace_once(call, using), using=using, robust=True)


def _replace_once(call: int, using: str) -> None:
    """Runs after the commit for each call in the transaction; only the first replaces the token."""
    replaced = _thread.__dict__.setdefault("replaced", {})
    if call > replaced.get(using, 0):
        replaced[using] = next(_calls)
        token = PublicToken(pk=1, token=secrets.token_urlsafe(16), written_at=Now())
        PublicToken.objects.using(using).bulk_create(
            [token], update_conflicts=True, unique_fields=["pk"], update_fields=["token", "written_at"]
        )


def note_write(sender, using, update_fields=None, **kwargs):
    fields = getattr(sender, "read_by_public", True)  # a table between two models has none
    if update_fields is None or fields is True or not update_fields.isdisjoint(fields):
        public_changed(using)


def followed_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if getattr(model, "read_by_public", False)]


def followed_relations() -> list[type[Model]]:
    """The models of the tables that hold the many-to-many relations of followed models."""
    return [getattr(model, field.name).through for model in followed_models() for field in model._meta.many_to_many]


def public_state() -> tuple:
    """Changes whenever a public page may change: the token, the newest date that has passed, and today's date.

    One query, on the connection that the request reads from.
    """
    connection = connections[router.db_for_read(PublicToken)]
    return (*_first_row(connection, _sql(connection.vendor)), timezone.localdate())


def _first_row(connection, sql):
    """The first row of a request's first query, which serves as the health check of a connection that was kept:
    Django's own asks `SELECT 1` before it, which took a third of the answer from the store."""
    connection.health_check_done = True
    try:
        return _quick_row(connection, sql) or _row(connection, sql)
    except (InterfaceError, OperationalError):
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return _row(connection, sql)


def _quick_row(connection, sql):
    """The row by libpq alone: the cursors of Django and psycopg take three times as long as all else that the query
    needs, a quarter of a 304. None where Django has to know of the query, and where the statement is not there: psycopg
    lets the server forget all statements after each rollback. Then it is prepared again the next time."""
    if connection.vendor != "postgresql" or connection.connection is None or connection.in_atomic_block:
        return None
    if connection.execute_wrappers or connection.queries_logged or not _prepares(connection.connection):
        return None
    name, libpq, known = _statement(sql), connection.connection.pgconn, connection.connection in _prepared
    try:
        result = libpq.exec_prepared(name, None) if known else libpq.prepare(name, sql.encode())
        if not known and result.status == ExecStatus.COMMAND_OK:
            _prepared.add(connection.connection)
            result = libpq.exec_prepared(name, None)
    except psycopg.Error:  # the connection is broken
        return None
    if result.status == ExecStatus.TUPLES_OK:
        values = [result.get_value(0, number) for number in range(result.nfields)]
        return tuple(value and value.decode() for value in values)
    _prepared.discard(connection.connection)
    _raise_if_it_took_too_long(connection, result)
    return None


def _prepares(connection):
    """Whether psycopg prepares statements on this connection: behind some poolers it must not."""
    return connection.prepare_threshold is not None and connection.prepare_threshold <= SELDOM


@cache
def _statement(sql):
    """Its name. Another release that asks otherwise has another one, should a pooler share the connection."""
    return f"public_state_{hashlib.sha256(sql.encode()).hexdigest()[:16]}".encode()


def _raise_if_it_took_too_long(connection, result):
    """Asked again, it would take as long again."""
    state = (result.error_field(DiagnosticField.SQLSTATE) or b"").decode()
    if state in TOOK_TOO_LONG:
        with connection.wrap_database_errors:
            raise psycopg.errors.lookup(state)(result.error_message.decode(errors="replace"))


def _row(connection, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


@cache
def _sql(vendor: str) -> str:
    """Hand-written because it runs on every request: 0.014 ms on SQLite, with a queryset 0.27 ms. All values are text,
    so that a row is the same whoever reads it."""
    as_text = "::text" if vendor == "postgresql" else ""
    token = f"SELECT token FROM {PublicToken._meta.db_table}"
    now = NOW_SQL[vendor]
    dates = [
        f"SELECT {field}{as_text} FROM {model._meta.db_table} WHERE {field} <= {now} ORDER BY {field} DESC LIMIT 1"
        for model in followed_models()
        if (field := getattr(model, "public_from", None))
    ]
    return "SELECT " + ", ".join(f"({part})" for part in (token, *dates))

"""The token of the store of public pages: a new one makes every stored page invalid.

A model that a public page reads declares `read_by_public = True`: saving or deleting its rows or changing its relations
replaces the token after the commit. Where public pages read only some of its fields, it names them instead: a save with
`update_fields` that has none of them keeps the token. Code that writes such a model without signals (`bulk_create`,
`update`, SQL) calls `public_changed`. A model whose rows become public at a date names its field, and that of when it
was written: `public_from = "publish_at", "created_at"`.
"""

import itertools
import secrets
import threading
from functools import cache

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections, router
from django.db.models import Model
from django.db.models.functions import Now
from django.db.transaction import on_commit
from django.utils import timezone

from ..lib.clock import NOW_SQL
from .models import PublicToken

_calls = itertools.count(1)
_thread = threading.local()  # `replaced`: {alias: number of the call up to which this thread has replaced the token}


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

    The date of a row that was never scheduled counts when `written_at` of the token has reached it: otherwise each page
    would be made twice, for the date and milliseconds later for the token. Without a token every date counts. One
    query, on the connection that the request reads from.
    """
    connection = connections[router.db_for_read(PublicToken)]
    return (*_first_row(connection, _sql(connection.vendor)), timezone.localdate())


def _first_row(connection, sql):
    """The first row of a request's first query, which serves as the health check of a connection that was kept:
    Django's own asks `SELECT 1` before it, which took a third of the answer from the store."""
    connection.health_check_done = True
    try:
        return _row(connection, sql)
    except (InterfaceError, OperationalError):
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return _row(connection, sql)


def _row(connection, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


@cache
def _sql(vendor: str) -> str:
    """Hand-written because it runs on every request: 0.014 ms on SQLite, with a queryset 0.27 ms."""
    now = NOW_SQL[vendor]
    dates = [
        f"(SELECT {field} FROM {model._meta.db_table} WHERE {field} <= {now} "
        f"AND ({field} <= COALESCE(kept.written_at, {now}) OR {field} > {created}) ORDER BY {field} DESC LIMIT 1)"
        for model in followed_models()
        if hasattr(model, "public_from")
        for field, created in [model.public_from]
    ]
    columns = ", ".join(["kept.token", *dates])
    return f"SELECT {columns} FROM (SELECT 1) AS one LEFT JOIN {PublicToken._meta.db_table} AS kept ON TRUE"

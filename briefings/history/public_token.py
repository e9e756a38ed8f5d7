"""Which state of the site readers see: what stored public pages depend on.

A model that a public page reads says `read_by_public = True`: its saves, deletions and relations replace the token
after their commit. Whatever writes such a model without signals (`bulk_create`, `update`, SQL) calls `public_changed`.
"""

import itertools
import secrets
import threading
from functools import cache

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.transaction import on_commit
from django.utils import timezone

from ..lib.clock import NOW_SQL
from .models import PublicToken

_calls = itertools.count(1)
_thread = threading.local()  # `replaced`: {alias: number of the call up to which this thread has replaced the token}


def public_changed(using=DEFAULT_DB_ALIAS):
    """Replace the token when the present transaction commits, once however often this is called in it."""
    call = next(_calls)
    on_commit(lambda: _replace_once(call, using), using=using, robust=True)


def _replace_once(call, using):
    """All calls of one transaction get here after its commit; the first one replaces the token for all of them."""
    replaced = _thread.__dict__.setdefault("replaced", {})
    if call > replaced.get(using, 0):
        replaced[using] = next(_calls)
        token = PublicToken(pk=1, token=secrets.token_urlsafe(16))
        PublicToken.objects.using(using).bulk_create(
            [token], update_conflicts=True, unique_fields=["pk"], update_fields=["token"]
        )


def note_write(sender, using, **kwargs):
    """Receiver of the signals of followed models."""
    public_changed(using)


def followed_models():
    return [model for model in apps.get_models() if getattr(model, "read_by_public", False)]


def followed_relations():
    """The tables between followed models and those that they have many-to-many relations with."""
    return [getattr(model, field.name).through for model in followed_models() for field in model._meta.many_to_many]


def public_state():
    """What identifies all that public pages show now: the token, the newest date that has come, and the day.

    One query, on the connection that the request reads from.
    """
    connection = connections[router.db_for_read(PublicToken)]
    with connection.cursor() as cursor:
        cursor.execute(_question(connection.vendor))
        return (*cursor.fetchone(), timezone.localdate())


@cache
def _question(vendor):
    """SQL: written by hand because Django would take longer to write it than the database to answer it."""
    token = f"SELECT token FROM {PublicToken._meta.db_table}"
    dates = [
        f"SELECT {field} FROM {model._meta.db_table} WHERE {field} <= {NOW_SQL[vendor]} ORDER BY {field} DESC LIMIT 1"
        for model in followed_models()
        if (field := getattr(model, "public_from", None))
    ]
    return "SELECT " + ", ".join(f"({question})" for question in (token, *dates))

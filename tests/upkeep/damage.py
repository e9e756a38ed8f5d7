"""Damage by raw SQL, past the triggers."""

import contextlib

from django.db import connection

from briefings import triggers


@contextlib.contextmanager
def past_triggers():
    triggers.drop()
    yield
    triggers.install()


def sql(statement, *values):
    with past_triggers(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0, statement

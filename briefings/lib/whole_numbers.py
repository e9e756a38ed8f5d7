"""Whole numbers that SQLite has no room for, from a forged form or address: nothing is found, as on PostgreSQL."""

import math

from django.db import DataError

LOWEST, HIGHEST = -(2**63), 2**63 - 1


def _comparable(value):
    """A number that SQLite can compare with, in the place of one that is larger than any that it stores."""
    is_overlong = isinstance(value, int) and not LOWEST <= value <= HIGHEST
    if not is_overlong:
        return value
    return math.inf if value > 0 else -math.inf


def execute_overlong(execute, sql, params, many, context):
    """Around every statement on SQLite, at no cost until a number is too long: a question about it has an answer."""
    try:
        return execute(sql, params, many, context)
    except OverflowError as error:
        if many or not sql.startswith("SELECT"):
            raise DataError("A whole number is out of range.") from error
        return execute(sql, tuple(map(_comparable, params)), many, context)


def watch_connection(connection, **kwargs):
    """Receives `connection_created`."""
    if connection.vendor == "sqlite" and execute_overlong not in connection.execute_wrappers:
        connection.execute_wrappers.append(execute_overlong)

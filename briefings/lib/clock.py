"""The database's clock: the one by which everything becomes public, whichever machine a page is served from."""

import datetime

from django.db import connection
from django.utils import timezone

NOW_SQL = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "statement_timestamp()"}


def database_now():
    """The present by the database's clock, as an aware datetime."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {NOW_SQL[connection.vendor]}")
        (moment,) = cursor.fetchone()
    if isinstance(moment, str):
        return datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)
    return moment.astimezone(timezone.get_default_timezone())

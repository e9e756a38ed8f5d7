"""The database's clock. It decides when something becomes public, so that all web servers agree."""

import datetime

from django.db import connection
from django.utils import timezone

NOW_SQL = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "statement_timestamp()"}


def database_now() -> datetime.datetime:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {NOW_SQL[connection.vendor]}")
        (moment,) = cursor.fetchone()
    if isinstance(moment, str):
        return datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)
    return moment.astimezone(timezone.get_default_timezone())

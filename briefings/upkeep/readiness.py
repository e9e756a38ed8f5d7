"""Whether the site has what it needs. `/readyz`, the metrics and the desk of administrators read the same checks."""

import datetime
import os
import shutil
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Subquery
from django.db.models.functions import Now
from django.utils import timezone

from ..lib.clock import database_now
from .models import Backup, Tick

LEAST_SPACE = 0.05, 1024**3  # share of the disk, and bytes; the smaller one counts
OLDEST_TICK = datetime.timedelta(minutes=5)
OLDEST_BACKUP = datetime.timedelta(hours=26)
MOST_DIFFERENCE = datetime.timedelta(seconds=5)


@dataclass(frozen=True)
class Check:
    """`note` is for whoever runs the site: plain English, no address, password or path."""

    name: str
    is_ok: bool
    note: str = ""
    is_fatal: bool = False
    seconds: float | None = None  # age or difference, for the metrics

    @property
    def word(self):
        return "ok" if self.is_ok else "failed" if self.is_fatal else "warning"


def checks() -> list[Check]:
    """All checks, fatal ones first. Without the database, or its tables, those that need it are left out."""
    try:
        fatal = [_database(), _migrations()]
        of_database = _of_database() if all(check.is_ok for check in fatal) else []
        return [*fatal, _disk(), _cache(), *of_database]
    except Exception as error:
        return [Check("database", False, type(error).__name__, is_fatal=True), _disk()]


def warnings() -> list[Check]:
    """What an administrator should look at, for the desk; migrations are not asked for, they take longest."""
    return [check for check in (_disk(), _cache(), *_of_database()) if not check.is_ok]


def checks_of_own_connection() -> list[Check]:
    """For a thread, which has a connection of its own."""
    try:
        return checks()
    finally:
        connection.close()


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Check("database", True, is_fatal=True)


def _migrations():
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return Check("migrations", not missing, f"{missing} missing" if missing else "", is_fatal=True)


def _disk():
    disk = shutil.disk_usage(settings.DATA_DIR)
    share, size = LEAST_SPACE
    note = f"{disk.free // 1024**2:,} MiB free"
    return Check("disk", disk.free >= min(share * disk.total, size), note)


def _cache():
    """A cache in the database answers when the database does."""
    if not settings.CACHES["default"]["BACKEND"].endswith("SharedCache"):
        return Check("cache", True)
    try:
        cache.get("readiness")
    except Exception as error:
        return Check("cache", False, f"{type(error).__name__}: nobody can sign in")
    return Check("cache", True)


def _of_database():
    backups = Backup.objects.values("finished_at")[:1]
    moments = Tick.objects.annotate(now=Now(), backup=Subquery(backups)).values_list("now", "at", "backup").first()
    now, tick, backup = moments or (database_now(), None, Backup.objects.values_list("finished_at", flat=True).first())
    difference = abs(now - timezone.now())
    return [
        _writing(),
        _age("tick", tick, now, OLDEST_TICK),
        _age("backup", backup, now, OLDEST_BACKUP),
        Check(
            "clock",
            difference <= MOST_DIFFERENCE,
            f"{difference.total_seconds():.1f} s from the database's",
            seconds=difference.total_seconds(),
        ),
    ]


def _writing():
    if connection.vendor == "sqlite":
        is_ok = os.access(connection.settings_dict["NAME"], os.W_OK)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'")
            (is_ok,) = cursor.fetchone()
    return Check("writing", is_ok, "" if is_ok else "the database is read-only: nobody can sign in or save")


def _age(name, moment, now, oldest):
    if moment is None:
        return Check(name, False, "never")
    age = now - moment
    return Check(name, age <= oldest, f"{int(age.total_seconds() // 60)} minutes ago", seconds=age.total_seconds())

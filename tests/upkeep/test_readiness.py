"""Checks of what the site needs: /healthz, /readyz and the desk of administrators."""

import datetime
import re
import shutil
import subprocess
import sys
import threading
from collections import namedtuple
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from briefings.lib.clock import database_now
from briefings.upkeep import probes, readiness
from briefings.upkeep.models import Backup, Tick
from tests.serving import ROOT, production

Disk = namedtuple("Disk", "total used free")


def named(name):
    (check,) = [check for check in readiness.checks() if check.name == name]
    return check


def make_backup(age):
    moment = database_now() - age
    Backup.objects.create(started_at=moment, finished_at=moment, name="b", sha256="0" * 64, size=1)


@pytest.fixture
def refused(monkeypatch):
    def refuse(*args, **options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)


@pytest.fixture
def probe_in_this_thread(monkeypatch):
    monkeypatch.setattr(probes.Probes, "checks", lambda self: readiness.checks())


def test_health_needs_no_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (200, b"ok\n", "no-store")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("host", ["10.0.0.7", "[fd00::7]:8000", "not.ours.example"])
def test_probes_may_come_by_any_name_and_without_https(client, db, settings, probe_in_this_thread, path, host):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path, headers={"Host": host}).status_code == 200
    assert client.get("/en/", headers={"Host": host}).status_code == 400


def test_ready_site_lists_its_checks_and_warnings_do_not_fail_it(client, db, probe_in_this_thread):
    answer = client.get("/readyz")
    lines = answer.content.decode().splitlines()
    assert (answer.status_code, lines[0]) == (200, "ready")
    assert [line.partition(":")[0] for line in lines[1:]] == [
        "database", "migrations", "disk", "cache", "writing", "tick", "backup", "clock",
    ]  # fmt: skip
    assert "tick: warning (never)" in lines


def test_read_only_database_is_a_warning(client, db, probe_in_this_thread, monkeypatch):
    if connection.vendor == "sqlite":
        monkeypatch.setattr(readiness.os, "access", lambda path, mode: False)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert "writing: warning (the database is read-only: nobody can sign in or save)" in answer.content.decode()


def test_ready_is_503_when_the_database_does_not_answer(client, refused, probe_in_this_thread):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content.decode().startswith("not ready\ndatabase: failed (OperationalError)\ndisk: ")


def test_ready_is_503_when_the_database_says_nothing(client, monkeypatch):
    answered, asked = threading.Event(), []

    def never():
        asked.append(threading.current_thread())
        answered.wait(60)
        return []

    monkeypatch.setattr(probes, "checks_of_own_connection", never)
    try:
        for _attempt in range(2):  # the second one starts no second thread
            assert client.get("/readyz").status_code == 503
            assert len(asked) == 1 and asked[0].is_alive()
    finally:
        answered.set()


def test_ready_is_503_when_a_migration_is_missing(client, db, probe_in_this_thread):
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'briefings' AND name ="
            " (SELECT max(name) FROM django_migrations WHERE app = 'briefings')"
        )
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "migrations: failed (1 missing)" in answer.content.decode()


def test_database_without_tables_lacks_migrations_and_does_not_fail(tmp_path):
    """The file is empty, as before the first `migrate`."""
    environment = production(tmp_path)
    script = "from briefings.upkeep.readiness import checks; print([(c.name, c.word) for c in checks()])"
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", script]
    printed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert "('database', 'ok'), ('migrations', 'failed'), ('disk', " in printed


def test_tick_notes_when_it_ran(db):
    call_command("tick", stdout=StringIO())
    call_command("tick", stdout=StringIO())
    assert named("tick").is_ok
    assert Tick.objects.count() == 1
    Tick.objects.update(at=database_now() - datetime.timedelta(minutes=6))
    assert (named("tick").is_ok, named("tick").note) == (False, "6 minutes ago")


def test_backup_of_yesterday_is_enough_and_one_of_the_day_before_is_not(db):
    assert named("backup").note == "never"
    make_backup(datetime.timedelta(hours=27))
    assert not named("backup").is_ok
    make_backup(datetime.timedelta(hours=25))
    assert named("backup").is_ok


def test_clock_is_compared_with_the_database(db, monkeypatch):
    assert named("clock").is_ok
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=9))
    assert not named("clock").is_ok


@pytest.mark.parametrize(("free", "is_ok"), [(2 * 1024**3, True), (1024**3 - 1, False)])
def test_disk_that_is_almost_full_is_a_warning(db, monkeypatch, free, is_ok):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(100 * 1024**3, 0, free))
    assert named("disk").is_ok is is_ok


def test_shared_cache_that_does_not_answer_is_a_warning(db, settings):
    backend = "briefings.lib.shared_cache.SharedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1/0"}}
    assert named("cache").word == "warning"


def test_administrators_see_warnings_on_their_desk_and_others_do_not(signed_in, administrator, editor, settings):
    settings.IS_LOCAL = False
    page = signed_in(administrator).get("/admin/").content.decode()
    assert "There is no backup of the last 26 hours." in page
    assert "Tell whoever runs the site" not in signed_in(editor).get("/admin/").content.decode()
    make_backup(datetime.timedelta())
    call_command("tick", stdout=StringIO())
    page = signed_in(administrator).get("/admin/").content.decode()
    assert re.search(r"Tell whoever runs the site:</strong> Disk, cache", page)

"""Backups are made while people write, are whole or not there, and old ones go."""

import datetime
import fcntl
import gzip
import signal
import subprocess
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.db import connection

from briefings.history.actions import record
from briefings.history.models import Event
from briefings.lib.acts import Act
from briefings.media.models import Image
from briefings.roles import Realm
from briefings.upkeep import backup as backups
from briefings.upkeep import manifest
from briefings.upkeep.backup import back_up
from briefings.upkeep.manifest import Refused
from briefings.upkeep.models import Backup
from briefings.upkeep.restore import restore

from ..people import member
from ..world import picture
from .places import elsewhere, environment

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent
NOW = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)
WRITE = Act("write", "")


@pytest.fixture
def image():
    image = picture("navy", by=member("author"), alt="A port")
    yield image
    file_of(image).unlink(missing_ok=True)


def file_of(image):
    return Path(settings.MEDIA_ROOT) / image.file.name


def is_whole(backup):
    return list(manifest.changed_parts(backup, manifest.read(backup))) == []


def test_backup_is_complete_private_and_on_record(folder, image):
    backup, problems = back_up(folder, now=NOW)
    assert problems == []
    assert backup == folder / "briefings-20261128T120000Z"
    assert is_whole(backup)
    for path in [folder, backup, *backup.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path
    made = manifest.read(backup)
    row = Backup.objects.get()
    assert (row.name, row.sha256, row.finished_at, row.missing) == (backup.name, made.sha256, NOW, 0)
    assert row.size == sum(path.stat().st_size for path in backup.rglob("*") if path.is_file())


def test_manifest_says_what_the_site_held(folder, image):
    backup, _problems = back_up(folder)
    content = manifest.read(backup).content
    assert content["engine"] == connection.vendor
    assert content["versions"]["database"].startswith(connection.display_name)
    assert content["migrations"]["briefings"][0] == "0001_initial"
    assert content["counts"]["briefings_image"] == 1
    assert content["counts"]["briefings_event"] == content["log"]["event"]["count"] == Event.objects.count()
    assert content["log"]["event"]["last_id"] == Event.objects.latest("pk").pk
    names = {part["name"] for part in content["parts"]}
    assert names == {backups.DATABASES[connection.vendor].DUMP, f"pictures/{image.file.name}"}


def test_manifest_names_the_commit_or_the_folder_of_the_release(tmp_path):
    release = tmp_path / "2026-11-28"
    release.mkdir()
    (tmp_path / "current").symlink_to(release)
    assert manifest.code_version(tmp_path / "current") == "2026-11-28"
    git = release / ".git"
    (git / "refs" / "heads").mkdir(parents=True)
    for head, commit in [("5c46227", "5c46227"), ("ref: refs/heads/main", "80d51e0"), ("ref: packed", "packed")]:
        (git / "HEAD").write_text(f"{head}\n")
        (git / "refs" / "heads" / "main").write_text("80d51e0\n")
        assert manifest.code_version(release) == commit


def test_sessions_are_left_out(folder, tmp_path):
    session = SessionStore()
    session["secret"] = "x" * 50
    session.create()
    backup, _problems = back_up(folder)
    assert "django_session" not in manifest.read(backup).content["counts"]
    if connection.vendor == "sqlite":
        assert session.session_key.encode() not in gzip.decompress((backup / "database.sqlite3.gz").read_bytes())
    with elsewhere(tmp_path):
        restore(backup)
        assert not SessionStore(session.session_key).exists(session.session_key)


# --- while people write


def test_what_was_committed_before_is_in_it(folder, tmp_path):
    """Another thread commits all the time; SQLite's file alone, copied at such a time, lacks what the WAL holds."""
    author, committed, stop = member("author"), [], threading.Event()

    def write():
        try:
            while not stop.is_set():
                committed.append(record(by=author, act=WRITE, target=author, realm=Realm.USERS).pk)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(committed) < 50:
            stop.wait(0.01)
        before = list(committed)
        backup, _problems = back_up(folder)
        during = len(committed)
    finally:
        stop.set()
        writer.join()
    assert during > len(before)
    with elsewhere(tmp_path):
        assert restore(backup) == []
        kept = set(Event.objects.values_list("pk", flat=True))
    assert kept >= set(before)


def test_picture_that_is_uploaded_meanwhile_is_in_it(folder, monkeypatch):
    database = backups.DATABASES[connection.vendor]
    dump = database.dump

    def upload_then_dump(draft):
        picture("red", by=member("author"), alt="A road")
        return dump(draft)

    monkeypatch.setattr(database, "dump", upload_then_dump)
    backup, problems = back_up(folder)
    assert problems == []
    assert [path.name for path in (backup / "pictures").iterdir()] == [Image.objects.get().file.name]


def test_picture_that_is_deleted_meanwhile_is_in_it(folder, image, monkeypatch):
    database = backups.DATABASES[connection.vendor]
    dump = database.dump

    def dump_then_delete(draft):
        state = dump(draft)
        file_of(image).unlink()
        return state

    monkeypatch.setattr(database, "dump", dump_then_delete)
    backup, problems = back_up(folder)
    assert problems == []
    assert is_whole(backup)
    assert (backup / "pictures" / image.file.name).exists()


def test_missing_and_damaged_pictures_are_reported(folder, image):
    other = picture("red", by=member("author"), alt="A road")
    file_of(image).unlink()
    file_of(other).write_bytes(b"damaged")
    errors = StringIO()
    call_command("backup", str(folder), stdout=StringIO(), stderr=errors)
    assert errors.getvalue().splitlines() == [
        f"The picture {other.file.name} is damaged.",
        f"The picture {image.file.name} is missing.",
    ]
    assert Backup.objects.get().missing == 2


def test_picture_of_the_backup_before_takes_no_space_and_survives_damage(folder, image):
    first, _problems = back_up(folder, now=NOW)
    file_of(image).write_bytes(b"damaged")
    second, problems = back_up(folder, now=NOW + datetime.timedelta(hours=1))
    assert problems == []
    files = [backup / "pictures" / image.file.name for backup in (first, second)]
    assert files[0].samefile(files[1])
    assert is_whole(second)


def test_damaged_picture_of_the_backup_before_is_not_linked(folder, image):
    first, _problems = back_up(folder, now=NOW)
    (first / "pictures" / image.file.name).write_bytes(b"damaged")
    second, problems = back_up(folder, now=NOW + datetime.timedelta(hours=1))
    assert problems == []
    assert is_whole(second)


# --- whole or not there

KILLED_AT = [
    "briefings.upkeep.backup.Pictures.add",
    "briefings.upkeep.manifest.state_of",
    "briefings.upkeep.manifest.written",
    "briefings.upkeep.backup.sync",
    "pathlib.Path.rename",
]
KILLER = """
import os, signal, sys
import django
django.setup()
from unittest import mock
from django.core.management import call_command
from briefings.upkeep import backup, manifest, postgresql, sqlite
die = lambda *arguments, **options: os.kill(os.getpid(), signal.SIGKILL)
sqlite.state_of = postgresql.state_of = lambda *arguments: manifest.state_of(*arguments)
mock.patch(sys.argv[1], die).start()
call_command("backup", sys.argv[2])
"""


@pytest.mark.slow
def test_killed_backup_leaves_nothing_that_looks_whole(folder, image, tmp_path):
    process_environment = environment(tmp_path) | {"DJANGO_SETTINGS_MODULE": "ecuador_site.settings"}
    (tmp_path / "media").symlink_to(settings.MEDIA_ROOT)
    for place in KILLED_AT:
        command = [sys.executable, "-c", KILLER, place, str(folder)]
        done = subprocess.run(command, cwd=ROOT, env=process_environment, capture_output=True, text=True)
        assert done.returncode == -signal.SIGKILL, (place, done.stderr)
        assert list(folder.glob("briefings-*")) == [], place
        assert len(list(folder.glob(".briefings-*.part"))) == 1, place
    backup, _problems = back_up(folder)
    assert sorted(path.name for path in folder.iterdir()) == [".lock", backup.name]
    assert not Backup.objects.exclude(name=backup.name).exists()


def test_backup_that_cannot_be_written_leaves_nothing(folder, image, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("briefings.upkeep.backup.sync", full)
    with pytest.raises(CommandError, match="could not be written: No space left on device"):
        call_command("backup", str(folder))
    assert [path.name for path in folder.iterdir()] == [".lock"]
    assert not Backup.objects.exists()


def test_two_backups_at_once_are_one(folder):
    folder.mkdir()
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Refused, match="Another backup is being made"):
            back_up(folder)


@pytest.mark.parametrize("served", ["MEDIA_ROOT", "STATIC_ROOT"])
def test_folder_that_readers_can_fetch_is_refused(served):
    folder = Path(getattr(settings, served)) / "backups"
    with pytest.raises(Refused, match="whose files readers can fetch"):
        back_up(folder)
    assert not folder.exists()


# --- old ones


def test_old_backups_of_this_site_go_and_nothing_else(folder, settings):
    days = [0, 0.1, 200, 200.1, 201]
    for day in days:
        back_up(folder, now=NOW + datetime.timedelta(days=day))
    settings.SITE_URL = "https://other.example"
    other, _problems = back_up(folder, now=NOW + datetime.timedelta(days=1))
    settings.SITE_URL = "http://localhost:8000"
    for name in ("briefings-20200101T000000Z", "briefings-20200101T000000Z.old"):  # no manifest; not our name
        (folder / name).mkdir()
    (folder / "notes.txt").write_text("Keep.")
    newest, _problems = back_up(folder, now=NOW + datetime.timedelta(days=420))
    assert {path.name for path in folder.iterdir()} == {
        ".lock", "briefings-20200101T000000Z", "briefings-20200101T000000Z.old", "briefings-20270617T120000Z",
        newest.name, other.name, "notes.txt",
    }  # fmt: skip

"""A backup restored into an empty place."""

import gzip
import json
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client

from briefings import triggers
from briefings.articles.models import Edition
from briefings.history.models import Event
from briefings.upkeep import manifest
from briefings.upkeep.files import sha256_of
from briefings.upkeep.manifest import Refused
from briefings.upkeep.models import Quarantine
from briefings.upkeep.quarantine import release
from briefings.upkeep.restore import restore
from briefings.upkeep.verify import faults

from .. import make
from ..people import member
from .conftest import answers

pytestmark = pytest.mark.django_db(transaction=True)


def is_empty():
    """Whether nothing of a site is in the place."""
    media = Path(settings.MEDIA_ROOT)
    if connection.vendor == "sqlite":
        has_database = any(Path(connection.settings_dict["NAME"]).parent.glob("restored.sqlite3*"))
    else:
        has_database = connection.introspection.table_names() != []
    return not has_database and not (media.exists() and any(media.iterdir()))


@pytest.mark.slow
def test_every_public_address_answers_as_the_original_did(original, backup, empty_place):
    assert restore(backup) == []
    release()
    restored = answers(original.addresses)
    assert len(restored) > 60
    assert {status for status, _headers, _body in restored.values()} >= {200, 302, 404, 410}
    assert [address for address in original.answers if restored.get(address) != original.answers[address]] == []
    assert restored.keys() == original.answers.keys()


def test_copy_is_whole_and_in_quarantine(original, backup, empty_place):
    restore(backup)
    assert original.problems == []
    assert list(faults(manifest.read(backup))) == []
    assert triggers.installed() == {rule.name for rule in triggers.rules_of(connection.vendor)}
    assert Quarantine.objects.get().backup == backup.name
    assert not Session.objects.exists()
    if connection.vendor == "sqlite":
        assert Path(connection.settings_dict["NAME"]).stat().st_mode & 0o777 == 0o600


def test_people_can_go_on_working(backup, empty_place):
    """Numbers of new rows follow those of the backup."""
    restore(backup)
    release()
    events = Event.objects.count()
    make.edition("New roads", by=member("author"), approver=member("other_editor"), slug="new-roads")
    assert Event.objects.count() > events
    assert Client().get("/en/briefings/new-roads/").status_code == 200


def test_place_with_another_cache_gets_its_table(backup, empty_place, settings):
    table = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "other_cache"}
    settings.CACHES = settings.CACHES | {"other": table}
    restore(backup)
    assert "other_cache" in connection.introspection.table_names()


# --- what is refused, and leaves the place empty


def files_of(backup):
    return sorted(path for path in backup.rglob("*") if path.is_file())


def test_any_changed_byte_is_refused(backup, empty_place):
    """In every file at the beginning, in the middle and at the end."""
    for path in files_of(backup):
        before = path.read_bytes()
        for place in (0, len(before) // 2, len(before) - 1):
            path.write_bytes(before[:place] + bytes([before[place] ^ 1]) + before[place + 1 :])
            with pytest.raises(Refused):
                restore(backup)
        path.write_bytes(before)
    assert is_empty()
    assert restore(backup) == []


def test_missing_shortened_and_added_files_are_refused(backup, empty_place):
    for path in files_of(backup):
        before = path.read_bytes()
        path.write_bytes(before[:-1])
        with pytest.raises(Refused):
            restore(backup)
        path.unlink()
        with pytest.raises(Refused):
            restore(backup)
        path.write_bytes(before)
    (backup / "pictures" / "more.png").write_bytes(b"x")
    with pytest.raises(Refused, match=r"more\.png was added to the backup"):
        restore(backup)
    assert is_empty()


def rewrite(backup, **changes):
    """Change the manifest together with its digest, as somebody would who knows how."""
    path = backup / "manifest.json"
    content = json.loads(path.read_text()) | changes
    del content["sha256"]
    path.write_text(manifest.formatted(content, manifest.digest(content)))


def test_backup_of_the_other_database_is_refused(backup, empty_place):
    rewrite(backup, engine="oracle")
    with pytest.raises(Refused, match="set DATABASE_URL accordingly"):
        restore(backup)
    assert is_empty()


@pytest.mark.parametrize("change", ["older", "newer"])
def test_backup_of_another_release_is_refused(backup, empty_place, change):
    names = sorted(name for app, name in MigrationLoader(None).disk_migrations if app == "briefings")
    migrations = manifest.read(backup).content["migrations"]
    changed = names[:-1] if change == "older" else [*names, "9999_later"]
    rewrite(backup, migrations=migrations | {"briefings": changed})
    with pytest.raises(Refused, match="Restore it with that release, then upgrade"):
        restore(backup)
    assert is_empty()


def test_place_with_a_database_is_refused(backup, empty_place):
    restore(backup)
    before = Edition.objects.count()
    with pytest.raises(Refused, match="restored only"):
        restore(backup)
    assert Edition.objects.count() == before


def test_place_with_pictures_is_refused(backup, empty_place):
    Path(settings.MEDIA_ROOT).mkdir()
    (Path(settings.MEDIA_ROOT) / "one.png").write_bytes(b"x")
    with pytest.raises(Refused, match="there are no pictures"):
        restore(backup)
    assert (Path(settings.MEDIA_ROOT) / "one.png").read_bytes() == b"x"


def test_full_disk_leaves_the_place_empty(backup, empty_place, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("briefings.upkeep.restore.sync", full)
    with pytest.raises(Refused, match="The pictures could not be written: No space left on device"):
        restore(backup / "manifest.json")
    assert is_empty()


def test_database_that_cannot_be_loaded_leaves_the_place_empty(backup, empty_place):
    """The manifest agrees with the damaged file, so that only the database itself can notice."""
    content = json.loads((backup / "manifest.json").read_text())
    for part in content["parts"]:
        if part["name"].startswith("database"):
            path = backup / part["name"]
            path.write_bytes(path.read_bytes()[: part["bytes"] // 2])
            part |= {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
    rewrite(backup, parts=content["parts"])
    with pytest.raises(Refused, match="could not be loaded"):
        restore(backup)
    assert is_empty()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL loads rows, not pages.")
def test_damaged_pages_of_sqlite_are_reported(backup, empty_place):
    """They were damaged before the backup: the manifest agrees with them. The copy may be the only one, so it stays."""
    path = backup / "database.sqlite3.gz"
    database = empty_place / "damaged.sqlite3"
    database.write_bytes(gzip.decompress(path.read_bytes()))
    with closing(sqlite3.connect(database)) as opened:
        (page,) = opened.execute("SELECT rootpage FROM sqlite_master WHERE name = 'event_of_target'").fetchone()
        (size,) = opened.execute("PRAGMA page_size").fetchone()
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\0" * size)
    path.write_bytes(gzip.compress(database.read_bytes()))
    parts = manifest.read(backup).content["parts"]
    parts[0] |= {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
    rewrite(backup, parts=parts)
    assert any("database disk image is malformed" in fault for fault in restore(backup))
    assert Quarantine.objects.exists()


def test_what_is_wrong_with_the_restored_site_is_said(backup, empty_place):
    content = manifest.read(backup).content
    rewrite(backup, counts=content["counts"] | {"briefings_event": 1}, log=content["log"] | {
        "event": content["log"]["event"] | {"sha256": "0" * 64}
    })  # fmt: skip
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("restore", str(backup), stdout=out)
    assert "The table briefings_event has" in out.getvalue()
    assert "are not those of the backup" in out.getvalue()
    assert Quarantine.objects.exists()


# --- the command


def test_command_restores_and_releases(backup, empty_place):
    out = StringIO()
    call_command("restore", str(backup), stdout=out)
    assert out.getvalue() == "Restored. The copy is in quarantine until `manage.py restore --release`.\n"
    call_command("restore", release=True, stdout=out)
    assert not Quarantine.objects.exists()
    with pytest.raises(CommandError, match="is not in quarantine"):
        call_command("restore", release=True)


@pytest.mark.parametrize("words", [[], ["x", "--release"]])
def test_command_wants_a_backup_or_release(words):
    with pytest.raises(CommandError, match="or --release"):
        call_command("restore", *words)

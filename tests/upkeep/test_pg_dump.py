"""Which pg_dump makes a backup, and what is said where there is none."""

import os

import pytest
from django.db import connection

from briefings.upkeep import manifest, postgresql
from briefings.upkeep.backup import back_up
from briefings.upkeep.manifest import Refused

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="Only PostgreSQL is saved by pg_dump."),
]


def fake(path, version):
    path.mkdir()
    program = path / "pg_dump"
    program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}'\n")
    program.chmod(0o755)
    return path


def test_missing_pg_dump_is_said(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgresql, "DEBIAN", "no/such/folder")
    with pytest.raises(Refused, match="pg_dump is not installed"):
        back_up(folder)
    assert list(folder.glob("*")) == [] or [path.name for path in folder.iterdir()] == [".lock"]


def test_old_pg_dump_is_said(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{fake(tmp_path / 'bin', '9.6.24')}{os.pathsep}/bin")
    monkeypatch.setattr(postgresql, "DEBIAN", "no/such/folder")
    with pytest.raises(Refused, match="pg_dump is version 9 and the server is version"):
        back_up(folder)


def test_old_pg_dump_on_the_path_is_passed_over(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{fake(tmp_path / 'bin', '9.6.24')}{os.pathsep}/bin")
    backup, _problems = back_up(folder)
    assert list(manifest.changed_parts(backup, manifest.read(backup))) == []

"""Public pages are read from a real streaming replica, in a process of its own: its settings name two databases."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from benchmarks.databases import program_folder
from benchmarks.rehearsal.postgresql import Server

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def servers():
    """A PostgreSQL primary and a streaming replica of it."""
    if program_folder() is None:
        pytest.skip("PostgreSQL's programs are not installed, so no replica was made.")
    folder = Path(tempfile.mkdtemp(prefix="replicas-"))  # pytest's folders are closed to the user postgres
    folder.chmod(0o755)
    primary, replica = Server(folder / "primary"), Server(folder / "replica")
    try:
        primary.create()
        replica.copy_from(primary)
        yield primary, replica
    finally:
        replica.stop()
        primary.stop()
        shutil.rmtree(folder)


@pytest.mark.slow
def test_public_pages_are_read_from_a_replica(servers, tmp_path):
    primary, replica = servers
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {
        "SITE_MODE": "local", "DATA_DIR": str(tmp_path), "PRIMARY": str(primary.folder), "REPLICA": str(replica.folder),
        "DATABASE_URL": primary.url, "DATABASE_REPLICA_URL": replica.url,
    }  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-m", "tests.replicas.walk"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert len(run.stdout.splitlines()) == 7

"""A kind of block from an app of its own goes all the way, in a process of its own: its settings install the app."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.slow
def test_a_new_kind_is_edited_previewed_published_compared_and_restored(tmp_path):
    words = ["-q", "-p", "no:cacheprovider", "--ds=tests.toy_kind.settings", "tests/toy_kind/walk.py"]
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "SITE_MODE": "local"}
    for name in [name for name in environment if name.startswith("PYTEST_")]:
        del environment[name]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout


@pytest.mark.once
def test_a_new_kind_costs_at_most_three_python_files_a_template_and_a_migration():
    folder = Path(__file__).parent
    not_its_own = {"__init__.py", "settings.py", "walk.py", Path(__file__).name}
    assert {path.name for path in folder.glob("*.py")} - not_its_own == {"kind.py", "models.py"}
    assert [path.name for path in (folder / "migrations").glob("0*.py")] == ["0001_initial.py"]
    assert [path.name for path in folder.rglob("*.html")] == ["quote.html"]

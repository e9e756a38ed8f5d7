"""The lock files match the pinned requirements and can be installed anywhere."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PINNED = ["requirements.txt", "tests/requirements.txt"]
PYTHONS = ["3.11.0", "3.11.7", "3.13.0"]


def pins(path, python=PYTHONS[0]):
    """{package: version} of a file of either kind, for Linux."""
    entries = re.findall(r"^([a-zA-Z][^#\\\n]*==[^#\\\n]*)", (ROOT / path).read_text(), re.MULTILINE)
    here = {"sys_platform": "linux", "python_version": python[:4], "python_full_version": python, "extra": ""}
    requirements = [Requirement(entry.strip()) for entry in entries]
    return {
        canonicalize_name(requirement.name): str(requirement.specifier).removeprefix("==")
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate(here)
    }


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("path", PINNED)
def test_lock_has_every_pinned_version(path, python):
    wanted, locked = pins(path), pins(path.replace(".txt", ".lock"), python)
    assert wanted and wanted.items() <= locked.items(), "run `make lock`"


@pytest.mark.parametrize("python", PYTHONS)
def test_lock_of_the_tests_has_the_versions_of_the_site(python):
    assert pins("requirements.lock", python).items() <= pins("tests/requirements.lock", python).items()


@pytest.mark.parametrize("path", PINNED)
def test_every_package_in_a_lock_has_hashes_and_no_address(path):
    text = (ROOT / path.replace(".txt", ".lock")).read_text()
    entries = re.split(r"\n(?=[a-z])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
    for entry in entries:
        assert re.match(r"[a-z][a-z0-9-]*==\S+( ; [^\\]+)? \\(\n +--hash=sha256:[0-9a-f]{64}( \\)?)+$", entry), entry
    assert "://" not in text


def test_commands_install_only_from_the_locks():
    makefile = (ROOT / "Makefile").read_text()
    assert "--require-hashes -r" in makefile
    for path in ("Makefile", "README.md", ".ci/run"):
        assert not re.search(r"pip install[^\n]* -r (tests/)?requirements\.txt", (ROOT / path).read_text()), path

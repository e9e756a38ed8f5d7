"""Upgrades of the running site: to this checkout, back, and to a release that does not start."""

import shutil

from .programs import ROOT


def upgrade(site):
    site.deploy("upgrade", str(ROOT))


def go_back(site):
    site.deploy("upgrade", "--back")


def upgrade_to_broken(site):
    """A sentence; AssertionError unless `upgrade` fails and the release before runs."""
    before = (site.home / "current").readlink()
    broken = site.folder / "broken"
    shutil.copytree(ROOT, broken, ignore=shutil.ignore_patterns(".git", ".venv", "var", "__pycache__"))
    (broken / "ecuador_site" / "wsgi.py").write_text("raise RuntimeError\n")
    try:
        site.deploy("upgrade", str(broken))
    except AssertionError as error:
        assert "runs again" in str(error), error
    else:
        raise AssertionError("a release that does not start was installed")
    finally:
        shutil.rmtree(broken)
    assert (site.home / "current").readlink() == before, "another release is current"
    return "upgrade returned to the release before by itself"

"""The files of deploy/: what an operator would otherwise find out on a server."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service")) + sorted((DEPLOY / "systemd").glob("*.timer"))
MOST_EXPOSURE = 2.5

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
needs_nginx = pytest.mark.skipif(
    not shutil.which("nginx") or not Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so").exists(),
    reason="nginx or its brotli module is not installed",
)


@pytest.fixture
def units(tmp_path):
    """Copies whose programs and folders exist."""
    folder = shutil.copytree(DEPLOY / "systemd", tmp_path / "systemd")
    for path in folder.rglob("*.*"):
        if path.is_file():
            text = path.read_text().replace("/srv/briefings/current/.venv/bin/python", sys.executable)
            path.write_text(text.replace("/srv/briefings/current", str(ROOT)))
    return folder


@needs_systemd
def test_systemd_understands_every_unit(units):
    paths = [units / path.name for path in UNITS]
    checked = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("unit", [path.name for path in UNITS if path.suffix == ".service"])
def test_no_service_may_do_more_than_it_needs(units, unit):
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", units / unit]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert float(re.search(r"exposure level for \S+: ([\d.]+)", printed)[1]) <= MOST_EXPOSURE


def test_every_timer_has_its_service():
    timers = {path.stem for path in UNITS if path.suffix == ".timer"}
    assert timers == {"briefings-tick", "briefings-backup", "briefings-suspend-unused"}
    assert timers <= {path.stem for path in UNITS if path.suffix == ".service"}


def test_services_call_commands_that_exist():
    commands = {path.stem for path in (ROOT / "briefings/management/commands").glob("*.py")}
    called = {re.search(r"manage\.py (\w+)", path.read_text())[1] for path in UNITS if path.suffix == ".service"}
    assert called == {"serve", "tick", "backup", "suspend_unused", "metrics"}
    assert called <= commands


def test_the_shell_understands_the_scripts():
    for script in ("manage", "upgrade"):
        subprocess.run(["sh", "-n", DEPLOY / script], check=True)


def test_the_last_setting_counts_without_an_end_of_line(tmp_path):
    """As systemd reads the file."""
    release = tmp_path / "release"
    (release / "deploy").mkdir(parents=True)
    (release / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(DEPLOY / "manage", release / "deploy" / "manage")
    python = release / ".venv" / "bin" / "python"
    python.write_text("#!/bin/sh\nenv\n")
    python.chmod(0o755)
    settings = tmp_path / "environment"
    settings.write_text("SITE_URL=https://briefings.example\nDATABASE_URL=postgres:///briefings?a=$b&c")
    environment = {"PATH": os.environ["PATH"], "BRIEFINGS_SETTINGS": str(settings), "BRIEFINGS_USER": "root"}
    shown = subprocess.run(
        ["sh", release / "deploy" / "manage", "check"], check=True, env=environment, capture_output=True, text=True
    ).stdout
    assert "DATABASE_URL=postgres:///briefings?a=$b&c" in shown.splitlines()


@pytest.fixture
def upgrade(tmp_path):
    """A function that runs deploy/upgrade with these words; Python and curl only write down what they were called with.

    It returns the commands of manage.py. The one that is `failing` ends with 1.
    """
    source, home, tools, packages = (tmp_path / name for name in ("source", "home", "tools", "packages"))
    for folder in (source / "deploy", tools, packages / "bin"):
        folder.mkdir(parents=True)
    for script in ("manage", "upgrade"):
        shutil.copy(DEPLOY / script, source / "deploy" / script)
    for folder in ("briefings", "ecuador_site"):
        (source / folder).mkdir()
    settings, calls = tmp_path / "environment", tmp_path / "calls"
    settings.write_text("SITE_URL=https://briefings.example\n")
    programs = {
        packages / "bin" / "python": f'echo "$*" >>{calls}\nmkdir -p "$STATIC_ROOT"\n[ "$2" != "$FAILING" ]',
        tools / "curl": "exit 0",
        tools / "date": f"ls {home}/releases | wc -l",  # names the folder of a release
    }
    for path, text in programs.items():
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def run(*words, failing="none"):
        calls.write_text("")
        environment = {
            "PATH": f"{tools}:{os.environ['PATH']}", "FAILING": failing, "STATIC_ROOT": str(tmp_path / "static"),
            "BRIEFINGS_HOME": str(home), "BRIEFINGS_SETTINGS": str(settings), "BRIEFINGS_PACKAGES": str(packages),
            "BRIEFINGS_USER": "root", "BRIEFINGS_RESTART": "true",
        }  # fmt: skip
        command = ["sh", DEPLOY / "upgrade", *words]
        subprocess.run(command, check=True, env=environment, cwd=source, capture_output=True)
        return [line.split()[1] for line in calls.read_text().splitlines() if line.startswith("manage.py")]

    return run


def test_upgrade_ends_with_the_renderings_of_the_new_release(upgrade):
    assert upgrade(".") == ["collectstatic", "migrate"]  # the first release has nothing to render
    assert upgrade(".") == ["backup", "collectstatic", "migrate", "rerender"]


def test_upgrade_stays_where_an_edition_cannot_be_rendered_anew(upgrade):
    upgrade(".")
    assert upgrade(".", failing="rerender")[-1] == "rerender"
    assert upgrade("--back") == []


def test_going_back_twice_migrates(upgrade):
    """The older release may have written what the newer one keeps copies of."""
    upgrade(".")
    upgrade(".")
    assert [upgrade("--back") for _time in range(3)] == [[], ["migrate"], []]

"""`make run`'s command, in a folder of its own: from nothing to a served site, stopped by Ctrl-C, started again."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.once]
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def manage(tmp_path):
    """A function that starts manage.py as a group of processes, which a terminal's Ctrl-C would reach as one."""
    started = []

    def start(*words, **more):
        environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "SITE_MODE": "local"} | more
        process = subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=60)


def answer(process, url, tries=1800, encoding="identity"):
    """The first answer of a server that is on its way; fails when its process ends first."""
    for _try in range(tries):
        try:
            return urllib.request.urlopen(urllib.request.Request(url, headers={"Accept-Encoding": encoding}))
        except urllib.error.URLError:
            try:
                process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    process.terminate()  # else it is waited for without end
    raise AssertionError(f"No answer at {url}: {process.communicate()[0]}")


def interrupt(process):
    """Ctrl-C; returns what had been printed."""
    os.killpg(process.pid, signal.SIGINT)
    printed, _errors = process.communicate(timeout=60)
    return printed


def passwords_in(printed):
    return dict(re.findall(r"^  (\w+) +(\S{12,}) ", printed, re.MULTILINE))


def test_start_serves_stops_and_starts_again(manage, port):
    first = manage("start", PORT=str(port))
    page = answer(first, f"http://localhost:{port}/en/")
    assert page.status == 200
    assert answer(first, f"http://127.0.0.1:{port}/healthz").read() == b"ok\n"
    html = page.read().decode()
    assert f'<link rel="canonical" href="http://localhost:{port}/en/">' in html
    style = re.search(r'href="(/static/briefings/site\.\w+\.css)"', html)[1]
    for path in ("/en/", style):
        assert answer(first, f"http://localhost:{port}{path}", encoding="br").headers["Content-Encoding"] == "br"

    taken = manage("start", PORT=str(port))
    printed, _errors = taken.communicate(timeout=60)
    assert taken.returncode != 0
    assert f"Port {port} is taken" in printed

    printed = interrupt(first)
    assert first.returncode == 0
    assert f"http://localhost:{port}\n" in printed
    assert "Traceback" not in printed
    assert len(passwords_in(printed)) == 7

    again = manage("start", PORT=str(port))
    assert answer(again, f"http://localhost:{port}/en/").read().decode() == html
    assert passwords_in(interrupt(again)) == {}

    fresh, _errors = manage("demo_password", "marta").communicate(timeout=60)
    assert passwords_in(fresh)["marta"] != passwords_in(printed)["marta"]


def test_unknown_name_gets_no_password(manage):
    manage("migrate", "-v0").communicate(timeout=120)
    process = manage("demo_password", "nobody")
    printed, _errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "“nobody” is not a demonstration account" in printed

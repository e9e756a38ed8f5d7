"""Start the site as in production, on a socket, and read from it."""

import contextlib
import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADERS = {"Host": "briefings.example", "X-Forwarded-Proto": "https"}


class SocketConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


def read(path, page="/robots.txt", **headers):
    with contextlib.closing(SocketConnection(path)) as connection:
        connection.request("GET", page, headers=HEADERS | headers)
        response = connection.getresponse()
        response.read()
        return response.status


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def listens(path):
    try:
        return read(path, "/healthz") == 200
    except OSError:
        return False


def production(folder, **settings):
    """The environment of a production site with its files in `folder`."""
    return {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder),
        "SITE_URL": "https://briefings.example",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "BEHIND_PROXY": "1",
        "EMAIL_URL": "none://",
    } | settings


def manage(environment, *words):
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=True)


@contextlib.contextmanager
def served(environment, *options):
    """(process, path of its socket) of `manage.py serve`."""
    path = Path(environment["DATA_DIR"]) / "site.sock"
    process = subprocess.Popen([sys.executable, "manage.py", "serve", *options], cwd=ROOT, env=environment)
    try:
        until(lambda: listens(path))
        yield process, path
    finally:
        process.terminate()
        process.wait(timeout=60)

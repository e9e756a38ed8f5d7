"""`manage.py serve` in production: a killed worker is replaced, HUP replaces all workers, and readers lose nothing."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError

from briefings.management.commands.serve import address_options

from .serving import ROOT, SocketConnection, listens, manage, production, read, served, until

pytestmark = [pytest.mark.slow, pytest.mark.once]


class Readers:
    """Four readers who read one page again and again through a proxy.

    Each request has a new connection, and one that the site closed without an answer is sent a second time, as nginx
    does: a worker that ends closes the connections that it has accepted and not yet read from.
    """

    def __init__(self, path):
        self.path, self.read, self.failures = path, 0, []
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self.go_on) for _reader in range(4)]

    def go_on(self):
        while not self.stopped.is_set():
            for left in (1, 0):
                try:
                    assert read(self.path) == 200
                except (AssertionError, OSError, http.client.HTTPException) as failure:
                    if not left:
                        self.failures.append(failure)
                else:
                    self.read += 1
                    break

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_exception):
        self.stopped.set()
        for thread in self.threads:
            thread.join()


def workers_of(process):
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return {int(worker) for worker in children.split()}


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    environment = production(tmp_path_factory.mktemp("served"))
    manage(environment, "migrate", "-v0")
    return environment


@pytest.fixture(scope="module")
def site(environment):
    """(process, socket) of a site that was started without options, beside a socket that a killed site left."""
    path = Path(environment["DATA_DIR"]) / "site.sock"
    with socket.socket(socket.AF_UNIX) as left_behind:
        left_behind.bind(str(path))
    with served(environment) as process_and_path:
        yield process_and_path
    assert not path.exists()


def test_it_listens_only_on_a_socket_that_others_cannot_open(site):
    _process, path = site
    assert path.stat().st_mode & 0o777 == 0o660


def test_second_site_on_the_same_socket_is_refused(site):
    _process, path = site
    with pytest.raises(CommandError, match="Another server listens"):
        address_options(f"unix:{path}")
    assert listens(path)


def test_hup_replaces_every_worker_and_fails_no_request(site):
    process, path = site
    before = workers_of(process)
    with Readers(path) as readers:
        until(lambda: readers.read > 20)
        process.send_signal(signal.SIGHUP)
        until(lambda: len(workers_of(process)) == 2 and not workers_of(process) & before)
        read_by_then = readers.read
        until(lambda: readers.read > read_by_then + 50)
    assert process.poll() is None
    assert readers.failures == []


def test_worker_that_has_just_been_forked_ends_by_a_signal():
    """The handlers of the main process only note the signal, in the worker's copy of what they note it in."""
    script = (
        "import os, signal\n"
        "from briefings.management.commands.serve import end_by_signals\n"
        "signal.signal(signal.SIGTERM, lambda number, frame: None)\n"
        "os.register_at_fork(after_in_child=end_by_signals)\n"
        "child = os.fork()\n"
        "child or (os.kill(os.getpid(), signal.SIGTERM), os._exit(0))\n"
        "assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGTERM"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


def test_killed_worker_is_replaced_while_readers_go_on(site):
    process, path = site
    before = workers_of(process)
    victim = min(before)
    with Readers(path) as readers:
        until(lambda: readers.read > 20)
        os.kill(victim, signal.SIGKILL)
        until(lambda: len(workers_of(process) - {victim}) == 2)
        read_by_then = readers.read
        until(lambda: readers.read > read_by_then + 50)
    assert process.poll() is None
    assert readers.failures == []
    assert victim not in workers_of(process)


def answer_to(path, headers):
    """(status, Location) of the home page; without HTTPS it is a redirect to it."""
    with contextlib.closing(SocketConnection(path)) as connection:
        connection.request("GET", "/robots.txt", headers={"Host": "briefings.example"} | headers)
        response = connection.getresponse()
        response.read()
        return response.status, response.headers["Location"]


HTTPS = "https://briefings.example/robots.txt"
OF_PROXIES = ["Forwarded", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Ssl", "X-Real-IP", "X-Script-Name"]


def test_behind_a_proxy_x_forwarded_proto_is_the_only_header_that_makes_a_request_secure(site):
    _process, path = site
    assert answer_to(path, {"X-Forwarded-Proto": "https"})[0] == 200
    # granian gives both names to the site as one: deploy/nginx.conf drops this one (tests/test_nginx.py).
    assert answer_to(path, {"X_Forwarded_Proto": "https"})[0] == 200
    forged = dict.fromkeys(OF_PROXIES, "proto=https;host=evil.example")
    forged |= {name.replace("-", "_"): "evil.example" for name in OF_PROXIES}
    assert answer_to(path, forged) == (301, HTTPS)


def test_without_a_proxy_no_header_makes_a_request_secure(tmp_path):
    environment = production(tmp_path, BEHIND_PROXY="")
    manage(environment, "migrate", "-v0")
    with served(environment, "--workers", "1") as (_process, path):
        for name in ("X-Forwarded-Proto", "X_Forwarded_Proto", "X-Forwarded-Ssl"):
            assert answer_to(path, {name: "https"}) == (301, HTTPS)


def test_on_a_socket_a_worker_takes_one_connection_at_a_time(tmp_path):
    """Else readers wait behind a long request while another worker is free."""
    options = address_options(f"unix:{tmp_path / 'site.sock'}")
    assert options["backpressure"] == 1 and not options["http1_settings"].keep_alive


def test_file_that_is_no_socket_is_not_removed(tmp_path):
    path = tmp_path / "briefings.sqlite3"
    path.touch()
    with pytest.raises(CommandError, match="no socket"):
        address_options(f"unix:{path}")
    assert path.exists()


@pytest.mark.parametrize("address", ["8000", "somewhere", "127.0.0.1:http"])
def test_address_that_is_none_is_refused(address):
    with pytest.raises(CommandError, match="--bind is"):
        address_options(address)


def test_workers_do_not_inherit_a_connection_of_the_main_process(site):
    """Workers are forked from it; two processes on one connection would read each other's answers."""
    process, _path = site
    opened = [str(file.readlink()) for file in Path(f"/proc/{process.pid}/fd").iterdir()]
    assert not [target for target in opened if ".sqlite3" in target]

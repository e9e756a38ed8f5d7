"""Serve the site as in production, a bare Django view and a file; load them through connections that stay open."""

import contextlib
import getpass
import os
import re
import selectors
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter, deque
from pathlib import Path

from .sites import HOST

ROOT = Path(__file__).resolve().parent.parent
TIMEOUT = 60  # seconds
PAUSE = 0.1  # seconds: of searches, nginx lets an address make ten a second
NGINX = """{user} daemon off; pid {folder}/pid; worker_processes 2;
events {{ worker_connections 256; }}
http {{ access_log off; keepalive_requests 100000000; default_type text/html;
server {{ listen 127.0.0.1:{port}; root {folder}; }} }}
"""
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(command, port, environment):
    command, environment = [str(word) for word in command], os.environ | environment
    process = subprocess.Popen(command, env=environment, stdout=sys.stderr, start_new_session=True)
    try:
        _wait_for(port, process)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def site_served(environment):
    """(port, process id) of `manage.py serve`."""
    port = free_port()
    command = [sys.executable, ROOT / "manage.py", "serve", "--bind", f"127.0.0.1:{port}"]
    with running(command, port, environment) as pid:
        yield port, pid


@contextlib.contextmanager
def bare_served():
    """The port of the bare view, under the same flags as the site."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "benchmarks.bare:application", "--interface", "wsgi", "--no-ws"]
    command += ["--http", "1", "--host", "127.0.0.1", "--port", port, "--workers", "2", "--blocking-threads", "1"]
    with running([*command, "--log-level", "warning"], port, {"PYTHONPATH": str(ROOT)}):
        yield port


@contextlib.contextmanager
def file_served(folder, content):
    """The port on which nginx serves `content` at /page; None where it is not installed."""
    if not shutil.which("nginx"):
        yield None
        return
    port = free_port()
    folder = Path(folder, "nginx")
    folder.mkdir()
    (folder / "page").write_bytes(content)
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(user=user, folder=folder, port=port))
    with running(["nginx", "-e", folder / "log", "-c", folder / "nginx.conf"], port, {}):
        yield port


def memory_of_workers(pid):
    """MiB of each worker of a server: what it uses alone, and its share of what several use."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    rollups = [Path(f"/proc/{child}/smaps_rollup").read_text() for child in children]
    sizes = [int(re.search(r"^Pss: +(\d+)", text, re.MULTILINE)[1]) / 1024 for text in rollups if text]
    return [size for size in sizes if size > 20]  # others only wait for the workers


def _wait_for(port, process):
    end = time.monotonic() + TIMEOUT
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"nothing answers on port {port}") from None
            time.sleep(0.05)


class Connection:
    """One client: sends a request, reads the response, sends the next request."""

    def __init__(self, port, request):
        self.request = request
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self):
        self.socket.sendall(self.request)

    def receive(self):
        """The body of one complete response; RuntimeError unless its status is 200."""
        head = self._part()
        while (end := head.find(b"\r\n\r\n")) < 0:
            head += self._part()
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the server answered {head[:40]!r}")
        whole = end + 4 + int(LENGTH.search(head, 0, end + 2).group(1))
        parts, received = [head], len(head)
        while received < whole:
            parts.append(self._part())
            received += len(parts[-1])
        return b"".join(parts)[end + 4 :]

    def _part(self):
        part = self.socket.recv(262144)
        if not part:
            raise RuntimeError("the server closed a connection")
        return part


def fetch(port, address):
    """The body of one response, as a browser gets it."""
    connection = Connection(port, _request(address))
    connection.send()
    body = connection.receive()
    connection.socket.close()
    return body


def _request(address):
    lines = [f"GET {address} HTTP/1.1", f"Host: {HOST}", "X-Forwarded-Proto: https"]
    return "\r\n".join([*lines, "Accept-Encoding: gzip, deflate, br", "", ""]).encode()


def rates(port, clients, *, seconds, paused=()):
    """{address: responses per second}; `clients` is {address: how many ask for it}.

    They ask again at once, those of the addresses in `paused` after PAUSE.
    """
    responses, due = Counter(), deque()
    with selectors.DefaultSelector() as selector, contextlib.ExitStack() as stack:
        for address, number in clients.items():
            for connection in [Connection(port, _request(address)) for _client in range(number)]:
                stack.callback(connection.socket.close)
                selector.register(connection.socket, selectors.EVENT_READ, (address, connection))
                connection.send()
        start = time.perf_counter()
        while time.perf_counter() < start + seconds:
            ready = selector.select(PAUSE if due else TIMEOUT)
            if not ready and not due:
                raise RuntimeError("the server stopped answering")
            for key, _events in ready:
                address, connection = key.data
                connection.receive()
                responses[address] += 1
                if address in paused:
                    due.append((time.perf_counter() + PAUSE, connection))
                else:
                    connection.send()
            while due and due[0][0] <= time.perf_counter():
                due.popleft()[1].send()
        took = time.perf_counter() - start
    return {address: responses[address] / took for address in clients}

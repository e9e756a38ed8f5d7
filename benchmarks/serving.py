"""Run a WSGI application under granian, as in production, and load it through keep-alive connections."""

import contextlib
import os
import re
import selectors
import socket
import subprocess
import sys
import time

CONNECTIONS = 8
TIMEOUT = 30  # seconds
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(application, environment):
    """The port on which granian serves `application`: two workers, one thread each."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", application, "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "2", "--blocking-threads", "1", "--log-level", "warning"]
    command += ["--workers-kill-timeout", "3"]
    process = subprocess.Popen(command, env=os.environ | environment, start_new_session=True)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port, process):
    end = time.monotonic() + TIMEOUT
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"granian did not start on port {port}") from None
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
        """Read one complete response; RuntimeError unless its status is 200."""
        head = self._part()
        while (end := head.find(b"\r\n\r\n")) < 0:
            head += self._part()
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"the server answered {head[:40]!r}")
        left = end + 4 + int(LENGTH.search(head, 0, end).group(1)) - len(head)
        while left > 0:
            left -= len(self._part())

    def _part(self):
        part = self.socket.recv(262144)
        if not part:
            raise RuntimeError("the server closed a connection")
        return part


def requests_per_second(port, path, host, *, seconds):
    """Responses per second to `CONNECTIONS` clients without pauses, which accept compression as browsers do."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "X-Forwarded-Proto: https", "Accept-Encoding: gzip, deflate, br"]
    request = "\r\n".join([*lines, "", ""]).encode()
    connections = [Connection(port, request) for _number in range(CONNECTIONS)]
    responses = 0
    with selectors.DefaultSelector() as selector, contextlib.ExitStack() as stack:
        for connection in connections:
            stack.callback(connection.socket.close)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send()
        start = time.perf_counter()
        while time.perf_counter() < start + seconds:
            ready = selector.select(TIMEOUT)
            if not ready:
                raise RuntimeError("the server stopped answering")
            for key, _events in ready:
                key.data.receive()
                responses += 1
                key.data.send()
        return responses / (time.perf_counter() - start)

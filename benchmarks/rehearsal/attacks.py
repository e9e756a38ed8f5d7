"""Clients that hold connections: they send headers or bodies slowly, or far too many headers. All from loopback."""

import contextlib
import socket
import ssl
import time

from .client import HOST

SLOW, SLOW_BODIES, FLOODS = 200, 100, 100  # connections
LASTS = 13  # seconds; nginx waits 10 for the headers of a request
BODY = 50_000  # bytes that are announced


def _connect(site, number):
    """A TLS connection to nginx from a loopback address of its own."""
    context = ssl.create_default_context(cafile=site.certificate)
    source = (f"127.0.{10 + number // 250}.{number % 250 + 1}", 0)
    plain = socket.create_connection(("127.0.0.1", site.https_port), 10, source)
    return context.wrap_socket(plain, server_hostname=HOST)


def _drip(site, count, first, drop):
    """Open `count` connections, send `first` on each and then `drop` twice a second; how many nginx has closed."""
    with contextlib.ExitStack() as stack:
        connections = [stack.enter_context(_connect(site, number)) for number in range(count)]
        closed = set()
        end = time.monotonic() + LASTS
        for connection in connections:
            connection.sendall(first)
        while time.monotonic() < end:
            time.sleep(0.5)
            for connection in connections:
                try:
                    connection.sendall(drop)
                except OSError:
                    closed.add(connection)
        return f"{count} connections, {len(closed)} closed by nginx within {LASTS} s"


def slow_headers(site):
    return _drip(site, SLOW, f"GET /en/ HTTP/1.1\r\nHost: {HOST}\r\n".encode(), b"X-More: 1\r\n")


def slow_bodies(site):
    head = f"POST /admin/account/login/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {BODY}\r\n\r\n"
    return _drip(site, SLOW_BODIES, head.encode(), b"x")


def header_floods(site):
    """Requests with 60 kB of headers: nginx refuses each itself."""
    flood = f"GET /en/ HTTP/1.1\r\nHost: {HOST}\r\n" + "".join(f"X-{n}: {'y' * 2000}\r\n" for n in range(30)) + "\r\n"
    refused = 0
    for number in range(FLOODS):
        with contextlib.suppress(OSError), _connect(site, number) as connection:
            connection.sendall(flood.encode())
            refused += connection.recv(64).startswith(b"HTTP/1.1 400")
    return f"{refused} of {FLOODS} answered with 400"

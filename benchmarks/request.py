"""Requests to the WSGI application in this process, without a network: time, processor time and queries of each."""

import sys
import time
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest
from django.test import Client

from briefings.accounts.models import User
from briefings.articles import resolving
from ecuador_site.loaded import leave_out_of_collections

from .report import Measured

BROWSER = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}
CSRF = "c" * 32


class Answer(NamedTuple):
    status: int
    headers: dict
    body: bytes


class _Meter:
    def __init__(self):
        self.queries, self.sql_ms, self.sql_cpu, self.resolved, self.sql = 0, 0, 0, 0, []

    def query(self, execute, sql, params, many, context):
        start, start_cpu = time.perf_counter(), time.process_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.sql_cpu += (time.process_time() - start_cpu) * 1000
            self.sql_ms += (time.perf_counter() - start) * 1000
            self.queries += 1
            self.sql.append((sql, params))


@contextmanager
def _metered():
    meter, resolve_blocks = _Meter(), resolving.resolve_blocks

    def counted(*args, **kwargs):
        meter.resolved += 1
        return resolve_blocks(*args, **kwargs)

    resolving.resolve_blocks = counted
    try:
        with connection.execute_wrapper(meter.query):
            yield meter
    finally:
        resolving.resolve_blocks = resolve_blocks


def _server_ms():
    """What PostgreSQL's process of this connection has used of a processor; None where it is on another machine."""
    info = getattr(connection.connection, "info", None)
    if info is None or not info.host.startswith("/"):
        return None
    try:
        return int(Path(f"/proc/{info.backend_pid}/schedstat").read_text().split()[0]) / 1_000_000
    except OSError:
        return None


def measured(do):
    """What `do()` took."""
    with _metered() as meter:
        result, ms, server_ms = _clocked(do)
    if server_ms is None and connection.vendor == "postgresql":  # SQLite works in this process
        server_ms = meter.sql_ms - meter.sql_cpu
    size = len(result.body) if isinstance(result, Answer) else 0
    return Measured(ms + (server_ms or 0), meter.sql_ms, meter.queries, meter.resolved, size)


def timed(do):
    """What `do()` took, without counting its queries, which takes a tenth of a 304."""
    begun = time.perf_counter()
    _result, ms, server_ms = _clocked(do)
    if server_ms is None and connection.vendor == "postgresql":
        ms = (time.perf_counter() - begun) * 1000
    return Measured(ms + (server_ms or 0), 0, 0, 0, 0)


def _clocked(do):
    """(its result, milliseconds of this process, those of PostgreSQL's or None).

    What PostgreSQL's has used is read outside of the time of this process: that takes a twentieth of a 304.
    """
    server_start = _server_ms()
    start = time.process_time()
    result = do()
    ms = (time.process_time() - start) * 1000
    server_ms = _server_ms()
    is_known = server_start is not None and server_ms is not None and server_ms >= server_start
    return result, ms, server_ms - server_start if is_known else None


def queries_of(do):
    """The SQL of each query, and its parameters."""
    with _metered() as meter:
        do()
    return [f"{sql}\nwith {params!r}" if params else sql for sql, params in meter.sql]


@cache
def _application():
    """As the server makes it, but for its time limits."""
    application = get_wsgi_application()
    leave_out_of_collections()
    return application


def _environment(method, address, cookie, body):
    path, _mark, query = address.partition("?")
    host = settings.ALLOWED_HOSTS[0]
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": host,
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": host,
        "HTTP_ORIGIN": f"https://{host}",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_COOKIE": cookie,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _answer(environment, expected):
    begun = []

    def begin(status, headers, exc_info=None):
        begun.append((int(status[:3]), dict(headers)))

    response = _application()(environment, begin)
    body = b"".join(response)
    response.close()
    status, headers = begun[0]
    if status not in expected:
        raise RuntimeError(f"{environment['PATH_INFO']} answered {status}")
    return Answer(status, headers, body)


def get(address, *, cookie="", headers=None, expected=(200,)):
    """The answer; RuntimeError for a status that is not expected."""
    return _answer(_environment("GET", address, cookie, b"") | (headers or {}), expected)


def posting(address, fields, *, cookie, expected=(302,)):
    """A function that posts the fields. Encoding them is the browser's work, and not measured."""
    body = urlencode(fields | {"csrfmiddlewaretoken": CSRF}, doseq=True).encode()
    cookie = f"{cookie}; {settings.CSRF_COOKIE_NAME}={CSRF}"
    return lambda: _answer(_environment("POST", address, cookie, body), expected)


@cache
def cookie_of(user_name):
    """The session cookie of this person, signed in with a second factor."""
    client, person, request = Client(), User.objects.get(username=user_name), HttpRequest()
    client.force_login(person)
    request.session = client.session
    record_authentication(request, person, "mfa")
    request.session.save()
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

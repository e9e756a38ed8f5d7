"""Serve the site with granian; `make run` and the systemd unit both call it."""

import errno
import os
import signal
import socket
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.errors import FatalError
from granian.http import HTTP1Settings
from granian.log import LogLevels

LOOPBACK = "127.0.0.1"
STOP_LOCAL = 5  # seconds
STOP = 35  # seconds: a statement of staff may take 30


class Command(BaseCommand):
    help = "Serve the site with granian until a signal; HUP replaces the workers without losing a request."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--bind",
            metavar="ADDRESS",
            help="unix:/path/of/socket or host:port. Unset: in production the socket site.sock in DATA_DIR, "
            "else 127.0.0.1 and PORT. On any other address a proxy must buffer requests.",
        )
        parser.add_argument("--workers", type=int, default=2, help="processes; one for each processor (2)")
        parser.add_argument(
            "--worker-memory", type=int, default=512, metavar="MIB", help="a worker that uses more is replaced (512)"
        )

    def handle(self, *, bind, workers, worker_memory, **options):
        server = Granian(
            "ecuador_site.wsgi:application",
            **address_options(bind or default_address()),
            **worker_options(workers=workers, worker_memory=worker_memory),
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            websockets=False,
            log_level=LogLevels.warning,
        )
        # Workers are forked from this process: what it has imported, they need not import again.
        import_module(settings.ROOT_URLCONF)
        os.register_at_fork(after_in_child=end_by_signals)
        try:
            server.serve()
        except FatalError as error:
            raise CommandError(f"granian does not start: {error}") from error


def end_by_signals():
    """Until a worker has its own handlers: those of this process would only note the signal, in the worker's copy."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def default_address():
    if settings.IS_LOCAL:
        return f"{LOOPBACK}:{os.environ.get('PORT', '8000')}"
    return f"unix:{settings.DATA_DIR / 'site.sock'}"


def worker_options(*, workers, worker_memory):
    """One blocking thread for each worker: several only wait for each other and triple the slowest answers."""
    options = {"workers": workers, "blocking_threads": 1, "respawn_failed_workers": True}
    if settings.IS_LOCAL:
        return options | {"workers_kill_timeout": STOP_LOCAL}
    return options | {"workers_kill_timeout": STOP, "workers_max_rss": worker_memory}


def address_options(address):
    if address.startswith("unix:"):
        path = Path(address.removeprefix("unix:"))
        remove_stale_socket(path)
        # A worker takes one connection at a time, so nothing waits behind its long request while another one is free.
        one_by_one = {"backpressure": 1, "http1_settings": HTTP1Settings(keep_alive=False)}
        return {"uds": path, "uds_permissions": 0o660} | one_by_one
    host, separator, port = address.rpartition(":")
    if not separator or not port.isdecimal():
        raise CommandError(f"--bind is unix:/path or host:port, not “{address}”.")
    return {"address": host.strip("[]") or LOOPBACK, "port": int(port)}


def remove_stale_socket(path):
    """A server that was killed leaves its socket; granian does not start where there is one."""
    if path.exists() and not path.is_socket():
        raise CommandError(f"{path} is there and is no socket.")
    with socket.socket(socket.AF_UNIX) as probe:
        error = probe.connect_ex(str(path))
    if error == errno.ECONNREFUSED:
        path.unlink()
    elif not error:
        raise CommandError(f"Another server listens on {path}.")

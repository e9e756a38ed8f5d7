"""Serve the site with granian; `make run` and the systemd unit both call it."""

import errno
import os
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

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
        flags = granian_flags(bind or default_address(), workers=workers, worker_memory=worker_memory)
        # granian takes the place of this process, so that a service manager's signals reach it.
        os.execv(sys.executable, [sys.executable, "-m", "granian", target(), *flags])


def default_address():
    if settings.IS_LOCAL:
        return f"{LOOPBACK}:{os.environ.get('PORT', '8000')}"
    return f"unix:{settings.DATA_DIR / 'site.sock'}"


def target():
    """The path of wsgi.py through the folder that manage.py was called by.

    When that folder is a symbolic link, workers that start after a HUP take the release that it then leads to.
    """
    folder = Path(os.path.abspath(sys.argv[0])).parent  # noqa: PTH100 - resolve() would follow the link
    if folder.resolve() != settings.BASE_DIR:
        folder = settings.BASE_DIR
    return f"{folder / 'ecuador_site' / 'wsgi.py'}:application"


def granian_flags(address, *, workers, worker_memory):
    """One blocking thread for each worker: several only wait for each other and triple the slowest answers."""
    flags = ["--interface", "wsgi", "--no-ws", "--http", "1", *address_flags(address)]
    flags += ["--workers", str(workers), "--blocking-threads", "1"]
    flags += ["--respawn-failed-workers", "--log-level", "warning"]
    if settings.IS_LOCAL:
        return [*flags, "--workers-kill-timeout", str(STOP_LOCAL)]
    return [*flags, "--workers-kill-timeout", str(STOP), "--workers-max-rss", str(worker_memory)]


def address_flags(address):
    if address.startswith("unix:"):
        path = Path(address.removeprefix("unix:"))
        remove_stale_socket(path)
        return ["--uds", str(path), "--uds-permissions", "0o660"]
    host, separator, port = address.rpartition(":")
    if not separator or not port.isdecimal():
        raise CommandError(f"--bind is unix:/path or host:port, not “{address}”.")
    return ["--host", host.strip("[]") or LOOPBACK, "--port", port]


def remove_stale_socket(path):
    """A server that was killed leaves its socket; granian does not start where there is one."""
    with socket.socket(socket.AF_UNIX) as probe:
        error = probe.connect_ex(str(path))
    if error == errno.ECONNREFUSED:
        path.unlink()
    elif not error:
        raise CommandError(f"Another server listens on {path}.")

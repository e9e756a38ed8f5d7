"""Prepare and serve the site on this machine; `make run` calls it."""

import errno
import hashlib
import signal
import socket
import subprocess
import sys

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

MOST = 65535
HOST = "127.0.0.1"  # "localhost" works too: browsers try ::1 first and then 127.0.0.1


class Command(BaseCommand):
    help = "Prepare the database, the demonstration and the static files, then serve on this machine."
    requires_system_checks = []

    def handle(self, **options):
        if not settings.IS_LOCAL:
            raise CommandError("`start` is for one's own machine: set SITE_MODE=local. For others see README.md.")
        port = settings.PORT
        if not 0 < port <= MOST:
            raise CommandError(f"PORT={port}: a port is a number from 1 to {MOST}.")
        require_free_port(port)
        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=self.stdout)
        collect_static()
        self.stdout.write(f"\nThe site:            http://localhost:{port}")
        self.stdout.write(f"The editorial desk:  http://localhost:{port}/admin/\n")
        self.stdout.write("A new password for one of the demonstration's staff: make password NAME=<user name>")
        self.stdout.write("Ctrl-C stops the site.\n")
        self.stdout.flush()
        tick_once()
        serve(port)


def require_free_port(port):
    """Raise CommandError when the port is in use on 127.0.0.1 or ::1: a browser takes either for “localhost”."""
    for family, host in [(socket.AF_INET, HOST), (socket.AF_INET6, "::1")]:
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CommandError(f"Port {port} is taken. Another one: make run PORT={port + 1}") from None
            if family == socket.AF_INET:
                raise CommandError(f"Port {port} cannot be opened: {error.strerror}.") from None


def static_fingerprint():
    """A hash over Django's version and the name, size and time of every static file."""
    digest = hashlib.sha256(django.__version__.encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()


def collect_static():
    """Collect and compress the static files when one has changed; it takes seconds."""
    stored = settings.STATIC_ROOT.with_suffix(".sha256")
    fingerprint = static_fingerprint()
    if not stored.exists() or stored.read_text() != fingerprint or not settings.STATIC_ROOT.exists():
        call_command("collectstatic", interactive=False, verbosity=0)
        stored.write_text(fingerprint)


def tick_once():
    """Beside the server: it takes seconds, and draws the pictures for links. Here nothing else ticks."""
    subprocess.Popen([sys.executable, str(settings.BASE_DIR / "manage.py"), "tick"], start_new_session=True)


def serve(port):
    """Run `manage.py serve` until a signal.

    It runs in its own session: a Ctrl-C that also reaches granian's workers directly makes one of them hang.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve", "--bind", f"{HOST}:{port}"]
    server = subprocess.Popen(command, start_new_session=True)
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, lambda *_: server.terminate())
    sys.exit(server.wait())

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from prometheus_client import start_wsgi_server

from briefings.upkeep.metrics import registry


class Command(BaseCommand):
    help = "Serve the metrics for Prometheus, on a port that only your monitoring reaches."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--bind", metavar="HOST:PORT", default="127.0.0.1:9464", help="127.0.0.1:9464 unless given")

    def handle(self, *, bind, **options):
        if not settings.METRICS_DIR:
            raise CommandError("Set METRICS_DIR for the site and for this command: without it nothing is counted.")
        host, _colon, port = bind.rpartition(":")
        if not host or not port.isdecimal():
            raise CommandError(f"--bind is host:port, not “{bind}”.")
        _server, thread = start_wsgi_server(int(port), addr=host.strip("[]"), registry=registry())
        self.stdout.write(f"http://{bind}/metrics")
        self.stdout.flush()
        thread.join()

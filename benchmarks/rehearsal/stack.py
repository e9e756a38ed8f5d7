"""The whole site on loopback, from the shipped files: PostgreSQL and its replica, Redis, two site processes, nginx."""

import contextlib
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from ..worker import Worker
from .client import HOST, Client
from .postgresql import Server
from .programs import ROOT, Program, Supervisor, free_port, wait_until

SITES = 2
WORKERS = 2  # of each site
NEEDED = {"nginx": "nginx libnginx-mod-http-brotli-static", "redis-server": "redis-server", "openssl": "openssl"}


def missing_packages():
    return [package for program, package in NEEDED.items() if not shutil.which(program)]


class Stack:
    def __init__(self, folder):
        self.folder = folder
        self.data = folder / "data"
        self.logs = folder / "logs"
        self.http_port, self.https_port, self.redis_port = free_port(), free_port(), free_port()
        self.certificate = folder / "certificates" / "fullchain.pem"
        self.primary, self.replica = Server(folder / "primary"), Server(folder / "replica")
        self.redis = Program(
            "redis",
            ["redis-server", "--port", self.redis_port, "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            log=self.logs / "redis.log",
        )
        self.supervisor = None
        self.sites, self.nginx = [], None

    @property
    def environment(self):
        """The settings of the site, as the README tells to set them."""
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "ecuador_site.settings",
            "SITE_MODE": "production",
            "SITE_URL": f"https://{HOST}",
            "EMAIL_URL": "none://",
            "SECRET_KEY": self.secret_key,
            "BEHIND_PROXY": "1",
            "DATABASE_URL": self.primary.url,
            "CACHE_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "DATA_DIR": str(self.data),
            "PYTHONPATH": str(ROOT),
        }

    secret_key = secrets.token_urlsafe(60)

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def inside(self, name, *arguments):
        """Call a function of this package in a process of the site."""
        with Worker(self.environment) as worker:
            return worker.do(f"benchmarks.rehearsal.{name}", *arguments)

    def client(self, source="127.0.0.1", **options):
        return Client(self.https_port, self.certificate, source, **options)

    # --- starting and stopping ---

    def start(self, stack):
        """Start everything; the ExitStack `stack` stops it."""
        for folder in (self.data, self.logs, self.certificate.parent, self.folder / "cache"):
            folder.mkdir()
        self.folder.chmod(0o755)  # nginx reads static files as another user
        self.redis.start()
        stack.callback(self.redis.stop)
        stack.callback(self.primary.stop)
        self.primary.create()
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        staff = self.inside("people.prepare")
        stack.callback(self.replica.stop)
        self.replica.copy_from(self.primary)
        self.supervisor = Supervisor()
        stack.callback(self.supervisor.stop)
        for number in range(1, SITES + 1):
            self._start_site(number)
        self._start_nginx()
        wait_until(self._answers, "the site behind nginx")
        return staff

    def _start_site(self, number):
        address = self.folder / "run" / str(number) / "site.sock"
        address.parent.mkdir(parents=True)
        command = [sys.executable, "-m", "granian", "ecuador_site.wsgi:application", "--interface", "wsgi", "--no-ws"]
        command += ["--uds", address, "--workers", WORKERS, "--blocking-threads", 1, "--respawn-failed-workers"]
        command += ["--respawn-interval", 0.5, "--workers-kill-timeout", 5, "--uds-permissions", 666]
        log = self.logs / f"site{number}.log"
        site = Program(f"site {number}", command, log=log, env=self.environment, socket=address)
        self.sites.append(site)
        self.supervisor.add(site)
        wait_until(address.exists, site.name)

    def _start_nginx(self):
        key = self.certificate.with_name("privkey.pem")
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        command += ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-days", "2"]
        command += ["-keyout", key, "-out", self.certificate]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        path = self.folder / "nginx.conf"
        path.write_text(self.nginx_configuration())
        subprocess.run(["nginx", "-t", "-q", "-c", path], check=True)
        self.nginx = Program(
            "nginx", ["nginx", "-c", path, "-g", "daemon off;"], log=self.logs / "nginx.log", env=os.environ | {}
        )
        self.supervisor.add(self.nginx)

    def nginx_configuration(self):
        """The shipped file with the ports and paths of the rehearsal; it listens on IPv4 loopback only."""
        text = (ROOT / "deploy" / "nginx.conf").read_text()
        text = re.sub(r" *listen \[::\].*\n", "", text)
        paths = {
            "listen 80": f"listen 127.0.0.1:{self.http_port}",
            "listen 443": f"listen 127.0.0.1:{self.https_port}",
            "/run/nginx.pid": self.folder / "nginx.pid",
            "/run/briefings": self.folder / "run",
            "/var/log/nginx": self.logs,
            "/var/cache/nginx/briefings": self.folder / "cache",
            f"/etc/letsencrypt/live/{HOST}": self.certificate.parent,
            "/srv/briefings/current": ROOT,
            "/srv/briefings": self.data,
        }
        for shipped, here in paths.items():
            assert shipped in text, f"deploy/nginx.conf: {shipped} is not there"
            text = text.replace(shipped, str(here))
        return text

    def _answers(self):
        try:
            return self.client(timeout=5).request("GET", "/healthz").status == 200
        except OSError:
            return False

    # --- what faults do ---

    def kill_worker(self, number):
        """kill -9 of a process that answers requests."""
        os.kill(self.sites[number].children()[-1], signal.SIGKILL)

    def kill_site(self, number):
        """kill -9 of a site with its workers."""
        self.sites[number].signal_group(signal.SIGKILL)


@contextlib.contextmanager
def running():
    """(the running stack, its staff); everything is stopped and removed afterwards, after an error too."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rehearsal-", ignore_cleanup_errors=True)))
        site = Stack(folder)
        yield site, site.start(stack)

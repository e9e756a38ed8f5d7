"""The whole site on loopback, from the shipped files: PostgreSQL and its replica, Redis, two site processes, nginx.

`deploy/upgrade` installs it into folders as on a server; the site is started as its systemd unit says.
"""

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
from . import nginx
from .client import HOST, Client
from .postgresql import Server
from .programs import ROOT, Program, Supervisor, free_port, wait_until

SITES = 2
DISK, MEMORY = "900M", "300M"  # of everything, and of /run, which is memory on a server
NEEDED = {
    "nginx": "nginx libnginx-mod-http-brotli-static",
    "redis-server": "redis-server",
    "openssl": "openssl",
    "curl": "curl",
}
RESTART = """#!/bin/sh
# In place of `systemctl restart briefings-site@N`: end the process; whoever watches it starts it again.
pid=$(cat "{run}/${{1##*@}}/pid")
kill -TERM "$pid"
while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
"""


def missing_packages():
    return [package for program, package in NEEDED.items() if not shutil.which(program)]


class Stack:
    def __init__(self, folder, has_small_disk):
        self.folder, self.has_small_disk = folder, has_small_disk
        self.home, self.run, self.logs = folder / "srv", folder / "run", folder / "logs"
        self.data, self.backups = self.home / "data", folder / "backups"
        self.settings_file, self.restart = folder / "environment", folder / "restart"
        self.certificate = folder / "certificates" / "fullchain.pem"
        self.http_port, self.https_port, self.redis_port = free_port(), free_port(), free_port()
        self.secret_key, self.fallbacks = secrets.token_urlsafe(60), ""
        self.primary, self.replica = Server(folder / "primary"), Server(folder / "replica")
        self.redis = Program(
            "redis",
            ["redis-server", "--port", self.redis_port, "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            log=self.logs / "redis.log",
        )
        self.supervisor = None
        self.sites, self.nginx = [], None
        self.confirmed = []  # summaries of which the site said that it has saved them

    @property
    def settings(self):
        """The settings of the site, as README.md tells to write them into /etc/briefings/environment."""
        return {
            "SITE_URL": f"https://{HOST}",
            "EMAIL_URL": "none://",
            "SECRET_KEY": self.secret_key,
            "SECRET_KEY_FALLBACKS": self.fallbacks,
            "DATABASE_URL": self.primary.url,
            "DATABASE_REPLICA_URL": self.replica.url,
            "CACHE_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "DATA_DIR": str(self.data),
            "STATIC_ROOT": str(self.home / "current" / "static"),
            "BEHIND_PROXY": "1",
            "METRICS_DIR": str(self.run / "metrics"),
        }

    def write_settings(self):
        self.settings_file.write_text("".join(f"{name}={value}\n" for name, value in self.settings.items() if value))

    @property
    def environment(self):
        """For processes of this package that run the site's code."""
        extra = {"DJANGO_SETTINGS_MODULE": "ecuador_site.settings", "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR"}
        return os.environ | extra | {name: value for name, value in self.settings.items() if value}

    def deploy(self, program, *arguments):
        """Run one of the scripts of deploy/ with the folders of the rehearsal; AssertionError when it fails."""
        settings = {
            "BRIEFINGS_HOME": self.home,
            "BRIEFINGS_SETTINGS": self.settings_file,
            "BRIEFINGS_SOCKETS": self.run,
            "BRIEFINGS_BACKUPS": self.backups,
            "BRIEFINGS_RESTART": self.restart,
            "BRIEFINGS_USER": "root" if os.geteuid() == 0 else "nobody",
            "BRIEFINGS_PACKAGES": sys.prefix,
            "BRIEFINGS_PATIENCE": 30,
        }
        with (self.logs / "deploy.log").open("ab") as log:
            environment = os.environ | {name: str(value) for name, value in settings.items()}
            command = [ROOT / "deploy" / program, *arguments]
            code = subprocess.run(command, env=environment, stdout=log, stderr=log, check=False).returncode
        if code:
            last_lines = (self.logs / "deploy.log").read_text().splitlines()[-5:]
            raise AssertionError(f"deploy/{program} ended with {code}: {' / '.join(last_lines)}")

    def manage(self, *arguments, environment):
        """Run a command of this checkout with another environment."""
        with (self.logs / "deploy.log").open("ab") as log:
            command = [sys.executable, "manage.py", *arguments]
            subprocess.run(command, cwd=ROOT, env=environment, stdout=log, stderr=log, check=True)

    def inside(self, name, *arguments):
        """Call a function of this package in a process of the site."""
        with Worker(self.environment) as worker:
            return worker.do(f"benchmarks.rehearsal.{name}", *arguments)

    def client(self, source="127.0.0.1", **options):
        return Client(self.https_port, self.certificate, source, **options)

    # --- starting and stopping ---

    def start(self, stack):
        """Start everything; the ExitStack `stack` stops it."""
        for folder in (self.home, self.data, self.logs, self.certificate.parent):
            folder.mkdir()
        self.backups.mkdir(mode=0o700)
        (self.run / "metrics").mkdir(parents=True)
        self.folder.chmod(0o755)  # nginx reads static files as another user
        self.restart.write_text(RESTART.format(run=self.run))
        self.restart.chmod(0o755)
        self.redis.start()
        stack.callback(self.redis.stop)
        stack.callback(self.primary.stop)
        self.primary.create()
        stack.callback(self.replica.stop)
        self.replica.copy_from(self.primary)
        self.write_settings()
        self.deploy("upgrade", ROOT)
        staff = self.inside("people.prepare")
        self.supervisor = Supervisor()
        stack.callback(self.supervisor.stop)
        for number in range(1, SITES + 1):
            self._start_site(number)
        self.supervisor.every_minute(lambda: self.deploy("manage", "tick"))
        self._start_nginx()
        wait_until(self.answers, "the site behind nginx")
        return staff

    def _start_site(self, number):
        address = self.run / str(number) / "site.sock"
        address.parent.mkdir()
        if os.geteuid() == 0:  # on a server nginx's user is in the group of the site
            shutil.chown(address.parent, group="www-data")
            address.parent.chmod(0o2755)
        unit = (ROOT / "deploy" / "systemd" / "briefings-site@.service").read_text()
        command = re.search(r"^ExecStart=(.*)", unit, re.MULTILINE)[1]
        command = command.replace("/srv/briefings", str(self.home)).replace("/run/briefings", str(self.run))
        program = Program(
            f"site {number}", command.replace("%i", str(number)).split(), log=self.logs / f"site{number}.log",
            env=self.site_environment, cwd=self.home / "current", pid_file=address.with_name("pid"),
        )  # fmt: skip
        self.sites.append(program)
        self.supervisor.add(program)
        wait_until(address.exists, program.name)

    def site_environment(self):
        """What EnvironmentFile gives to the unit; read again at every start."""
        lines = self.settings_file.read_text().splitlines()
        return {"PATH": os.environ["PATH"]} | dict(line.split("=", 1) for line in lines)

    def _start_nginx(self):
        folder = self.certificate.parent
        subprocess.run(nginx.certificate_command(folder), check=True, stderr=subprocess.DEVNULL)
        path = self.folder / "nginx.conf"
        path.write_text(
            nginx.configuration(
                folder=self.folder, home=self.home, sockets=self.run, certificates=folder,
                http_port=self.http_port, https_port=self.https_port,
            )
        )  # fmt: skip
        self.nginx = Program("nginx", nginx.command(path, self.logs), log=self.logs / "nginx.log")
        self.supervisor.add(self.nginx)

    def answers(self):
        try:
            return self.client(timeout=5).request("GET", "/healthz").status == 200
        except OSError:
            return False

    # --- what faults do ---

    def fill_disk(self):
        """Write a file until nothing more fits on the disk that everything is on: databases, pictures, cache, logs."""
        with contextlib.suppress(OSError), (self.folder / "filler").open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 65536)

    def free_disk(self):
        (self.folder / "filler").unlink()

    def make_disk_read_only(self):
        """As after a damage: what is open goes on, nothing new is written; the database ends and cannot start."""
        subprocess.run(["mount", "--rbind", self.folder, self.folder], check=True)  # with /run, which stays writable
        subprocess.run(["mount", "-o", "remount,bind,ro", self.folder], check=True)
        self.primary.stop()
        try:
            self.primary.start()
        except subprocess.CalledProcessError:
            return
        raise AssertionError("PostgreSQL started on a read-only disk")

    def make_disk_writable(self):
        subprocess.run(["umount", "--lazy", "--recursive", self.folder], check=True)
        self.primary.start()

    def reload(self):
        """`systemctl reload` of both sites."""
        for site in self.sites:
            os.kill(site.process.pid, signal.SIGHUP)

    def rotate_keys(self):
        """A new key; the old one is still read. The sites are restarted one after the other."""
        self.fallbacks, self.secret_key = self.secret_key, secrets.token_urlsafe(60)
        self.write_settings()
        for site in self.sites:
            self.supervisor.restart(site)
            wait_until(self.site_answers(site), site.name)

    def site_answers(self, site):
        """A question whether this process answers, past nginx."""
        command = ["curl", "-fsS", "--max-time", "5", "--unix-socket", site.pid_file.with_name("site.sock")]
        command += ["-o", "/dev/null", "-H", f"Host: {HOST}", "http://localhost/healthz"]
        return lambda: subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0

    def kill_worker(self, number):
        """kill -9 of a process that answers requests."""
        os.kill(self.sites[number].children()[-1], signal.SIGKILL)

    def kill_site(self, number):
        """kill -9 of a site with its workers."""
        self.sites[number].signal_group(signal.SIGKILL)


def small_disk(stack, folder, size):
    """Mount a file system in memory there until the ExitStack `stack` ends; False where that is not allowed."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", folder]
    if os.geteuid() != 0 or subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode:
        return False
    stack.callback(subprocess.run, ["umount", "--lazy", folder], check=False)
    return True


@contextlib.contextmanager
def running(keep=False):
    """(the running stack, its staff); everything is stopped and removed afterwards, after an error too."""
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="rehearsal-"))
        if keep:
            print(f"The files stay in {folder}")
        else:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        has_small_disk = not keep and small_disk(stack, folder, DISK)
        (folder / "run").mkdir()
        if has_small_disk:
            small_disk(stack, folder / "run", MEMORY)
        site = Stack(folder, has_small_disk)
        yield site, site.start(stack)

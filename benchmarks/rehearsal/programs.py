"""Start programs in process groups of their own, restart those that should always run, and stop all of them."""

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RESTART_AFTER = 0.2  # seconds, as RestartSec of the systemd units


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, what, *, seconds=30):
    """Wait until `condition()` is true; TimeoutError names `what` otherwise."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what}: not within {seconds} seconds")
        time.sleep(0.05)


class Program:
    """A process and its children; what it prints goes to a log file."""

    def __init__(self, name, command, *, log, env=None, cwd=ROOT, pid_file=None):
        """`env()` returns the environment; without it the program has that of this process."""
        self.name, self.command, self.log, self.env, self.cwd, self.pid_file = name, command, log, env, cwd, pid_file
        self.process = None

    def start(self):
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [str(word) for word in self.command],
                env=self.env and self.env(), cwd=self.cwd, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True,
            )  # fmt: skip
        if self.pid_file:
            self.pid_file.write_text(str(self.process.pid))

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def signal_group(self, number):
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def children(self):
        """Process ids of its direct children."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in path.read_text().split()]

    def stop(self, seconds=10):
        """End it gently, and after `seconds` with SIGKILL; its children too."""
        if self.process is None:
            return
        if self.is_running:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        self.signal_group(signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """Restarts its programs when they end, as systemd does with Restart=always and KillMode=control-group."""

    def __init__(self):
        self.programs, self.timers = [], []
        self.ended = threading.Event()
        self.lock = threading.Lock()  # held while a program is replaced
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def add(self, program):
        program.start()
        self.programs.append(program)

    def restart(self, program):
        """Stop it and start it again at once, as `systemctl restart`."""
        with self.lock:
            program.stop()
            program.start()

    def every_minute(self, work):
        """Call `work()` every minute, as a timer; what it raises is not of interest, as while the database is away."""

        def repeat():
            while not self.ended.wait(60):
                with contextlib.suppress(Exception):
                    work()

        self.timers.append(threading.Thread(target=repeat, daemon=True))
        self.timers[-1].start()

    def _watch(self):
        while not self.ended.wait(0.1):
            with self.lock:
                for program in self.programs:
                    if not program.is_running:
                        program.signal_group(signal.SIGKILL)
                        if self.ended.wait(RESTART_AFTER):
                            return
                        program.start()

    def stop(self):
        self.ended.set()
        for thread in (self.thread, *self.timers):
            thread.join()
        for program in self.programs:
            program.stop()

"""python -m benchmarks.killing: kill processes at random moments while they publish, and check the database.

Each process publishes the next edition of one article and is ended with `kill -9`. Afterwards the newest edition must
be either the old one or the new one, complete with everything that belongs to it.
"""

import argparse
import contextlib
import itertools
import os
import random
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from .databases import SQLite, database_server

POINTS = 100
ROOT = Path(__file__).resolve().parent.parent


def _environment(folder, url):
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "ecuador_site.settings",
        "SITE_MODE": "local",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
    }


def _start(environment, *arguments):
    """Start `benchmarks.publishing` in its own process group, so that the kill ends its children too."""
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.publishing", *arguments],
        env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def _editions(environment, *arguments):
    """Run a process without killing it; the number of editions that it counts. AssertionError when it fails."""
    process = _start(environment, *arguments)
    printed, _nothing = process.communicate()
    if process.returncode:
        raise AssertionError(f"{' '.join(arguments)}: exit code {process.returncode}")
    return int(printed.split()[0])


def _start_publishing(environment):
    """(a process that is about to publish, the number of editions before)."""
    process = _start(environment, "publish")
    editions, begin = process.stdout.readline(), process.stdout.readline()
    if begin != "begin\n":
        process.wait()
        raise AssertionError("the database is inconsistent after a kill: see the error above")
    return process, int(editions)


def _seconds_of_publishing(environment):
    """The duration of publishing without a kill, from the first save to the last commit."""
    process, _editions_before = _start_publishing(environment)
    start = time.perf_counter()
    process.stdout.readline()
    seconds = time.perf_counter() - start
    process.wait()
    process.stdout.close()
    return seconds


def _kill_after(environment, seconds):
    """(the number of editions before, whether the process was still running when it was killed)."""
    process, editions = _start_publishing(environment)
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return editions, process.returncode == -signal.SIGKILL


def kill_repeatedly(server, folder, points, *, seed, say=print):
    """(number of processes killed while publishing, number of these that had committed); AssertionError on a fault."""
    generator = random.Random(seed)
    environment = _environment(folder, server.create("killing"))
    _editions(environment, "prepare")
    duration = min(_seconds_of_publishing(environment) for _time in range(2))
    counts, was_killed = [], []
    for point in range(points):
        editions, was_running = _kill_after(environment, generator.uniform(0, 1.25 * duration))
        counts.append(editions)
        was_killed.append(was_running)
        if (point + 1) % 10 == 0:
            say(f"  {point + 1} of {points}", flush=True)
    counts.append(_editions(environment, "check"))
    added = [after - before for before, after in itertools.pairwise(counts)]
    if not set(added) <= {0, 1}:
        raise AssertionError(f"the number of editions changed by more than one: {counts}")
    return sum(was_killed), sum(number for number, killed in zip(added, was_killed, strict=True) if killed)


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.killing", description=__doc__)
    parser.add_argument("--points", type=int, default=POINTS, help="random moments for each database (100)")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="to repeat a run")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="kill-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        servers = [SQLite(folder)]
        server = stack.enter_context(database_server(folder))
        if not isinstance(server, SQLite):
            servers.append(server)
        for server in servers:
            name = "SQLite" if isinstance(server, SQLite) else server.description
            print(f"On {name}, seed {options.seed}:", flush=True)
            killed, published = kill_repeatedly(server, folder, options.points, seed=options.seed)
            print(f"  {killed} of {options.points} were killed while publishing; {published} of these had committed.")
            print("  Each time the newest edition was complete and matched the log.")


if __name__ == "__main__":
    main()

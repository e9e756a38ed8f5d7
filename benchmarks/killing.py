"""python -m benchmarks.killing: processes that publish are killed at random moments; what is left must be whole.

Each time a process with the site in it publishes the next edition of one article, and `kill -9` ends it at a random
moment of that. Afterwards either the old or the new edition is there, with everything that belongs to it.
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

from .databases import SQLite, place_to_measure

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
    """A process of `benchmarks.publishing`, in a group of its own so that nothing of it outlives the kill."""
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.publishing", *arguments],
        env=environment, cwd=ROOT, text=True, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def _editions(environment, *arguments):
    """How many editions a process finds that nobody kills, all of them whole; an error where it fails."""
    process = _start(environment, *arguments)
    printed, _nothing = process.communicate()
    if process.returncode:
        raise AssertionError(f"{' '.join(arguments)}: exit code {process.returncode}")
    return int(printed.split()[0])


def _begun(environment):
    """A process about to publish, and how many editions it has found."""
    process = _start(environment, "publish")
    editions, begin = process.stdout.readline(), process.stdout.readline()
    if begin != "begin\n":
        process.wait()
        raise AssertionError("what was left is not whole: the reason stands above")
    return process, int(editions)


def _seconds_of_publishing(environment):
    """How long it takes that nobody kills, from the first save to the end of the last transaction."""
    process, _editions_before = _begun(environment)
    start = time.perf_counter()
    process.stdout.readline()
    took = time.perf_counter() - start
    process.wait()
    process.stdout.close()
    return took


def _killed(environment, seconds):
    """How many editions there were, and whether the process was still at it when it was killed after `seconds`."""
    process, editions = _begun(environment)
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return editions, process.returncode == -signal.SIGKILL


def kill_again_and_again(place, folder, points, *, seed, say=print):
    """(how many were killed at it, how many of these had published); AssertionError at the first fault."""
    chance = random.Random(seed)
    environment = _environment(folder, place.create("killing"))
    _editions(environment, "prepare")
    whole_round = min(_seconds_of_publishing(environment) for _time in range(2))
    found, was_killed = [], []
    for point in range(points):
        editions, at_it = _killed(environment, chance.uniform(0, 1.25 * whole_round))
        found.append(editions)
        was_killed.append(at_it)
        if (point + 1) % 10 == 0:
            say(f"  {point + 1} of {points}", flush=True)
    found.append(_editions(environment, "check"))
    more = [after - before for before, after in itertools.pairwise(found)]
    if not set(more) <= {0, 1}:
        raise AssertionError(f"editions came and went: {found}")
    return sum(was_killed), sum(one for one, killed in zip(more, was_killed, strict=True) if killed)


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks.killing", description=__doc__)
    parser.add_argument("--points", type=int, default=POINTS, help="random moments for each database (100)")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="to repeat a run")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="kill-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        places = [SQLite(folder)]
        other = stack.enter_context(place_to_measure(folder))
        if not isinstance(other, SQLite):
            places.append(other)
        for place in places:
            print(f"On {'SQLite' if isinstance(place, SQLite) else place.words}, seed {options.seed}:", flush=True)
            killed, published = kill_again_and_again(place, folder, options.points, seed=options.seed)
            print(f"  {killed} of {options.points} were killed while they published; {published} of these had done it.")
            print("  Each time the old or the new edition was whole, and the history in step.")


if __name__ == "__main__":
    main()

"""Counts of requests, in the memory of each process; `manage.py metrics` adds those of all processes up.

Every few seconds a process writes its counts into a small file in METRICS_DIR. prometheus_client's own files are mapped
into memory: on a full disk they kill the process (SIGBUS), while a file that cannot be written costs only counts.
Labels are names of views and codes of answers, never an address.
"""

import json
import logging
import os
import time
from bisect import bisect_left
from collections import Counter
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed

logger = logging.getLogger(__name__)
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # seconds, up to and including
WRITTEN_EVERY = 5  # seconds
FOLDED = "ended"  # the file with the counts of processes that have ended
clock = time.perf_counter


class Counts:
    """`requests`: by (view, status); `seconds`: their time by view; `buckets`: by (view, index in BUCKETS);
    `store`: hits and misses of the store of public pages."""

    NAMES = ("requests", "seconds", "buckets", "store")

    def __init__(self, **counters):
        for name in self.NAMES:
            setattr(self, name, Counter({tuple(key): value for key, value in counters.get(name, [])}))

    def count(self, view: str, status: int, seconds: float) -> None:
        self.requests[view, str(status)] += 1
        self.seconds[view,] += seconds
        self.buckets[view, bisect_left(BUCKETS, seconds)] += 1

    def add(self, others: "Counts") -> None:
        for name in self.NAMES:
            getattr(self, name).update(getattr(others, name))

    def as_json(self) -> str:
        return json.dumps({name: list(getattr(self, name).items()) for name in self.NAMES})


counts = Counts()  # of this process


class MetricsMiddleware:
    def __init__(self, get_response):
        if not settings.METRICS_DIR:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.path = settings.METRICS_DIR / f"{os.getpid()}-{time.time_ns()}.json"
        self.lock, self.written_at = Lock(), 0

    def __call__(self, request):
        begun = clock()
        response = self.get_response(request)
        now = clock()
        with self.lock:
            counts.count(view_of(request), response.status_code, now - begun)
            if now - self.written_at >= WRITTEN_EVERY:
                self.written_at = now
                self.write()
        return response

    def write(self):
        try:
            _replace(self.path, counts)
        except OSError as error:
            logger.warning("The counts for the metrics cannot be written: %s", error.strerror)


def view_of(request) -> str:
    """The name of the address; "-" where middleware answered (static files, redirects to HTTPS) or nothing is there."""
    match = request.resolver_match
    return match.view_name or "-" if match else "-"


def counted_by_all(folder: Path) -> Counts:
    """The sum over all processes; the files of those that have ended become one."""
    total, ended = Counts(), _read(folder / f"{FOLDED}.json")
    for path in folder.glob("*-*.json"):
        if _is_running(int(path.name.partition("-")[0])):
            total.add(_read(path))
        else:
            ended.add(_read(path))
            _replace(folder / f"{FOLDED}.json", ended)
            path.unlink(missing_ok=True)
    total.add(ended)
    return total


def _replace(path, what):
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(what.as_json())
    draft.replace(path)


def _read(path):
    try:
        return Counts(**json.loads(path.read_text()))
    except FileNotFoundError:
        return Counts()


def _is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

"""python -m benchmarks: fill two databases, measure pages, print the results. The exit code is 0 for any result."""

import argparse
import contextlib
import os
import secrets
import signal
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from .databases import database_server
from .report import print_expectations, print_pages, print_served
from .serving import requests_per_second, served
from .worker import Worker

HOST = "briefings.example"
TURN = 0.15  # seconds for which a page is requested before the other database, then the next page, has its turn


def _arguments():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--small", type=int, default=1000, help="articles in the first database (1000)")
    parser.add_argument("--large", type=int, default=20000, help="articles in the second database (20000)")
    parser.add_argument("--shape", choices=["deep", "wide"], default="wide", help="of the values (wide)")
    parser.add_argument("--values", type=int, default=0, help="values in the second database, as 1000000 (the demo's)")
    parser.add_argument("--rounds", type=int, default=12, help="how often every page has its turn (12)")
    parser.add_argument("--sql", metavar="PAGE", help="print the queries of one page, and nothing else is measured")
    return parser.parse_args()


def _production(folder):
    """Environment variables of a production site with its files in `folder`."""
    return {
        "DJANGO_SETTINGS_MODULE": "ecuador_site.settings",
        "SITE_MODE": "production",
        "SITE_URL": f"https://{HOST}",
        "EMAIL_URL": "none://",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "BEHIND_PROXY": "1",
        "DATA_DIR": str(folder),
        "LOG_LEVEL": "ERROR",
    }


def _fill(server, production, options):
    """{number of articles: environment} of the small and the large site."""
    environments = {}
    first = production | {"DATABASE_URL": server.create("small")}
    with Worker(first) as worker:
        environments[worker.do("benchmarks.filling.prepare", options.small)] = first
        worker.do("benchmarks.filling.close_connections")
    second = production | {"DATABASE_URL": server.create("large", like="small")}
    with Worker(second) as worker:
        environments[worker.do("benchmarks.filling.grow", options.large)] = second
        if options.values:
            worker.do("benchmarks.values.fill", options.shape, options.values)
    return environments


def _measure_pages(workers, rounds):
    """{(page, number of articles): results of pages.times}; the databases take turns, so both see the same load."""
    times = defaultdict(list)
    pages = next(iter(workers.values())).do("benchmarks.pages.names")
    for turn in range(rounds + 1):
        for page in pages:
            for size, worker in workers.items():
                measured = worker.do("benchmarks.pages.times", page, TURN)
                if turn:  # the first turn warms up
                    times[page, size] += measured
    return times


def _measure_served(environment, path, rounds):
    """Requests per second of the briefing page and of the bare view, measured in turns."""
    rates = {"briefing": [], "bare": []}
    with (
        served("ecuador_site.wsgi:application", environment) as briefing_port,
        served("benchmarks.bare:application", {}) as bare_port,
    ):
        targets = {"briefing": (briefing_port, path), "bare": (bare_port, "/")}
        for turn in range(max(3, rounds // 2) + 1):
            for name, (port, address) in targets.items():
                rate = requests_per_second(port, address, HOST, seconds=2)
                if turn:
                    rates[name].append(rate)
    return rates


def _run(options, folder, stack):
    server = stack.enter_context(database_server(folder))
    print(f"On {server.description}.\nFilling …", flush=True)
    environments = _fill(server, _production(folder), options)
    sizes = list(environments)
    with contextlib.ExitStack() as open_workers:
        workers = {size: open_workers.enter_context(Worker(environments[size])) for size in sizes}
        if options.sql:
            print("\n\n".join(workers[sizes[1]].do("benchmarks.pages.queries", options.sql)))
            return
        print(f"Measuring with {os.cpu_count()} processors, {os.getloadavg()[0]:.1f} busy before …", flush=True)
        queries = {}
        for size, worker in workers.items():
            for page in worker.do("benchmarks.pages.names"):
                queries[page, size] = worker.do("benchmarks.pages.queries", page)
        times = _measure_pages(workers, options.rounds)
        path = workers[sizes[1]].do("benchmarks.pages.briefing_path")
    growth = print_pages(sizes, times, queries)
    times_bare = print_served(_measure_served(environments[sizes[1]], path, options.rounds))
    print_expectations(sizes, times, queries, growth, times_bare)
    print("\nMilliseconds are medians, both databases in turn. Other work on this machine shows in them, least in the")
    print("quickest tenth and in what Python itself took of a processor; more than one thing at a time, in the rates.")


def main():
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    options = _arguments()
    try:
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
            _run(options, Path(folder), stack)
    except KeyboardInterrupt:
        print("\nStopped; everything is cleaned up.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()

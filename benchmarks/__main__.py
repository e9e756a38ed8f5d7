"""python -m benchmarks: fill databases, measure pages, acts and loads, print tables. The exit code is 0 for any result.

Without --quick: four sizes, on PostgreSQL (where it is installed) and on SQLite.
"""

import argparse
import contextlib
import os
import secrets
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import expectations as expected
from . import mixed
from .databases import database_servers
from .expectations import ACTS, PUBLIC, STAFF
from .judging import compare_databases, judge
from .report import Results, Verdicts, row, table
from .sites import HOST, SIZES, fill
from .worker import Worker

SECTIONS = (PUBLIC, STAFF, ACTS)
SERVED, WRITING = "served", "writing"
TURN = 0.05  # seconds for which a page is requested before the next database, then the next page, has its turn
NOT_FOUND = "404"


def _arguments():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the demonstration on one database, in a minute")
    parser.add_argument("--database", choices=["postgresql", "sqlite"], help="only this one")
    parser.add_argument(
        "--only", action="append", metavar="WORDS", default=[],
        help="only what has these words in `section: page`, as acts, public, indicator, served; can be repeated",
    )  # fmt: skip
    names = [size.name for size in SIZES]
    parser.add_argument("--sizes", nargs="+", choices=names, default=names, help="only these (all)")
    parser.add_argument("--rounds", type=int, help="how often every page has its turn (6, quick 2)")
    parser.add_argument("--all", action="store_true", help="print the expectations that are met, too")
    parser.add_argument("--sql", metavar="PAGE", help="print the queries of one page or act, and measure nothing")
    options = parser.parse_args()
    options.rounds = options.rounds or (2 if options.quick else 6)
    options.sizes = [size for size in SIZES if size.name in options.sizes][: 1 if options.quick else None]
    return options


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


def _say(words):
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def _is_wanted(section, label, words):
    return not words or any(word in f"{section}: {label}" for word in words)


def _wanted(workers, words):
    """[(section, label)] of all sites: a page may exist only at some sizes."""
    found = {}
    for section in SECTIONS:
        for worker in workers.values():
            labels = worker.do("benchmarks.measuring.labels", section)
            found |= {
                (section, label): 0 for label in labels if _is_wanted(section, label, words) or label == NOT_FOUND
            }
    return list(found)


def _measure(workers, wanted, verdicts, options):
    """{database: Results}; all sites take turns with each page, so that all see the same load of this machine."""
    results = {}
    for database, size in workers:
        results.setdefault(database, Results(database, [])).sizes.append(size)
    for turn in range(options.rounds + 1):
        _say(f"round {turn} of {options.rounds}")
        for section, label in list(wanted):
            try:
                for (database, size), worker in workers.items():
                    measured = worker.do("benchmarks.measuring.measure", section, label, TURN)
                    for kind, times in measured.items() if turn else ():  # the first turn warms up
                        results[database].found[section, label, kind, size] += times
            except RuntimeError as error:
                wanted.remove((section, label))
                verdicts.failed(f"{database}, {label}, {size.heading}: {str(error).strip().splitlines()[-1]}")
    return results


def _print_served(database, results, environment, worker, folder, verdicts, options):
    size = results.sizes[-1]
    dear = mixed.dearest(results, size)
    addresses = {label: worker.do("benchmarks.measuring.address", label) for label in mixed.KINDS}
    dear_address = worker.do("benchmarks.measuring.address", dear)
    served, load, memory = mixed.run(environment, addresses, dear_address, folder, is_quick=options.quick)
    alone, briefing, dear_rate, editions = load
    print(f"\n## {database}: served by `manage.py serve`, {size.heading}\n")
    print("\n".join([row(["stored page", "a second"]), row(["---", "--:"])]))
    print("\n".join(row([name, f"{rate:,.0f}"]) for name, rate in served.items()))
    print(f"\nMixed load: the briefing alone {alone:,.0f} a second; {briefing:,.0f} while {mixed.DEAR_READERS} readers")
    print(f"ask for the dearest page, {dear} (`{dear_address}`, {dear_rate:,.0f} a second), and {editions} editions")
    print("are published.")
    print(f"\nMemory of each worker at the end: {', '.join(f'{size:.0f} MiB' for size in memory)}.")
    verdicts.at_least(f"{database}, briefing under the mixed load / alone", briefing / alone, expected.MIN_MIXED)
    ratio = served["bare Django view"] / served["briefing"]
    verdicts.at_most(f"{database}, bare view / stored briefing", ratio, expected.MAX_BARE, "×")


def _print_writing(database, workers, verdicts):
    """Acts on many rows, which are committed: each is done once at each size."""
    _say(f"writing on {database}")
    lines = [["act", "size", "rows", "queries", "ms", "others waited ms"], ["---", "---", *["--:"] * 4]]
    for name in next(iter(workers.values())).do("benchmarks.measuring.acts_on_many"):
        for size, worker in workers.items():
            measured = worker.do("benchmarks.writing.measure", name)
            counts = [f"{measured[of]:,.0f}" for of in ("rows", "queries", "milliseconds", "waited")]
            lines.append([name, size.heading, *counts])
            words = f"{database}, {name}, {size.heading}, others wait"
            verdicts.at_most(words, measured["waited"], expected.MAX_LOCK)
    print(f"\n## {database}: writing at scale\n\n" + "\n".join(map(row, lines)), flush=True)


def _run(options, folder, stack):
    servers = stack.enter_context(database_servers(folder, only=options.database, is_quick=options.quick))
    productions = {}
    for server in servers:
        (folder / server.name).mkdir()
        productions[server.name] = _production(folder / server.name)
    print(f"# Bench\n\nOn {'; '.join(server.description for server in servers)}. {os.cpu_count()} processors, ", end="")
    print(f"{os.getloadavg()[0]:.1f} busy before. Milliseconds are of a processor, in the site and its database, the")
    print("quickest fifth of all requests; growth is from the middle size to the large ones.", flush=True)
    _say("filling")
    with ThreadPoolExecutor() as pool:
        filling = {
            server.name: pool.submit(fill, server, productions[server.name], options.sizes) for server in servers
        }
        environments = {name: filled.result() for name, filled in filling.items()}
    with contextlib.ExitStack() as open_workers:
        workers = {
            (name, size): open_workers.enter_context(Worker(environment))
            for name, by_size in environments.items()
            for size, environment in by_size.items()
        }
        if options.sql:
            _print_queries(workers, options.sql)
            return
        _print_all(workers, environments, folder, options)


def _print_queries(workers, label):
    (database, size), worker = list(workers.items())[-1]
    section = next(s for s in SECTIONS if label in worker.do("benchmarks.measuring.labels", s))
    print(f"\n{label}, {database}, {size.heading}\n")
    print("\n\n".join(worker.do("benchmarks.measuring.queries", section, label)))


def _print_all(workers, environments, folder, options):
    verdicts = Verdicts()
    results = _measure(workers, _wanted(workers, options.only), verdicts, options)
    first = next(iter(results.values()))
    scale = first.ms(PUBLIC, NOT_FOUND, first.sizes[0]) / expected.REFERENCE_404
    print(f"\nA 404 takes {scale * expected.REFERENCE_404:.2f} ms here: limits in milliseconds are × {scale:.2f}.")
    for name, measured in results.items():
        for section in SECTIONS:
            if len(measured.labels(section)) > (section == PUBLIC):
                print(f"\n## {name}: {section}, milliseconds\n\n{table(measured, section)}", flush=True)
        judge(measured, verdicts, scale)
    if len(results) == 2:
        compare_databases(*results.values(), verdicts)
    if _is_wanted(SERVED, "", options.only):
        for name, measured in results.items():
            _say(f"serving {name}")
            size = measured.sizes[-1]
            arguments = environments[name][size], workers[name, size], folder / name, verdicts, options
            _print_served(name, measured, *arguments)
    if _is_wanted(WRITING, "", options.only):
        for name, measured in results.items():
            _print_writing(name, {size: workers[name, size] for size in measured.sizes}, verdicts)
    print(f"\n## Expected\n\n{verdicts.text(is_whole=options.all)}")


def main():
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(143))
    options = _arguments()
    try:
        with contextlib.ExitStack() as stack:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
            Path(folder).chmod(0o755)
            _run(options, Path(folder), stack)
    except KeyboardInterrupt:
        print("\nStopped; everything is cleaned up.", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()

"""python -m benchmarks: fill databases, measure pages, acts and loads, print tables.

The exit code is 0 for any figure, 1 where a page, an act or a part could not be measured.

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
from statistics import median

from . import parts
from .databases import database_servers
from .expectations import ACTS, PUBLIC, STAFF
from .judging import compare_databases, judge
from .parts import SERVED, say
from .report import Results, Verdicts, table
from .sites import HOST, SIZES, fill
from .worker import Worker
from .yardstick import QUICK_TURNS, TURNS

SECTIONS = (PUBLIC, STAFF, ACTS)
TURN, QUICK_TURN = 0.1, 0.02  # seconds of requests of a page before the next database, then the next page, has its turn
WARM_UP = 12  # requests: psycopg prepares a query that is asked six times, PostgreSQL plans it anew five times more
MINUTES = 30  # for each database
SHARES = {PUBLIC: 0.2, STAFF: 0.25, ACTS: 0.35}  # of these; filling and the loads take the rest


def _arguments():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the demonstration on one database: 90 seconds")
    parser.add_argument("--database", choices=["postgresql", "sqlite"], help="only this one")
    parser.add_argument(
        "--only", action="append", metavar="WORDS", default=[],
        help="only what has these words in `section: page`, as acts, public, indicator, or the part served, typing, "
        "writing or importing; can be repeated",
    )  # fmt: skip
    names = [size.name for size in SIZES]
    parser.add_argument("--sizes", nargs="+", choices=names, help="only these (all; for --sql the demonstration)")
    parser.add_argument("--rounds", type=int, help="how often every page has its turn (4, quick 1)")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="about so long for each database (30)")
    parser.add_argument("--all", action="store_true", help="print the expectations that are met, too")
    parser.add_argument("--sql", metavar="PAGE", help="print the queries of one page or act, and measure nothing")
    options = parser.parse_args()
    options.rounds = options.rounds or (1 if options.quick else 4)
    options.sizes = options.sizes or (names[:1] if options.sql else names)
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


def _is_wanted(section, label, words):
    return not words or any(word in f"{section}: {label}" for word in words)


def _wanted(workers, section, words):
    """The labels of all sites: a page may exist only at some sizes. The loads need to know the dearest public pages."""
    has_all = section == PUBLIC and _is_wanted(SERVED, "", words)
    found = {}
    for worker in workers.values():
        for label in worker.do("benchmarks.measuring.labels", section):
            if has_all or _is_wanted(section, label, words):
                found[label] = True
    return list(found)


def _measure(workers, section, results, verdicts, options):
    """All sites take turns with each page, so that all see the same load of this machine. Returns how slow it was in
    each turn."""
    wanted, slow = _wanted(workers, section, options.only), []
    seconds, number = (TURN, TURNS) if options.rounds > 1 else (QUICK_TURN, QUICK_TURNS)
    end = time.monotonic() + 60 * options.minutes * len(results) * SHARES[section]
    for turn in range(options.rounds + 1 if wanted else 0):
        if turn > 1 and time.monotonic() > end:
            print(f"\n{section}: only {turn - 1} of {options.rounds} rounds, because the time was over.", flush=True)
            break
        say(f"{section}, round {turn} of {options.rounds}")
        for label in list(wanted):
            try:
                for (database, size), worker in workers.items():
                    if turn == 0:
                        worker.do("benchmarks.measuring.warm_up", section, label, WARM_UP if options.rounds > 1 else 1)
                        continue
                    measured, slowness = worker.do("benchmarks.measuring.measure", section, label, seconds, number)
                    slow.append(slowness)
                    for kind, times in measured.items():
                        results[database].found[section, label, kind, size] += times
            except RuntimeError as error:
                wanted.remove(label)
                verdicts.failed(f"{database}, {label}, {size.heading}: {str(error).strip().splitlines()[-1]}")
    return slow


def _run(options, folder, stack):
    servers = stack.enter_context(database_servers(folder, only=options.database, is_quick=options.quick))
    productions = {}
    for server in servers:
        (folder / server.name).mkdir()
        productions[server.name] = _production(folder / server.name)
    print(f"# Bench\n\nOn {'; '.join(server.description for server in servers)}. {os.cpu_count()} processors, ", end="")
    print(f"{os.getloadavg()[0]:.1f} busy before. Milliseconds are of a processor, in the site and its database, as")
    print("on the machine of the limits, the quickest fifth of the requests of the dearest sample; growth is from the")
    print("middle size to the large ones.", flush=True)
    say("filling")
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
    known = {each: section for section in SECTIONS for each in worker.do("benchmarks.measuring.labels", section)}
    if label not in known:
        sys.exit(f"There is no page or act “{label}”. Known are:\n  " + "\n  ".join(known))
    section = known[label]
    print(f"\n{label}, {database}, {size.heading}\n")
    print("\n\n".join(worker.do("benchmarks.measuring.queries", section, label)))


def _print_all(workers, environments, folder, options):
    verdicts, results, slow = Verdicts(), {}, []
    for database, size in workers:
        results.setdefault(database, Results(database, [])).sizes.append(size)
    for words in options.only:
        found = [part for part in parts.PARTS if _is_wanted(part, "", [words])]
        if not found and not any(_wanted(workers, section, [words]) for section in SECTIONS):
            sys.exit(f"Nothing has the words “{words}” in its name.")
    try:
        for section in SECTIONS:
            slow += _measure(workers, section, results, verdicts, options)
            for name, measured in results.items():
                if measured.labels(section):
                    print(f"\n## {name}: {section}, milliseconds\n\n{table(measured, section)}", flush=True)
        if slow:
            print(f"\nThis machine took {min(slow):.1f} to {max(slow):.1f} times as long as that of the limits,")
            print(f"{median(slow):.1f} times as a rule; the milliseconds above are divided by it.", flush=True)
        for measured in results.values():
            judge(measured, verdicts)
        if len(results) == 2:
            compare_databases(*results.values(), verdicts)
        for name, measured in results.items():
            arguments = name, measured, environments[name], workers, folder / name, verdicts
            left_out = parts.LONG if options.quick and not options.only else ()
            for part, do in parts.PARTS.items():
                if part not in left_out and _is_wanted(part, "", options.only):
                    parts.attempted(do, part, *arguments, is_quick=options.quick)
    finally:  # what was found so far, if it is stopped
        print(f"\n## Expected\n\n{verdicts.text(is_whole=options.all)}", flush=True)
        if options.rounds == 1 and verdicts.not_met:
            print("One round cannot tell a busy machine from a fault: measure again what is NOT MET, with --only.")
    sys.exit(verdicts.has_failed)


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

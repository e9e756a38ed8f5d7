"""Parts of the bench for one database after the other: a served site, typing, writing at scale, an import."""

import sys
import time
from importlib import import_module
from importlib.util import find_spec

from . import expectations as expected
from . import mixed
from .report import row
from .serving import site_served
from .worker import Worker

SERVED, TYPING, WRITING, IMPORTING = "served", "typing", "writing", "importing"


def say(words):
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def attempted(do, part, database, *arguments, **options):
    """Do one part; what fails is said, and the next one begins."""
    say(f"{part}, {database}")
    try:
        do(database, *arguments, **options)
    except Exception as error:
        arguments[-1].failed(f"{database}, {part}: {error!r:.300}")


def _print_served(database, results, environments, workers, folder, verdicts, *, is_quick):
    size = results.sizes[-1]
    worker = workers[database, size]
    dear = mixed.dearest(results, size)
    addresses = {label: worker.do("benchmarks.measuring.address", label) for label in mixed.KINDS}
    dear_addresses = [worker.do("benchmarks.measuring.address", label) for label in dear]
    served, load, memory = mixed.run(environments[size], addresses, dear_addresses, folder, is_quick=is_quick)
    alone, briefing, dear_rate, editions = load
    print(f"\n## {database}: served by `manage.py serve`, {size.heading}\n")
    print("\n".join([row(["stored page", "a second"]), row(["---", "--:"])]))
    print("\n".join(row([name, f"{rate:,.0f}"]) for name, rate in served.items()))
    print(f"\nMixed load: the briefing alone {alone:,.0f} a second; {briefing:,.0f} while a reader each asks for the")
    print(f"dearest pages ({'; '.join(dear)}: {dear_rate:,.1f} a second together).")
    print(f"Editions published meanwhile: {editions}.")
    print(f"\nMemory of each worker at the end: {', '.join(f'{size:.0f} MiB' for size in memory)}.", flush=True)
    verdicts.at_least(f"{database}, briefing under the mixed load / alone", briefing / alone, expected.MIN_MIXED)
    ratio = served["bare Django view"] / served["briefing"]
    verdicts.at_most(f"{database}, bare view / stored briefing", ratio, expected.MAX_BARE, "×")


def _print_typing(database, results, environments, workers, folder, verdicts, *, is_quick):
    """In a browser, into the form of an article with 60 blocks; only where there is one."""
    if not (find_spec("playwright") and (typing := import_module("benchmarks.browser.typing")).chromium()):
        print(f"\n{database}: typing was not measured, because Chromium or Playwright is not installed.", flush=True)
        return
    size = results.sizes[0]
    address, cookie = workers[database, size].do("benchmarks.measuring.form_to_type_in")
    with site_served(environments[size] | {"ALLOWED_HOSTS": "127.0.0.1"}) as (port, _pid):
        headers = {"X-Forwarded-Proto": "https"}
        ms = typing.longest_task(f"http://127.0.0.1:{port}{address}", [cookie.split("=", 1)], headers)
    print(
        f"\n{database}: the longest task of the browser while a letter is typed into a form of 60 blocks: {ms:.0f} ms."
    )
    verdicts.at_most(f"{database}, longest task while typing", ms, expected.MAX_LONGEST_TASK)


def _print_writing(database, results, environments, workers, folder, verdicts, *, is_quick):
    """Acts on many rows, which are committed: each is done once at each size."""
    lines = [["act", "size", "rows", "queries", "ms", "others waited ms"], ["---", "---", *["--:"] * 4]]
    for name in workers[database, results.sizes[0]].do("benchmarks.measuring.acts_on_many"):
        for size in results.sizes:
            measured = workers[database, size].do("benchmarks.writing.measure", name)
            counts = [f"{measured[of]:,.0f}" for of in ("rows", "queries", "milliseconds", "waited")]
            lines.append([name, size.heading, *counts])
            words = f"{database}, {name}, {size.heading}, others wait"
            verdicts.at_most(words, measured["waited"], expected.MAX_LOCK[database])
    print(f"\n## {database}: writing at scale\n\n" + "\n".join(map(row, lines)), flush=True)


def _print_importing(database, results, environments, workers, folder, verdicts, *, is_quick):
    """A file of 50,000 values, in a new process on the smallest site."""
    with Worker(environments[results.sizes[0]]) as worker:
        steps = worker.do("benchmarks.samples.imports.measure")
    lines = [["step", "seconds", "of a processor", "peak MiB"], ["---", *["--:"] * 3]]
    lines += [[name, f"{seconds:.2f}", f"{own:.2f}", f"{memory:.0f}"] for name, seconds, own, memory in steps]
    print(f"\n## {database}: an import of 50,000 values\n\n" + "\n".join(map(row, lines)), flush=True)
    for name, _seconds, seconds, _memory in steps:
        if "record and apply" in name:
            verdicts.at_most(f"{database}, processor, {name}", seconds, expected.MAX_IMPORT, "s")
        elif "transactions" in name:
            verdicts.at_most(f"{database}, processor, {name}", seconds, expected.MAX_IMPORT_TURN, "s")
    verdicts.at_most(f"{database}, peak memory of an import", steps[-1][3], expected.MAX_IMPORT_MEMORY, "MiB")


LONG = (TYPING, IMPORTING)  # left out of the quick form, unless they are asked for
PARTS = {SERVED: _print_served, TYPING: _print_typing, WRITING: _print_writing, IMPORTING: _print_importing}

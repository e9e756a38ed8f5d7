"""Requests per second of the served site, alone and while others read the dearest pages and an editor publishes."""

import contextlib
import threading
from statistics import median

from .expectations import PUBLIC, UNCACHED
from .serving import bare_served, fetch, file_served, memory_of_workers, rates, site_served
from .worker import Worker

KINDS = ("briefing", "briefings", "home", "statistics", "indicator, printed", "data-table")
READERS, DEAR_READERS = 8, 4
SEARCHES = ("/en/search/", "/es/buscar/")
NOT_DEAR = ("briefing", "404")
NOT_READ_BY_ALL = ("shared", "shared-picture", "edition-comparison")


def dearest(results, size):
    """The labels of the public pages that take longest, a reader for each, without those that few can open."""
    labels = [label for label in results.labels(PUBLIC) if label.partition(",")[0] not in NOT_READ_BY_ALL + NOT_DEAR]
    labels.sort(key=lambda label: results.ms(PUBLIC, label, size, UNCACHED) or 0, reverse=True)
    return labels[:DEAR_READERS]


@contextlib.contextmanager
def one_act_a_second(environment, act="benchmarks.publishing.publish"):
    """Call the function every second, or again and again where it takes longer; yields what it returned so far."""
    ended, published = threading.Event(), []
    with Worker(environment) as worker:
        worker.do(act)

        def repeat():
            while not ended.wait(1):
                published.append(worker.do(act))

        thread = threading.Thread(target=repeat)
        thread.start()
        try:
            yield published
        finally:
            ended.set()
            thread.join()


def served_rates(port, addresses, folder, *, seconds, turns):
    """{what: median of responses per second} of kinds of pages, a bare view and a file as large as the briefing."""
    found = {}
    briefing = fetch(port, addresses["briefing"])
    with bare_served() as bare_port, file_served(folder, briefing) as file_port:
        targets = {label: (port, address) for label, address in addresses.items()}
        targets["bare Django view"] = bare_port, "/"
        if file_port:
            targets["file of nginx"] = file_port, "/page"
        for turn in range(turns + 1):
            for name, (at, address) in targets.items():
                rate = rates(at, {address: READERS}, seconds=seconds)[address]
                if turn:  # the first turn warms up
                    found.setdefault(name, []).append(rate)
    return {name: median(measured) for name, measured in found.items()}


def mixed_rates(port, environment, briefing, dear, *, seconds):
    """(the briefing's rate alone, its rate and that of the dear pages under the mixed load, editions published)."""
    before = rates(port, {briefing: READERS}, seconds=seconds)[briefing]
    with one_act_a_second(environment) as published:
        searches = [address for address in dear if address.startswith(SEARCHES)]
        mixed = rates(port, {briefing: READERS} | dict.fromkeys(dear, 1), seconds=seconds, paused=searches)
    after = rates(port, {briefing: READERS}, seconds=seconds)[briefing]
    return (before + after) / 2, mixed[briefing], sum(mixed[address] for address in dear), len(published)


def run(environment, addresses, dear, folder, *, is_quick):
    """(served_rates, mixed_rates, memory of each worker) of one site."""
    seconds = 0.5 if is_quick else 2
    with site_served(environment) as (port, pid):
        served = served_rates(port, addresses, folder, seconds=seconds, turns=1 if is_quick else 3)
        mixed = mixed_rates(port, environment, addresses["briefing"], dear, seconds=seconds * 4)
        return served, mixed, memory_of_workers(pid)

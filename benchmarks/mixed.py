"""Requests per second of the served site, alone and while others read the dearest pages and an editor publishes."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import mean, median

from .expectations import PUBLIC, UNCACHED
from .serving import bare_served, fetch, file_served, memory_of_workers, rates, site_served
from .worker import Worker

KINDS = ("briefing", "briefings", "home", "statistics", "indicator, printed", "data-table")
READERS, DEAR_READERS = 8, 4
MIXED_SECONDS, QUICK_MIXED_SECONDS = 4, 2
WARM_UP = 12  # editions, published before: PostgreSQL plans a query anew the first ten times
SEARCHES = ("/en/search/", "/es/buscar/")
PUBLISH = "benchmarks.publishing.publish"
NOT_DEAR = ("briefing", "404")
NOT_READ_BY_ALL = ("shared", "shared-picture", "edition-comparison")


def dearest(results, size):
    """The labels of the public pages that take longest, a reader for each, without those that few can open."""
    labels = [label for label in results.labels(PUBLIC) if label.partition(",")[0] not in NOT_READ_BY_ALL + NOT_DEAR]
    labels.sort(key=lambda label: results.ms(PUBLIC, label, size, UNCACHED) or 0, reverse=True)
    return labels[:DEAR_READERS]


@contextlib.contextmanager
def publisher(environment, name):
    """What calls the function of this name in another process of the site, which has published before."""
    with Worker(environment) as worker:
        publish = partial(worker.do, name)
        for _time in range(WARM_UP):
            publish()
        yield publish


@contextlib.contextmanager
def one_act_a_second(act):
    """Call `act` half a second after the beginning and then every second, or again and again where it takes longer;
    yields what it returned so far. Raises what it raised: without acts the load would be milder."""
    ended, published = threading.Event(), []

    def repeat():
        pause = 0.5
        while not ended.wait(pause):
            published.append(act())
            pause = 1

    with ThreadPoolExecutor(1) as pool:
        repeated = pool.submit(repeat)
        try:
            yield published
        finally:
            ended.set()
        repeated.result()


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


def mixed_rates(port, environment, briefing, dear, *, seconds, turns):
    """(the briefing's rate alone, its rate and that of the dear pages under the mixed load, editions published).

    The rates are means of turns, each with new connections: it is chance which worker gets which of them.
    """
    clients = {briefing: READERS} | dict.fromkeys(dear, 1)
    searches = [address for address in dear if address.startswith(SEARCHES)]
    alone, mixed, editions = [], [], 0
    with publisher(environment, PUBLISH) as publish:
        for _turn in range(turns):
            alone.append(rates(port, {briefing: READERS}, seconds=seconds)[briefing])
            with one_act_a_second(publish) as published:
                mixed.append(rates(port, clients, seconds=seconds, paused=searches))
            editions += len(published)
    of_dear = mean(sum(rate[address] for address in dear) for rate in mixed)
    return mean(alone), mean(rate[briefing] for rate in mixed), of_dear, editions


def run(environment, addresses, dear, folder, *, is_quick):
    """(served_rates, mixed_rates, memory of each worker) of one site."""
    seconds, of_mixed, turns = (0.5, QUICK_MIXED_SECONDS, 1) if is_quick else (2, MIXED_SECONDS, 3)
    with site_served(environment) as (port, pid):
        served = served_rates(port, addresses, folder, seconds=seconds, turns=turns)
        mixed = mixed_rates(port, environment, addresses["briefing"], dear, seconds=of_mixed, turns=turns * 2)
        return served, mixed, memory_of_workers(pid)

"""Called in the process of a site: measure a page or an act for a while."""

import time
from functools import cache
from itertools import count

from briefings.articles.models import Article
from briefings.lib.public_pages import store

from . import writing
from .expectations import ACTS, KNOWN, PUBLIC, STAFF, STORED, UNCACHED
from .preparing import LONGEST_ARTICLE, WRITER
from .report import quickest_fifth
from .request import BROWSER, cookie_of, get, measured, queries_of, timed
from .samples import acts, public, staff
from .yardstick import turns

ANSWERS = (200, 302, 413)  # 413: a file that would have too many rows
STORED_TIMES = 5
_dearest = {}  # {(section, label): number of the sample} after the warm-up
MOST_SAMPLES = 4  # of a page, the first: those of the demonstration say more than their copies


def labels(section):
    if section == ACTS:
        return acts.labels()
    return list(public.samples() if section == PUBLIC else staff.samples())


def warm_up(section, label, times):
    """What a worker does once in its life is not measured. Of a page's samples the dearest is measured from then on: of
    a page that takes as long as a turn each would have been asked for once, and whichever met a hiccup was the dearest.
    """
    quickest = {}
    for _time in range(times if label in labels(section) else 0):
        for kind, result in ONCE[section](label):
            if kind == UNCACHED:
                quickest[result.address] = min(result.ms, quickest.get(result.address, result.ms))
    if quickest:
        _dearest[section, label] = max(quickest, key=quickest.get)


def measure(section, label, seconds, number):
    """({kind: [Measured]}, slowness) of requests for `seconds`, at least one of each kind, between so many turns of the
    yardstick; ({}, 1) when this site has no such page."""
    if label not in labels(section):
        return {}, 1
    for _measured in ONCE[section](label):  # the process has waited since its last turn, and lost its place in memory
        pass
    before = turns(number)
    found, end = {}, time.perf_counter() + seconds
    while not found or time.perf_counter() < end:
        for kind, result in ONCE[section](label):
            found.setdefault(kind, []).append(result)
    slow = quickest_fifth(before + turns(number))
    return {kind: [result._replace(slowness=slow) for result in results] for kind, results in found.items()}, slow


def _public(label):
    number, address = _sample(PUBLIC, label, public.samples()[label])
    store.clear()
    answers = (404,) if label == "404" else ANSWERS
    yield UNCACHED, measured(lambda: get(address, expected=answers))._replace(address=number)
    etag = get(address, headers=BROWSER, expected=answers).headers.get("ETag")
    for _time in range(STORED_TIMES if etag and len(store) else 0):
        yield STORED, timed(lambda: get(address, headers=BROWSER))
        yield KNOWN, timed(lambda: get(address, headers=BROWSER | {"HTTP_IF_NONE_MATCH": etag}, expected=(304,)))


def _sample(section, label, addresses):
    """(number, address) of the sample to ask for: each in its turn until the dearest is known."""
    number = _dearest.get((section, label))
    if number is None:
        number = next(_turns(section, label)) % len(addresses[:MOST_SAMPLES])
    return number, addresses[number]


@cache
def _turns(_section, _label):
    return count()


def _staff(label):
    addresses, user_name = staff.samples()[label]
    number, address = _sample(STAFF, label, addresses)
    yield UNCACHED, measured(lambda: get(address, cookie=cookie_of(user_name)))._replace(address=number)


def _act(label):
    yield UNCACHED, acts.rolled_back(label, measured)


ONCE = {PUBLIC: _public, STAFF: _staff, ACTS: _act}


def queries(section, label):
    """The SQL of each query of a page that is not stored, or of an act."""
    if section == ACTS:
        return acts.rolled_back(label, queries_of)
    store.clear()
    addresses, user_name = staff.samples()[label] if section == STAFF else (public.samples()[label], "")
    return queries_of(lambda: get(addresses[0], cookie=user_name and cookie_of(user_name), expected=(*ANSWERS, 404)))


def acts_on_many():
    return writing.NAMES


def address(label):
    """One address of a public page."""
    return public.samples()[label][0]


def form_to_type_in():
    """(address, cookie of a person) of the form of an article with sixty blocks."""
    return Article.objects.get(slug=LONGEST_ARTICLE).desk_url(), cookie_of(WRITER)

"""Work that no change of the site makes quicker, which tells how fast the machine is at this moment.

Limits are milliseconds of a machine on which a 404 of the site took 0.8 ms when they were written down; this work took
0.94 ms there. A 404 is a page of the site too: when it became slower, every limit grew with it. Half of the work waits
for memory, as the pages do: on a machine that others use, too, memory can be three times as slow as a minute ago while
a small loop, which the processor keeps to itself, is as quick as before.
"""

import random
import time
from functools import cache
from statistics import median

from django.template import Context, Engine

ROW = """<li{% if row.number > 20 %} class="more"{% endif %}><a href="{{ row.address }}">{{ row.name }}</a>
{% if row.words %}<p>{{ row.words|upper }}</p>{% else %}<p>{{ row.number }}</p>{% endif %}</li>"""
ROWS = [
    {"number": number, "name": f"Name & {number}", "address": f"/name-{number}/", "words": "words " * (number % 3)}
    for number in range(40)
]
PLACES = 300_000  # 11 MB: more than a processor keeps to itself
STEPS = 1_900
TURNS, QUICK_TURNS = 15, 4
QUICKEST, USUAL = 0.00094, 0.0010  # seconds on the machine of the limits: the quickest fifth of all turns, the median


def turns(number: int = TURNS) -> list[float]:
    """How many times as long as on the machine of the limits the work takes now, at its quickest there."""
    return [_once() / QUICKEST for _turn in range(number)]


def slowness() -> float:
    """The same for work of many seconds, in which the machine is now quick and now slow."""
    return median(turns()) * QUICKEST / USUAL


def _once():
    start = time.process_time()
    _template().render(Context({"rows": ROWS}))
    _walk()
    return time.process_time() - start


def _walk():
    """Each step leads to a place that the processor could not know before."""
    places = _places()
    first = random.randrange(PLACES - STEPS)
    return sum([places[places[place]] for place in range(first, first + STEPS)])


@cache
def _places():
    places = list(range(PLACES))
    random.Random(1).shuffle(places)
    return places


@cache
def _template():
    return Engine().from_string(f"<ul>{{% for row in rows %}}{ROW}{{% endfor %}}</ul>")

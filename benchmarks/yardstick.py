"""Work that no change of the site makes quicker, which tells how fast a machine is.

Limits are milliseconds of a machine on which a 404 of the site took 0.8 ms when they were written down. A 404 is a page
of the site too: when it became slower, every limit grew with it. So limits follow a template of Django's that stays as
it is. On one machine, in turns, it took 0.63 of what a 404 of the site of that day takes.
"""

from functools import cache

from django.template import Context, Engine

YARDSTICK = "yardstick"  # in the table of the results, among the public pages
ROW = """<li{% if row.number > 20 %} class="more"{% endif %}><a href="{{ row.address }}">{{ row.name }}</a>
{% if row.words %}<p>{{ row.words|upper }}</p>{% else %}<p>{{ row.number }}</p>{% endif %}</li>"""
ROWS = [
    {"number": number, "name": f"Name & {number}", "address": f"/name-{number}/", "words": "words " * (number % 3)}
    for number in range(40)
]


def render() -> str:
    return _template().render(Context({"rows": ROWS}))


@cache
def _template():
    return Engine().from_string(f"<ul>{{% for row in rows %}}{ROW}{{% endfor %}}</ul>")

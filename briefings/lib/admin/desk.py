"""The sections of the admin's home page. Each slice registers functions that return sections."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast

SHOWN = 8
FETCHED = SHOWN + 1  # the extra row shows that there are more, without a COUNT

_providers = []


class Row(NamedTuple):
    url: str
    words: str
    note: str = ""
    grave: bool = False


@dataclass
class Section:
    """`rows`: at most FETCHED; `all_url`: the list with all of them; `place`: sections are sorted by this number."""

    place: int
    title: str
    rows: list
    empty: str
    all_url: str = ""
    all_words: str = ""

    def __post_init__(self):
        self.has_more = len(self.rows) > SHOWN
        self.rows = self.rows[:SHOWN]


def on_desk(provider):
    """Register a function from user to sections; it returns [] for users who may not do anything in them."""
    _providers.append(provider)
    return provider


def sections(user) -> list[Section]:
    return sorted((section for provider in _providers for section in provider(user)), key=lambda section: section.place)


def first_keys(queries: dict[str, QuerySet]) -> dict[str, list[int]]:
    """{name: the keys of the first rows of its ordered query, in no order}, in one query."""
    named = []
    for name, query in queries.items():
        rows = query.model.objects.filter(pk__in=query.values("pk")[:FETCHED]).order_by()
        named.append(rows.values_list("pk", Cast(Value(name), CharField(max_length=20))))
    keys = {name: [] for name in queries}
    for key, name in named[0].union(*named[1:], all=True) if named else ():
        keys[name].append(key)
    return keys

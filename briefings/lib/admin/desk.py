"""The sections of the admin's home page. Each slice registers functions that return sections."""

from dataclasses import dataclass
from typing import NamedTuple

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

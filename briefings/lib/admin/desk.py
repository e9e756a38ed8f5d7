"""The first page of the administration: each slice adds its sections, and they stand in the order of their places.

@on_desk
def unused_accounts(user):
    if not may(user, "manage_users"):
        return []
    found = User.objects.unused()[:FETCHED]
    return [Section(120, _("Unused accounts"), [Row(url, name, note) for …], _("No account is unused."), …)]
"""

from dataclasses import dataclass
from typing import NamedTuple

SHOWN = 8
FETCHED = SHOWN + 1  # one more than is shown tells that there are more: nothing is counted

_writers = []


class Row(NamedTuple):
    url: str
    words: str
    note: str = ""
    grave: bool = False


@dataclass
class Section:
    """`rows` are FETCHED at most; `all_url` leads to a list of exactly these and those that are left out here."""

    place: int
    title: str
    rows: list
    empty: str
    all_url: str = ""
    all_words: str = ""

    def __post_init__(self):
        self.has_more = len(self.rows) > SHOWN
        self.rows = self.rows[:SHOWN]


def on_desk(write):
    """Register a function that returns the sections of one person, none where nothing of it is theirs to do."""
    _writers.append(write)
    return write


def sections(user):
    return sorted((section for write in _writers for section in write(user)), key=lambda section: section.place)

"""The change history of a briefing."""

from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .models import Edition

HISTORY = 10  # editions in the change history of the page
PATHS = ("edition", [0]), ("edition-comparison", [0, 0])  # reversed once; no edition has the number 0


@dataclass(frozen=True)
class Entry:
    """One edition in a change history. Its words are made here: Django's template engine takes three times as long."""

    edition: Edition
    kind: str
    name: str
    url: str
    compare_name: str
    compare_url: str


def entries(editions: list, slug: str, earlier: Edition | None = None) -> list[Entry]:
    """`editions` are in order, newest first; `earlier` is the one before the last of them."""
    if not editions:
        return []
    language = editions[0].language
    own, comparison = (reverse(f"{page}-{language}", args=[slug, *numbers]) for page, numbers in PATHS)
    kinds = {kind: capfirst(label) for kind, label in Edition.ChangeKind.choices}
    name, compare_name = _("edition %(number)s"), _("compare with edition %(number)s")
    return [
        Entry(
            edition,
            kinds[edition.change_kind],
            name % {"number": edition.number},
            own.replace("/0/", f"/{edition.number}/"),
            before and compare_name % {"number": before.number},
            before and comparison.replace("/0/0/", f"/{before.number}/{edition.number}/"),
        )
        for edition, before in pairwise([*editions, earlier])
    ]

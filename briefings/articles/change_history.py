"""The change history of a briefing."""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..addresses.models import page_url
from ..lib.numbers import language_code
from ..templatetags.briefings import day
from .models import Edition

HISTORY = 10  # editions in the change history of the page
CORRECTIONS = 3  # named above an older edition
ITEM = """
      <li>
        <p class="entry-meta"><b{}>{}</b> · {} · {}{}</p>{}{}
      </li>"""
PARAGRAPH = "\n        <p>{}</p>"
CORRECTION = mark_safe(' class="is-correction"')
PATHS = ("edition", [0]), ("edition-comparison", [0, 0])  # reversed once; no edition has the number 0


@dataclass(frozen=True)
class Entry:
    """One edition in a change history; `edition` is a row with what the history shows of it."""

    edition: object
    kind: str
    name: str
    url: str
    compare_name: str
    compare_url: str


def entries(editions: list, slug: str, earlier: object | None = None) -> list[Entry]:
    """`editions` are rows in order, newest first; `earlier` is the one before the last of them."""
    if not editions:
        return []
    language = editions[0].language
    own, comparison = (page_url(page, language, slug, *numbers) for page, numbers in PATHS)
    kinds = {kind: str(capfirst(label)) for kind, label in Edition.ChangeKind.choices}  # a lazy one is slow to compare
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


def corrected_by(edition: Edition, newer: list) -> list:
    """The newest editions that corrected it, the newest first. `newer` are rows of the newest editions; only of an
    edition long before them a query asks for the others."""
    corrections = [other for other in newer if other.change_kind == "correction" and other.number > edition.number]
    if not corrections and edition.number < newer[-1].number:
        between = Edition.objects.public().filter(article=edition.article_id, change_kind="correction")
        between = between.filter(number__gt=edition.number, number__lt=newer[-1].number).order_by("-number")
        corrections = between.only("number", "note", "publish_at")
    return list(corrections[:CORRECTIONS])


def as_list_items(history: list[Entry], current: int | None = None) -> SafeString:
    """An `<li>` for each; `current` is the number of the edition that is shown. Django's template engine takes four
    times as long."""
    return mark_safe(
        "".join([_item(_cells(each), each.edition.number == current, language_code()) for each in history])
    )


class Cells(NamedTuple):
    kind: str
    name: str
    url: str
    compare_name: str
    compare_url: str
    number: int
    is_correction: bool
    publish_at: datetime.datetime
    note: str
    is_read_by_one: bool


def _cells(entry):
    edition, is_correction = entry.edition, entry.edition.change_kind == Edition.ChangeKind.CORRECTION
    links = entry.kind, entry.name, entry.url, entry.compare_name, entry.compare_url
    return Cells(*links, edition.number, is_correction, edition.publish_at, edition.note, edition.is_read_by_one)


@lru_cache(2000)  # an edition stays as it is and is on every page of its briefing
def _item(cells, is_current, _language):
    link = format_html('<a href="{}">{}</a>', cells.url, cells.name)
    if is_current:
        link = _("edition %(number)s, this one") % {"number": cells.number}
    compare = format_html(' · <a href="{}">{}</a>', cells.compare_url, cells.compare_name) if cells.compare_url else ""
    by_one = ""
    if cells.is_read_by_one:
        by_one = format_html(PARAGRAPH, _("Published by one person; no second person has read it yet."))
    return format_html(
        ITEM,
        CORRECTION if cells.is_correction else "",
        cells.kind,
        link,
        day(cells.publish_at),
        compare,
        format_html(PARAGRAPH, cells.note) if cells.note else "",
        by_one,
    )

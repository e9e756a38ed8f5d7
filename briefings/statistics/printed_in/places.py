from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...lib.clock import Day
from ...lib.numbers import format_number
from ...lib.periods import Period
from ..entering.entries import Change, Entry, Stored
from ..entering.validation import Value
from ..models import Batch, Observation, Series
from .home_figures import HomeFigures

CHUNK = 500


class Kind(models.TextChoices):
    """In the order in which places are listed."""

    HOME = "home", _("home page")
    SCHEDULED = "scheduled", _("scheduled")
    TABLE = "table", _("data table")
    DRAFT = "draft", _("draft")
    EDITION = "edition", _("published")


@dataclass(frozen=True)
class Use:
    """A value in a place: `text` as it is printed there, `new` as it would be, `where` the cell or figure.

    `remarks`: what changes besides the value: its status, its range.
    """

    series: Series
    period: Period
    text: str
    new: str = ""
    where: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    kind: Kind
    title: str
    url: str
    uses: tuple[Use, ...]
    language: str = ""
    note: str = ""

    @property
    def kind_words(self):
        return self.kind.label


@dataclass(frozen=True)
class Group:
    """All places of one kind: `keys(most)` are those of the first, and `places(keys)` makes the places of some."""

    kind: Kind
    keys: Callable[[int], Sequence]
    places: Callable[[Sequence], list[Place]]


class Places:
    """The groups one after the other. A slice, such as a page, makes only its own places."""

    def __init__(self, groups: Iterable[Group]):
        order = list(Kind)
        self.groups = sorted(groups, key=lambda group: order.index(group.kind))

    def __getitem__(self, wanted: slice) -> list[Place]:
        """The end of the slice is given: nothing counts the places."""
        found, first = [], 0
        for group in self.groups:
            keys = group.keys(wanted.stop - first) if first < wanted.stop else ()
            if shown := keys[max(0, (wanted.start or 0) - first) : wanted.stop - first]:
                found += group.places(shown)
            first += len(keys)
        return found


class Cells:
    """Values about whose places somebody asks, by (series, period) and by observation."""

    def __init__(self, changes: Iterable[Change], once: "Once | None" = None):
        changes = [change for change in changes if not change.stays_history]
        self.once = once
        self.by_key = {(change.series.pk, change.period): change for change in changes}
        self.by_observation = {change.before.observation: change for change in changes if change.before}
        self.cited = sorted(key for key, change in self.by_observation.items() if change.before.cited)
        self.series = {change.series.pk: change.series for change in changes}
        self.tables: dict | None = None  # kept by tables.tables_with

    def use(self, change: Change, *, text=None, new=None, where="") -> Use:
        text, new = change.old if text is None else text, change.new if new is None else new
        return Use(change.series, change.period, text, new, str(where), tuple(change.printed_remarks))


class Once(Protocol):
    """What holds once values count: `shows` is public or preferred then, and the batch `reverts` undone. Within
    `counting`, all of it is so. `home`: the figures of the home page as it is now."""

    shows: Series | None
    known_on: Day
    reverts: Batch | None
    home: HomeFigures

    def counting(self, changes: Iterable[Change]) -> AbstractContextManager: ...


Provider = Callable[[Cells, object], Iterable[Group]]
_providers: list[Provider] = []


def prints(provider: Provider) -> Provider:
    """Register a function from cells and a user to the groups of places that this user may see."""
    _providers.append(provider)
    return provider


def printed_in(changes: Iterable[Change], user, once: Once | None = None) -> Places:
    """The places that print one of these values, or would once they count; as many queries for many as for few.

    With `once`, the home page has what it prints now and what it would print.
    """
    cells = Cells(changes, once)
    return Places(group for provider in _providers for group in provider(cells, user) if cells.by_key)


def value_printed_in(observation: Observation, user) -> Places:
    return values_printed_in([observation], user)


def values_printed_in(observations: Iterable[Observation], user) -> Places:
    """The places of values on record, each with `current` and `series`."""
    return printed_in([_on_record(each) for each in observations if each.current], user)


def _on_record(observation):
    current = observation.current
    content = current.value, current.status, current.low, current.high
    known = current.known_on, current.known_precision
    stored = Stored(observation.pk, observation.cited, current.pk, *content, current.credibility, *known)
    value = Value(observation.period, *content, current.credibility)
    return Change(Entry(observation.series, value), stored)


def text_of(value, series: Series) -> str:
    return "–" if value is None else format_number(value, series.indicator.decimals)

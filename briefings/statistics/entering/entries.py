"""What somebody wants to enter, and how it compares with what is on record."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from ...lib.clock import Day
from ...lib.numbers import format_number, number_range, plain, signed_percent
from ...sources.models import Release
from ..calculations import change
from ..models import Indicator, Series
from ..models.observations import Status
from .validation import Value


@dataclass(frozen=True)
class Entry:
    """One value that somebody wants to enter.

    `series` has its indicator, area and source loaded (`Series.objects.with_names()`). `row` is the line in the file,
    grid or paste, counted from 1, for problems; None where there are no lines. `release` is the key of the value's own
    release, where it differs from the batch's: that of a value that is restored. `is_whole`: credibility, release and
    place in it are compared too, because somebody has seen them. Of other entries only what `value.said` names is.
    """

    series: Series
    value: Value
    row: int | None = None
    release: int | None = None
    is_whole: bool = False

    @property
    def key(self):
        return self.series.pk, self.value.period

    def completed(self, before: "Stored", release: int | None) -> "Entry":
        """With what its input does not say of the value as it is on record. `release`: that of the batch.

        A place belongs to its release: it is kept where that stays the same. A range belongs to its value.
        """
        release, value = self.release or release, self.value
        if self.is_whole or value.said is None:
            return self if release == self.release else replace(self, release=release)
        kept = {}
        if "status" not in value.said and value.value is not None and before.value is not None:
            kept["status"] = before.status
        if "range" not in value.said and value.value == before.value:
            kept |= {"low": before.low, "high": before.high}
        if "credibility" not in value.said:
            kept["credibility"] = before.credibility
        if not value.locator and release == before.release:
            kept["locator"] = before.locator
        if any(getattr(value, name) != known for name, known in kept.items()):
            value = replace(value, **kept)
        return replace(self, value=value, release=release)


@dataclass(frozen=True)
class Problem:
    """Something that is refused, in the words of the person who must put it right."""

    row: int | None
    message: str


@dataclass(frozen=True)
class Stored:
    """The current vintage of an observation."""

    observation: int
    cited: bool
    vintage: int
    value: Decimal | None
    status: str
    low: Decimal | None
    high: Decimal | None
    credibility: int
    known_on: date
    known_precision: str = "D"
    release: int | None = None
    locator: str = ""
    recorded_at: datetime | None = None

    @property
    def day_known(self) -> Day:
        return Day(self.known_on, self.known_precision)

    @property
    def content(self):
        """The fields that `Value.content` compares."""
        return self.value, self.status, self.low, self.high


class Detailed(Protocol):
    """A value with what is printed beside it: an entered one, a stored one or a vintage."""

    status: str
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class Change:
    """An entry that is new or revises a value. `before` is what is on record, None for a new period.

    `unusual` says why somebody should look at the value twice; `stays_history`: the current value became known or
    was recorded later, so that this one would be on record without becoming current.
    """

    entry: Entry
    before: Stored | None = None
    unusual: tuple[str, ...] = ()
    stays_history: bool = False

    @property
    def series(self):
        return self.entry.series

    @property
    def period(self):
        return self.entry.value.period

    @property
    def old(self) -> str:
        """The value on record for people, "–" where there is none."""
        return self._text(self.before.value if self.before else None)

    @property
    def new(self) -> str:
        return self._text(self.entry.value.value)

    @property
    def difference(self) -> Decimal | None:
        old, new = self.before and self.before.value, self.entry.value.value
        return None if old is None or new is None else new - old

    @property
    def percent(self) -> str:
        """`+0.1%`; "" where a percentage would mislead."""
        old, new = self.before and self.before.value, self.entry.value.value
        fraction = change(new, old) if old is not None and new is not None else None
        return "" if fraction is None else signed_percent(fraction, 1)

    @property
    def takes_away(self) -> bool:
        """Whether it leaves the period without the value that is on record."""
        return self.entry.value.value is None and self.before is not None and self.before.value is not None

    @property
    def remarks(self) -> list[str]:
        """What changes besides the value, or what is recorded with a new one, in words."""
        if not self.before:
            return [*self.printed_remarks, *self._remarks_on_new(self.entry.value)]
        before, value = self.before, self.entry.value
        old = before.credibility, before.release, before.locator
        return [*self.printed_remarks, *origin_remarks(old, (value.credibility, self.entry.release, value.locator))]

    @property
    def printed_remarks(self) -> list[str]:
        """Those of them that a page prints beside the value."""
        return printed_remarks(self.before, self.entry.value, self.series.indicator)

    @staticmethod
    def _remarks_on_new(value):
        yield _("credibility %(number)s") % {"number": value.credibility}
        if value.locator:
            yield _("in the release: %(place)s") % {"place": value.locator}

    def _text(self, value):
        return "–" if value is None else format_number(value, _decimals(value, self.series.indicator))


def printed_remarks(before: Detailed | None, now: Detailed, indicator: Indicator) -> list[str]:
    """What differs besides the value and is printed beside it, in words: status and range. Of a new value all of it."""
    words = []
    if before is None:
        words += [] if now.status == Status.NORMAL else [str(Status(now.status).label)]
        return words + ([_("range %(range)s") % {"range": _range(now, indicator)}] if _range(now, indicator) else [])
    if before.status != now.status:
        words.append(f"{Status(before.status).label} → {Status(now.status).label}")
    old, new = (_range(each, indicator) for each in (before, now))
    if old != new:
        words.append(_("range %(old)s → %(new)s") % {"old": old or "–", "new": new or "–"})
    return words


def origin_remarks(before: tuple[int, int | None, str], now: tuple[int, int | None, str]) -> list[str]:
    """What differs of credibility, release and place in the release, in words."""
    credibility = _("credibility %(old)s → %(new)s") % {"old": before[0], "new": now[0]}
    release = _("release → none") if now[1] is None else _("another release")
    words = credibility, release, _("another place in the release")
    return [text for text, old, new in zip(words, before, now, strict=True) if old != new]


def _range(value, indicator):
    ends = [end for end in (value.low, value.high) if end is not None]
    return number_range(value.low, value.high, max([_decimals(end, indicator) for end in ends], default=0))


def _decimals(number, indicator):
    """At least as many as the indicator shows, and enough for old and new to look different."""
    return max(indicator.decimals, min(6, -number.as_tuple().exponent))


@dataclass(frozen=True)
class TotalProblem:
    """A whole whose parts do not add up once the entries count. `of` names the parts."""

    series: Series
    period: object
    whole: Decimal
    parts: Decimal
    of: str

    @property
    def difference(self):
        return self.parts - self.whole


@dataclass
class Preview:
    """What entering would do: nothing is saved. `unchanged` counts entries that are on record as they are.

    `refused` are problems of the input; a batch is only recorded where there are none. `known_on`: the day from which
    the values would be known; `release`: that of those without one of their own; `terms`: both, for the digest.
    `instead_of`: the series whose values readers see first until another one is preferred; then `before` is its value.
    """

    new: list[Change] = field(default_factory=list)
    revised: list[Change] = field(default_factory=list)
    unchanged: list[Entry] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    totals: list[TotalProblem] = field(default_factory=list)
    terms: str = ""
    known_on: Day | None = None
    release: Release | None = None
    instead_of: Series | None = None

    @property
    def changes(self) -> list[Change]:
        return [*self.new, *self.revised]

    @property
    def one_series(self) -> Series | None:
        """The series that all changes are of; None where they are of several."""
        found = {change.series.pk: change.series for change in self.changes}
        return next(iter(found.values())) if len(found) == 1 else None

    @property
    def unusual(self) -> list[Change]:
        return [change for change in self.changes if change.unusual]

    @property
    def staying_history(self) -> list[Change]:
        return [change for change in self.changes if change.stays_history]

    @property
    def only_history(self) -> bool:
        return bool(self.changes) and len(self.staying_history) == len(self.changes)

    @property
    def taken_away(self) -> list[Change]:
        return [change for change in self.changes if change.takes_away]

    @property
    def only_takes_away(self) -> bool:
        return bool(self.changes) and len(self.taken_away) == len(self.changes)

    @property
    def entries(self) -> list[Entry]:
        return [change.entry for change in self.changes]

    @property
    def may_be_recorded(self) -> bool:
        return bool(self.new or self.revised) and not self.refused

    @property
    def digest(self) -> str:
        """Differs once an entry, the value on record it is compared with, a name, or what holds for all differs."""
        series = {id(change.series): change.series for change in self.changes}.values()
        lines = [self.terms, *sorted({each.reads_as for each in series}), *sorted(map(_line, self.changes))]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _line(change: Change) -> str:
    value, series = change.entry.value, change.series
    numbers = ("" if number is None else plain(number) for number in (value.value, value.low, value.high))
    old = change.before.vintage if change.before else ""
    origin = str(value.credibility), str(change.entry.release if change.before else ""), value.locator
    names = series.indicator.slug, series.area.code, series.frequency, series.source.slug  # it may have no key yet
    return "|".join([*names, value.period.code, str(old), value.status, *numbers, *origin])

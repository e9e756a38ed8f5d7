"""From findings and answers to entries for the preview."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from django.utils.translation import gettext as _

from ...lib.numbers import format_number
from ...lib.periods import Period, period_of
from ..entering.entries import Entry, Problem
from ..entering.validation import Value
from ..models import Series
from ..models.observations import Status
from .cells import day_from, key_of, number_of, period_from
from .mapping import Mapping, Role
from .names import Names
from .questions import LEFT_OUT, Answers, order_of
from .scanning import Findings, counted

MAX_PROBLEMS = 300
MAX_ZEROS = 100_000
MAX_VALUES = 60_000  # the requests of staff end after a minute; 50,000 are compared and recorded in 14 to 40 seconds


@dataclass
class Outcome:
    """`missing`: (indicator, area) keys of series that the file has values for and that do not exist. `blanks`: entries
    without a value for cells that are blank; they are not recorded."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    missing: list[tuple[int, int]] = field(default_factory=list)
    blank: int = 0
    left_out: int = 0
    blanks: list[Entry] = field(default_factory=list)


def outcome(parts: Iterable[Findings], mapping: Mapping, answers: Answers, *, source: int, names: Names) -> Outcome:
    parts = list(parts)
    resolver = Resolver(mapping, answers, source, names, _order(parts, answers))
    result = Outcome(blank=sum(part.blank for part in parts), left_out=sum(part.left_out for part in parts))
    problems = [Problem(row, message) for part in parts for row, message in part.problems]
    rows = [row for part in parts for row in part.rows]
    if mapping.counts:
        rows = counted(_with_total(rows, mapping))
        rows += _zeros(rows) if mapping.zeros else []
    missing = {}
    for row in rows:
        try:
            entry, key = resolver.entry(row)
        except ValueError as error:
            problems.append(Problem(row[0], str(error)))
            continue
        if entry:
            result.entries.append(entry)
        elif key:
            series, period = key
            missing.setdefault(series, set()).add(period)
        else:
            result.left_out += 1
    result.entries = _summed(result.entries) if mapping.counts else result.entries
    values = len(result.entries) + sum(map(len, missing.values()))
    if values > MAX_VALUES:
        return Outcome(problems=[Problem(None, _too_many(values))])
    result.missing = list(missing)
    result.problems = _bounded(problems)
    filled = {entry.key for entry in result.entries}
    result.blanks = [entry for entry in resolver.blanks(parts) if entry.key not in filled]
    return result


def _too_many(values):
    words = _(
        "The file has %(count)s values, and at most %(most)s can be recorded at once. Divide it, for example by years, "
        "and import one part after the other."
    )
    return words % {"count": format_number(values), "most": format_number(MAX_VALUES)}


class Resolver:
    def __init__(self, mapping, answers, source, names, order):
        self.mapping, self.answers, self.names, self.order = mapping, answers, names, order
        series = Series.objects.with_names().filter(source=source, frequency=mapping.frequency)
        self.series = {(each.indicator_id, each.area_id): each for each in series}
        for each in self.series.values():  # one object for each, so that parts and wholes cost no query
            each.indicator, each.area = names.indicators[each.indicator_id], names.areas[each.area_id]
        self.said = _said(mapping)
        self._areas: dict[str, int | None] = {}
        self._indicators: dict[str, int | None] = {}

    def entry(self, row) -> tuple[Entry | None, tuple[tuple[int, int], Period] | None]:
        """The entry, or the key of the series that is missing and the period; neither where the row takes no part."""
        number, label, place, code, value, status, low, high = row
        indicator, area = self._indicator(label), self._area(place)
        if not indicator or not area:
            return None, None
        period = self._period(code)
        if period is None:
            return None, None
        series = self.series.get((indicator, area))
        if series is None:
            return None, ((indicator, area), period)
        value, low, high = (None if cell is None else number_of(cell, self.answers.mark) for cell in (value, low, high))
        status = status or ("M" if value is None else "A" if "status" in self.said else self.answers.status)
        value = Value(period, value, status, low, high, locator=self._place(number), said=self.said)
        return Entry(series, value, number), None

    def blanks(self, parts: Iterable[Findings]) -> Iterator[Entry]:
        for number, *words in (blank for part in parts for blank in part.blanks):
            try:
                entry, _key = self.entry([number, *words, None, Status.MISSING, None, None])
            except ValueError:  # of rows that are no part of the table
                continue
            if entry:
                yield entry

    def _place(self, number):
        """Where the value is in the file, as RFC 7111 writes it; a count of many rows has no place."""
        return f"#row={number}" if number and not self.mapping.counts else ""

    def _period(self, code) -> Period | None:
        """None where it is left out: it is covered in part only, and the day is in none of these months."""
        period = period_from(code, self.mapping.frequency, self.order)
        months = self.answers.parts.get(period.code)
        if months is None:
            return period
        day = day_from(code, self.order)
        if months == LEFT_OUT or (day and day.month - period.start.month >= months):
            return None
        return period_of(period.start, months)

    def _area(self, place):
        if place not in self._areas:
            self._areas[place] = self._found_area(place)
        return self._areas[place]

    def _found_area(self, place):
        if place == TOTAL:
            return self.mapping.total_area
        if not place and self.mapping.area:
            return self.mapping.area
        found = self.names.places(place)
        if len(found) == 1:
            return next(iter(found))
        answer = self.answers.places.get(key_of(place))
        if answer is None and not self.answers.others_out:
            raise ValueError(_("“%(place)s” is no place that is known here.") % {"place": place or _("(empty)")})
        return answer or LEFT_OUT

    def _indicator(self, label):
        if label not in self._indicators:
            self._indicators[label] = self._found_indicator(label)
        return self._indicators[label]

    def _found_indicator(self, label):
        if not label and self.mapping.indicator:
            return self.mapping.indicator
        answer = self.answers.labels.get(key_of(label))
        if answer is None and not self.answers.others_out:
            raise ValueError(_("It is not said what “%(label)s” measures.") % {"label": label})
        return answer or LEFT_OUT


def _said(mapping) -> frozenset[str]:
    """What the columns say of a value besides its number. An empty status beside others is the normal one."""
    says_range = mapping.columns(Role.LOW) or mapping.columns(Role.HIGH)
    return frozenset(["status"] * bool(mapping.columns(Role.STATUS)) + ["range"] * bool(says_range))


TOTAL = "\0"  # the place of all events together; no cell of a file holds this character


def _with_total(rows, mapping):
    if not mapping.total_area:
        return rows
    return rows + [[number, label, TOTAL, *rest] for number, label, _place, *rest in rows]


def _zeros(rows):
    known = {tuple(row[1:4]) for row in rows}
    labels, places, periods = (dict.fromkeys(row[position] for row in rows) for position in (1, 2, 3))
    if len(labels) * len(places) * len(periods) > MAX_ZEROS:
        raise ValueError(_("There are too many combinations of words, places and periods to record none of each."))
    return [[None, *key, 0, "", None, None] for key in product(labels, places, periods) if key not in known]


def _summed(entries):
    """Counts of several words or days that mean the same series and period, as one."""
    summed = {}
    for entry in entries:
        if known := summed.get(entry.key):
            value = replace(known.value, value=known.value.value + entry.value.value, locator="")
            entry = replace(known, value=value, row=known.row or entry.row)
        summed[entry.key] = entry
    return list(summed.values())


def _bounded(problems):
    problems.sort(key=lambda problem: problem.row or 0)
    if len(problems) > MAX_PROBLEMS:
        words = _("… and %(count)d more.") % {"count": len(problems) - MAX_PROBLEMS}
        problems = [*problems[:MAX_PROBLEMS], Problem(None, words)]
    return problems


def _order(parts, answers):
    return answers.order or order_of({period for part in parts for period in part.periods})

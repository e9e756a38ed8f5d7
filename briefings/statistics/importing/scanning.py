"""Go through the rows of a table by its mapping: findings, and what must be asked about them. No model, no query."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .cells import (
    is_blank,
    key_of,
    marked_status,
    month_of,
    months_of,
    period_text,
    quarter_of,
    styles_of,
    text_of,
    without_footnote,
    year_of,
)
from .files import Cell
from .layout import Heading
from .mapping import VALUES, Mapping, Role

WHEN = (Role.PERIOD, Role.YEAR, Role.QUARTER, Role.MONTH, Role.MONTHS)
EXAMPLES = 3  # of each style of numbers, in each chunk
MAX_PROBLEMS = 200  # kept of each chunk


@dataclass
class Findings:
    """What some rows hold, as plain JSON.

    `rows`: [row number, label, place, period, value, status, low, high]; a label or a place is "" where the whole table
    has one. `styles`: {style of numbers: [[row number, text], …]} of some texts. `blank`: how many cells hold no value;
    `blanks`: [row number, label, place, period] of those of a period.
    """

    rows: list[list] = field(default_factory=list)
    problems: list[list] = field(default_factory=list)
    styles: dict[str, list] = field(default_factory=dict)
    labels: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)
    blank: int = 0
    left_out: int = 0
    blanks: list[list] = field(default_factory=list)


class Scan:
    """The reading of rows by one mapping."""

    def __init__(self, mapping: Mapping, headings: Sequence[Heading]):
        self.mapping, self.headings = mapping, headings
        columns = [heading for heading in headings if mapping.roles.get(heading.column) in VALUES]
        self.values = [(each.column, *self._about(each, single=len(columns) == 1)) for each in columns]
        self.place, self.label = mapping.column(Role.AREA), mapping.column(Role.INDICATOR)
        self.categories = [heading for heading in headings if mapping.roles.get(heading.column) == Role.CATEGORY]
        self.only = mapping.column(Role.ONLY)
        self._periods: dict = {}

    def _about(self, heading, *, single):
        """(label, place, period) that the heading of a column of values says."""
        if self.mapping.roles[heading.column] == Role.VALUE_OF_AREA:
            return "", heading.rest or heading.text, heading.period
        if heading.period or single:
            return heading.rest if heading.period else "", "", heading.period
        return heading.text, "", ""

    def rows(self, rows: list[list[Cell]], first_number: int) -> Findings:
        """`first_number`: that of the first of the rows in the sheet, counted from 1."""
        findings = Findings()
        read = self._event if self.mapping.counts else self._values
        for number, row in enumerate(rows, first_number):
            if number <= self.mapping.layout.first_row or not row:
                continue
            if self.only is not None and key_of(_text(row, self.only)) != key_of(self.mapping.only):
                findings.left_out += 1
                continue
            try:
                read(findings, number, row)
            except ValueError as error:
                if len(findings.problems) < MAX_PROBLEMS:
                    findings.problems.append([number, str(error)])
        if self.mapping.counts:
            findings.rows = counted(findings.rows)
        for name, position in (("labels", 1), ("places", 2), ("periods", 3)):
            setattr(findings, name, sorted({finding[position] for finding in findings.rows}))
        return findings

    def _values(self, findings, number, row):
        status = _text(row, self.mapping.column(Role.STATUS)).upper()
        filled = [about for about in self.values if not _is_blank(row, about[0])]
        place = _text(row, self.place)
        label = _text(row, self.label)
        findings.blank += len(self.values) - len(filled)
        if status != "M" and len(filled) < len(self.values):
            self._note_blanks(findings, number, row, label, place)
        if not filled and status != "M":
            return  # a note below the table, or a gap
        low, high = (self._number(findings, number, row, self.mapping.column(role)) for role in (Role.LOW, Role.HIGH))
        for column, own_label, own_place, own_period in filled or self.values[:1]:
            period = own_period or self._period(row)
            value = self._number(findings, number, row, column)
            words = " – ".join(filter(None, (label, own_label)))
            own_status = status or self._marked_status(row, column)
            findings.rows.append([number, words, own_place or place, period, value, own_status, low, high])

    def _note_blanks(self, findings, number, row, label, place):
        for column, own_label, own_place, own_period in self.values:
            if _is_blank(row, column) and (period := own_period or self._period_if_any(row)):
                words = " – ".join(filter(None, (label, own_label)))
                findings.blanks.append([number, words, own_place or place, period])

    def _period_if_any(self, row):
        try:
            return self._period(row)
        except ValueError:
            return ""

    def _number(self, findings, number, row, column):
        """The cell as it is, or None; a text is noted with the style in which it is a number."""
        if column is None or _is_blank(row, column):
            return None
        cell = without_footnote(row[column])
        if isinstance(cell, str):
            examples = findings.styles.setdefault(styles_of(cell), [])
            if len(examples) < EXAMPLES:
                examples.append([number, cell[:40]])
            return cell
        return {"n": str(cell)} if isinstance(cell, Decimal) else cell

    def _marked_status(self, row, column):
        """Provisional or estimated by the mark behind the value, or behind its period."""
        columns = [column, self.mapping.column(Role.PERIOD), self.mapping.column(Role.YEAR)]
        return next(filter(None, (marked_status(row[each]) for each in columns if _has(row, each))), "")

    def _event(self, findings, number, row):
        period, place = self._period(row), _text(row, self.place)
        findings.rows.append([number, "", place, period, 1, "", None, None])
        for heading in self.categories:
            words = f"{heading.text}: {_text(row, heading.column)}"
            findings.rows.append([number, words, place, period, 1, "", None, None])

    def _period(self, row):
        columns = [self.mapping.column(role) for role in WHEN]
        key = tuple(_text(row, column) for column in columns)
        if key not in self._periods:
            self._periods[key] = self._period_of(*(row[each] if _has(row, each) else "" for each in columns))
        return self._periods[key]

    def _period_of(self, period, year, quarter, month, months):
        if self.mapping.column(Role.YEAR) is None:
            return period_text(period) if self.mapping.column(Role.PERIOD) is not None else self.mapping.period
        code = f"{year_of(year)}"
        if self.mapping.column(Role.MONTH) is not None:
            return f"{code}-{month_of(month):02}"
        if self.mapping.column(Role.QUARTER) is not None:
            return f"{code}-Q{quarter_of(quarter)}"
        if self.mapping.column(Role.MONTHS) is not None and (length := months_of(months)) < 12:
            return f"{code}-01-01/P{length}M"
        return code


def counted(rows: list[list]) -> list[list]:
    """Findings of the same label, place and period as one, whose value is their sum. Its row is the first of them."""
    counts, first = Counter(), {}
    for number, label, place, period, value, *_rest in rows:
        key = label, place, period
        counts[key] += value
        first.setdefault(key, number)
    return [[first[key], *key, count, "", None, None] for key, count in counts.items()]


def _has(row, column):
    return column is not None and column < len(row)


def _text(row, column):
    return text_of(row[column]) if _has(row, column) else ""


def _is_blank(row, column):
    return not _has(row, column) or is_blank(row[column])

"""Where the table in a sheet begins, and what its columns are called."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from .cells import is_blank, period_text, styles_of, text_of
from .files import Cell

LOOKED_AT = 60  # rows
BEGINS_BEFORE = 40
SEPARATOR = " – "


@dataclass(frozen=True)
class Layout:
    """`header`: the first row of headings, counted from 0; without any, the first row of the table."""

    header: int
    header_rows: int

    @property
    def first_row(self):
        return self.header + self.header_rows


@dataclass(frozen=True)
class Heading:
    """`parts`: its text in each of the header rows."""

    column: int
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        return SEPARATOR.join(dict.fromkeys(part for part in self.parts if part)) or self.letter

    @property
    def letter(self) -> str:
        """As spreadsheets name the column."""
        name, number = "", self.column + 1
        while number:
            number, rest = divmod(number - 1, 26)
            name = chr(65 + rest) + name
        return name

    @cached_property
    def period(self) -> str:
        """The period in the heading as `period_text` gives it, or ""."""
        return next((period for part in self.parts if (period := heading_period(part))), "")

    @property
    def rest(self) -> str:
        """The heading without its period."""
        parts = [part for part in self.parts if part and not (self.period and heading_period(part))]
        return SEPARATOR.join(dict.fromkeys(parts))


def heading_period(text: str) -> str:
    try:
        period = period_text(text) if text else ""
    except ValueError:
        return ""
    return "" if period.startswith("?") else period


def propose_layout(rows: list[list[Cell]]) -> Layout:
    """The first row that is about as wide as the table and holds no numbers but years; a second one that divides it."""
    rows = rows[:LOOKED_AT]
    widths = Counter(len(_filled(row)) for row in rows if row)
    usual = max((width for width, count in widths.items()), key=lambda width: (widths[width] * width, width), default=0)
    for number, row in enumerate(rows[:BEGINS_BEFORE]):
        if len(_filled(row)) * 2 >= usual and _is_heading(row):
            below = rows[number + 1] if number + 1 < len(rows) else []
            return Layout(number, 2 if _divides(row, below) else 1)
    first = next((number for number, row in enumerate(rows) if len(_filled(row)) * 2 >= usual and _filled(row)), 0)
    return Layout(first, 0)


def headings(rows: list[list[Cell]], layout: Layout) -> list[Heading]:
    """`rows`: the first rows of the sheet. A cell above a heading that is empty belongs to the one left of it."""
    top = rows[layout.header : layout.first_row]
    columns = max((len(row) for row in rows), default=0)
    texts = [[text_of(row[column]) if column < len(row) else "" for column in range(columns)] for row in top]
    if len(texts) == 2:
        for column in range(1, columns):
            if not texts[0][column] and texts[1][column] and texts[0][column - 1]:
                texts[0][column] = texts[0][column - 1]
    return [Heading(column, tuple(row[column] for row in texts)) for column in range(columns)]


def _filled(row):
    return [cell for cell in row if not (isinstance(cell, str) and not cell)]


def _is_number(cell):
    return not isinstance(cell, dict) and (not isinstance(cell, str) or bool(styles_of(cell)))


def _is_heading(row):
    """Two different texts at least, or one beside years, and no number that is not a year."""
    filled = _filled(row)
    words = {text_of(cell) for cell in filled if not _is_number(cell) and not isinstance(cell, dict)}
    numbers = [cell for cell in filled if _is_number(cell) and not heading_period(text_of(cell))]
    periods = [cell for cell in filled if heading_period(text_of(cell))]
    named = words - {text_of(cell) for cell in periods}
    return not numbers and bool(named) and (len(words) > 1 or bool(periods) or len(filled) == 1 == len(row))


def _divides(row, below):
    """Whether the row below holds headings too, under cells that are repeated or left empty in this one."""
    if not _is_heading(below) and not all(heading_period(text_of(cell)) for cell in _filled(below) or [""]):
        return False
    texts = [text_of(cell) for cell in row] + [""] * (len(below) - len(row))
    repeated = [
        column for column in range(1, len(texts)) if texts[column] in ("", texts[column - 1]) and column < len(below)
    ]
    return any(not is_blank(below[column]) and text_of(below[column]) != texts[column] for column in repeated)

"""What a cell says: a text, a period or part of one, a number written in one of two styles."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from ...lib.numbers import MAX_DIGITS, MINUS, check_digits, exact, parse_number, plain
from ...lib.periods import FREQUENCIES, Period
from ...lib.texts import fold, without_accents
from .files import Cell

# What sources write where they have no value.
NO_VALUE = {
    "", "-", "–", "—", "…", "...", "..", ".", "n/a", "na", "n.a.", "n/d", "nd", "n.d.", "s/d", "sd", "s.d.", "null",
}  # fmt: skip
DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].*)?")
SLASHED = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?:[T ].*)?")
FOOTNOTE = re.compile(r"\s*(?:\*+|\(([*pe])\))$", re.IGNORECASE)
LEADING_ZERO = re.compile(rf"[-+{MINUS}]?\s*0+[.,]")
MONTHS = {
    name: number
    for number, names in enumerate(
        ("enero ene january jan", "febrero feb february", "marzo mar march", "abril abr april apr", "mayo may",
         "junio jun june", "julio jul july", "agosto ago august aug", "septiembre setiembre sep sept set september",
         "octubre oct october", "noviembre nov november", "diciembre dic december dec"), 1,
    )
    for name in names.split()
}  # fmt: skip
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def text_of(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, dict):
        return cell["d"]
    return plain(cell)


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip().casefold() in NO_VALUE


def without_footnote(cell: Cell) -> Cell:
    """`12 (p)` and `4*` without their mark."""
    return FOOTNOTE.sub("", cell) if isinstance(cell, str) and cell.endswith(("*", ")")) else cell


def marked_status(cell: Cell) -> str:
    """P or E where the cell is marked as provisional or estimated: `12 (p)`."""
    mark = FOOTNOTE.search(cell) if isinstance(cell, str) and cell.endswith(")") else None
    return mark[1].upper().strip("*") if mark else ""


def styles_of(text: str) -> str:
    """In which of the two styles the text is a number: "." or ",", "=" where both say the same, "?" where they differ,
    "" where it is none."""
    if _is_plain(text):
        return "="
    readings = {mark: number for mark in ".," if (number := _read(text, mark)) is not None}
    if len(readings) == 1:
        return next(iter(readings))
    if not readings:
        return ""
    return "=" if readings["."] == readings[","] else "?"


def _is_plain(text):
    """Digits only, as nearly all numbers are: four times faster than to read them in both styles."""
    return text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS


def _read(text, mark):
    """None where it is no number in this style. 0.886 is one in one style only: nobody writes 886 so."""
    if LEADING_ZERO.match(text) and mark not in text:
        return None
    try:
        return parse_number(text, mark, confirmed=True)
    except ValueError:
        return None


def number_of(cell: Cell, mark: str) -> Decimal:
    """The number in the style that somebody has confirmed; without one the text must be the same number in both.

    A cell of a workbook is a number already, `{"n": "27.4"}` where it has come through JSON.
    """
    if isinstance(cell, dict) and "d" in cell:
        raise ValueError(_("“%(text)s” is a date, not a number.") % {"text": cell["d"]})
    if not isinstance(cell, str):
        number = exact(Decimal(cell["n"] if isinstance(cell, dict) else cell))
        check_digits(number)
        return number
    if _is_plain(cell):
        return Decimal(cell)
    marks = [mark] if mark else [style if (style := styles_of(cell)) in (".", ",") else "."]
    number = _read(cell, marks[0])
    if number is None or (not mark and styles_of(cell) == "?"):
        raise ValueError(_("“%(text)s” is not a number.") % {"text": cell[:40]})
    return number


def period_text(cell: Cell) -> str:
    """The code of a period, an ISO day, or `?05/03/2024` for a date in an order that must be asked; ValueError."""
    text = FOOTNOTE.sub("", text_of(cell).strip())
    if not text:
        raise ValueError(_("Which period is this value for?"))
    if match := DAY.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := SLASHED.fullmatch(text):
        return f"?{int(match[1]):02}/{int(match[2]):02}/{match[3]}"
    return Period.parse(text).code


def _day(year, month, day):
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise ValueError(_("There is no such day: %(day)s.") % {"day": f"{year}-{month:02}-{day:02}"}) from error


def day_from(code: str, order: str) -> date | None:
    """The day of a `period_text`, None for another period. `order` is "dmy" or "mdy"."""
    if code.startswith("?"):
        first, second, year = code[1:].split("/")
        month, day = (second, first) if order == "dmy" else (first, second)
        code = _day(int(year), int(month), int(day))
    return date.fromisoformat(code) if DAY.fullmatch(code) else None


@lru_cache(5000)
def period_from(code: str, frequency: str, order: str = "") -> Period:
    """The period of a `period_text`; a day counts for its year, quarter or month."""
    day = day_from(code, order)
    if not day:
        return Period.parse(code)
    months = FREQUENCIES[frequency]
    return Period(date(day.year, (day.month - 1) // months * months + 1, 1), months)


def year_of(cell: Cell) -> int:
    text = FOOTNOTE.sub("", text_of(cell).strip())
    if not text:
        raise ValueError(_("Which period is this value for?"))
    if not re.fullmatch("[1-9][0-9]{3}", text):
        raise ValueError(_("“%(text)s” is not a year.") % {"text": text[:40]})
    return int(text)


def month_of(cell: Cell) -> int:
    text = text_of(cell).strip()
    number = (
        int(text) if re.fullmatch("0?[1-9]|1[0-2]", text) else MONTHS.get(without_accents(text.casefold().rstrip(".")))
    )
    if not number:
        raise ValueError(_("“%(text)s” is not a month.") % {"text": text[:40]})
    return number


def quarter_of(cell: Cell) -> int:
    text = text_of(cell).strip().casefold()
    number = QUARTERS.get(text) or (int(text[-1]) if re.fullmatch("[qt]?[1-4]", text) else None)
    if not number:
        raise ValueError(_("“%(text)s” is not a quarter.") % {"text": text[:40]})
    return number


def months_of(cell: Cell) -> int:
    text = text_of(cell).strip()
    if not re.fullmatch("[1-9]|1[0-2]", text):
        raise ValueError(_("“%(text)s” is not a number of months from 1 to 12.") % {"text": text[:40]})
    return int(text)


@lru_cache(20_000)
def key_of(text: str) -> str:
    """By which spellings of one name are the same: without case, accents (but ñ) and doubled spaces."""
    return fold(text)

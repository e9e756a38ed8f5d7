"""Periods: a start month and a length in months. A part of a year is a period too."""

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from django.utils.dates import MONTHS
from django.utils.translation import gettext, override

from .numbers import language_code
from .texts import without_accents

FREQUENCIES = {"A": 12, "Q": 3, "M": 1}
MAX_MONTHS = 120

SHORT_MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "es": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
}
QUARTERS = {
    "en": ["Q1", "Q2", "Q3", "Q4"],
    "es": ["1.er trimestre", "2.º trimestre", "3.er trimestre", "4.º trimestre"],
}
SHORT_QUARTERS = {"en": ["Q1", "Q2", "Q3", "Q4"], "es": ["T1", "T2", "T3", "T4"]}

ISO = re.compile(
    r"(?P<year>[1-9][0-9]{3})"
    r"(?:-Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2])(?:(?:-01)?/P(?P<length>[1-9][0-9]{0,2})M)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, order=True)
class Period:
    start: datetime.date
    months: int

    def __post_init__(self):
        if self.start.day != 1:
            raise ValueError(gettext("A period starts on the first day of a month."))
        if not 1 <= self.months <= MAX_MONTHS:
            raise ValueError(gettext("A period is 1 to %(max)s months long.") % {"max": MAX_MONTHS})
        if months_since_zero(self.start) + self.months > months_since_zero(datetime.date.max):
            raise ValueError(gettext("This period ends too late."))

    @classmethod
    def parse(cls, text) -> "Period":
        """Read what people and `label` write in either language, and ISO: `2022`, `2022-Q1`, `T1 2022`, `2022-03`,
        `03/2022`, `marzo de 2022`, `H1 2024`, `Jan–Nov 2024`, `2020–2022`, `2024-01/2024-11`, `2024-01-01/P11M`.

        Raises ValueError with a message for editors.
        """
        if match := ISO.fullmatch(str(text).strip()):
            year, quarter, month, length = (int(part) if part else None for part in match.groups())
            if quarter:
                return cls(datetime.date(year, quarter * 3 - 2, 1), 3)
            if month:
                return cls(datetime.date(year, month, 1), length or 1)
            return cls(datetime.date(year, 1, 1), 12)
        if months := _months_in_words(str(text)):
            first, last = months
            return cls(first, months_since_zero(last) - months_since_zero(first) + 1)
        raise ValueError(
            gettext(
                "“%(text)s” is not a period. Write a year (2022), a quarter (2022-Q1), a month (March 2022) or several "
                "months (January–November 2024)."
            )
            % {"text": str(text).strip()[:40]}
        )

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        """The canonical text, which `parse` reads."""
        if self.is_full_year:
            return f"{self.start:%Y}".zfill(4)
        year, month = f"{self.start.year:04d}", self.start.month
        if self.is_quarter:
            return f"{year}-Q{self.quarter}"
        if self.months == 1:
            return f"{year}-{month:02d}"
        return f"{year}-{month:02d}-01/P{self.months}M"

    @cached_property
    def end(self) -> datetime.date:
        """The first day after the period."""
        return moved(self.start, self.months)

    @property
    def last_month(self) -> datetime.date:
        return moved(self.start, self.months - 1)

    @property
    def quarter(self) -> int:
        return (self.start.month + 2) // 3

    @property
    def is_full_year(self) -> bool:
        return self.months == 12 and self.start.month == 1

    @property
    def is_quarter(self) -> bool:
        return self.months == 3 and self.start.month % 3 == 1

    def is_part(self, frequency: str) -> bool:
        """Whether the period does not consist of full periods of the frequency (January to November of annual data)."""
        size = FREQUENCIES[frequency]
        return self.months % size != 0 or (self.start.month - 1) % size != 0

    def before(self) -> "Period":
        """The period to compare with: the previous year, quarter or month; for a part of a year, the year before."""
        whole = self.months == 1 or self.is_quarter or self.months >= 12
        return Period(moved(self.start, -self.months if whole else -12), self.months)

    def label(self, language=None) -> str:
        """`Q1 2022`, `marzo de 2022`, `January–November 2024`, `March 2022–February 2023`."""
        return _label(self.start, self.months, language_code(language))

    def short_label(self, language=None) -> str:
        """For charts and narrow columns: `T1 2022`, `Mar 2022`, `Jan–Nov 2024`."""
        language = language_code(language)
        return self._in_words(SHORT_MONTHS[language], SHORT_QUARTERS[language], " ")

    def _in_words(self, months, quarters, joiner):
        first, last = self.start, self.last_month
        if first.month == 1 and last.month == 12:
            return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        if self.is_quarter:
            return f"{quarters[self.quarter - 1]}{joiner}{first.year}"
        start, end = months[first.month - 1], f"{months[last.month - 1]}{joiner}{last.year}"
        if self.months == 1:
            return end
        return f"{start}–{end}" if first.year == last.year else f"{start}{joiner}{first.year}–{end}"


@lru_cache(maxsize=5000)
def period_of(start: datetime.date, months: int) -> Period:
    """The same object for the same period: checking a new one takes longer than the rest of a cell."""
    return Period(start, months)


@lru_cache(maxsize=5000)
def _label(start, months, language):
    joiner = " de " if language == "es" else " "
    return period_of(start, months)._in_words(month_names(language), QUARTERS[language], joiner)


YEAR = "([1-9][0-9]{3})"
YEARS = re.compile(f"{YEAR}-{YEAR}")
MONTH = "(0?[1-9]|1[0-2])"
MONTH_AND_YEAR = re.compile(f"{MONTH}/{YEAR}")
INTERVAL = re.compile(f"{YEAR}-{MONTH}/{YEAR}-{MONTH}")
ORDINALS = {
    "primer": 1, "primera": 1, "segundo": 2, "segunda": 2, "tercer": 3, "cuarto": 4, "first": 1, "second": 2,
    "third": 3, "fourth": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip
PART_NAMES = {
    "q": 3, "t": 3, "h": 6, "s": 6, "quarter": 3, "trimestre": 3, "half": 6, "semester": 6, "semestre": 6, "mitad": 6,
}  # months  # fmt: skip
PARTS_OF_YEAR = [
    re.compile(pattern.replace("YEAR", "(?P<year>[1-9][0-9]{3})"))
    for pattern in (
        "(?P<part>[qths])(?P<number>[1-4])[ -]?YEAR",
        "YEAR[ -]?(?P<part>[qths])(?P<number>[1-4])",
        f"(?P<number>{'|'.join(ORDINALS)}|[1-4](?:[.]?(?:er|do|ro|to|o|a|º|ª|°)|st|nd|rd|th)?) "
        f"(?P<part>{'|'.join(name for name in PART_NAMES if len(name) > 1)}) YEAR",
    )
]
MONTHS_IN_WORDS = re.compile(f"([a-z]+)(?: {YEAR})?(?:-([a-z]+))? {YEAR}")
OTHER_MONTHS = {"sept": 9, "set": 9, "setiembre": 9}


def _months_in_words(text):
    """(first day of the first month, first day of the last one) of a period in words; None where it is none."""
    text = re.sub(r"[–—‑−]", "-", without_accents(text[:100].casefold()))
    text = re.sub(r"\b(?:de|del|of|from)\b|(?<=[a-z])[.]", " ", text)
    text = re.sub(r"(?<=\w)\s+(?:a|al|hasta|to|until|through)\s+(?=\w)", "-", text)
    text = re.sub(r"\s*-\s*", "-", " ".join(text.split()))
    if match := YEARS.fullmatch(text):
        return datetime.date(int(match[1]), 1, 1), datetime.date(int(match[2]), 12, 1)
    if match := MONTH_AND_YEAR.fullmatch(text):
        return (datetime.date(int(match[2]), int(match[1]), 1),) * 2
    if match := INTERVAL.fullmatch(text):
        return datetime.date(int(match[1]), int(match[2]), 1), datetime.date(int(match[3]), int(match[4]), 1)
    if months := _part_of_year(text):
        return months
    match = MONTHS_IN_WORDS.fullmatch(text)
    months = _month_numbers()
    if not match or match[1] not in months or (match[3] or match[1]) not in months or (match[2] and not match[3]):
        return None
    first_year, last_year = int(match[2] or match[4]), int(match[4])
    return datetime.date(first_year, months[match[1]], 1), datetime.date(last_year, months[match[3] or match[1]], 1)


def _part_of_year(text):
    """The same of a quarter or half of a year, with its number in digits or in words."""
    match = next(filter(None, (pattern.fullmatch(text) for pattern in PARTS_OF_YEAR)), None)
    if match is None:
        return None
    number = ORDINALS.get(match["number"]) or int(match["number"][0])
    length, year = PART_NAMES[match["part"]], int(match["year"])
    last = number * length
    return (datetime.date(year, last - length + 1, 1), datetime.date(year, last, 1)) if last <= 12 else None


@cache
def _month_numbers() -> dict[str, int]:
    """Of names and short names in both languages."""
    lists = [names for language in ("en", "es") for names in (month_names(language), SHORT_MONTHS[language])]
    numbers = {without_accents(name.casefold()): number for names in lists for number, name in enumerate(names, 1)}
    return numbers | OTHER_MONTHS


@cache
def month_names(language: str) -> list[str]:
    with override(language):
        return [str(name) for name in MONTHS.values()]


def months_since_zero(date: datetime.date) -> int:
    return date.year * 12 + date.month - 1


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last one of that month: 31 January and one month is 28 February."""
    first = moved(day, months)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def moved(date: datetime.date, months: int) -> datetime.date:
    """The first day of the month `months` after the month of `date` (before, when negative)."""
    year, month = divmod(months_since_zero(date) + months, 12)
    return datetime.date(year, month + 1, 1)

"""Parse, round and format numbers. Every number on a page is formatted here.

All numbers are Decimal. They are rounded once, half up, when they are formatted.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from django.utils.translation import get_language, gettext

MAX_DIGITS = 15  # SQLite stores no more significant digits
MAX_MAGNITUDE = 30  # largest exponent of ten, positive or negative
NO_BREAK_SPACE = "\u00a0"
FOUR_DIGITS = re.compile(rf"^(\D?\d){NO_BREAK_SPACE}(\d{{3}})(?!\d|{NO_BREAK_SPACE})")
MINUS = "\u2212"
GROUPING = " \u00a0\u202f\u2009'\u2019"

WORDS = {
    "en": {
        "up": "up {}",
        "down": "down {}",
        "up_little": "up less than {}",
        "down_little": "down less than {}",
        "same": "unchanged",
        "points": "{} percentage points",
        "one_point": "{} percentage point",
        "percent": "{}%",
        "from": "from {}",
        "up_to": "up to {}",
    },
    "es": {
        "up": "sube un {}",
        "down": "baja un {}",
        "up_little": "sube menos de un {}",
        "down_little": "baja menos de un {}",
        "same": "sin cambios",
        "points": "{} puntos porcentuales",
        "one_point": "{} punto porcentual",
        "percent": "{}\u00a0%",
        "from": "desde {}",
        "up_to": "hasta {}",
    },
}


def language_code(language=None) -> str:
    """`en` or `es`: the given language or the active one; `en` for any other language."""
    return _code_of(language or get_language() or "en")


@lru_cache(64)
def _code_of(language):
    code = language.lower().split("-")[0]
    return code if code in WORDS else "en"


def require_decimal(value) -> Decimal:
    """`value` as a finite Decimal. Integers are converted; a float raises TypeError."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if not isinstance(value, Decimal):
        raise TypeError(f"a number here is a Decimal, not {type(value).__name__}")
    if not value.is_finite():
        raise ValueError(gettext("This is not a number."))
    return value


def significant_digits(value: Decimal) -> int:
    """4886.000 has 4, 0.00120 has 2, 0 has 1."""
    digits = require_decimal(value).as_tuple().digits
    return len("".join(map(str, digits)).strip("0")) or 1


def check_digits(value: Decimal) -> None:
    """Raise ValueError for a number that a database would round or could not store."""
    value = require_decimal(value)
    if significant_digits(value) > MAX_DIGITS:
        raise ValueError(gettext("This number has more than %(max)s digits.") % {"max": MAX_DIGITS})
    if value and (value.adjusted() > MAX_MAGNITUDE or value.adjusted() < -MAX_MAGNITUDE):
        raise ValueError(gettext("This number is too large or too small."))


@lru_cache(10_000, typed=True)  # every value that is read goes through it; few differ
def exact(value: Decimal) -> Decimal:
    """The same value without trailing zeros and without an exponent."""
    value = require_decimal(value)
    whole = value.to_integral_value()
    return Decimal(int(whole)) if whole == value else Decimal(plain(value))


def plain(value: Decimal | int) -> str:
    """The format for machines: `.` as decimal mark, no grouping, no exponent."""
    value = require_decimal(value)
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal | int, decimals: int = 0) -> Decimal:
    value = require_decimal(value)
    return value.quantize(*_rounding(decimals, max(28, value.adjusted() + decimals + 2)))


@lru_cache(64)
def _rounding(decimals, digits):
    """The arguments of Decimal.quantize; making a context takes longer than rounding."""
    return Decimal(1).scaleb(-decimals), ROUND_HALF_UP, Context(prec=digits)


def format_number(value: Decimal | int, decimals: int = 0, language: str | None = None) -> str:
    """The format for people: English 4,886 and 27.4; Spanish 4 886 (no-break space) and 27,4."""
    number = rounded(value, decimals)
    text = format(abs(number), ",f")
    if language_code(language) == "es":
        text = text.replace(",", NO_BREAK_SPACE).replace(".", ",")
    return MINUS + text if number < 0 else text


def reads_same(one: Decimal | None, other: Decimal | None, decimals: int) -> bool:
    """Whether people read the same number, or none, in both: only decimals that are not shown differ."""
    if one is None or other is None:
        return one is other
    return rounded(one, decimals) == rounded(other, decimals)


def number_in_prose(value: Decimal | int, decimals: int = 0, language: str | None = None) -> str:
    """The format inside sentences: in Spanish, four digits stand together (4886); tables keep the space."""
    text = format_number(value, decimals, language)
    return text.replace(NO_BREAK_SPACE, "") if abs(rounded(value, decimals)) < 10_000 else text


def together(text: str) -> str:
    """A formatted number as it is printed inside sentences."""
    return FOUR_DIGITS.sub(r"\1\2", text)


def percent(fraction, decimals=0, language=None) -> str:
    """A fraction as a percentage: 2.56 is 256% in English and 256 % in Spanish."""
    language = language_code(language)
    return WORDS[language]["percent"].format(format_number(require_decimal(fraction).scaleb(2), decimals, language))


def signed_percent(fraction: Decimal, decimals=0, language=None) -> str:
    """A relative change with its sign: +256%."""
    return _signed(percent(abs(fraction), decimals, language), rounded(fraction.scaleb(2), decimals))


def signed_points(difference: Decimal, decimals=0, language=None) -> str:
    """The difference between two percentages with its sign: +3.2 percentage points."""
    number = format_number(abs(difference), decimals, language)
    form = WORDS[language_code(language)]["one_point" if number == "1" else "points"]
    return _signed(form.format(number), rounded(difference, decimals))


def signed_number(difference: Decimal, decimals=0, language=None) -> str:
    """`+11`, `−0.4`; with more decimals than wanted where it would otherwise look like none."""
    if difference and not rounded(difference, decimals):
        decimals = min(6, -exact(difference).as_tuple().exponent)
    return _signed(format_number(abs(difference), decimals, language), rounded(difference, decimals))


def _signed(text: str, size: Decimal) -> str:
    if not size:
        return text
    return (MINUS if size < 0 else "+") + text


def change_words(fraction: Decimal | None, language=None, *, decimals=0) -> str:
    """`up 256%`, `baja un 12 %`, `unchanged`; "" without a change."""
    if fraction is None:
        return ""
    language = language_code(language)
    words = WORDS[language]
    if not fraction:
        return words["same"]
    direction = "up" if fraction > 0 else "down"
    if not rounded(fraction.scaleb(2), decimals):
        return words[direction + "_little"].format(percent(Decimal("0.01").scaleb(-decimals), decimals, language))
    return words[direction].format(percent(abs(fraction), decimals, language))


def number_range(low: Decimal | None, high: Decimal | None, decimals=0, language=None) -> str:
    """`4,500–5,200`, `from 4,500`, `up to 5,200`; "" without both."""
    ends = [None if end is None else format_number(end, decimals, language) for end in (low, high)]
    if None not in ends:
        return "–".join(ends)
    form = "from" if ends[1] is None else "up_to"
    return WORDS[language_code(language)][form].format(ends[0] or ends[1]) if any(ends) else ""


def as_number(text: str, *, digits=18) -> int | None:
    """The whole number that an address or a form sent, as a key or a page; None for anything but plain digits without
    zeros before them, and for more of them than a database has room for."""
    is_plain = text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0"))
    return int(text) if is_plain and len(text) <= digits else None


class AmbiguousNumber(ValueError):
    """`4.886`: `large` is 4886, `small` 4.886, both as text; `mark` is the decimal mark if the small one is meant."""

    def __init__(self, text, large, small, mark):
        super().__init__(
            gettext("“%(text)s” could be %(large)s or %(small)s. Write %(large)s or %(small)s0.")
            % {"text": text[:40], "large": large, "small": small}
        )
        self.text, self.large, self.small, self.mark = text, large, small, mark


def parse_number(text, decimal_mark=".", *, confirmed=False) -> Decimal:
    """The number that somebody typed or pasted; raises ValueError with a message for editors.

    `4.886` could mean 4886 or 4.886 in either language and raises AmbiguousNumber, unless `confirmed`: somebody has
    been asked for the decimal mark.
    """
    if decimal_mark not in (".", ","):
        raise ValueError(f"unknown decimal mark: {decimal_mark!r}")
    text = str(text).strip()
    sign = "-" if text[:1] in ("-", MINUS) else ""
    digits = text[1:].lstrip() if text[:1] in ("-", MINUS, "+") else text
    separators = GROUPING + ("," if decimal_mark == "." else ".")
    mark = re.escape(decimal_mark)
    pattern = rf"([0-9]+|[0-9]{{1,3}}([{separators}])[0-9]{{3}}(?:\2[0-9]{{3}})*)(?:{mark}([0-9]+))?"
    match = re.fullmatch(pattern, digits) if len(digits) <= 64 else None
    if not match:
        raise ValueError(
            gettext("“%(text)s” is not a number. Write it like 4886 or 27%(mark)s4.")
            % {"text": text[:40], "mark": decimal_mark}
        )
    whole, _separator, fraction = match.groups()
    if not confirmed and (ambiguous := re.fullmatch(r"([1-9][0-9]{0,2})([.,])([0-9]{3})", digits)):
        first, mark, last = ambiguous.groups()
        if mark == decimal_mark or mark == ".":
            raise AmbiguousNumber(text, sign + first + last, f"{sign}{first}{decimal_mark}{last}", mark)
    number = Decimal(sign + re.sub(r"[^0-9]", "", whole) + "." + (fraction or "0"))
    check_digits(number)
    return abs(exact(number)) if not number else exact(number)

"""Numbers in an author's own words that no figure of the document carries.

Counted are the numbers of which a reader may ask who says so. Years, dates, times, ordinals, numbers in lists, names
(“Decree 110”, “COVID-19”), units (“per 100,000”, “100,000 inhabitants”) and addresses on the web are not among them;
nor are numbers written out in words. Four
digits without a sign for thousands are taken for a year. Every step reads a text once, and looks around a number only
so far: hostile text costs no more than other text of its length.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from ..lib.html import text_of
from .kinds import kind_of
from .reading import figure_uses

AROUND = 40  # characters of the sentence on either side
LONGEST = 40  # digits and signs; what is longer is a number to nobody, but still refers to nothing
HOLE = "\ue000"  # stands where a figure was taken out of a text
MASK = "\x00"
FIGURE = re.compile(r"<data\b[^<>]*>[^<>]*</data>")
SPACES = "\u00a0\u202f\u2009'’"
# Thousands in groups; a plain space groups in Spanish only, where people write it so.
NUMBER = {
    "en": re.compile(rf"\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*"),
    "es": re.compile(rf"\d{{1,3}}(?:[ {SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*"),
}
YEAR = r"(?:1[5-9]|20)\d\d"
MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre)\b"
)
DAY = r"(?<!\d)\d{1,2}(?:st|nd|rd|th|\.?º)?"
DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)\d{4}-(?:\d{1,2}-\d{1,2}|\d\d|[QT]\d)(?!\d)",
        r"(?<!\d)\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d\d)(?!\d)",
        rf"{DAY}(?:\s?[–-]\s?\d{{1,2}}| (?:and|to|y|a|al) \d{{1,2}})? (?:of |de )?{MONTHS}",
        rf"\b{MONTHS}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:\s?[–-]\s?\d{{1,2}})?(?![\d.,]\d|\d)",
        rf"(?<!\d){YEAR}(?:\s?[–-]\s?|/){YEAR}(?!\d)|(?<!\d){YEAR}[–/-]\d\d(?!\d)",
        r"(?<!\d)\d{1,2}(?::\d\d){1,2}(?!\d)|(?<!\d)\d{1,2}h\d\d(?!\d)|(?<!\d)\d{1,2} ?[ap]\.? ?m\b|\b24/7\b",
    )
]
POWER_OF_TEN = rf"1(?:(?:[ .,{SPACES}]000){{1,2}}|00?[ .,{SPACES}]000|0{{1,6}})(?!\d|[.,]\d)"
UNITS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:(?<=\bper[ \u00a0])|(?<=\bpor[ \u00a0])|(?<=\bcada[ \u00a0])|(?<=\bevery[ \u00a0])|(?<=/)){POWER_OF_TEN}",
        rf"(?<![\d.,])(?<!\d[ {SPACES}]){POWER_OF_TEN}(?=[ \u00a0](?:inhabitants|habitantes)\b)",
    )
]
LIST_NUMBER = re.compile(r"^\s{0,3}\(?\d{1,3}[.)](?=\s)|(?<=\()\d{1,2}(?=\))|(?<=\[)\d{1,3}(?=\])")
ORDINAL = re.compile(r"(?:st|nd|rd|th|\.?(?:er|ro|do|to|mo|vo|no|ra|da|ta|ma|va|na|[ºª°]))(?!\w)", re.IGNORECASE)
NAMED = re.compile(
    r"(?:\b(?:art(?:s|icles?|ículos?)?|chapter|capítulo|sections?|"
    r"sección|pages?|páginas?|table|tabla|cuadro|figure|figura|annex|anexo|version|versión|phase|fase|edition|edición|"
    r"brigade|brigada|battalion|batallón|route|ruta|km|kilómetro|pier|muelle|pavilion|pabellón|wing|zone|zona|"
    r"district|distrito|circuito|numeral|inciso|ECU)\.?\s?|\b(?:nos?|núm|pp?|cap)\.\s?|\bn\.?\s?[º°]\s?|#|№\s?)$",
    re.IGNORECASE,
)

LAW = re.compile(
    r"\b(?:decrees?|decretos?|laws?|ley(?:es)?|resolutions?|resolución|resoluciones|acuerdos?|ordinances?|"
    r"ordenanzas?|oficios?)(?: (?:ejecutiv[oa]|executive|ministerial|interministerial|orgánica|municipal))?"
    r"(?: (?:nos?\.?|núm\.?|n\.?\s?[º°]))?\s?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Loose:
    """A number that refers to nothing, and the part of the sentence around it."""

    number: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Coverage:
    """The count of numbers in the words; `loose`: those that refer to nothing, by (block key, field)."""

    found: int
    loose: dict = field(default_factory=dict)

    @property
    def referring(self):
        return self.found - sum(map(len, self.loose.values()))


def coverage(data):
    """Compare the numbers in the words of a document with the values of its figures."""
    language, carried = data["language"], _carried(data)
    found, loose = 0, {}
    for place, texts in _words(data):
        for text in texts:
            found += text.count(HOLE)
            for line in text.split("\n"):
                for start, end in quantities(line, language):
                    found += 1
                    if carried.isdisjoint(meanings(line[start:end])):
                        loose.setdefault(place, []).append(_in_its_sentence(line, start, end))
    return Coverage(found, loose)


def quantities(line, language="en"):
    """(start, end) of the numbers in one line that state how much or how many."""
    line = _masked(line)
    for match in NUMBER[language].finditer(line):
        if not _is_name(line, match) and (meanings(match[0]) or len(match[0]) > LONGEST):
            yield match.span()


def meanings(text):
    """The values that these digits may stand for: 4.886 is 4886 to some readers and 4.886 to others."""
    text = re.sub(rf"[ {SPACES}]", "", text)
    if len(text) > LONGEST:
        return set()
    parts = re.split(r"[.,]", text)
    signs = re.findall(r"[.,]", text)
    values = set()
    if len(set(signs)) <= 1 and all(len(part) == 3 for part in parts[1:]):
        values.add(Decimal("".join(parts)))
    if signs and signs.count(signs[-1]) == 1 and all(len(part) == 3 for part in parts[1:-1]):
        values.add(Decimal("".join(parts[:-1]) + "." + parts[-1]))
    return values


def _masked(line):
    """The line with what is no quantity struck out, at the same length."""

    def strike(match):
        return MASK * len(match[0])

    if "@" in line or "://" in line or "www." in line or "%" in line:
        line = re.sub(r"\S+", lambda word: strike(word) if _is_address(word[0]) else word[0], line)
    for pattern in (*DATES, *UNITS):
        line = pattern.sub(strike, line)
    return LIST_NUMBER.sub(strike, line)


def _is_address(word):
    return "@" in word or "://" in word or "www." in word or bool(re.search(r"%[0-9A-Fa-f]{2}[\w%/.-]", word))


def _is_name(line, match):
    """Whether the digits name something: a year, the third, F-16, Article 5."""
    start, end = match.span()
    before, after = line[max(0, start - 40) : start], line[end : end + 4]
    is_whole = match[0].isdigit()
    if is_whole and len(match[0]) == 4 and re.fullmatch(YEAR, match[0]) and not re.match(r"\s?%", after):
        return not re.search(r"[$€£]\s?$", before)
    if is_whole and ORDINAL.match(after):
        return True
    if re.search(r"[^\W\d_]$|[^\W\d_][-_/]$", before):  # G7, COVID-19
        return not re.search(r"\b(?:USD?|EUR?)$", before)
    if is_whole and len(match[0]) < 5 and NAMED.search(before):
        return True
    if LAW.search(before):  # Ley 26.388
        return True
    return bool(re.match(r"[A-Z](?!\w)|x\d", after))  # 5G, 4x4


def _in_its_sentence(line, start, end):
    before, after = line[max(0, start - AROUND) : start], line[end : end + AROUND]
    if start > AROUND and " " in before:
        before = "…" + before[before.index(" ") :].lstrip()
    if end + AROUND < len(line) and " " in after:
        after = after[: after.rindex(" ")] + "…"
    number = line[start:end] if end - start <= LONGEST else line[start : start + LONGEST] + "…"
    return Loose(number, before.replace(HOLE, "…"), after.replace(HOLE, "…"))


def _carried(data):
    """The values that the document's figures print, as they are stored and as they are shown."""
    values = set()
    for use in figure_uses(data):
        if use["value"] is not None:
            values.add(abs(Decimal(use["value"])))
        for match in NUMBER[data["language"]].finditer(use["text"]):
            values |= meanings(match[0])
    return values


def _prose(html):
    """The text of rich text; where it holds a figure there is a hole."""
    return text_of(FIGURE.sub(HOLE, html.replace(HOLE, "")))


def _words(data):
    """((block key, field), texts) of everything that an author wrote by hand."""
    yield ("", "title"), [data["title"].replace(HOLE, "")]
    yield ("", "summary"), [data["summary"].replace(HOLE, "")]
    for block in data["blocks"]:
        kind = kind_of(block)
        plain = [text.replace(HOLE, "") for text in kind.own_words(block)]
        yield (block["key"], ""), [*plain, _prose(kind.html(block))]

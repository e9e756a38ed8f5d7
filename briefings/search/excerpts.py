"""The piece of a text that shows why it was found, and its words marked."""

import re
from functools import cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .queries import Prefix, Query
from .words import WORD, folded, stem

LENGTH, BEFORE = 260, 70  # characters
MOST_MATCHES = 15  # that are looked at for the best piece
BLANKS = re.compile(r"[ \t\r]+")  # not the no-break space within a number
ENDINGS = (".", "!", "?", "…", ":", ";", ",")


class Marker:
    """Marks the words of a query in the texts of a page. Each different word of them is stemmed once."""

    def __init__(self, query: Query, language: str):
        terms = [term for group in query.all for term in group]
        stems = {each for term in terms if not isinstance(term, Prefix) for each in term.stems}
        starts = tuple(term.start for term in terms if isinstance(term, Prefix))

        @cache
        def wanted(word):
            plain = folded(word)
            found = stem(plain, language)
            return found if found in stems or (starts and plain.startswith(starts)) else ""

        self.is_empty = not terms
        self._wanted = wanted

    def marked(self, text: str) -> SafeString:
        """The text, escaped, with its wanted words in `<mark>`."""
        parts, end = [], 0
        for match in () if self.is_empty else WORD.finditer(text):
            if self._wanted(match[0]):
                parts += [escape(text[end : match.start()]), f"<mark>{escape(match[0])}</mark>"]
                end = match.end()
        return mark_safe("".join([*parts, escape(text[end:])]))

    def excerpt(self, text: str) -> SafeString:
        """The piece of the text with most of the wanted words, on one line, marked; its beginning where it has none."""
        places = []
        for match in () if self.is_empty else WORD.finditer(text):
            if found := self._wanted(match[0]):
                places.append((match.start(), found))
                if len(places) == MOST_MATCHES:
                    break
        first = max(places, key=lambda place: _worth(place[0], places), default=(0, ""))[0]
        start = text.rfind(" ", 0, max(first - BEFORE, 0)) + 1 if first > BEFORE else 0
        piece = text[start : start + LENGTH]
        if start + LENGTH < len(text):
            piece = piece[: max(piece.rfind(" "), LENGTH // 2)] + " …"
        return self.marked(f"{'… ' if start else ''}{_on_one_line(piece)}")


def _on_one_line(text: str) -> str:
    """Titles, cells and paragraphs that no full stop ends are set apart by a dot."""
    lines = [line for each in text.split("\n") if (line := BLANKS.sub(" ", each).strip())]
    return "".join(
        line + ("" if number == len(lines) else " " if line.endswith(ENDINGS) else " · ")
        for number, line in enumerate(lines, 1)
    )


def _worth(start, places):
    """How many different wanted words are in the piece that begins there; the first of several is taken."""
    return len({word for place, word in places if start <= place < start + LENGTH - BEFORE})

"""The words of a text as the index has them: folded, then stemmed in Python, so that both databases find the same.

`Búsquedas` → `busqued`. Folding first: who types no accents finds the same as who does. A number is one word, however
its thousands are grouped: `4,886` and `4 886` with a no-break space → `4886`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from threading import Lock

import snowballstemmer

WORD = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f]\d{3})+(?!\w)|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
ASCII_SIGNS = re.compile(r"[\x00-/:-@\[-`{-\x7f]")
LONGEST = 40  # characters of a word; the rest is cut off

# Signs in the index that no word has.
GAP = "\u00a6"  # between two texts: a phrase does not go across
START = "\u00ac"  # before each word of the document as it is written: what prefixes find
TITLE = "\u00a4"  # before each word of its title
PART = "\u00b6"  # at the desk before each end of a word of its title: what finds parts of words
FACET = "\u00a7"  # before what the document is filtered by

# PostgreSQL keeps 16,383 positions and 255 of one word. SQLite has no such limits, so phrases end here on both.
MOST_POSITIONS, MOST_OF_ONE = 16_000, 250

STEMMERS = {"en": snowballstemmer.stemmer("english"), "es": snowballstemmer.stemmer("spanish")}
# Left out of what people look for, unless they ask for nothing else or in a phrase.
ENGLISH = "a an and are as at be by for from in is it of on or that the to was were with"
SPANISH = "a al ante como con de del desde el en entre es la las lo los o para por que se sin su sus un una y"
STOP_WORDS = {"en": frozenset(ENGLISH.split()), "es": frozenset(SPANISH.split())}
_one_at_a_time = Lock()  # a stemmer keeps the word it works on


@lru_cache(50_000)
def folded(word: str) -> str:
    """Small letters and digits without accents; "" where nothing is left."""
    plain = unicodedata.normalize("NFKD", word).casefold()
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return ASCII_SIGNS.sub("", plain)[:LONGEST]


@lru_cache(50_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word."""
    if not word.isalpha():
        return word
    with _one_at_a_time:
        return STEMMERS[language].stemWord(word) or word


def words_of(text: str) -> Iterator[str]:
    """The folded words of a text, in its order."""
    for match in WORD.finditer(text):
        if word := folded(match[0]):
            yield word


def stems_of(text: str, language: str) -> list[str]:
    return [stem(word, language) for word in words_of(text)]


def facet(name: str, value: object) -> str:
    """A word of the index for a value that documents are filtered by; signs become letters of a private area."""
    escaped = ASCII_SIGNS.sub(lambda match: chr(0xE000 + ord(match[0])), str(value).lower())
    return f"{FACET}{name}{escaped}"


def index_words(texts: list[str], language: str, facets: Iterable[str]) -> list[str]:
    """All that the index knows of a document. The first of its texts is its title."""
    stems, written = [], set()
    for text in texts:
        words = list(words_of(text))
        written.update(words)
        stems += [stem(word, language) for word in words] + [GAP]
    title = {TITLE + word for word in words_of(texts[0])}
    return [*_bounded(stems), *sorted(START + word for word in written), *sorted(title), *facets]


def word_ends(text: str) -> set[str]:
    """`ports` → `¶ports`, `¶orts`, `¶rts`, `¶ts`: a part of a word is the beginning of one of its ends."""
    return {PART + word[start:] for word in words_of(text) for start in range(len(word) - 1)}


def _bounded(stems: list[str]) -> list[str]:
    """The stems in their order, as far as both databases keep it; later ones once each, found alone."""
    counts: dict[str, int] = {}
    kept, later = [], []
    for position, word in enumerate(stems):
        counts[word] = counts.get(word, 0) + 1
        if position < MOST_POSITIONS:
            kept.append(word if counts[word] <= MOST_OF_ONE else GAP)
        elif counts[word] == 1:
            later += [word, GAP]
    return kept + later

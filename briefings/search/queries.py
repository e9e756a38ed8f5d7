"""What a reader looks for: words, beginnings of words with a star, "phrases", and -what is to be left out."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .words import PART, START, STOP_WORDS, folded, stem, words_of

MOST_TERMS = 12
LONGEST_QUERY = 400  # characters
SHORTEST_PREFIX = 2
TERM = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
GROUPED = re.compile(r"(?<!\w)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\w)")  # 4 886, as it is typed in Spanish


@dataclass(frozen=True)
class Phrase:
    """Stems that follow one another; a single word is a phrase of one."""

    stems: tuple[str, ...]


@dataclass(frozen=True)
class Prefix:
    """The folded beginning of a word."""

    start: str


@dataclass(frozen=True)
class Part:
    """The folded part of a word of a title. Only drafts are found by it."""

    part: str


Term = Phrase | Prefix | Part


@dataclass(frozen=True)
class Query:
    """A document has one of each of `all`, and nothing of `none`. `is_cut`: more was typed than is looked for."""

    all: tuple[tuple[Term, ...], ...] = ()
    none: tuple[Term, ...] = ()
    is_cut: bool = False
    words: tuple[str, ...] = field(default=(), compare=False)  # as they were typed, without what is left out
    also: tuple[str, ...] = field(default=(), compare=False)  # the synonyms that are looked for with them

    def __bool__(self):
        return bool(self.all)


def parse(
    text: str, language: str, synonyms: Callable[[], Iterable[list[str]]] = list, *, with_parts: bool = False
) -> Query:
    """The query of a typed text. `synonyms` gives groups of texts that mean the same; `with_parts`: a word may also
    be a part of a word of the title."""
    is_cut = len(text) > LONGEST_QUERY
    text = GROUPED.sub(lambda match: "".join(match[0].split()), text[:LONGEST_QUERY])
    wanted, unwanted, typed = [], [], []
    matches = list(TERM.finditer(text))
    for match in matches[:MOST_TERMS]:
        terms = _terms(match, language)
        if match["minus"]:
            unwanted += [term for term, _written in terms]
        elif terms:
            wanted += terms
            typed.append(match[0])
    groups = list(_grouped(wanted, _alike(synonyms(), language) if wanted else {}))
    kept = [group for group in groups if not group.is_stop_word(language)] or groups
    return Query(
        all=tuple(dict.fromkeys(group.terms + (group.parts() if with_parts else ()) for group in kept)),
        none=tuple(dict.fromkeys(unwanted)),
        is_cut=is_cut or len(matches) > MOST_TERMS,
        words=tuple(dict.fromkeys(typed)),
        also=tuple(dict.fromkeys(text for group in kept for text in group.also)),
    )


def _terms(match, language):
    """(term, the folded word if it is a single one) of a part of the text. A word with signs in it is a phrase."""
    if match["phrase"] is not None:
        words = list(words_of(match["phrase"]))
        return [(Phrase(tuple(stem(word, language) for word in words)), "")] if words else []
    words = list(words_of(match["word"]))
    if not words:
        return []
    if match["word"].endswith("*") and len(words[-1]) >= SHORTEST_PREFIX:
        before = [(Phrase((stem(word, language),)), word) for word in words[:-1]]
        return [*before, (Prefix(words[-1]), "")]
    return [(Phrase(tuple(stem(word, language) for word in words)), words[0] if len(words) == 1 else "")]


class _Group(NamedTuple):
    """Terms of which a document has one; `written` is the folded word of a single one."""

    terms: tuple[Term, ...]
    written: str = ""
    also: tuple[str, ...] = ()

    def is_stop_word(self, language):
        return self.written in STOP_WORDS[language]

    def parts(self):
        return (Part(self.written),) if len(self.written) >= SHORTEST_PREFIX else ()


def _grouped(wanted, alike):
    """Each term, with what means the same; terms that together are a synonym of several words become one group."""
    longest = max(map(len, alike), default=0)
    at = 0
    while at < len(wanted):
        for length in range(min(longest, len(wanted) - at), 0, -1):
            stems = _joined([term for term, _written in wanted[at : at + length]])
            if stems in alike:
                texts = alike[stems]
                yield _Group(tuple(texts), also=tuple(text for phrase, text in texts.items() if phrase.stems != stems))
                at += length
                break
        else:
            term, written = wanted[at]
            yield _Group((term,), written)
            at += 1


def _joined(terms):
    """The stems of the terms one after the other; None where one is a prefix."""
    if not all(isinstance(term, Phrase) for term in terms):
        return None
    return tuple(each for term in terms for each in term.stems)


def _alike(groups, language):
    """{stems: {phrase: text} of all that means the same, itself included}."""
    alike = {}
    for group in groups:
        stems = {text: tuple(stem(word, language) for word in words_of(text)) for text in group}
        texts = {Phrase(phrase): text for text, phrase in stems.items() if phrase}
        for phrase in texts:
            alike[phrase.stems] = alike.get(phrase.stems, {}) | texts
    return alike


def begun(text: str) -> Query:
    """The query of what somebody is typing: titles with these words, of which the last has only begun."""
    words = [folded(word) for word in list(words_of(text[:LONGEST_QUERY]))[-MOST_TERMS:]]
    if not words or len(words[-1]) < SHORTEST_PREFIX:
        return Query()
    return Query(tuple((Prefix(word),) for word in words))


# --- in the languages of the two databases; every word is quoted and holds neither quotes nor backslashes


def postgresql(query: Query, facets: Iterable[str] = (), sign: str = START) -> str:
    """For `::tsquery`."""

    def written(term):
        if isinstance(term, Prefix):
            return f"'{sign}{term.start}':*"
        if isinstance(term, Part):
            return f"'{PART}{term.part}':*"
        quoted = (f"'{stem}'" for stem in term.stems)
        return f"({' <-> '.join(quoted)})"

    parts = [f"'{each}'" for each in facets]
    parts += [f"({' | '.join(map(written, group))})" for group in query.all]
    parts += [f"!({written(term)})" for term in query.none]
    return " & ".join(parts)


def sqlite(query: Query, facets: Iterable[str] = (), sign: str = START) -> str:
    """For `MATCH` of FTS5."""

    def written(term):
        if isinstance(term, Prefix):
            return f'"{sign}{term.start}" *'
        if isinstance(term, Part):
            return f'"{PART}{term.part}" *'
        return '"' + " ".join(term.stems) + '"'

    parts = [f'"{each}"' for each in facets]
    parts += [f"({' OR '.join(map(written, group))})" for group in query.all]
    wanted = " AND ".join(parts)
    unwanted = " OR ".join(map(written, query.none))
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted

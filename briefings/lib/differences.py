"""Differences between two texts: difflib's comparison of lines, then of words, in bounded time.

difflib takes minutes on hostile texts. `Budget` is shared by all comparisons of a page; beyond it a paragraph, or a
whole text, is shown as removed and added as a whole. That is still true, only less fine.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

EQUAL, GONE, NEW = "equal", "gone", "new"
# A number with its separators is one word: 4,886 → 4,912 and 7 063 → 7 065 are one change each.
WORDS = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d(?:[\d.,\u00a0\u202f]*\d)?|\w+|\s+|.", re.DOTALL)
STEPS = 60_000_000
ALIKE = 0.35  # share of common words below which two paragraphs are shown as one removed and one added
WINDOW = 30  # new paragraphs that are compared with each old one
SHORT = 3  # letters between two changes that are shown as part of them


@dataclass
class Budget:
    """Steps left, counted for the worst case, in which 150 million take a second. Ordinary texts take far fewer."""

    steps: int = STEPS

    def spend(self, steps: int) -> bool:
        """Whether they were left; a comparison that is too dear leaves them to the next."""
        if steps > self.steps:
            return False
        self.steps -= steps
        return True


@dataclass(frozen=True)
class Paragraph:
    """`runs` are (EQUAL | GONE | NEW, text): without the new ones the old paragraph, without the gone ones the new."""

    runs: tuple

    @property
    def before(self):
        return "".join(text for kind, text in self.runs if kind != NEW)

    @property
    def after(self):
        return "".join(text for kind, text in self.runs if kind != GONE)

    @property
    def differs(self):
        return any(kind != EQUAL for kind, _text in self.runs)

    @property
    def is_new(self):
        return all(kind == NEW for kind, _text in self.runs)

    @property
    def is_gone(self):
        return all(kind == GONE for kind, _text in self.runs)


def _edges(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    """The number of equal items at the start, and at the end after that."""
    most = min(len(a), len(b))
    first = 0
    while first < most and a[first] == b[first]:
        first += 1
    last = 0
    while last < most - first and a[-1 - last] == b[-1 - last]:
        last += 1
    return first, last


def _is_blank(item: str) -> bool:
    return not item.strip()


def _opcodes(a: Sequence[str], b: Sequence[str], budget: Budget) -> list[tuple[str, int, int, int, int]]:
    """Differences that difflib finds; one replacement of everything if the worst case exceeds the remaining budget.

    difflib visits every pair of equal items, in the worst case once for each item of the shorter side.
    """
    counts = Counter(item for item in a if not _is_blank(item))
    pairs = sum(counts[item] for item in b)
    if not budget.spend(pairs * min(len(a), len(b))):
        return [("replace", 0, len(a), 0, len(b))]
    return SequenceMatcher(_is_blank, a, b, autojunk=False).get_opcodes()


def steps_between(a: Sequence[str], b: Sequence[str], budget: Budget) -> list[tuple[str, str]]:
    """(EQUAL | GONE | NEW, item) that lead from the list `a` to the list `b`; gone ones before new ones."""
    first, last = _edges(a, b)
    middle_a, middle_b = a[first : len(a) - last], b[first : len(b) - last]
    steps = [(EQUAL, item) for item in a[:first]]
    for tag, from_a, to_a, from_b, to_b in _opcodes(middle_a, middle_b, budget):
        if tag == "equal":
            steps += [(EQUAL, item) for item in middle_a[from_a:to_a]]
        else:
            steps += [(GONE, item) for item in middle_a[from_a:to_a]]
            steps += [(NEW, item) for item in middle_b[from_b:to_b]]
    return steps + [(EQUAL, item) for item in a[len(a) - last :]]


def _joined(steps: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Runs of text from steps of words; a few letters between two changes belong to them."""
    runs = [(kind, "".join(text for _kind, text in group)) for kind, group in groupby(steps, lambda step: step[0])]
    joined = []
    for place, (kind, text) in enumerate(runs):
        if kind == EQUAL and 0 < place < len(runs) - 1 and len(text.strip()) <= SHORT and not text.strip().isdigit():
            joined += [(GONE, text), (NEW, text)]
        else:
            joined.append((kind, text))
    return tuple(
        (kind, text)
        for equal, group in groupby(joined, lambda run: run[0] == EQUAL)
        for kind, text in (list(group) if equal else _merged(list(group)))
    )


def _merged(changes: list[tuple[str, str]]) -> list[tuple[str, str]]:
    gone = "".join(text for kind, text in changes if kind == GONE)
    new = "".join(text for kind, text in changes if kind == NEW)
    return [(kind, text) for kind, text in ((GONE, gone), (NEW, new)) if text]


def words_between(before: str, after: str, budget: Budget) -> tuple[tuple[str, str], ...]:
    """The runs of one paragraph that became another."""
    if before == after:
        return ((EQUAL, before),) if before else ()
    return _joined(steps_between(WORDS.findall(before), WORDS.findall(after), budget))


def _are_alike(before: Counter, after: Counter) -> bool:
    """Whether two paragraphs, as counted words, share enough to be shown as one that changed."""
    shared = (before & after).total()
    return bool(shared) and 2 * shared >= ALIKE * (before.total() + after.total())


def _counted(text: str) -> Counter:
    return Counter(word for word in WORDS.findall(text) if word.strip())


def _paired(gone: list[str], new: list[str], budget: Budget) -> list[Paragraph]:
    """The paragraphs of a change; an old and a new one that are alike are one paragraph that changed."""
    paragraphs, place = [], 0
    counted = [_counted(text) for text in new] if budget.spend(20 * sum(map(len, gone + new))) else []
    for before in gone:
        words, match = _counted(before) if counted else None, None
        for n in range(place, min(place + WINDOW, len(counted))):
            if budget.spend(150 * (2 + len(words))) and _are_alike(words, counted[n]):
                match = n
                break
        if match is None:
            paragraphs.append(Paragraph(((GONE, before),)))
        else:
            paragraphs += [Paragraph(((NEW, after),)) for after in new[place:match]]
            paragraphs.append(Paragraph(words_between(before, new[match], budget)))
            place = match + 1
    return paragraphs + [Paragraph(((NEW, after),)) for after in new[place:]]


def paragraphs_between(before: str, after: str, budget: Budget | None = None) -> list[Paragraph]:
    """The `Paragraph`s, one for each line of both texts, that lead from one text to the other."""
    budget = budget or Budget()
    lines = [text.split("\n") if text else [] for text in (before, after)]
    paragraphs = []
    for equal, group in groupby(steps_between(*lines, budget), lambda step: step[0] == EQUAL):
        group = list(group)
        if equal:
            paragraphs += [Paragraph(((EQUAL, text),)) for _kind, text in group]
        else:
            gone, new = ([text for kind, text in group if kind == wanted] for wanted in (GONE, NEW))
            paragraphs += _paired(gone, new, budget)
    return paragraphs

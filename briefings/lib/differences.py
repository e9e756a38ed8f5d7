"""What differs between two texts, found in bounded time however they are made.

`Budget` counts the steps of all comparisons that share it. When it is spent, what is left is told as a whole: the old
taken out, the new put in. That is still true, only less fine.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby

EQUAL, GONE, NEW = "equal", "gone", "new"
# A number with its separators is one word, so that 4,886 → 4,912 is not told digit by digit.
WORDS = re.compile(r"\d(?:[\d.,\u00a0\u202f]*\d)?|\w+|\s+|.", re.DOTALL)
STEPS = 600_000
ALIKE = 0.35  # of the words: less, and two paragraphs are told as one gone and one new
WINDOW = 30  # of the new paragraphs at one place are looked at for what became of an old one
SHORT = 3  # letters between two changes that are told as part of them


@dataclass
class Budget:
    """Steps left. Some two million of them take a second."""

    steps: int = STEPS

    def spend(self, steps):
        self.steps -= steps
        return self.steps > 0


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


def _edges(a, b):
    """How many items both begin with, and how many they end with after that."""
    most = min(len(a), len(b))
    first = 0
    while first < most and a[first] == b[first]:
        first += 1
    last = 0
    while last < most - first and a[-1 - last] == b[-1 - last]:
        last += 1
    return first, last


def _came_down(row, k, changes):
    """Whether the way to diagonal `k` takes an item of `b` in with its last change; `row` is that of one less."""
    if k in (-changes, changes):
        return k == -changes
    place = (k + changes) // 2
    return row[place - 1] < row[place]


def _furthest(a, b, budget):
    """Myers' greedy search for the shortest way from `a` to `b`; None out of budget.

    Row number d has, for the diagonals -d, -d+2, … d, how far in `a` one gets with d changes.
    """
    rows = []
    for changes in range(len(a) + len(b) + 1):
        row = []
        for k in range(-changes, changes + 1, 2):
            x = 0
            if changes:
                down = _came_down(rows[-1], k, changes)
                x = rows[-1][(k + changes) // 2 - (not down)] + (not down)
            start = x
            while x < len(a) and x - k < len(b) and a[x] == b[x - k]:
                x += 1
            row.append(x)
            if x >= len(a) and x - k >= len(b):
                return [*rows, row]
            if not budget.spend(1 + x - start):
                return None
        rows.append(row)
    return rows


def _way_back(a, b, rows):
    """(kind, item) in order, read from the rows of `_furthest`."""
    x, y, steps = len(a), len(b), []
    for changes in range(len(rows) - 1, 0, -1):
        k, row = x - y, rows[changes - 1]
        down = _came_down(row, k, changes)
        before_x = row[(k + changes) // 2 - (not down)]
        before_y = before_x - (k + 1 if down else k - 1)
        while x > before_x and y > before_y:
            x, y = x - 1, y - 1
            steps.append((EQUAL, a[x]))
        steps.append((NEW, b[before_y]) if down else (GONE, a[before_x]))
        x, y = before_x, before_y
    return [(EQUAL, item) for item in a[:x]] + steps[::-1]


def steps_between(a, b, budget):
    """(EQUAL | GONE | NEW, item) that lead from the list `a` to the list `b`; gone ones before new ones."""
    first, last = _edges(a, b)
    middle_a, middle_b = a[first : len(a) - last], b[first : len(b) - last]
    rows = _furthest(middle_a, middle_b, budget) if middle_a and middle_b else None
    if rows is None:
        middle = [(GONE, item) for item in middle_a] + [(NEW, item) for item in middle_b]
    else:
        middle = _way_back(middle_a, middle_b, rows)
    steps = [(EQUAL, item) for item in a[:first]] + middle + [(EQUAL, item) for item in a[len(a) - last :]]
    return [step for _equal, group in groupby(steps, lambda step: step[0] == EQUAL) for step in _gone_first(group)]


def _gone_first(group):
    return sorted(group, key=lambda step: step[0] == NEW)


def _joined(steps):
    """Runs of text from steps of words; a few letters between two changes belong to them."""
    runs = [(kind, "".join(text for _kind, text in group)) for kind, group in groupby(steps, lambda step: step[0])]
    told = []
    for place, (kind, text) in enumerate(runs):
        if kind == EQUAL and 0 < place < len(runs) - 1 and len(text.strip()) <= SHORT and not text.strip().isdigit():
            told += [(GONE, text), (NEW, text)]
        else:
            told.append((kind, text))
    return tuple(
        (kind, text)
        for equal, group in groupby(told, lambda run: run[0] == EQUAL)
        for kind, text in (list(group) if equal else _merged(list(group)))
    )


def _merged(changes):
    gone = "".join(text for kind, text in changes if kind == GONE)
    new = "".join(text for kind, text in changes if kind == NEW)
    return [(kind, text) for kind, text in ((GONE, gone), (NEW, new)) if text]


def words_between(before, after, budget):
    """The runs of one paragraph that became another."""
    if before == after:
        return ((EQUAL, before),) if before else ()
    return _joined(steps_between(WORDS.findall(before), WORDS.findall(after), budget))


def _are_alike(before, after):
    """Of two paragraphs, as their words counted, whether enough is shared to tell them as one that changed."""
    shared = (before & after).total()
    return bool(shared) and 2 * shared >= ALIKE * (before.total() + after.total())


def _counted(text):
    return Counter(word for word in WORDS.findall(text) if word.strip())


def _paired(gone, new, budget):
    """Paragraphs gone and new at one place, those that say nearly the same as one."""
    told, place = [], 0
    counted = [_counted(text) for text in new] if budget.spend(sum(map(len, gone + new)) // 4) else []
    for before in gone:
        words, match = _counted(before) if counted else None, None
        for n in range(place, min(place + WINDOW, len(counted))):
            if budget.spend(len(words)) and _are_alike(words, counted[n]):
                match = n
                break
        if match is None:
            told.append(Paragraph(((GONE, before),)))
        else:
            told += [Paragraph(((NEW, after),)) for after in new[place:match]]
            told.append(Paragraph(words_between(before, new[match], budget)))
            place = match + 1
    return told + [Paragraph(((NEW, after),)) for after in new[place:]]


def paragraphs_between(before, after, budget=None):
    """The `Paragraph`s, one for each line of both texts, that lead from one text to the other."""
    budget = budget or Budget()
    lines = [text.split("\n") if text else [] for text in (before, after)]
    told = []
    for equal, group in groupby(steps_between(*lines, budget), lambda step: step[0] == EQUAL):
        group = list(group)
        if equal:
            told += [Paragraph(((EQUAL, text),)) for _kind, text in group]
        else:
            gone, new = ([text for kind, text in group if kind == wanted] for wanted in (GONE, NEW))
            told += _paired(gone, new, budget)
    return told

"""The results as Markdown: a table of each section, then what is expected, as met or NOT MET."""

from collections import defaultdict
from statistics import quantiles
from typing import NamedTuple

from . import expectations as expected
from .expectations import ACTS, KNOWN, PUBLIC, STORED, UNCACHED
from .sites import LARGE, MIDDLE

IN_MS = ("ms", "sql_ms")


class Measured(NamedTuple):
    """`ms`: milliseconds of a processor in this process and, with PostgreSQL, in its process on this machine (with one
    on another machine, the waiting for it). Other work on this machine shows little in it: with 20 processes waiting
    for 2 processors, submitting took 750 ms by the clock and 92 so.
    `resolved`: how often an article was resolved. `size`: bytes of the answer. `address`: which of its samples.
    `slowness`: how many times as long as on the machine of the limits work took in this turn, at its quickest."""

    ms: float
    sql_ms: float
    queries: int
    resolved: int
    size: int
    address: int = 0
    slowness: float = 1


class Growth(NamedTuple):
    """`answer`: how many times as many bytes the answer has, at least 1."""

    times: float
    ms: float
    answer: float


def quickest_fifth(values):
    return quantiles(values, n=5, method="inclusive")[0] if len(values) > 1 else values[0]


def quick(results, of="ms"):
    """The quickest fifth: other work on this machine only adds. Milliseconds are those of the machine of the limits:
    as the quickest of the requests are compared, so are the quickest turns of what they are divided by."""
    found = quickest_fifth([getattr(result, of) for result in results])
    return found / quickest_fifth([result.slowness for result in results]) if of in IN_MS else found


class Results:
    """What was measured on one database: {(section, label, kind, size): [Measured]}."""

    def __init__(self, name, sizes):
        self.name, self.sizes = name, sizes
        self.found = defaultdict(list)

    def labels(self, section):
        return list(dict.fromkeys(label for found_in, label, _kind, _size in self.found if found_in == section))

    def ms(self, section, label, size, kind=UNCACHED):
        """None where it was not measured."""
        results = self.found.get((section, label, kind, size))
        return quick(results) if results else None

    def most(self, section, label, of, kind=UNCACHED):
        """The greatest of this measure over all sizes; None where it was not measured."""
        found = [self.found.get((section, label, kind, size)) for size in self.sizes]
        return max((quick(results, of) for results in found if results), default=None)

    def queries(self, section, label):
        """{heading: least queries of a request} where it was measured, the smallest size first."""
        found = {size.heading: self.found.get((section, label, UNCACHED, size)) for size in self.sizes}
        return {heading: quick(results, "queries") for heading, results in found.items() if results}

    def growth(self, section, label):
        """The longest time at a large size, compared with that at the middle size, or None."""
        few = self.ms(section, label, MIDDLE)
        found = {size: self.ms(section, label, size) or 0 for size in LARGE}
        largest = max(found, key=found.get)
        if not (few and found[largest]):
            return None
        small, large = (self.found[section, label, UNCACHED, size] for size in (MIDDLE, largest))
        answer = max(1, quick(large, "size") / max(1, quick(small, "size")))
        return Growth(found[largest] / few, found[largest] - few, answer)


def _number(value, digits=1):
    return "" if value is None else f"{value:,.{digits}f}"


def row(cells):
    return f"| {' | '.join(cells)} |"


def table(results, section):
    """Milliseconds of each page or act at each size."""
    has_stored = section == PUBLIC
    has_growth = MIDDLE in results.sizes
    heads = ["act" if section == ACTS else "page", "queries", *(size.heading for size in results.sizes)]
    heads += ["growth"] if has_growth else []
    heads += ["in SQL"] + (["stored", "304"] if has_stored else ["kB"])
    lines = [row(heads), row(["---", *["--:"] * (len(heads) - 1)])]
    for label in results.labels(section):
        cells = [label, f"{results.most(section, label, 'queries'):.0f}"]
        cells += [_number(results.ms(section, label, size)) for size in results.sizes]
        if has_growth:
            growth = results.growth(section, label)
            cells.append(f"**{growth.times:.1f}**" if is_grown(growth) else _number(growth and growth.times))
        cells.append(_number(results.most(section, label, "sql_ms")))
        if has_stored:
            cells += [_number(results.most(section, label, "ms", kind), 2) for kind in (STORED, KNOWN)]
        else:
            cells.append(_number(results.most(section, label, "size") / 1000, 0))
        lines.append(row(cells))
    return "\n".join(lines)


def is_grown(growth):
    return growth is not None and growth.times > expected.MAX_GROWTH and growth.ms > expected.LEAST_GROWTH_MS


class Verdicts:
    """Sentences about what is expected; those that are met are counted, the others are printed. `grown`: what grows
    with the size but keeps its budget or has more to say, which is printed too."""

    def __init__(self):
        self.met, self.not_met, self.grown, self.has_failed = [], [], [], False

    def failed(self, sentence):
        """Of what could not be measured."""
        self.has_failed = True
        self.not_met.append(f"FAILED {sentence}")

    def worst(self, words, found, most, unit="ms"):
        """At most so much of all that was found, {heading: value}; the sentence is of the greatest."""
        if found:
            heading = max(found, key=found.get)
            self.at_most(f"{words}, {heading}", found[heading], most, unit)

    def at_most(self, words, value, most, unit="ms"):
        digits = 0 if unit in ("queries", "kB", "times") else 2
        sentence = f"{words}: {value:,.{digits}f} {unit}, expected at most {most:,.{digits}f}"
        (self.met if value <= most else self.not_met).append(sentence)

    def at_least(self, words, value, least):
        sentence = f"{words}: {value:.3f}, expected at least {least}"
        (self.met if value >= least else self.not_met).append(sentence)

    def text(self, *, is_whole):
        lines = [f"{len(self.met)} met, {len(self.not_met)} NOT MET, {len(self.grown)} grown for a reason", ""]
        lines += [f"- NOT MET: {sentence}" for sentence in self.not_met]
        lines += [f"- grown: {sentence}" for sentence in self.grown]
        return "\n".join(lines + ([f"- met: {sentence}" for sentence in self.met] if is_whole else []))

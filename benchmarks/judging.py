"""Compare the results with the table of expectations."""

from . import expectations as expected
from .expectations import ACTS, KNOWN, PUBLIC, STAFF, STORED
from .report import is_grown
from .sites import DEMONSTRATION, LARGE


def judge(results, verdicts):
    """Add what is expected of one database."""
    _public(results, verdicts)
    _staff(results, verdicts)
    for section in (PUBLIC, STAFF, ACTS):
        for label in results.labels(section):
            words = f"{results.name}, {label}"
            if label in expected.QUERIES:
                verdicts.at_most(words, results.most(section, label, "queries"), expected.QUERIES[label], "queries")
            if label not in expected.TOUCHES_MORE:
                _queries_grow(results, section, label, verdicts)
                _growth(results, section, label, verdicts)


def _growth(results, section, label, verdicts):
    """A page or act that grows is named. It has not failed as long as it keeps its budget of the large sizes, or where
    its answer is as many times as long: a file of all statistics, a page of all that is known about a place."""
    if not (growth := results.growth(section, label)):
        return
    words = f"{results.name}, {label}, growth"
    limits = expected.public_limits(label) if section == PUBLIC else (expected.STAFF_MS.get(label),) * 2
    most = limits and limits[1]
    longest = max(_by_size(results, section, label, LARGE).values())
    if not is_grown(growth):
        verdicts.at_most(words, min(growth.times, expected.MAX_GROWTH), expected.MAX_GROWTH, "×")
    elif most and longest <= most:
        verdicts.grown.append(f"{words}: {growth.times:.2f} ×, {longest:.2f} ms of at most {most:.2f}")
    elif growth.times <= growth.answer * expected.MAX_GROWTH:
        verdicts.grown.append(f"{words}: {growth.times:.2f} × for an answer of {growth.answer:.2f} × as many bytes")
    else:
        verdicts.at_most(words, growth.times, expected.MAX_GROWTH, "×")


def _queries_grow(results, section, label, verdicts):
    counts = results.queries(section, label)
    if len(counts) > 1:
        least = next(iter(counts.values()))
        more = {heading: count - least for heading, count in counts.items()}
        words = f"{results.name}, {label}, more queries than at the smallest size"
        verdicts.worst(words, more, expected.MORE_QUERIES, "queries")


def _by_size(results, section, label, sizes):
    """{heading: milliseconds} where it was measured."""
    found = {size.heading: results.ms(section, label, size) for size in sizes}
    return {heading: ms for heading, ms in found.items() if ms is not None}


def _public(results, verdicts):
    small = [size for size in results.sizes if size == DEMONSTRATION]
    large = [size for size in results.sizes if size != DEMONSTRATION]
    for label in results.labels(PUBLIC):
        words = f"{results.name}, {label}"
        if limits := expected.public_limits(label):
            verdicts.worst(words, _by_size(results, PUBLIC, label, small), limits[0])
            verdicts.worst(words, _by_size(results, PUBLIC, label, large), limits[1])
        for kind, most in ((STORED, expected.STORED_MS), (KNOWN, expected.KNOWN_MS)):
            ms = results.most(PUBLIC, label, "ms", kind)
            if ms is not None:
                verdicts.at_most(f"{words}, {kind}", ms, most)


def _staff(results, verdicts):
    section_of = {label: section for section in (STAFF, ACTS) for label in results.labels(section)}
    for label, most in expected.STAFF_MS.items():
        if label in section_of:
            found = _by_size(results, section_of[label], label, results.sizes)
            verdicts.worst(f"{results.name}, {label}", found, most)
    for label in expected.RESOLVED_ONCE:
        if label in section_of:
            verdicts.at_most(f"{results.name}, {label}, resolves", results.most(ACTS, label, "resolved"), 1, "times")
    form = "article change, 30 blocks"
    if form in section_of:
        kilobytes = results.most(STAFF, form, "size") / 1000
        verdicts.at_most(f"{results.name}, {form}", kilobytes, expected.MAX_FORM_KB, "kB")
    for first, second, most in expected.RATIOS:
        if first in section_of and second in section_of:
            one, other = (_by_size(results, section_of[label], label, results.sizes) for label in (first, second))
            ratios = {heading: one[heading] / other[heading] for heading in one.keys() & other.keys()}
            verdicts.worst(f"{results.name}, {first} / {second}", ratios, most, "×")


def compare_databases(postgresql, sqlite, verdicts):
    for section in (PUBLIC, STAFF, ACTS):
        for label in postgresql.labels(section):
            slow, quick = (_by_size(found, section, label, postgresql.sizes) for found in (sqlite, postgresql))
            ratios = {
                heading: slow[heading] / quick[heading]
                for heading in slow.keys() & quick.keys()
                if slow[heading] - quick[heading] > expected.LEAST_GROWTH_MS
            }
            verdicts.worst(f"SQLite / PostgreSQL, {label}", ratios, expected.MAX_SQLITE, "×")

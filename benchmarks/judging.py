"""Compare the results with the table of expectations."""

from . import expectations as expected
from .expectations import ACTS, KNOWN, PUBLIC, STAFF, STORED
from .report import is_grown
from .sites import DEMONSTRATION


def judge(results, verdicts, scale):
    """Add what is expected of one database; `scale` makes the milliseconds of the table those of this machine."""
    _public(results, verdicts, scale)
    _staff(results, verdicts, scale)
    for section in (PUBLIC, STAFF, ACTS):
        for label in results.labels(section):
            words = f"{results.name}, {label}"
            if label in expected.QUERIES:
                verdicts.at_most(words, results.most(section, label, "queries"), expected.QUERIES[label], "queries")
            growth = results.growth(section, label)
            if growth:
                grown = growth[0] if is_grown(growth) else min(growth[0], expected.MAX_GROWTH)
                verdicts.at_most(f"{words}, growth", grown, expected.MAX_GROWTH, "×")


def _public(results, verdicts, scale):
    for label in results.labels(PUBLIC):
        limits = expected.public_limits(label)
        for size in results.sizes if limits else ():
            ms = results.ms(PUBLIC, label, size)
            if ms is not None:
                most = limits[0] if size == DEMONSTRATION else limits[1]
                verdicts.at_most(f"{results.name}, {label}, {size.heading}", ms, most * scale)
        for kind, most in ((STORED, expected.STORED_MS), (KNOWN, expected.KNOWN_MS)):
            ms = results.most(PUBLIC, label, "ms", kind)
            if ms is not None:
                verdicts.at_most(f"{results.name}, {label}, {kind}", ms, most * scale)


def _staff(results, verdicts, scale):
    section_of = {label: section for section in (STAFF, ACTS) for label in results.labels(section)}
    for label, most in expected.STAFF_MS.items():
        if label in section_of:
            ms = results.most(section_of[label], label, "ms")
            verdicts.at_most(f"{results.name}, {label}", ms, most * scale)
    for label in expected.RESOLVED_ONCE:
        if label in section_of:
            verdicts.at_most(f"{results.name}, {label}, resolves", results.most(ACTS, label, "resolved"), 1, "times")
    form = "article change, 30 blocks"
    if form in section_of:
        verdicts.at_most(
            f"{results.name}, {form}", results.most(STAFF, form, "size") / 1000, expected.MAX_FORM_KB, "kB"
        )
    for first, second, most in expected.RATIOS:
        for size in results.sizes if first in section_of and second in section_of else ():
            ratio = results.ms(section_of[first], first, size) / results.ms(section_of[second], second, size)
            verdicts.at_most(f"{results.name}, {first} / {second}, {size.heading}", ratio, most, "×")


def compare_databases(postgresql, sqlite, verdicts):
    for section in (PUBLIC, STAFF, ACTS):
        for label in postgresql.labels(section):
            for size in postgresql.sizes:
                slow, quick = sqlite.ms(section, label, size), postgresql.ms(section, label, size)
                if slow and quick:
                    ratio = slow / quick if slow - quick > expected.LEAST_GROWTH_MS else min(slow / quick, 1)
                    verdicts.at_most(f"SQLite / PostgreSQL, {label}, {size.heading}", ratio, expected.MAX_SQLITE, "×")

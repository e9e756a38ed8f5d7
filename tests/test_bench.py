"""What `make bench` measures: every public address, every page of the admin, every act. Nothing here is timed."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection

from benchmarks import expectations, judging, measuring, mixed
from benchmarks.expectations import PUBLIC, UNCACHED
from benchmarks.report import Measured, Results, Verdicts, table
from benchmarks.samples import acts, public, staff
from benchmarks.sites import DEEP, DEMONSTRATION, MIDDLE, SIZES, WIDE
from briefings.lib import acts as declared
from tests.public_walk import base_name, public_patterns

ROOT = Path(__file__).resolve().parent.parent


def test_every_public_address_has_a_sample():
    assert {base_name(name) for name in public_patterns()} == set(public.SAMPLES)
    assert {public.base_name(name) for name in public.public_names()} == set(public.SAMPLES)


def test_every_page_of_the_admin_has_a_sample_or_is_left_out():
    names = set(staff.page_names())
    unknown = {name for name in names if not staff.is_of_each_model(name)} - set(staff.OTHERS) - staff.LEFT_OUT
    assert not unknown, f"benchmarks/samples/staff.py needs samples of {sorted(unknown)}"
    assert set(staff.OTHERS) | staff.LEFT_OUT <= names


def test_every_act_has_a_sample():
    with_function = {act.name for act in declared.acts() if act.name in declared._functions}
    assert with_function == {label.partition(",")[0] for label in acts.SAMPLES}


def test_expectations_are_of_pages_and_acts_that_are_measured():
    staff_labels = {staff.label_of(name) for name in staff.page_names()}
    labels = staff_labels | set(acts.SAMPLES) | set(public.SAMPLES) | {public.ABSENT}
    named = [*expectations.PUBLIC_MS, *expectations.STAFF_MS, *expectations.QUERIES, *expectations.RESOLVED_ONCE]
    named += [label for first, second, _most in expectations.RATIOS for label in (first, second)]
    assert {label for label in named if label not in labels and label.partition(",")[0] not in labels} == set()


def results(**ms):
    """Of one page, whose milliseconds are given by the size's name."""
    found = Results("SQLite", list(SIZES))
    for name, value in ms.items():
        size = {"demonstration": DEMONSTRATION, "middle": MIDDLE, "deep": DEEP, "wide": WIDE}[name]
        found.found[PUBLIC, "home", UNCACHED, size] = [Measured(ms=value, sql_ms=1, queries=8, resolved=0, size=0)] * 3
    return found


def verdicts_of(found):
    verdicts = Verdicts()
    judging.judge(found, verdicts)
    return verdicts


def test_growth_and_slow_pages_are_named():
    found = results(demonstration=7, middle=8, deep=9, wide=13)
    assert verdicts_of(found).not_met == [
        "SQLite, home, 20,000, 1 million wide: 13.00 ms, expected at most 10.00",
        "SQLite, home, growth: 1.62 ×, expected at most 1.50",
    ]
    assert "| home | 8 | 7.0 | 8.0 | 9.0 | 13.0 | **1.6** | 1.0 |" in table(found, PUBLIC)


def test_growth_within_the_budget_of_the_large_sizes_is_named_without_having_failed():
    verdicts = verdicts_of(results(demonstration=5, middle=6, deep=7, wide=9.9))
    assert verdicts.not_met == []
    assert verdicts.grown == ["SQLite, home, growth: 1.65 ×, 9.90 ms of at most 10.00"]
    assert "- grown: SQLite, home, growth: 1.65 ×" in verdicts.text(is_whole=False)


def test_growth_without_a_budget_has_failed():
    found = results(middle=6, wide=10)
    found.found = {(PUBLIC, "about", *key[2:]): measured for key, measured in found.found.items()}
    assert verdicts_of(found).not_met == ["SQLite, about, growth: 1.67 ×, expected at most 1.50"]


def test_growth_of_a_page_that_says_more_is_named_without_having_failed():
    found = results(middle=6, wide=10)
    measured = {MIDDLE: Measured(6, 1, 8, 0, 1000), WIDE: Measured(10, 1, 8, 0, 1200)}
    found.found = {(PUBLIC, "about", UNCACHED, size): [one] for size, one in measured.items()}
    assert verdicts_of(found).grown == ["SQLite, about, growth: 1.67 × for an answer of 1.20 × as many bytes"]


def test_nothing_is_named_where_all_is_as_expected():
    assert verdicts_of(results(demonstration=7, middle=8, deep=9, wide=10)).not_met == []
    assert verdicts_of(results(demonstration=7)).not_met == []


def test_of_several_sizes_the_worst_is_named():
    found = results(middle=12, deep=13, wide=11)
    assert verdicts_of(found).not_met == ["SQLite, home, 20,000, 1 million deep: 13.00 ms, expected at most 10.00"]


def test_of_several_samples_the_dearest_is_measured(monkeypatch):
    ms = [7, 9, 8]

    def once(label):
        number, _address = measuring._sample(PUBLIC, label, ms)
        yield UNCACHED, Measured(ms=ms[number], sql_ms=1, queries=9, resolved=0, size=0, address=number)

    monkeypatch.setattr(measuring, "labels", lambda section: ["three samples"])
    monkeypatch.setitem(measuring.ONCE, PUBLIC, once)
    measuring.warm_up(PUBLIC, "three samples", 6)
    assert {result.address for _kind, result in [*once("three samples"), *once("three samples")]} == {1}


def test_more_queries_at_a_larger_size_are_named():
    found = results(demonstration=7, middle=7)
    found.found[PUBLIC, "home", UNCACHED, MIDDLE] = [Measured(ms=7, sql_ms=1, queries=14, resolved=0, size=0)]
    (_most, sentence) = verdicts_of(found).not_met
    assert sentence == (
        "SQLite, home, more queries than at the smallest size, 1,000 articles, 10,000 values: 6 queries, "
        "expected at most 5"
    )


def test_only_what_could_not_be_measured_is_a_failure_of_the_bench():
    slow = verdicts_of(results(demonstration=700))
    assert slow.not_met and not slow.has_failed
    slow.failed("SQLite, home: answered 500")
    assert slow.has_failed and "FAILED SQLite, home: answered 500" in slow.text(is_whole=False)


def test_growth_of_a_tenth_of_a_millisecond_is_not_named():
    assert verdicts_of(results(middle=0.1, deep=0.2, wide=0.3)).not_met == []


@pytest.mark.slow
def test_bench_measures_every_page_and_act_and_none_takes_more_queries_for_more_rows():
    """On SQLite whatever the suite runs on: it makes databases of its own."""
    if connection.vendor != "sqlite":
        pytest.skip("done once, where the suite runs on SQLite")
    command = [sys.executable, "-m", "benchmarks", "--database", "sqlite", "--sizes", "demonstration", "middle"]
    command += ["--rounds", "1", "--only", "pages", "--only", "acts"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    problems = [line for line in done.stdout.splitlines() if "FAILED" in line or "more queries than" in line]
    assert not problems
    staff_labels = [staff.label_of(name) for name in staff.OTHERS]
    for label in ("404", "briefing", "indicator, printed", *staff_labels, *acts.SAMPLES):
        assert f"\n| {label}" in done.stdout


def test_an_act_that_fails_under_the_mixed_load_is_a_failure():
    def publish():
        ended.set()
        raise RuntimeError("refused")

    ended = threading.Event()
    with pytest.raises(RuntimeError, match="refused"), mixed.one_act_a_second(publish):
        assert ended.wait(10)

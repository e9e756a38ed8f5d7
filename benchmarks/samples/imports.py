"""An import of 50,000 values, step by step, in a process of its own so that its peak memory can be told."""

import resource
import time
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from briefings.lib.periods import Period, moved
from briefings.sources.models import Source
from briefings.statistics.actions import importing, record_batch
from briefings.statistics.entering.comparing import compare
from briefings.statistics.importing.mapping import Mapping
from briefings.statistics.importing.names import Names
from briefings.statistics.importing.questions import Answers
from briefings.statistics.models import Area, Indicator, Series

from ..preparing import WRITER, person
from ..yardstick import slowness

AREAS, MONTHS = 250, 200
ROLES = {0: "area", 1: "period", 2: "value"}


def measure() -> list[tuple[str, float, float, float]]:
    """[(step, seconds, seconds of its processor, peak MiB so far)]: of new values, then of values that are revised."""
    source, indicator = _prepare()
    found = []
    for name, more in (("new", 0), ("revised", 7)):
        found += [(f"{name}: {step}", *measured) for step, *measured in _import(source, indicator, more)]
    return found


def _prepare():
    source = Source.objects.create(name_en="Imported", slug="imported", reliability="B")
    indicator = Indicator.objects.create(
        name_en="Imported measure", slug="imported", kind="count", unit_en="cases", definition_en="Made for measuring."
    )
    areas = [
        Area(code=f"I{n:04}", kind="canton", name_en=f"Imported {n:04}", sort_en=f"imported {n:04}", sort_es="")
        for n in range(AREAS)
    ]
    areas = Area.objects.bulk_create(areas)
    Series.objects.bulk_create(Series(indicator=indicator, area=area, source=source, frequency="M") for area in areas)
    return source, indicator


def _rows(more):
    yield "Canton,Month,Cases"
    for area in range(AREAS):
        for month in range(MONTHS):
            yield f"I{area:04},{Period(moved(date(2005, 1, 1), month), 1).code},{(area * 7 + month * 13) % 900 + more}"


def _import(source, indicator, more):
    by, content = person(WRITER), "\n".join([*_rows(more), ""]).encode()
    read, *measured = _timed(importing.read_file, content)
    yield "read the file", *measured
    file, *measured = _timed(importing.upload_file, source, read, name="a.csv", by=by)
    yield "keep its cells", *measured
    importing.choose_columns(file, Mapping(roles=ROLES, frequency="M", indicator=indicator.pk))
    steps = []
    while not importing.is_scanned(file):
        steps.append(_timed(importing.scan_step, file)[1:])
    yield f"longest of {len(steps)} steps", *max(steps)
    importing.answer(file, Answers(known_on=date(2026, 1, 31).isoformat()))
    names = Names()
    outcome, *measured = _timed(importing.outcome_of, file, names)
    yield "make entries", *measured
    now = timezone.now()
    preview, *measured = _timed(compare, outcome.entries, outcome.problems, now=now, known_on=date(2026, 1, 31))
    yield "compare them", *measured
    assert len(preview.changes) == AREAS * MONTHS and preview.may_be_recorded
    with _transactions() as took:
        batch, *measured = _timed(_record, outcome.entries, more, by, now)
    yield "record and apply them", *measured
    longest = max(seconds for seconds, _processor in took), max(processor for _seconds, processor in took) / slowness()
    yield f"longest of {len(took)} transactions", *longest, _peak()
    importing.finish_import(file, names, batch)


def _record(entries, more, by, now: datetime):
    kind, reason = ("update", {"en": "Recount."}) if more else ("first", {})
    options = {"release": None, "known_on": date(2026, 1, 31), "reason": {"en": "", "es": ""} | reason}
    return record_batch(entries, kind=kind, by=by, now=now, **options)


@contextmanager
def _transactions():
    """[(seconds, of the processor)] of each transaction meanwhile; on SQLite nobody else saves during one."""
    took, begun, enter, leave = [], [], transaction.Atomic.__enter__, transaction.Atomic.__exit__

    def entered(atomic):
        enter(atomic)
        begun.append((time.monotonic(), time.process_time()))

    def left(atomic, *error):
        leave(atomic, *error)
        seconds, processor = begun.pop()
        if not begun:
            took.append((time.monotonic() - seconds, time.process_time() - processor))

    transaction.Atomic.__enter__, transaction.Atomic.__exit__ = entered, left
    try:
        yield took
    finally:
        transaction.Atomic.__enter__, transaction.Atomic.__exit__ = enter, leave


def _timed(do, *arguments, **named):
    """(result, seconds by the clock, those of the processor of the limits, peak MiB so far)."""
    before = slowness()
    begun, processor = time.monotonic(), time.process_time()
    result = do(*arguments, **named)
    seconds, processor = time.monotonic() - begun, time.process_time() - processor
    return result, seconds, 2 * processor / (before + slowness()), _peak()


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

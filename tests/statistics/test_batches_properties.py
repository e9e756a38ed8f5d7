"""Of any sequence of entries, revisions and undone batches, recorded at once or in steps: what was known on each date,
and undoing the newest. Days are as precise as they are known."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefings.lib.clock import Day
from briefings.lib.periods import moved
from briefings.statistics.actions import applying, check_current, record_batch, recording, wrong_newest
from briefings.statistics.entering.batches import entries_that_undo
from briefings.statistics.entering.entries import Entry
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import Batch, Vintage

from .. import make

YEARS = [2020, 2021, 2022]
FIRST_DAY = datetime.date(2024, 1, 1)
WHY = {"en": "Recount.", "es": ""}

values = st.one_of(st.none(), st.tuples(st.integers(0, 5), st.sampled_from("APEB")))
inputs = st.dictionaries(st.sampled_from(YEARS), values, min_size=1)
# What is entered, or the number of a batch to undo; how many days later, and how precisely the day is known.
days = st.tuples(st.integers(0, 3), st.sampled_from("DMY"))
steps = st.lists(st.tuples(st.one_of(inputs, st.integers(0, 4)), days), min_size=1, max_size=8)


def entries_of(series, typed):
    return [Entry(series, value_of(year, typed[year])) for year in typed]


def value_of(year, typed):
    number, status = typed or (None, "M")
    return Value(make.period(str(year)), None if number is None else Decimal(number), status)


def later(day, days, precision):
    """The last day that a day so many days later can be, where only its month or year is known."""
    day += datetime.timedelta(days)
    if precision == "Y":
        day = datetime.date(day.year, 12, 31)
    elif precision == "M":
        day = moved(day.replace(day=1), 1) - datetime.timedelta(1)
    return Day(day, precision)


def state(series):
    rows = series.observations.current().order_by("start")
    return {
        start.year: (value, status)
        for start, value, status in rows.values_list("start", "current_value", "current_status")
    }


def known_on(series, day):
    rows = Vintage.objects.as_known_on(day).filter(observation__series=series)
    return {each.observation.start.year: (each.value, each.status) for each in rows.select_related("observation")}


def record(entries, day, number, **options):
    now = datetime.datetime(2040, 6, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=number)
    options |= {"release": None, "known_on": day, "kind": "error", "reason": WHY, "by": make.recorder(), "now": now}
    try:
        batch = record_batch(entries, **options)
    except ValidationError as error:
        assert error.error_list[0].code == "nothing"
        return None
    assert set(batch.vintages.values_list("known_on", "known_precision")) == {(day.date, day.precision)}
    return batch


@pytest.fixture(params=["at once", "in steps"])
def way(request, monkeypatch):
    """Two values and more are recorded in steps, one in each transaction; or none are."""
    if request.param == "in steps":
        monkeypatch.setattr(recording, "LARGE", 1)
        monkeypatch.setattr(recording, "CHUNK", 1)
        monkeypatch.setattr(applying, "CHUNK", 1)


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, last=inputs)
@pytest.mark.django_db(transaction=True)
def test_each_date_keeps_what_was_known_and_undoing_the_newest_is_the_identity(way, steps, last):
    series, day, history = make.series(public=False), Day(FIRST_DAY), {}
    batches = []
    for number, (step, (days, precision)) in enumerate(steps):
        day = later(day.date, days, precision)
        if isinstance(step, int):
            if step >= len(batches):
                continue
            entries, _revised = entries_that_undo(batches[step])
            batch = record(entries, day, number, reverts=batches[step])
        else:
            batch = record(entries_of(series, step), day, number)
        if batch:
            batches.append(batch)
        history[day.date] = state(series)
    for known, values in history.items():
        assert known_on(series, known) == values, known
    before, day = state(series), later(day.date, 1, "D")
    if newest := record(entries_of(series, last), day, 100):
        record(entries_that_undo(newest)[0], day, 101, reverts=newest)
    first = {year: (None, "M") for year in last if year not in before}
    assert state(series) == before | (first if newest else {})
    assert check_current() == [] and wrong_newest() == [] and Batch.objects.exclude(stage="applied").count() == 0

"""Of any sequence of entries, revisions and undone batches: what was known on each date, and undoing the newest."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefings.statistics.actions import check_current, record_batch
from briefings.statistics.entering.batches import entries_that_undo
from briefings.statistics.entering.entries import Entry
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import Batch, Vintage

from .. import make

YEARS = [2020, 2021, 2022]
FIRST_DAY = datetime.date(2024, 1, 1)
WHY = {"en": "Recount.", "es": ""}

numbers = st.one_of(st.none(), st.integers(0, 5))
inputs = st.dictionaries(st.sampled_from(YEARS), numbers, min_size=1)
# What is entered, or the number of a batch to undo; and how many days later.
steps = st.lists(st.tuples(st.one_of(inputs, st.integers(0, 4)), st.integers(0, 3)), min_size=1, max_size=8)


def entries_of(series, typed):
    return [
        Entry(series, Value(make.period(str(year)), None if number is None else Decimal(number), "PM"[number is None]))
        for year, number in typed.items()
    ]


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
    now = datetime.datetime(2024, 6, 1, tzinfo=datetime.UTC) + datetime.timedelta(minutes=number)
    options |= {"release": None, "known_on": day, "kind": "error", "reason": WHY, "by": make.recorder(), "now": now}
    try:
        with transaction.atomic():
            return record_batch(entries, **options)
    except ValidationError as error:
        assert error.error_list[0].code == "nothing"
        return None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, last=inputs)
@pytest.mark.django_db
def test_each_date_keeps_what_was_known_and_undoing_the_newest_is_the_identity(db, steps, last):
    with transaction.atomic():
        series, day, history = make.series(public=False), FIRST_DAY, {}
        batches = []
        for number, (step, days) in enumerate(steps):
            day += datetime.timedelta(days)
            if isinstance(step, int):
                if step >= len(batches):
                    continue
                entries, _revised = entries_that_undo(batches[step])
                batch = record(entries, day, number, reverts=batches[step])
            else:
                batch = record(entries_of(series, step), day, number)
            if batch:
                batches.append(batch)
            history[day] = state(series)
        for known, values in history.items():
            assert known_on(series, known) == values, known
        before, day = state(series), day + datetime.timedelta(1)
        if newest := record(entries_of(series, last), day, 100):
            record(entries_that_undo(newest)[0], day, 101, reverts=newest)
        first = {year: (None, "M") for year in last if year not in before}
        assert state(series) == before | (first if newest else {})
        assert check_current() == [] and Batch.objects.exclude(stage="applied").count() == 0
        transaction.set_rollback(True)

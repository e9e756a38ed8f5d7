"""A large batch is applied in several transactions: what others may do meanwhile, and that a crash loses nothing."""

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.history.models import Event
from briefings.statistics.actions import apply_batch, applying, check_current, reject_batch, wrong_newest
from briefings.statistics.models import Batch, Observation

from .. import make
from .test_record_values import enter, value

pytestmark = pytest.mark.django_db(transaction=True)
YEARS = [str(year) for year in range(2015, 2024)]


def proposed(analyst, years=YEARS):
    """Proposed corrections of cited values: each year's becomes 200."""
    series = make.series(public=False)
    enter(series, *(value(year, "100") for year in years), by=analyst)
    Observation.objects.filter(series=series).update(cited=True)
    revised = [value(year, "200") for year in years]
    return enter(series, *revised, by=analyst, kind="correction", known_on="2024-06-30")


def current_values():
    return [int(number) for number in Observation.objects.order_by("start").values_list("current_value", flat=True)]


@pytest.fixture
def interrupted(analyst, editor, monkeypatch):
    """The process dies after four of nine observations."""
    batch, update, chunks = proposed(analyst), applying.update_current, []

    def die(keys):
        chunks.append(keys)
        if len(chunks) == 3:
            raise KeyboardInterrupt
        return update(keys)

    monkeypatch.setattr(applying, "CHUNK", 2)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(applying, "update_current", die)
        apply_batch(batch, by=editor)
    batch.refresh_from_db()
    return batch


def test_tick_finishes_what_was_interrupted(interrupted, editor):
    assert current_values() == [200] * 4 + [100] * 5
    call_command("tick", stdout=io.StringIO())
    interrupted.refresh_from_db()
    assert (interrupted.stage, interrupted.second) == (Batch.Stage.APPLIED, editor)
    assert current_values() == [200] * 9
    assert Event.objects.filter(act="apply_batch").count() == 1
    assert check_current() == [] and wrong_newest() == []


def test_nobody_else_decides_it_meanwhile(interrupted, other_analyst, analyst):
    with pytest.raises(ValidationError, match="decided already"):
        apply_batch(interrupted, by=other_analyst)
    with pytest.raises(ValidationError, match="decided already"):
        reject_batch(interrupted, by=analyst, reason="No.")


def test_a_value_entered_meanwhile_does_not_bring_an_old_one_back(interrupted, analyst):
    Observation.objects.update(cited=False)
    series = Observation.objects.first().series
    enter(series, value("2015", "150"), by=analyst, kind="correction", known_on="2024-03-31")
    assert current_values()[0] == 200
    applying.finish_interrupted()
    assert current_values() == [200] * 9 and check_current() == []


def test_finishing_twice_changes_nothing(interrupted):
    applying.finish_applying(interrupted, now=datetime.datetime(2024, 7, 1, tzinfo=datetime.UTC))
    applying.finish_applying(interrupted)
    interrupted.refresh_from_db()
    assert interrupted.decided_at == datetime.datetime(2024, 7, 1, tzinfo=datetime.UTC)
    assert applying.finish_interrupted() == 0


def queries_of_applying(batch, by):
    with CaptureQueriesContext(connection) as queries:
        apply_batch(batch, by=by)
    return len(queries)


def test_a_large_batch_is_applied_when_the_act_returns(analyst, editor, monkeypatch):
    batch = proposed(analyst)
    monkeypatch.setattr(applying, "CHUNK", 2)
    assert apply_batch(batch, by=editor).stage == Batch.Stage.APPLIED
    assert current_values() == [200] * 9 and check_current() == []


def test_queries_do_not_grow_with_the_values_of_a_chunk(analyst, editor):
    apply_batch(proposed(analyst, YEARS[:1]), by=editor)  # reads the editor's permissions
    few, many = proposed(analyst, YEARS[:1]), proposed(analyst, YEARS)
    assert queries_of_applying(few, editor) == queries_of_applying(many, editor) <= 24

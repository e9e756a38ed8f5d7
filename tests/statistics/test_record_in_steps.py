"""Many values are recorded in short transactions: they count for nobody before the last one."""

import datetime
import gc

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction

from briefings.history.models import Event
from briefings.statistics.actions import apply_batch, applying, check_current, recording, reject_batch
from briefings.statistics.models import Batch, Observation, Vintage
from briefings.statistics.models.batches import BatchQuerySet

from .. import make
from .test_record_values import enter, value

pytestmark = pytest.mark.django_db(transaction=True)
YEARS = [str(year) for year in range(2010, 2024)]


@pytest.fixture
def series(db):
    return make.series(public=False)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr(recording, "LARGE", 8)
    monkeypatch.setattr(applying, "CHUNK", 4)
    monkeypatch.setattr(recording, "CHUNK", 4)


def enter_all(series, number, analyst, **options):
    return enter(series, *(value(year, number) for year in YEARS), by=analyst, **options)


def values_of(series):
    return list(series.observations.order_by("start").values_list("current_value", flat=True))


def interfere(monkeypatch, when, act):
    """`act` is done before the `when`th part of the values is stored."""
    calls = []

    def give_way(begun):
        calls.append(1)
        if len(calls) == when:
            monkeypatch.setattr(recording, "give_way", lambda begun: begun)
            act()
        return begun

    monkeypatch.setattr(recording, "give_way", give_way)


def test_many_values_become_current_and_are_one_batch(series, analyst):
    batch = enter_all(series, 100, analyst)
    revised = enter_all(series, 200, analyst, kind="correction")
    assert [each.stage for each in Batch.objects.order_by("pk")] == ["applied", "applied"]
    assert values_of(series) == [200] * len(YEARS) and check_current() == []
    assert batch.vintages.count() == revised.vintages.count() == len(YEARS)
    assert Event.objects.filter(act__in=["record_values", "revise"]).count() == 2


def test_nobody_sees_values_that_are_being_recorded(series, analyst, editor, monkeypatch):
    enter_all(series, 100, analyst)
    seen = []

    def look():
        batch = Batch.objects.get(stage="entering")
        seen.append((values_of(series), batch.vintages.count(), not connection.in_atomic_block))
        for decide in (lambda: apply_batch(batch, by=editor), lambda: reject_batch(batch, by=analyst, reason="No.")):
            with pytest.raises(ValidationError, match="decided already"):
                decide()
        assert not Vintage.objects.as_known_on(datetime.date(2024, 12, 31)).filter(batch=batch).exists()

    interfere(monkeypatch, 3, look)
    enter_all(series, 200, analyst, kind="correction")
    assert seen == [([100] * len(YEARS), 8, True)]
    assert values_of(series) == [200] * len(YEARS)


def test_values_that_readers_see_wait_for_a_second_person(series, analyst, editor):
    enter_all(series, 100, analyst)
    Observation.objects.update(cited=True)
    batch = enter_all(series, 200, analyst, kind="correction")
    assert batch.stage == "proposed" and batch.needs_second and values_of(series) == [100] * len(YEARS)
    apply_batch(batch, by=editor)
    assert values_of(series) == [200] * len(YEARS) and check_current() == []


@pytest.mark.parametrize("printed", ["2015", "2009"])
def test_a_large_batch_says_whether_it_changes_what_is_printed(series, analyst, editor, printed):
    enter_all(series, 100, analyst)
    enter(series, value("2009", 100), by=analyst)
    series.observations.filter(start__year=printed).update(cited=True)
    batch = enter_all(series, 200, analyst, kind="correction")
    if printed in YEARS:
        assert batch.stage == "proposed"
        apply_batch(batch, by=editor)
    batch.refresh_from_db()
    assert batch.stage == "applied" and batch.changes_printed == (printed in YEARS)


@pytest.mark.parametrize("is_unfinished", [True, False])
def test_values_of_others_that_are_applied_meanwhile_do_not_end_it(series, analyst, is_unfinished, monkeypatch):
    """Whether they are of another series, or a large batch that is still being applied."""
    other = make.series(public=False)
    enter_all(series, 100, analyst)
    if is_unfinished:
        with monkeypatch.context() as patch:
            patch.setattr(recording, "finish_applying", lambda batch, **options: None)
            enter_all(other, 50, analyst)
    else:
        interfere(monkeypatch, 2, lambda: enter(other, value("2023", 150), by=analyst))
    assert enter_all(series, 200, analyst, kind="correction").stage == "applied"
    assert values_of(series) == [200] * len(YEARS)


@pytest.mark.parametrize("kind", ["first", "correction"])
def test_somebody_who_is_faster_ends_it(series, analyst, kind, monkeypatch):
    """Whether they revise a value that was compared or enter a period that was new."""
    if kind == "correction":
        enter_all(series, 100, analyst)
    interfere(monkeypatch, 2, lambda: enter(series, value("2023", 150), by=analyst, kind=kind))
    with pytest.raises(ValidationError, match="changed since this preview"):
        enter_all(series, 200, analyst, kind=kind)
    batch = Batch.objects.get(stage="rejected")
    assert not Event.objects.filter(detail__batch=batch.pk).exists()
    assert values_of(series)[-1] == 150 and 200 not in values_of(series) and check_current() == []
    assert enter_all(series, 200, analyst, kind="correction").stage == "applied"


def test_a_batch_that_is_marked_applied_at_this_very_moment_ends_it(series, analyst, monkeypatch):
    """Its values are current already when the last transaction looks; then it is counted, or still unfinished."""
    enter_all(series, 100, analyst)
    being_applied = BatchQuerySet.being_applied

    def almost_apply():
        with monkeypatch.context() as patch:
            patch.setattr(applying, "_mark_applied", lambda *batch, **options: None)
            enter_all(series, 150, analyst, kind="correction")
        (other,) = Batch.objects.being_applied()

        def just_then(batches):
            monkeypatch.setattr(BatchQuerySet, "being_applied", being_applied)
            applying.finish_applying(other)
            return being_applied(batches)

        monkeypatch.setattr(BatchQuerySet, "being_applied", just_then)

    interfere(monkeypatch, 2, almost_apply)
    with pytest.raises(ValidationError, match="changed since this preview"):
        enter_all(series, 200, analyst, kind="correction")
    assert values_of(series) == [150] * len(YEARS) and check_current() == []


def test_tick_puts_aside_what_a_dead_process_left(series, analyst, monkeypatch, capsys):
    monkeypatch.setattr(recording, "abandon", lambda batch, **options: None)  # the process is gone

    def die():
        raise KeyboardInterrupt

    interfere(monkeypatch, 3, die)
    with pytest.raises(KeyboardInterrupt):
        enter_all(series, 100, analyst)
    left = Batch.objects.get()
    assert left.stage == "entering" and left.vintages.count() == 8
    Batch.objects.update(proposed_at=datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC))
    call_command("tick")
    left.refresh_from_db()
    assert left.stage == "rejected" and set(values_of(series)) == {None}
    enter_all(series, 200, analyst)
    assert values_of(series) == [200] * len(YEARS) and check_current() == []


def test_what_needs_no_second_person_is_finished_by_tick(series, analyst, monkeypatch):
    monkeypatch.setattr(recording, "finish_applying", lambda batch, **options: None)
    batch = enter_all(series, 100, analyst)
    assert batch.stage == "proposed" and not batch.needs_second
    with pytest.raises(ValidationError, match="decided already"):
        reject_batch(batch, by=analyst, reason="No.")
    call_command("tick")
    batch.refresh_from_db()
    assert batch.stage == "applied" and values_of(series) == [100] * len(YEARS)


def test_inside_a_transaction_of_the_caller_it_is_one(series, analyst):
    with transaction.atomic():
        enter_all(series, 100, analyst)
        transaction.set_rollback(True)
    assert not Batch.objects.exists() and not Vintage.objects.exists()


@pytest.mark.parametrize("is_server", [True, False])
def test_what_a_server_keeps_out_of_garbage_collections_stays_out(series, analyst, is_server):
    gc.unfreeze()
    if is_server:
        gc.freeze()
    try:
        enter_all(series, 100, analyst)
        assert bool(gc.get_freeze_count()) == is_server
    finally:
        gc.unfreeze()

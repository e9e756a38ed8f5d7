"""Undoing a batch: another batch restores what was current before it."""

import pytest
from django.core.exceptions import ValidationError

from briefings.statistics.actions import apply_batch, check_current, record_batch, reject_batch
from briefings.statistics.entering.batches import entries_that_undo, known_on_of
from briefings.statistics.models import Batch, Observation

from .. import make
from .previews import confirm
from .test_record_values import WHY, enter, value


@pytest.fixture
def series(db):
    return make.series(public=False)


def undo(batch, by):
    entries, _revised = entries_that_undo(batch)
    options = {"release": None, "known_on": known_on_of(batch), "kind": "error", "reason": WHY, "by": by}
    return record_batch(entries, reverts=batch, **options)


def current(series):
    rows = series.observations.order_by("start").values_list("start__year", "current_value", "current_status")
    return [(year, None if number is None else int(number), status) for year, number, status in rows]


def test_revised_value_is_restored_and_first_entry_becomes_missing(series, analyst):
    enter(series, value("2022", "4886", status="P"), by=analyst)
    batch = enter(series, value("2022", "4900"), value("2023", "8237"), by=analyst, kind="update")
    undone = undo(batch, analyst)
    assert current(series) == [(2022, 4886, "P"), (2023, None, "M")]
    assert undone.reverts == batch and check_current() == []


def test_value_revised_since_stays(series, analyst):
    enter(series, value("2022", "4886"), by=analyst)
    batch = enter(series, value("2022", "4900"), value("2023", "8237"), by=analyst, kind="update")
    enter(series, value("2023", "8248"), by=analyst, kind="update", known_on="2024-06-30")
    entries, revised = entries_that_undo(batch)
    assert [entry.value.period.code for entry in entries] == ["2022"]
    assert [vintage.observation.period.code for vintage in revised] == ["2023"]
    undo(batch, analyst)
    assert current(series) == [(2022, 4886, "A"), (2023, 8248, "A")]


def test_undoing_twice_is_refused(series, analyst):
    batch = enter(series, value("2022", "4886"), by=analyst)
    undo(batch, analyst)
    with pytest.raises(ValidationError, match="Nothing changes"):
        undo(batch, analyst)


def test_restored_value_keeps_its_release(series, analyst):
    ours = make.release(series.source)
    enter(series, value("2022", "4886"), by=analyst, release=ours)
    batch = enter(series, value("2022", "4900"), by=analyst, kind="update")
    undo(batch, analyst)
    assert Observation.objects.get().current.release == ours


def test_screen_shows_what_is_restored_and_what_was_revised_since(signed_in, analyst, editor, series):
    enter(series, value("2022", "4886"), by=analyst)
    batch = enter(series, value("2022", "4900"), value("2023", "8237"), by=analyst, kind="update")
    enter(series, value("2023", "8248"), by=analyst, kind="update", known_on="2024-06-30")
    browser, address = signed_in(analyst), f"/admin/briefings/batch/{batch.pk}/undo/"
    assert f'href="{address}"' in browser.get(f"/admin/briefings/batch/{batch.pk}/change/").text
    shown = browser.get(address)
    assert "Revised since" in shown.text and "4,900" in shown.text and "4,886" in shown.text
    confirm(browser, address, shown, kind="error", reason_en="Wrong column.")
    assert current(series) == [(2022, 4886, "A"), (2023, 8248, "A")]
    assert Batch.objects.first().reverts == batch
    assert "There is nothing to undo" in browser.get(address).text
    assert signed_in(editor).get(address).status_code == 403


def test_undo_restores_what_was_current_and_not_a_value_that_never_counted(analyst, editor):
    series = make.series(public=False)
    enter(series, value("2017", "970"), by=analyst)
    Observation.objects.update(cited=True)
    late, batch = (
        enter(series, value("2017", number), by=analyst, kind="update", known_on="2024-06-30")
        for number in ("971", "972")
    )
    apply_batch(batch, by=editor)
    apply_batch(late, by=editor)  # recorded earlier: it stays history
    entries, _staying = entries_that_undo(batch)
    assert [entry.value.value for entry in entries] == [970]


def test_batch_is_undone_after_the_undo_of_its_revision(series, analyst):
    enter(series, value("2006", "5000"), by=analyst)
    batch = enter(series, value("2006", "5100"), by=analyst, kind="update")
    revision = enter(series, value("2006", "5150"), by=analyst, kind="update")
    undoing = undo(revision, analyst)
    assert current(series) == [(2006, 5100, "A")]
    assert [entry.value.value for entry in entries_that_undo(undoing)[0]] == [5150]
    assert entries_that_undo(revision)[0] == []
    undo(batch, analyst)
    assert current(series) == [(2006, 5000, "A")] and entries_that_undo(batch)[0] == []


def test_batch_is_not_undone_where_another_value_is_beneath_the_undone_one(series, analyst):
    batch = enter(series, value("2006", "5100"), by=analyst)
    revision = enter(series, value("2006", "5150"), by=analyst, kind="update")
    enter(series, value("2006", "5200"), by=analyst, kind="update")
    assert entries_that_undo(batch)[0] == [] and entries_that_undo(revision)[0] == []


def test_screen_of_a_batch_that_waits_says_why_there_is_nothing_to_undo(signed_in, analyst, editor):
    series = make.series(public=False)
    enter(series, value("2017", "970"), by=analyst)
    Observation.objects.update(cited=True)
    waiting = enter(series, value("2017", "971"), by=analyst, kind="update", known_on="2024-06-30")
    address = f"/admin/briefings/batch/{waiting.pk}/undo/"
    assert "this batch is not applied" in signed_in(analyst).get(address).text
    reject_batch(waiting, by=editor, reason="Wrong file.")
    assert "this batch was rejected" in signed_in(analyst).get(address).text

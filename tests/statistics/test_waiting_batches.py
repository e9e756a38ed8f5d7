"""Batches that wait at the same time and hold values of the same periods."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from briefings.statistics.actions import apply_batch, check_current, record_batch
from briefings.statistics.actions.applying import finish_applying
from briefings.statistics.entering.batches import entries_that_undo, known_on_of, preview_of
from briefings.statistics.models import Batch, Observation, Vintage

from .. import make
from .test_record_values import WHY, enter, value


@pytest.fixture
def series(db):
    return make.series(public=False)


@pytest.fixture
def cited(series, analyst):
    """A series with a value of 2017 that an edition prints."""
    enter(series, value("2017", "970"), by=analyst)
    Observation.objects.update(cited=True)
    return series


def page(batch, act="change"):
    return f"/admin/briefings/batch/{batch.pk}/{act}/"


def revised(series, number, by, **options):
    return enter(series, value("2017", number), by=by, kind="correction", **options)


def waiting_undo(batch, by):
    entries, _staying = entries_that_undo(batch)
    return record_batch(
        entries, release=None, known_on=known_on_of(batch), kind="error", reason=WHY, by=by, reverts=batch
    )


def test_older_of_two_waiting_batches_stays_history_and_both_pages_say_so(cited, analyst, editor, signed_in):
    older, newer = revised(cited, "971", analyst), revised(cited, "972", analyst)
    browser = signed_in(editor)
    assert f'href="{page(newer)}"' in browser.get(page(older)).text
    assert f'href="{page(older)}"' in browser.get(page(newer)).text
    apply_batch(newer, by=editor)
    assert [change.stays_history for change in preview_of(older).revised] == [True]
    shown = browser.get(page(older))
    assert "stays history" in shown.text and page(newer) not in shown.text
    answer = browser.post(page(older, "apply"), {"seen": shown.context["preview"].digest}, follow=True).text
    assert "They do not count" in answer and "These values count now." not in answer
    assert Observation.objects.get().current_value == 972 and check_current() == []


def test_value_that_never_counted_is_no_correction(cited, analyst, editor):
    older, newer = revised(cited, "971", analyst), revised(cited, "972", analyst)
    apply_batch(newer, by=editor)
    older = apply_batch(older, by=editor)
    assert not older.changes_printed
    printed = Vintage.objects.changing_printed()
    assert [(each.before, each.value) for each in printed] == [(970, 972)]


def test_batches_applied_in_their_order_are_both_corrections(cited, analyst, editor):
    older, newer = revised(cited, "971", analyst), revised(cited, "972", analyst)
    apply_batch(older, by=editor)
    assert apply_batch(newer, by=editor).changes_printed
    printed = Vintage.objects.changing_printed().order_by("pk")
    assert [(each.before, each.value) for each in printed] == [(970, 971), (971, 972)]


def test_preview_of_new_input_names_the_batch_that_waits(cited, analyst, signed_in):
    waiting = revised(cited, "971", analyst)
    observation = Observation.objects.get()
    typed = {"value": "973", "status": "A", "credibility": "3", "known_on": "2024-02-01"}
    shown = signed_in(analyst).post(f"/admin/briefings/series/{cited.pk}/values/{observation.pk}/", typed)
    assert f'href="{page(waiting)}"' in shown.text


def test_undo_that_waits_is_not_proposed_again(cited, analyst, editor, other_analyst):
    batch = apply_batch(revised(cited, "971", analyst), by=editor)
    assert waiting_undo(batch, analyst).stage == Batch.Stage.PROPOSED
    with pytest.raises(ValidationError, match="proposed already to undo"):
        waiting_undo(batch, other_analyst)


def test_batch_that_would_change_nothing_is_not_applied(cited, analyst, editor, signed_in):
    first, second = revised(cited, "971", analyst), revised(cited, "971", analyst)
    apply_batch(first, by=editor)
    with pytest.raises(ValidationError, match="Nothing would change"):
        apply_batch(second, by=editor)
    shown = signed_in(editor).get(page(second)).text
    assert "Nothing would change" in shown
    assert 'value="Apply the values"' not in shown and 'value="Reject the values"' in shown


@pytest.mark.parametrize("fields", [{"credibility": 2}, {"locator": "table 2"}, {"status": "P"}, {"number": None}])
def test_batch_that_changes_anything_is_applied(cited, analyst, editor, fields):
    number = fields.pop("number", "971")
    first = revised(cited, "971", analyst)
    status = {"status": "M"} if number is None else {}
    second = enter(cited, value("2017", number, **fields, **status), by=analyst, kind="error")
    apply_batch(first, by=editor)
    apply_batch(second, by=editor)
    assert Observation.objects.get().current.batch == second


def test_value_entered_by_two_batches_is_undone_with_the_one_applied_first(cited, analyst, editor, signed_in):
    first = revised(cited, "971", analyst)
    both = enter(cited, value("2017", "971"), value("2018", "5"), by=analyst, kind="correction")
    apply_batch(first, by=editor)
    apply_batch(both, by=editor)
    entries, staying = entries_that_undo(both)
    assert [entry.value.period.code for entry in entries] == ["2018"]
    assert [(each.observation.period.code, each.given_by) for each in staying] == [("2017", first)]
    shown = signed_in(analyst).get(page(both, "undo"))
    assert f'href="{page(first)}"' in shown.text and "Entered by another batch before" in shown.text
    entries, staying = entries_that_undo(first)
    assert [(entry.value.period.code, entry.value.value) for entry in entries] == [("2017", 970)] and not staying
    apply_batch(waiting_undo(first, analyst), by=editor)
    assert Observation.objects.get(start__year=2017).current_value == 970 and check_current() == []


def test_undo_page_says_that_another_batch_gave_all_values(cited, analyst, editor, signed_in):
    first = revised(cited, "971", analyst)
    second = revised(cited, "971", analyst)
    apply_batch(first, by=editor)
    Batch.objects.filter(pk=second.pk).update(needs_second=False)  # applied by an older release, which let it through
    finish_applying(Batch.objects.get(pk=second.pk))
    shown = signed_in(analyst).get(page(second, "undo")).text
    assert "other batches had entered the same values before" in shown and "none of these values" not in shown


def test_retraction_needs_a_reason_and_is_no_scheduled_update(series, analyst):
    enter(series, value("2022", "4886"), value("2023", "8237"), by=analyst)
    missing = value("2022", None, status="M")
    with pytest.raises(ValidationError, match="takes values away"):
        enter(series, missing, by=analyst, kind="update")
    with pytest.raises(ValidationError, match="Give the reason"):
        enter(series, missing, value("2023", "8248"), by=analyst, kind="update", reason={})
    enter(series, missing, value("2023", "8248"), by=analyst, kind="update")
    assert Observation.objects.get(start__year=2022).current_value is None


def test_form_of_a_retraction_presets_it_and_asks_why(series, analyst, signed_in):
    enter(series, value("2022", "4886"), by=analyst)
    address = f"/admin/briefings/series/{series.pk}/values/{Observation.objects.get().pk}/"
    browser = signed_in(analyst)
    typed = {"value": "", "status": "M", "credibility": "3", "known_on": "2024-02-01"}
    shown = browser.post(address, typed)
    kind = shown.context["form"]["kind"]
    assert kind.initial == "retraction" and "update" not in dict(kind.field.choices)
    answer = browser.post(
        address, typed | {"confirm": "1", "kind": "retraction", "seen": shown.context["preview"].digest}
    )
    assert "Give the reason" in answer.text and Batch.objects.count() == 1


def test_undone_retraction_is_a_correction_too(cited, analyst, editor):
    retraction = apply_batch(enter(cited, value("2017", "970"), by=analyst, kind="retraction"), by=editor)
    undone = apply_batch(waiting_undo(retraction, analyst), by=editor)
    assert retraction.changes_printed and undone.changes_printed
    printed = Vintage.objects.changing_printed().order_by("pk")
    assert [(each.before, each.value) for each in printed] == [(970, None), (None, 970)]


def test_what_waits_stands_before_what_is_due_and_each_section_has_an_id_of_its_own(analyst, signed_in):
    make.source(next_release=timezone.localdate())
    series = make.series(public=False)
    enter(series, value("2020", "10"), by=analyst)
    Observation.objects.update(cited=True)
    enter(series, value("2020", "11"), by=analyst, kind="correction", known_on="2024-06-30")
    page = signed_in(analyst).get("/admin/").text
    headings = re.findall(r'<h2 id="(desk-\d+)">([^<]*)', page)
    titles = [title for _id, title in headings]
    assert titles.index("Your values that wait for a second person") < titles.index("Releases that are due")
    assert len({each for each, _title in headings}) == len(headings)

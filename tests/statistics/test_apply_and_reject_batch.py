import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from briefings.history.models import Event
from briefings.statistics.actions import apply_batch, reject_batch
from briefings.statistics.models import Batch, Observation

from .. import make
from .test_record_values import enter, value


@pytest.fixture
def proposed(analyst):
    """A proposed correction of a cited value, by the analyst."""
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    Observation.objects.update(cited=True)
    return enter(series, value("2023", "8248"), by=analyst, kind="correction", known_on="2024-06-30")


def test_editor_applies_a_revision(proposed, editor):
    batch = apply_batch(proposed, by=editor)
    assert (batch.stage, batch.second) == (Batch.Stage.APPLIED, editor)
    assert Observation.objects.get().current_value == 8248
    assert Event.objects.first().act == "apply_batch"


def test_another_analyst_applies_a_revision(proposed, other_analyst):
    apply_batch(proposed, by=other_analyst)
    assert Observation.objects.get().current_value == 8248


def test_nobody_applies_their_own_revision(proposed, analyst):
    with pytest.raises(PermissionDenied, match="second person"):
        apply_batch(proposed, by=analyst)
    assert Observation.objects.get().current_value == 8237


def test_superuser_does_not_apply_their_own_revision(superuser):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=superuser)
    Observation.objects.update(cited=True)
    batch = enter(series, value("2023", "8248"), by=superuser, kind="error")
    with pytest.raises(PermissionDenied, match="second person"):
        apply_batch(batch, by=superuser)


def test_only_editors_and_analysts_are_second_person(proposed, author, administrator, auditor):
    for person in (author, administrator, auditor):
        with pytest.raises(PermissionDenied):
            apply_batch(proposed, by=person)
        with pytest.raises(PermissionDenied):
            reject_batch(proposed, by=person, reason="No.")


def test_batch_is_applied_or_rejected_once(proposed, editor, other_analyst):
    apply_batch(proposed, by=editor)
    with pytest.raises(ValidationError, match="decided already"):
        apply_batch(proposed, by=other_analyst)
    with pytest.raises(ValidationError, match="decided already"):
        reject_batch(proposed, by=other_analyst, reason="Too late.")


def test_second_person_rejects_with_a_reason(proposed, editor):
    with pytest.raises(ValidationError, match="Say why"):
        reject_batch(proposed, by=editor, reason=" ")
    batch = reject_batch(proposed, by=editor, reason="The workbook says 8237.")
    assert (batch.stage, batch.second) == (Batch.Stage.REJECTED, editor)
    assert Observation.objects.get().current_value == 8237
    assert Event.objects.first().detail == {"reason": "The workbook says 8237."}


def test_proposer_withdraws_their_own_revision(proposed, analyst):
    batch = reject_batch(proposed, by=analyst, reason="Typed wrongly.")
    assert (batch.stage, batch.second) == (Batch.Stage.REJECTED, None)


def test_rejected_value_never_becomes_current(proposed, editor, analyst):
    reject_batch(proposed, by=editor, reason="No.")
    enter(proposed.vintages.get().observation.series, value("2024", "7065"), by=analyst)
    assert Observation.objects.get(start__year=2023).current_value == 8237


def test_older_proposal_does_not_replace_a_value_known_later(proposed, analyst, editor, other_analyst):
    series = Observation.objects.get().series
    later = enter(series, value("2023", "8250"), by=analyst, kind="correction", known_on="2024-09-30")
    apply_batch(later, by=editor)
    apply_batch(proposed, by=other_analyst)
    assert Observation.objects.get().current_value == 8250


def test_public_list_of_revisions_leaves_out_a_value_that_never_counted(reader, db):
    series = make.series(of=make.indicator(slug="homicides"), public=True)
    make.recorded(series, {"2022": "4886"})
    make.revised(series, {"2022": "4901"}, known_on=datetime.date(2024, 6, 30))
    make.revised(series, {"2022": "4890"}, known_on=datetime.date(2024, 3, 31))
    revisions = reader.get("/en/statistics/homicides/").text.split('id="revisions"')[1]
    assert "4,886" in revisions and "4,901" in revisions and "4,890" not in revisions

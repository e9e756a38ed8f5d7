"""What is learnt from a file, and when: never from one that a second person rejects."""

import pytest

from briefings.statistics.actions import apply_batch, reject_batch
from briefings.statistics.models import AreaAlias, Batch, FileMapping, Observation
from tests import make

from .importing import Import, sha256

FILE = "Provincia;Año;Total\nGuayaquil y su comarca;2023;3901\n".encode()


@pytest.fixture
def waiting(signed_in, analyst):
    """A batch from a file that calls Guayas by another name; it changes a value that an edition prints."""
    guayas = make.area("EC-G", "Guayas", "province", parent=make.area())
    series = make.series(where=guayas, by=make.source("Ministry of the Interior"))
    make.recorded(series, {"2023": "3845"})
    Observation.objects.update(cited=True)
    importing = Import(signed_in(analyst), series.source)
    importing.upload(FILE)
    importing.columns(indicator=series.indicator_id)
    importing.answers({"Guayaquil y su comarca": guayas.pk}, release=make.release(series.source).pk)
    importing.confirm(kind="update", settle=False)
    return Batch.objects.get(stage="proposed")


def learnt(batch):
    batch.release.refresh_from_db()
    return batch.release.sha256, [(alias.spelling, alias.area.code) for alias in AreaAlias.objects.all()]


def test_nothing_is_learnt_from_a_file_that_waits_or_is_rejected(waiting, editor):
    assert learnt(waiting) == ("", [])
    reject_batch(waiting, by=editor, reason="The wrong file.")
    assert learnt(waiting) == ("", []) and not FileMapping.objects.exists()


def test_hash_and_spellings_are_learnt_when_the_values_count(waiting, editor):
    apply_batch(waiting, by=editor)
    assert learnt(waiting) == (sha256(FILE), [("Guayaquil y su comarca", "EC-G")])
    assert FileMapping.objects.exists()


def test_spelling_that_is_too_long_to_be_kept_stops_no_batch(waiting, editor):
    waiting.learns["places"] = {"x" * 300: make.area().pk}
    waiting.save()
    apply_batch(waiting, by=editor)
    assert learnt(waiting) == (sha256(FILE), [])


def test_spelling_that_somebody_gives_another_place_meanwhile_stays_with_it(waiting, editor):
    AreaAlias.objects.create(area=make.area(), spelling="Guayaquil y su comarca")
    apply_batch(waiting, by=editor)
    assert learnt(waiting) == (sha256(FILE), [("Guayaquil y su comarca", "EC")])

"""Vintages and decided batches cannot be changed: by the model, in bulk or by SQL."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from briefings import triggers
from briefings.statistics.actions import reject_batch
from briefings.statistics.models import Batch, Observation, Vintage

from .. import make
from .test_record_values import enter, value

REFUSED = (DatabaseError, ValidationError)


@pytest.fixture
def vintage(db):
    return make.observation().current


def refused(attempt, *, keeps):
    """The attempt fails and leaves the rows of the model `keeps` unchanged."""
    before = list(keeps.objects.order_by("pk").values())
    with pytest.raises(REFUSED), transaction.atomic():
        attempt()
    assert list(keeps.objects.order_by("pk").values()) == before


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_vintage_cannot_be_saved_again(vintage):
    vintage.value = 1
    refused(vintage.save, keeps=Vintage)


def test_vintage_cannot_be_deleted(vintage):
    Observation.objects.update(current=None)
    refused(vintage.delete, keeps=Vintage)


def test_vintages_cannot_be_updated_or_deleted_in_bulk(vintage):
    Observation.objects.update(current=None)
    refused(lambda: Vintage.objects.update(value=1), keeps=Vintage)
    refused(lambda: Vintage.objects.update(known_on="2020-01-01"), keeps=Vintage)
    refused(Vintage.objects.all().delete, keeps=Vintage)
    refused(lambda: Vintage.objects.all()._raw_delete("default"), keeps=Vintage)


def test_vintages_cannot_be_changed_by_sql(vintage):
    Observation.objects.update(current=None)
    refused(lambda: sql("UPDATE briefings_vintage SET value = 1"), keeps=Vintage)
    refused(lambda: sql("DELETE FROM briefings_vintage"), keeps=Vintage)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces rows")
@pytest.mark.parametrize("model", [Vintage, Batch])
def test_rows_cannot_be_replaced_by_sql(vintage, model):
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    table = model._meta.db_table
    refused(lambda: sql(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}"), keeps=model)


def test_applied_batch_cannot_be_changed_or_deleted(vintage):
    batch = vintage.batch
    batch.reason_en = "Something else."
    refused(batch.save, keeps=Batch)
    refused(lambda: Batch.objects.update(stage="proposed", decided_at=None), keeps=Batch)
    refused(Batch.objects.all().delete, keeps=Batch)
    refused(lambda: sql("UPDATE briefings_batch SET stage = 'rejected'"), keeps=Batch)
    refused(lambda: sql("DELETE FROM briefings_batch"), keeps=Batch)


def test_rejected_batch_cannot_be_applied(analyst, editor):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    Observation.objects.update(cited=True)
    batch = enter(series, value("2023", "8248"), by=analyst, kind="correction")
    reject_batch(batch, by=editor, reason="No.")
    refused(lambda: Batch.objects.filter(pk=batch.pk).update(stage="applied"), keeps=Batch)
    refused(lambda: sql(f"UPDATE briefings_batch SET stage = 'applied' WHERE id = {batch.pk}"), keeps=Batch)


def test_proposed_batch_with_values_cannot_be_deleted(analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    Observation.objects.update(cited=True)
    batch = enter(series, value("2023", "8248"), by=analyst, kind="correction")
    refused(batch.delete, keeps=Batch)


def test_observation_with_values_cannot_be_deleted(vintage):
    refused(vintage.observation.delete, keeps=Observation)


def test_database_refuses_the_proposer_as_second_person(analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    Observation.objects.update(cited=True)
    batch = enter(series, value("2023", "8248"), by=analyst, kind="correction")
    refused(lambda: Batch.objects.filter(pk=batch.pk).update(second=analyst), keeps=Batch)


def test_vintages_can_be_changed_without_the_triggers(vintage):
    triggers.drop()
    Vintage.objects.update(value=1)
    assert Vintage.objects.get().value == 1
    triggers.install()


@pytest.mark.parametrize(
    ("name", "value"), [("series_id", None), ("start", "2021-01-01"), ("months", 6)], ids=["series", "start", "months"]
)
def test_observation_keeps_its_series_and_period(vintage, name, value):
    value = value or make.series(public=False).pk
    refused(lambda: Observation.objects.update(**{name: value}), keeps=Observation)
    refused(lambda: sql(f"UPDATE briefings_observation SET {name} = '{value}'"), keeps=Observation)
    observation = vintage.observation
    setattr(observation, name, value)
    refused(observation.save, keeps=Observation)

"""What a file says of values on record and what it leaves as it is; when its preview is out of date."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from briefings.statistics.actions import record_values
from briefings.statistics.entering.batches import preview_of
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import Batch, Vintage
from tests import make

from .importing import Import


@pytest.fixture
def series(db):
    source = make.source("Ministry of the Interior")
    return make.series(of=make.indicator("Intentional homicides"), where=make.area(), by=source)


@pytest.fixture
def importing(signed_in, analyst, series):
    return Import(signed_in(analyst), series.source)


def about(series):
    return {"indicator": series.indicator_id, "area": series.area_id}


@pytest.fixture
def yearbook(series):
    """2022 and 2023 as 7 (6–9) in table 9 of a yearbook: provisional, of credibility 2."""
    release = make.release(series.source)
    first = Value(make.period("2022"), Decimal(7), "P", Decimal(6), Decimal(9), 2, "table 9")
    options = {"known_on": date(2024, 1, 31), "kind": "first", "reason": {}, "by": make.recorder()}
    rows = [first, replace(first, period=make.period("2023"))]
    make.settled(record_values(series, rows, release=release, **options))
    return release


def test_what_a_file_does_not_say_stays_as_it_is_on_record(importing, series, yearbook):
    """The release is the file's, and a place in another release is none."""
    newer = make.release(series.source)
    importing.upload("Año\tTotal\n2022\t7\n2023\t8\n2024\t9\n")
    importing.columns(**about(series))
    importing.answers(status="E", release=newer.pk)
    assert [entry.value.period.code for entry in importing.preview.unchanged] == ["2022"]
    (revised,) = importing.preview.revised
    remarks = ["range 6–9 → –", "another release", "another place in the release"]
    assert revised.remarks == remarks
    importing.confirm(kind="update", settle=False)
    batch = Batch.objects.get(stage="proposed")
    (for_second_person,) = preview_of(batch).revised
    assert for_second_person.remarks == remarks
    make.settled(batch)
    current = {each.period.code: each for each in Vintage.objects.filter(batch=batch)}
    stored = [(each.status, each.credibility, each.release) for each in (current["2023"], current["2024"])]
    assert stored == [("P", 2, newer), ("E", 3, newer)]


def test_place_on_record_stays_where_the_release_does(importing, series, yearbook):
    """A count of events names no row of the file."""
    rows = "".join(f"2023-05-01\t{number}\n" for number in range(8))
    importing.upload("Fecha\tNota\n" + rows)
    importing.columns({"Fecha": "period", "Nota": ""}, counts="yes", frequency="A", **about(series))
    importing.answers(release=yearbook.pk, part_2023=12)
    (revised,) = importing.preview.revised
    assert revised.remarks == ["range 6–9 → –"] and revised.entry.value.locator == "table 9"


def test_column_of_the_status_says_it_for_every_row(importing, series, yearbook):
    importing.upload("Año\tTotal\tEstado\n2022\t7\t\n2023\t7\tP\n")
    importing.columns({"Estado": "status"}, **about(series))
    assert "status" not in importing.response.context["form"].fields
    importing.answers()
    (revised,) = importing.preview.revised
    assert (revised.period.code, revised.remarks[0]) == ("2022", "provisional → normal")


@pytest.mark.parametrize("changed", ["known on", "release"])
def test_preview_is_out_of_date_once_another_day_or_release_is_answered(importing, series, changed):
    importing.upload("Año\tTotal\n2022\t7\n")
    importing.columns(**about(series))
    importing.answers()
    opened = importing.response
    other = {"known on": {"known_on": "2023"}, "release": {"release": make.release(series.source).pk}}
    importing.change_answers(**other[changed])
    importing.response = opened
    importing.confirm(kind="first")
    assert "Values have changed since" in importing.response.text and not Batch.objects.exists()
    importing.confirm(kind="first")
    assert Batch.objects.get().stage == "applied"

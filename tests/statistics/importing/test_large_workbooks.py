"""A large workbook is kept encrypted by the upload and read in steps, each of which reads a part of its rows."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from briefings.statistics.actions import importing as acts
from briefings.statistics.importing import workbooks
from briefings.statistics.models import ImportFile, ImportPart
from tests import make

from .importing import Import, annual
from .workbooks import table, xlsx

ROWS = [["Año", "Total", "Nota"], [2022, 7, "x"], [2023, "=B2+1", "x"], *([None, None, "x"] for _row in range(2600))]


@pytest.fixture
def series(db):
    return make.series(of=make.indicator("Intentional homicides"), where=make.area())


@pytest.fixture
def importing(signed_in, analyst, series):
    return Import(signed_in(analyst), series.source)


@pytest.fixture(autouse=True)
def all_are_large(monkeypatch):
    monkeypatch.setattr(workbooks, "AT_ONCE", 0)
    monkeypatch.setattr(workbooks, "STEP", 3_000)  # cells: a chunk of a thousand rows


def uploaded(importing, content):
    fields = {"source": importing.source.pk, "file": SimpleUploadedFile("victims.xlsx", content)}
    return importing.client.post(reverse("admin:briefings_importfile_add"), fields)


def stored_rows(file):
    return [row for part in file.parts.order_by("sheet", "number") for row in acts.rows_of(acts.unsealed(part.rows))]


def test_workbook_is_read_in_steps_to_the_same_rows(importing):
    content = table(ROWS)
    response = uploaded(importing, content)
    assert response.url == importing._url("scan") and not ImportPart.objects.exists()
    assert b"sheet1" in content and b"sheet1" not in bytes(importing.file.content)
    page = importing.client.get(response.url)
    assert "read in several steps" in page.text and '<progress id="progress"></progress>' in page.text
    importing.client.post(response.url)
    assert importing.file.marks and not ImportPart.objects.exists()
    page = importing.client.post(response.url)
    assert "1000 of 2603 rows of sheet 1 are read." in page.text and 'max="2603" value="1000"' in page.text
    for other in ("columns", "questions", "preview"):  # an import goes on where it was left
        assert importing.client.get(importing._url(other)).url == importing._url("scan")
    importing.client.post(response.url)
    assert importing.client.post(response.url).url == importing._url("columns")
    file = importing.file
    assert (file.unread, bytes(file.content), bytes(file.marks)) == (None, b"", b"")
    whole = workbooks.read_workbook(content)
    assert file.sheets == [sheet.about() for sheet in whole.sheets] and file.sheets[0]["formulas"] == 1
    assert stored_rows(file) == list(whole.sheets[0].all_rows())


def test_merged_cells_are_spread_over_the_parts(importing):
    cells = {"A1": "Zona", "B1": "Total", "A2": "Costa", "A2400": "Sierra"}
    importing.upload(xlsx(cells, merged=["A2:A2300"]), "a.xlsx")
    rows = stored_rows(importing.file)
    assert [row[0] if row else "" for row in (rows[1], rows[1500], rows[2299], rows[2300])] == ["Costa"] * 3 + [""]
    assert importing.file.sheets[0]["merged"] == 1


def test_imported_values_are_those_of_the_file(importing, series):
    importing.upload(table(ROWS[:2] + ROWS[3:]), "a.xlsx")
    importing.columns({"Año": "year", "Total": "value"}, indicator=series.indicator_id, area=series.area_id)
    importing.answers()
    importing.confirm(kind="first")
    assert annual(series) == {"2022": 7}


def damaged():
    """A workbook whose list of parts is whole, as one that was copied from a bad disk."""
    content = table(ROWS)
    begin = content.index(b"xl/worksheets/sheet1.xml") + 60
    return content[:begin] + bytes(300) + content[begin + 300 :]


@pytest.mark.parametrize(
    ("content", "words"),
    [(damaged(), "damaged"), (xlsx({"A1": "x", "XFD1048576": "y"}), "3000000 cells")],
    ids=["damaged", "large"],
)
def test_workbook_that_turns_out_to_be_broken_is_not_kept(importing, content, words):
    importing.upload(content, "a.xlsx")
    assert words in importing.response.text and importing.response.request["PATH_INFO"].endswith("/add/")
    assert (ImportFile.objects.count(), ImportPart.objects.count()) == (0, 0)


def test_same_step_twice_stores_its_rows_once(importing):
    uploaded(importing, table(ROWS))
    acts.read_step(importing.file)
    first, second = ImportFile.objects.get(), ImportFile.objects.get()
    acts.read_step(first)
    acts.read_step(second)
    assert list(ImportPart.objects.values_list("number", flat=True)) == [0]
    assert importing.file.unread["row"] == 1000


def test_workbook_whose_reading_was_left_is_discarded_by_its_uploader_or_after_a_day(importing):
    uploaded(importing, table(ROWS))
    importing.client.post(importing._url("scan"))
    importing.client.post(importing._url("discard"))
    assert not ImportFile.objects.exists()
    uploaded(importing, table(ROWS))
    ImportFile.objects.update(uploaded_at=timezone.now() - timedelta(days=1, minutes=1))
    assert importing.client.post(importing._url("scan")).status_code == 404
    call_command("tick")
    assert not ImportFile.objects.exists()

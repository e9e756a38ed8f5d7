"""What an import says before it records, and what it leaves behind where nothing is recorded."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from briefings.statistics.actions import importing as acts
from briefings.statistics.admin import preview_pages
from briefings.statistics.importing import resolving
from briefings.statistics.models import Batch, ImportFile, Series, Vintage
from tests import make

from .importing import Import, annual


@pytest.fixture
def series(db):
    return make.series(of=make.indicator("Intentional homicides"), where=make.area())


@pytest.fixture
def importing(signed_in, analyst, series):
    return Import(signed_in(analyst), series.source)


def about(series):
    return {"indicator": series.indicator_id, "area": series.area_id}


def test_discarded_import_takes_the_series_that_it_added_with_it(importing, series):
    """Only those that nobody has used."""
    kept, used = (make.indicator(name) for name in ("Kidnappings", "Extortion"))
    for discard in ("page", "age"):
        importing.upload("Año\tA\tB\n2022\t7\t8\n")
        importing.columns(area=series.area_id)
        importing.answers({"A": kept.pk, "B": used.pk})
        importing.add_series()
        assert Series.objects.filter(indicator__in=[kept, used]).count() == 2
        Series.objects.filter(indicator=used).update(preferred=True)
        if discard == "page":
            importing.client.post(importing._url("discard"))
        else:
            ImportFile.objects.update(uploaded_at=timezone.now() - timedelta(days=2))
            acts.forget_old_files()
        assert set(Series.objects.values_list("indicator", flat=True)) == {series.indicator_id, used.pk}
        Series.objects.filter(indicator=used).delete()


def test_file_opens_for_a_day_at_most(importing, series):
    """Even where nothing has deleted it since."""
    importing.upload("Año;Total\n2020;1372\n")
    importing.columns(**about(series))
    importing.answers()
    fields = {"confirm": "1", "kind": "first", "seen": importing.preview.digest}
    ImportFile.objects.update(uploaded_at=timezone.now() - timedelta(days=2))
    assert importing.client.post(importing._url("preview"), fields).status_code == 404
    assert importing.client.get(importing._url("questions")).status_code == 404
    assert not series.observations.exists()


def test_values_of_a_file_are_known_since_their_release(importing, series):
    release = make.release(of=importing.source)
    importing.upload("Año;Total\n2020;1372\n")
    importing.columns(**about(series))
    importing.answers(release=release.pk)
    importing.confirm(kind="first")
    assert Vintage.objects.get().day_known == release.day_published


def test_months_do_not_go_into_a_yearly_series(importing, series):
    importing.upload("p;n\n2024-01/2024-11;9\n2024-03;5\n2024-Q2;6\n")
    importing.columns({"p": "period", "n": "value"}, frequency="A", **about(series))
    importing.answers()
    assert [problem.row for problem in importing.preview.refused] == [3, 4]
    assert "belongs to a monthly or quarterly series" in importing.response.text


def test_file_whose_last_line_has_no_end_is_questioned_where_its_columns_are_known(importing, series):
    for year, value in ((2022, "4886\n"), (2023, "82")):
        importing.upload(f"Año,Total\n{year},{value}".encode())
        importing.columns(**about(series))
        assert ("Make sure that its last cell, “82”, is whole." in importing.response.text) == (year == 2023)
        importing.answers()
        importing.confirm(kind="first", unusual="on")


def test_blank_cell_over_a_value_on_record_is_named_and_changes_nothing(importing, series):
    make.recorded(series, {"2021": "2495", "2022": "4886"})
    importing.upload("Año;Total\n2020;1372\n2021;n/d\n2022;\n2023;\nNota;\n")
    importing.columns(**about(series))
    importing.answers()
    kept = importing.response.context["kept"]
    assert {change.period.code: change.old for change in kept} == {"2021": "2,495", "2022": "4,886"}
    assert "Blank in the file" in importing.response.text
    importing.confirm(kind="first")
    assert annual(series) == {"2020": 1372, "2021": 2495, "2022": 4886}


def test_value_without_a_period_and_marked_values(importing, series):
    importing.upload("Año\tTotal\n2012 (p)\t12\n2013\t14 (p)\n2014\t15*\n\t4886\n2015\t16\n")
    importing.columns({"Año": "year", "Total": "value"}, **about(series))
    importing.answers()
    refused = [(problem.row, problem.message) for problem in importing.preview.refused]
    assert refused == [(5, "Which period is this value for?")]
    entries = [change.entry.value for change in importing.preview.new]
    assert [(each.value, each.status) for each in entries] == [(12, "P"), (14, "P"), (15, "A"), (16, "A")]


def test_column_that_does_not_go_with_counting_is_named(importing, series):
    importing.upload("Fecha\tedad\n2024-01-05\t31\n2024-02-05\t32\n")
    importing.columns({"Fecha": "period", "edad": "low"}, counts="yes", **about(series))
    assert "choose “not needed” for the column “edad”" in importing.response.text


def test_year_that_goes_on_has_no_answer_beforehand(importing, series):
    year = timezone.localdate().year
    importing.upload(f"Año\tTotal\n{year - 1}\t7\n{year}\t8\n")
    importing.columns(**about(series))
    form = importing.response.context["form"]
    assert {field.label: field.value() for field in form.parts} == {str(year): "", str(year - 1): 12}
    importing.answers()
    assert f"part_{year}" in importing.errors()
    importing.answers(**{f"part_{year}": 12})
    (change,) = importing.preview.unusual
    assert change.unusual == (f"{year} has not ended: is this the value of a part of it?",)


def test_second_click_on_confirm_leads_to_the_batches(importing, series):
    importing.upload("Año\tTotal\n2022\t7\n")
    importing.columns(**about(series))
    importing.answers()
    url = importing._url("preview")
    importing.confirm(kind="first")
    page = importing.client.post(url, {"confirm": "1", "kind": "first"}, follow=True)
    assert page.status_code == 200 and "has been recorded or discarded already" in page.text
    assert Batch.objects.count() == 1 and importing.client.get(url).status_code == 404


def test_file_of_yesterday_cannot_be_opened_or_recorded_though_nothing_has_deleted_it_yet(importing, series):
    importing.upload("Año\tTotal\n2022\t7\n")
    importing.columns(**about(series))
    importing.answers()
    ImportFile.objects.update(uploaded_at=timezone.now() - timedelta(days=1, minutes=1))
    for page in ("columns", "scan", "questions", "preview"):
        assert importing.client.get(importing._url(page)).status_code == 404
        assert importing.client.post(importing._url(page), {"confirm": "1"}).status_code == 404
    assert not Batch.objects.exists()


@pytest.mark.parametrize("is_recorded", [True, False])
def test_of_two_tabs_that_confirm_at_once_one_records(importing, series, monkeypatch, is_recorded):
    """The other one posts while the first is still recording; where that fails, the answers are there again."""
    importing.upload("Año;Total\n2020;1372\n")
    importing.columns(**about(series))
    importing.answers()
    fields = {"confirm": "1", "kind": "first", "seen": importing.preview.digest}
    record, answers = preview_pages.record_batch, []

    def slowly(*arguments, **options):
        answers.append(importing.client.post(importing._url("preview"), fields, follow=True))
        if not is_recorded:
            raise ValidationError("Somebody was faster.")
        return record(*arguments, **options)

    monkeypatch.setattr(preview_pages, "record_batch", slowly)
    first = importing.client.post(importing._url("preview"), fields, follow=True)
    (second,) = answers
    assert "or is being recorded" in second.text
    assert Batch.objects.count() == is_recorded
    assert is_recorded or (first.context["form"].errors and importing.file.answers)


def test_button_of_an_older_page_does_not_skip_the_columns(importing, series):
    importing.upload("Año;Total\n2020;1372\n")
    importing._get(importing.client.post(importing._url("scan")))
    assert "columns" in importing.response.request["PATH_INFO"]


def test_series_that_another_tab_has_added_are_no_error(importing, series, monkeypatch):
    importing.upload("Año\tA\n2022\t7\n")
    importing.columns(indicator=make.indicator("Kidnappings").pk, area=series.area_id)
    importing.answers()
    add = acts.add_series
    monkeypatch.setattr(acts, "add_series", lambda *args, **options: (add(*args, **options), add(*args, **options)))
    importing.add_series()
    assert "Somebody has added some of these series meanwhile." in importing.response.text


@pytest.mark.parametrize("has_series", [True, False])
def test_file_of_more_values_than_are_recorded_at_once_is_refused_before_anything_is_added(
    importing, series, has_series, monkeypatch
):
    monkeypatch.setattr(resolving, "MAX_VALUES", 2)
    importing.upload("Año;Total\n2020;1372\n2021;2496\n2022;4886\n")
    other = make.indicator("Kidnappings")
    importing.columns(**about(series) if has_series else {"indicator": other.pk, "area": series.area_id})
    importing.answers()
    page = importing.client.get(importing._url("preview")).content.decode()
    assert "The file has 3 values, and at most 2 can be recorded at once" in page
    importing.client.post(
        importing._url("preview"), {"confirm": "1", "kind": "first", "seen": importing.preview.digest}
    )
    assert not Batch.objects.exists() and not Series.objects.filter(indicator=other).exists()
    monkeypatch.setattr(resolving, "MAX_VALUES", 3)
    assert "can be recorded at once" not in importing.client.get(importing._url("preview")).content.decode()

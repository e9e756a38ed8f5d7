"""What an import asks, refuses and forgets; and who may import."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from briefings.history.models import Event
from briefings.statistics.actions import importing as acts
from briefings.statistics.models import AreaAlias, Batch, ImportFile, ImportPart, Observation, Series
from briefings.upkeep.manifest import left_out
from tests import make

from .importing import Import, annual, provinces
from .workbooks import table, xlsx


@pytest.fixture
def source(db):
    return make.source("Ministry of the Interior", slug="ministry")


@pytest.fixture
def series(source):
    return make.series(of=make.indicator("Intentional homicides"), where=make.area(), by=source)


@pytest.fixture
def importing(signed_in, analyst, source):
    return Import(signed_in(analyst), source)


def about(series):
    return {"indicator": series.indicator_id, "area": series.area_id}


@pytest.mark.parametrize(("mark", "value"), [(",", 4886), (".", "4.886")])
@pytest.mark.parametrize("language", ["en", "es"])
def test_number_with_two_meanings_is_asked_about(importing, series, mark, value, language):
    """In either language, and never answered beforehand."""
    importing.client.cookies["django_language"] = language
    importing.upload("Año\tTotal\n2022\t4.886\n2023\t8.237\n")
    importing.columns(**about(series))
    form = importing.response.context["form"]
    assert "4.886" in form["mark"].label and not form["mark"].value()
    importing.answers()
    assert "mark" in importing.errors()
    importing.answers(mark=mark)
    importing.confirm(kind="first", unusual="on")  # 4.886 is no count
    assert str(annual(series)["2022"]) == str(value)


def test_numbers_in_two_styles_are_refused(importing, series):
    importing.upload("Año\tTotal\n2022\t27,4\n2023\t31.5\n")
    importing.columns(**about(series))
    assert importing.response.context["questions"].refusals == [
        "Numbers are written in two styles: 31.5 in row 3, 27,4 in row 2."
    ]
    importing.answers()
    assert importing.file.answers is None


def test_order_of_day_and_month_is_asked_where_no_date_tells_it(importing, series):
    Series.objects.update(frequency="M")
    importing.upload("Fecha\tTotal\n05/03/2024\t7\n06/03/2024\t8\n")
    importing.columns({"Fecha": "period", "Total": "value"}, frequency="M", **about(series))
    importing.answers(order="mdy")
    importing.confirm(kind="first")
    assert annual(series) == {"2024-05": 7, "2024-06": 8}


def test_period_that_is_there_twice_is_refused_with_its_row(importing, series):
    importing.upload("Año\tTotal\n2022\t7\n2023\t8\n2022\t9\n")
    importing.columns(**about(series))
    importing.answers()
    assert [problem.row for problem in importing.preview.refused] == [4]
    assert "twice" in importing.preview.refused[0].message
    importing.confirm(kind="first")
    assert not Observation.objects.exists()


def test_every_cell_that_is_no_number_is_named_with_its_row(importing, series):
    content = xlsx(
        {"A1": "Año", "B1": "Total", "A2": 2021, "B2": "doce", "A3": 2022, "B3": "=1+1", "A4": 2023, "B4": "#DIV/0!"}
    )
    importing.upload(content, "a.xlsx")
    importing.columns({"Año": "year", "Total": "value"}, **about(series))
    importing.answers()
    refused = [(problem.row, problem.message) for problem in importing.preview.refused]
    assert refused == [
        (2, "“doce” is not a number."), (3, "“#NO RESULT” is not a number."), (4, "“#ERROR!” is not a number."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"PK\x03\x04 nothing", "a.xlsx"),
        (b"a,b\n1,2\n3,4\n5,6\n7", "a.csv"),
        (xlsx({"A1": 1, "XFD1048576": 2}), "b.xlsx"),
    ],
    ids=["damaged", "cut off", "huge"],
)
def test_hostile_file_is_refused_in_words_and_nothing_is_stored(importing, content, name):
    importing.upload(content, name)
    assert importing.errors()["file"]
    assert (ImportFile.objects.count(), ImportPart.objects.count()) == (0, 0)


def test_wrong_encoding_is_refused_and_another_can_be_chosen(importing, series):
    content = "Año;Total;Nota\n2022;7;Cañar\n2023;8;Bolívar\n".encode("latin-1")
    importing.upload(content, "a.csv", encoding="utf-8")
    assert importing.errors() == {"file": ["Line 1 is not in UTF-8. Choose another encoding."]}
    importing.upload(content, "a.csv")
    assert importing.response.context["letters"] == ["Año", "Cañar", "Bolívar"]
    importing.table(encoding="cp850")
    assert importing.response.context["letters"] != ["Año", "Cañar", "Bolívar"]
    importing.table(encoding="utf-8")
    assert importing.response.context["table"].non_field_errors() == [
        "Line 1 is not in UTF-8. Choose another encoding."
    ]
    importing.table(encoding="cp1252")
    importing.columns(**about(series))
    importing.answers()
    importing.confirm(kind="first")
    assert annual(series) == {"2022": 7, "2023": 8}


def test_sheet_and_row_of_headings_can_be_chosen(importing, series):
    importing.upload(xlsx({"A1": "Año", "B1": "Viejo", "A2": "Año", "B2": "Nuevo", "A3": 2022, "B3": 7}), "a.xlsx")
    importing.table(header=2, header_rows=1)
    assert [group.label for group in importing.response.context["form"].groups] == ["Año", "Nuevo"]
    importing.table(header=3, header_rows=0)
    assert [group.label for group in importing.response.context["form"].groups] == ["A", "B"]


def test_unknown_spelling_is_asked_once_and_learnt(importing, series):
    areas = provinces()
    azuay = make.series(of=series.indicator, where=areas["Azuay"], by=importing.source)
    for year, value in (("2022", 5), ("2023", 6)):
        importing.upload(f"Provincia\tAño\tTotal\nAZUAY (EC)\t{year}\t{value}\n")
        importing.columns(indicator=series.indicator_id)
        if year == "2022":
            importing.answers()
            assert importing.errors() == {"place_0": ["Say what this means, or leave it out."]}
            importing.answers({"AZUAY (EC)": areas["Azuay"].pk})
        else:
            assert importing.response.context["form"].places == []
            importing.answers()
        importing.confirm(kind="first")
    assert AreaAlias.objects.get().area == areas["Azuay"]
    assert annual(azuay) == {"2022": 5, "2023": 6}


def test_place_that_shares_its_name_is_proposed_by_the_kind_of_the_others(importing, series):
    areas = provinces()
    make.area("1101", "Loja", "canton", parent=areas["Loja"])
    importing.upload("Provincia\tAño\tTotal\nLoja\t2022\t5\nAzuay\t2022\t6\nGuayas\t2022\t7\n")
    importing.columns(indicator=series.indicator_id)
    (field,) = importing.response.context["form"].places
    assert (field.label, field.value()) == ("Loja", areas["Loja"].pk)


def test_long_file_is_read_in_steps_and_goes_on_where_it_was_left(importing, series, monkeypatch):
    monkeypatch.setattr(acts, "STEP", 0)
    rows = [
        ["Año", "Total", "Nota"],
        *([2022 if number == 0 else "", 7 if number == 0 else "", "x"] for number in range(2500)),
    ]
    importing.upload(table(rows), "a.xlsx")
    form = importing.response.context["form"]
    fields = {group.field: {"Año": "year", "Total": "value"}.get(group.label, "") for group in form.groups}
    response = importing.client.post(
        importing._url("columns"), {**fields, "counts": "no", "frequency": "A", **about(series)}
    )
    assert response.url == importing._url("scan")
    page = importing.client.get(reverse("admin:briefings_importfile_change", args=[importing.file.pk]), follow=True)
    assert page.status_code == 200
    page = importing.client.get(importing._url("preview"), follow=True)
    assert (page.context["done"], page.context["parts"]) == (1, 3)
    assert importing.client.post(importing._url("scan")).context["done"] == 2
    assert importing.client.post(importing._url("scan")).url == importing._url("questions")


def test_file_is_discarded_by_its_uploader_or_after_a_day(importing, series, analyst):
    importing.upload("Año\tTotal\n2022\t7\n")
    importing.client.post(importing._url("discard"))
    assert not ImportFile.objects.exists() and not ImportPart.objects.exists()
    assert list(Event.objects.values_list("act", flat=True)) == ["discard_file", "upload_file"]
    importing.upload("Año\tTotal\n2022\t7\n")
    call_command("tick")
    assert ImportFile.objects.exists()
    ImportFile.objects.update(uploaded_at=timezone.now() - timedelta(days=1, minutes=1))
    call_command("tick")
    assert not ImportFile.objects.exists() and not ImportPart.objects.exists()


def test_nobody_else_opens_a_file(importing, signed_in, other_analyst, editor):
    importing.upload("Año\tTotal\n2022\t7\n")
    pages = ("columns", "scan", "questions", "preview", "discard", "change")
    for person, status in ((other_analyst, 404), (editor, 403)):
        client = signed_in(person)
        for page in pages:
            url = reverse(f"admin:briefings_importfile_{page}", args=[importing.file.pk])
            assert client.get(url).status_code == status, (person, page)
    assert "pasted cells" not in signed_in(other_analyst).get(reverse("admin:briefings_importfile_changelist")).text
    assert "pasted cells" in importing.client.get(reverse("admin:briefings_importfile_changelist")).text


def test_only_analysts_import(source, editor, author, analyst):
    read = acts.read_file(b"a,b\n1,2\n")
    for person in (editor, author):
        with pytest.raises(PermissionDenied):
            acts.upload_file(source, read, name="a.csv", by=person)
    for number in range(acts.EACH):
        acts.upload_file(source, read, name=f"{number}.csv", by=analyst)
    with pytest.raises(ValidationError, match="importing 5 files already"):
        acts.upload_file(source, read, name="a.csv", by=analyst)


def test_backups_leave_files_out(db):
    assert {ImportFile._meta.db_table, ImportPart._meta.db_table} <= left_out()


def test_source_and_release_can_be_looked_up(importing, series):
    """The scripts of the autocomplete are on the pages."""
    page = importing.client.get(reverse("admin:briefings_importfile_add"))
    assert "admin/js/autocomplete.js" in page.text
    assert "data-not-kept" in page.text  # pasted cells: unsaved_changes.js leaves this form alone
    importing.upload("Año\tTotal\n2022\t7\n")
    importing.columns(**about(series))
    assert "admin/js/autocomplete.js" in importing.response.text


def test_nothing_is_recorded_before_the_preview_is_confirmed(importing, series):
    importing.upload("Año\tTotal\n2022\t7\n")
    importing.columns(**about(series))
    importing.answers()
    assert [change.new for change in importing.preview.new] == ["7"]
    assert not Batch.objects.exists() and ImportFile.objects.exists()


def test_address_that_names_no_file_is_not_found(importing):
    assert importing.client.get("/admin/briefings/importfile/add/no-file/change/").status_code == 404


def test_analysts_come_to_the_import_from_desk_series_and_source(signed_in, analyst, editor, series):
    add = reverse("admin:briefings_importfile_add")
    pages = {"/admin/": add}
    for instance in (series, series.source):
        url = reverse(f"admin:briefings_{instance._meta.model_name}_change", args=[instance.pk])
        pages[url] = f"{add}?source={series.source_id}"
    browser, other = signed_in(analyst), signed_in(editor)
    for page, link in pages.items():
        assert f'href="{link}"' in browser.get(page).text
        assert add not in other.get(page).text


@pytest.mark.parametrize(("encoding", "skips"), [("utf-8", True), ("cp1252", False)])
def test_known_headings_skip_the_columns_unless_the_encoding_is_a_guess(importing, series, encoding, skips):
    for year in (2022, 2023):
        importing.upload(f"Año,Total\n{year},{year - 2000}\n".encode(encoding))
        if year == 2022:
            importing.columns(**about(series))
            importing.answers()
            importing.confirm(kind="first")
    is_at_questions = not hasattr(importing.response.context["form"], "groups")
    assert is_at_questions == skips
    if skips:
        assert reverse("admin:briefings_importfile_columns", args=[importing.file.pk]) in importing.response.text

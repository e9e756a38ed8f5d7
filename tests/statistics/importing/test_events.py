"""A workbook with a row for each event is counted into series; no row of it is stored, readable or logged."""

from collections import Counter

import pytest

from briefings.history.models import Event, FieldChange
from briefings.statistics.actions import importing as acts
from briefings.statistics.models import Batch, ImportFile, ImportPart, Series
from tests import make

from .importing import Import, annual, provinces
from .workbooks import events


@pytest.fixture
def importing(signed_in, analyst, db):
    return Import(signed_in(analyst), make.source("Ministry of the Interior", slug="ministry"))


def choose(importing, indicator, **changed):
    columns = {"Fecha de infracción": "period", "Provincia": "area", "Tipo de muerte": "category"}
    return importing.columns(columns, counts="yes", indicator=indicator.pk, total_area=make.area().pk, **changed)


@pytest.mark.parametrize("count", [3_000, pytest.param(30_000, marks=pytest.mark.slow)])
def test_events_are_counted_by_period_place_and_type(importing, count):
    """In a workbook like the ministry's; types add up to the total, provinces to the nation."""
    homicides = make.indicator("Intentional homicides", slug="homicides")
    murders = make.indicator("Murders", slug="murders", part_of=homicides)
    areas, (content, rows) = provinces(), events(count)
    importing.upload(content, "victims.xlsx")
    form = importing.response.context["form"]
    assert (form.mapping.counts, form.mapping.roles[1], form.mapping.roles[2]) == (True, "period", "area")
    assert ImportPart.objects.filter(findings=b"").count() == count // 1000 + 1
    choose(importing, homicides)
    named = {"Tipo de muerte: ASESINATO": murders.pk}
    for label in importing.response.context["questions"].labels:
        named.setdefault(label, 0)
    hints = {field.label: field.help_text for field in importing.response.context["form"].parts}
    assert set(hints.values()) == {""} and len(hints) == 10
    importing.answers(named)
    importing.add_series()
    assert (importing.preview.refused, importing.preview.totals) == ([], [])
    importing.confirm(kind="first", unusual="on")

    national = Counter(str(day.year) for day, _place, _kind in rows)
    assert annual(Series.objects.get(indicator=homicides, area=make.area())) == national
    of_guayas = Counter(str(day.year) for day, place, kind in rows if (place, kind) == ("GUAYAS", "ASESINATO"))
    assert annual(Series.objects.get(indicator=murders, area=areas["Guayas"])) == of_guayas
    assert Batch.objects.get().vintages.count() == 2 * (6 + 1) * 10


def test_monthly_counts_have_zeros_where_nothing_happened(importing):
    homicides, areas = make.indicator("Intentional homicides", slug="homicides"), provinces()
    importing.upload("Fecha\tProvincia\n05/01/2024\tAzuay\n31/03/2024\tLoja\n31/03/2024\tLoja\n")
    importing.columns(
        {"Fecha": "period", "Provincia": "area"}, counts="yes", indicator=homicides.pk, frequency="M", zeros="on"
    )
    importing.answers()
    importing.add_series()
    importing.confirm(kind="first")
    assert annual(Series.objects.get(area=areas["Azuay"])) == {"2024-01": 1, "2024-03": 0}
    assert annual(Series.objects.get(area=areas["Loja"])) == {"2024-01": 0, "2024-03": 2}


def test_rows_about_single_people_are_nowhere(importing):
    """The cells lie encrypted; neither the log nor anything that is left after recording holds one of them."""
    homicides = make.indicator("Intentional homicides", slug="homicides")
    make.series(of=homicides, where=provinces()["Azuay"], by=importing.source)
    importing.upload("Fecha\tProvincia\tNombre\n2024-01-05\tAzuay\tJUANA SECRETA\n2024-01-06\tAzuay\tPEDRO SECRETO\n")
    importing.columns(
        {"Fecha": "period", "Provincia": "area", "Nombre": ""}, counts="yes", indicator=homicides.pk, frequency="A"
    )
    file = importing.file
    stored = [bytes(file.content), *(bytes(each) for part in file.parts.all() for each in (part.rows, part.findings))]
    assert all(piece and b"SECRET" not in piece for piece in stored)
    assert b"JUANA" in acts.unsealed(file.parts.get().rows)
    assert b"JUANA" not in acts.unsealed(file.parts.get().findings)
    importing.answers(part_2024=12)
    importing.confirm(kind="first")
    assert not ImportFile.objects.exists()
    written = [*Event.objects.values_list("detail", "target_label"), *FieldChange.objects.values()]
    assert written and "SECRET" not in str(written)


def test_last_date_of_a_year_is_a_hint_that_it_is_a_part(importing):
    homicides = make.indicator("Intentional homicides", slug="homicides")
    series = make.series(of=homicides, where=make.area(), by=importing.source)
    importing.upload("Fecha\tTipo\n2023-12-05\tA\n2024-11-29\tA\n2024-02-01\tB\n")
    importing.columns({"Fecha": "period"}, counts="yes", indicator=homicides.pk, area=make.area().pk, frequency="A")
    hints = {field.label: field.help_text for field in importing.response.context["form"].parts}
    assert hints == {"2024": "The last date in it is in November.", "2023": ""}
    presets = {field.label: field.value() for field in importing.response.context["form"].parts}
    assert presets == {"2024": "", "2023": 12}  # a part of a year is nobody's full year by a press of a button
    importing.answers(part_2024=11)
    importing.confirm(kind="first")
    assert annual(series) == {"2023": 1, "2024-01-01/P11M": 2}


def test_columns_of_numbers_of_events_are_left_out_without_a_choice_for_each(importing):
    homicides = make.indicator("Intentional homicides", slug="homicides")
    series = make.series(of=homicides, where=make.area(), by=importing.source)
    importing.upload("Fecha\tEdad\tCalle\n2023-12-05\t31\t4\n2023-12-29\t19\t7\n")
    importing.columns(
        {"Fecha": "period", "Edad": "value", "Calle": "value"},
        counts="yes", indicator=homicides.pk, area=make.area().pk, frequency="A",
    )  # fmt: skip
    importing.answers()
    importing.confirm(kind="first")
    assert annual(series) == {"2023": 2}

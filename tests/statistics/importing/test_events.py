"""A workbook with a row for each event is counted into series; no row of it is stored, readable or logged."""

from collections import Counter

import pytest

from briefings.history.models import Event, FieldChange
from briefings.statistics.actions import importing as acts
from briefings.statistics.importing import resolving
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


@pytest.mark.parametrize("count", [3_000, pytest.param(30_000, marks=[pytest.mark.slow, pytest.mark.once])])
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
    years = importing.response.context["form"].parts
    assert [field.value() for field in years] == [12] * 10
    assert years[0].help_text.endswith("to 28 December 2023.")
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
    importing.answers(**{"part_2024-01": 1})
    importing.add_series()
    importing.confirm(kind="first")
    assert annual(Series.objects.get(area=areas["Azuay"])) == {"2024-01": 1, "2024-03": 0}
    assert annual(Series.objects.get(area=areas["Loja"])) == {"2024-01": 0, "2024-03": 2}


def test_events_of_many_days_are_few_values(importing, monkeypatch):
    """How many are recorded at once is limited by values, not by rows."""
    monkeypatch.setattr(resolving, "MAX_VALUES", 1)
    homicides = make.indicator("Intentional homicides", slug="homicides")
    series = make.series(of=homicides, where=provinces()["Azuay"], by=importing.source)
    importing.upload("Fecha\tProvincia\n" + "".join(f"2024-01-{day:02}\tAzuay\n" for day in range(1, 29)))
    importing.columns({"Fecha": "period", "Provincia": "area"}, counts="yes", indicator=homicides.pk, frequency="A")
    importing.answers(part_2024=12)
    importing.confirm(kind="first")
    assert annual(series) == {"2024": 28}


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


@pytest.fixture
def counting(importing):
    """Count the days of a paste in Ecuador: the page of the questions."""
    homicides = make.indicator("Intentional homicides", slug="homicides")

    def upload(*days, frequency="A"):
        make.series(of=homicides, where=make.area(), by=importing.source, frequency=frequency)
        importing.upload("Fecha\tTipo\n" + "".join(f"{day}\tA\n" for day in days))
        about = {"indicator": homicides.pk, "area": make.area().pk, "frequency": frequency}
        importing.columns({"Fecha": "period"}, counts="yes", **about)
        return {field.label: (field.value(), field.help_text) for field in importing.response.context["form"].parts}

    return upload


def test_year_that_begins_late_or_ends_early_has_no_answer_beforehand(importing, counting):
    """A part of a year is nobody's full year by a press of a button."""
    asked = counting("2022-06-03", "2022-12-31", "2023-01-01", "2023-12-31", "2024-01-05", "2024-10-30", "2024-11-10")
    assert asked == {
        "2024": ("", "Dates from 5 January 2024 to 10 November 2024."),
        "2023": (12, ""),
        "2022": ("", "Dates from 3 June 2022 to 31 December 2022."),
    }
    importing.answers(part_2024=10)
    assert importing.errors() == {"part_2022": ["This field is required."]}
    importing.answers(part_2024=10, part_2022=0)  # what is later than the months of a part is left out, too
    importing.confirm(kind="first")
    assert annual(Series.objects.get()) == {"2023": 2, "2024-01-01/P10M": 2}


def test_month_in_which_the_events_begin_or_end_is_asked(importing, counting):
    asked = counting("2024-03-09", "2024-04-20", "2024-05-01", "2024-06-10", frequency="M")
    dates = "Dates from 9 March 2024 to 10 June 2024."
    assert asked == {"June 2024": ("", dates), "March 2024": ("", dates)}
    assert "in the middle of one" in importing.response.text
    importing.answers(**{"part_2024-06": 0, "part_2024-03": 1})
    importing.confirm(kind="first")
    assert annual(Series.objects.get()) == {"2024-03": 1, "2024-04": 1, "2024-05": 1}


def test_quarters_are_not_asked_if_the_dates_reach_to_their_ends(counting):
    assert counting("2024-01-02", "2024-06-29", frequency="Q") == {}


def test_columns_of_numbers_of_events_are_left_out_without_a_choice_for_each(importing):
    homicides = make.indicator("Intentional homicides", slug="homicides")
    series = make.series(of=homicides, where=make.area(), by=importing.source)
    importing.upload("Fecha\tEdad\tCalle\n2023-01-05\t31\t4\n2023-12-29\t19\t7\n")
    importing.columns(
        {"Fecha": "period", "Edad": "value", "Calle": "value"},
        counts="yes", indicator=homicides.pk, area=make.area().pk, frequency="A",
    )  # fmt: skip
    importing.answers()
    importing.confirm(kind="first")
    assert annual(series) == {"2023": 2}

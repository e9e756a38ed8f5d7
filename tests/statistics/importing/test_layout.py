"""Where tables begin, what their columns are, and what rows hold."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from briefings.statistics.importing.layout import Layout, headings, propose_layout
from briefings.statistics.importing.mapping import (
    Mapping,
    Role,
    propose,
    recalled,
    remembered,
    require_complete,
    signature,
)
from briefings.statistics.importing.reading import read
from briefings.statistics.importing.scanning import Scan

DATA = Path(__file__).parent / "data"
DIVIDED = [
    ["Homicidios en Ecuador"],
    [],
    ["Provincia", "2022", "", "2023", ""],
    ["", "Hombres", "Mujeres", "Hombres", "Mujeres"],
    ["Azuay", 1, 2, 3, 4],
    ["Fuente: ministerio"],
]


def looked_at(rows):
    layout = propose_layout(rows)
    columns = headings(rows, layout)
    return layout, columns, propose(rows, layout, columns)


def rows_of(name):
    return list(read((DATA / name).read_bytes()).sheets[0].all_rows())


def roles(columns, mapping):
    return {heading.text: str(role) for heading in columns if (role := mapping.roles.get(heading.column))}


@pytest.mark.parametrize(
    ("name", "header", "frequency", "wanted"),
    [
        ("homicides_by_month_mdi.csv", 0, "M", {"year": "year", "month": "month", "homicides": "value"}),
        (
            "homicides_by_month_mdi_later_vintage.csv", 0, "M",
            {"anio": "year", "mes": "month", "total": "value", "asesinatos": "value", "sicariatos": "value",
             "femicidios": "value"},
        ),
        ("homicides_by_province_year_mdi.csv", 0, "A", {"prov": "area", "year": "year", "homicides": "value"}),
        (
            "homicidios_provincia_anio_latin1.csv", 0, "A",
            {"Provincia": "area"} | {str(year): "value" for year in range(2014, 2027)},
        ),
        ("worldbank_homicide_rate_es.csv", 4, "A",
         {"Country Name": "area"} | {str(year): "value" for year in range(1960, 2026)}),
        ("disputed_figures.csv", 0, "A", {"measure": "indicator", "year": "year", "value": "value"}),
        ("provinces.csv", 0, "A", {"name": "area", "population_2020_inec_projection": "value"}),
    ],
)  # fmt: skip
def test_columns_of_the_shared_files_are_proposed(name, header, frequency, wanted):
    layout, columns, mapping = looked_at(rows_of(name))
    assert (layout, mapping.frequency, roles(columns, mapping)) == (Layout(header, 1), frequency, wanted)


def test_two_rows_of_headings_are_joined():
    layout, columns, mapping = looked_at(DIVIDED)
    assert layout == Layout(2, 2)
    assert [(heading.text, heading.period) for heading in columns[:3]] == [
        ("Provincia", ""), ("2022 – Hombres", "2022"), ("2022 – Mujeres", "2022"),
    ]  # fmt: skip
    found = Scan(mapping, columns).rows(DIVIDED, 1)
    assert [finding[:5] for finding in found.rows] == [
        [5, "Hombres", "Azuay", "2022", 1], [5, "Mujeres", "Azuay", "2022", 2],
        [5, "Hombres", "Azuay", "2023", 3], [5, "Mujeres", "Azuay", "2023", 4],
    ]  # fmt: skip
    assert (found.labels, found.places, found.problems) == (["Hombres", "Mujeres"], ["Azuay"], [])


def test_paste_without_headings_is_period_and_value():
    _layout, columns, mapping = looked_at([["2022", "4.886"], ["2023", "8.237"]])
    found = Scan(mapping, columns).rows([["2022", "4.886"], ["2023", "8.237"]], 1)
    assert [finding[3:5] for finding in found.rows] == [["2022", "4.886"], ["2023", "8.237"]]
    assert found.styles == {"?": [[1, "4.886"], [2, "8.237"]]}


def test_column_of_months_makes_a_monthly_file():
    for months in (["2024-03", "2024-04"], ["marzo 2024", "abril 2024"]):
        rows = [["Fecha", "Total"], *[[month, 5] for month in months]]
        assert looked_at(rows)[2].frequency == "M"
    assert looked_at([["Periodo", "Total"], ["2023", 5], ["2024", 6]])[2].frequency == "A"


def test_gaps_stay_gaps_and_notes_are_no_rows():
    rows = [["Año", "Total"], ["2022", 5], ["2023", "s/d"], [], ["Fuente: ministerio", ""]]
    _layout, columns, mapping = looked_at(rows)
    found = Scan(mapping, columns).rows(rows, 1)
    assert ([finding[3:5] for finding in found.rows], found.blank, found.problems) == ([["2022", 5]], 2, [])


def test_rows_that_cannot_be_read_are_named():
    rows = [["Año", "Mes", "Total"], ["2022", "1", 5], ["dos mil", "2", 5], ["2022", "13", 5]]
    _layout, columns, mapping = looked_at(rows)
    problems = Scan(mapping, columns).rows(rows, 1).problems
    assert problems == [[3, "“dos mil” is not a year."], [4, "“13” is not a month."]]


def test_months_of_a_year_make_a_part_of_it():
    rows = [["year", "homicides", "months"], ["2023", 8237, 12], ["2024", 6964, 11]]
    _layout, columns, mapping = looked_at(rows)
    found = Scan(mapping, columns).rows(rows, 1)
    assert [finding[3] for finding in found.rows] == ["2023", "2024-01-01/P11M"]


def test_rows_that_say_something_else_take_no_part():
    rows = [["year", "value", "source"], ["2023", 1, "A"], ["2024", 2, "B"]]
    _layout, columns, mapping = looked_at(rows)
    mapping = Mapping(**{**vars(mapping), "roles": mapping.roles | {2: Role.ONLY}, "only": "b"})
    found = Scan(mapping, columns).rows(rows, 1)
    assert ([finding[3] for finding in found.rows], found.left_out) == (["2024"], 1)


def test_places_may_stand_in_the_headings():
    rows = [["Año", "Azuay", "Guayas"], ["2022", 1, 2]]
    layout, columns, _mapping = looked_at(rows)
    roles = {0: Role.YEAR, 1: Role.VALUE_OF_AREA, 2: Role.VALUE_OF_AREA}
    found = Scan(Mapping(header=layout.header, roles=roles), columns).rows(rows, 1)
    assert [finding[1:5] for finding in found.rows] == [["", "Azuay", "2022", 1], ["", "Guayas", "2022", 2]]


def test_events_are_counted_by_period_place_and_category():
    rows = [["Fecha", "Provincia", "Tipo"], *[[{"d": f"2024-01-0{day}"}, "Azuay", "A"] for day in (1, 1, 2)]]
    columns = headings(rows, Layout(0, 1))
    mapping = Mapping(roles={0: Role.PERIOD, 1: Role.AREA, 2: Role.CATEGORY}, counts=True, indicator=1)
    found = Scan(mapping, columns).rows(rows, 1)
    assert [finding[:5] for finding in found.rows] == [
        [2, "", "Azuay", "2024-01-01", 2], [2, "Tipo: A", "Azuay", "2024-01-01", 2],
        [4, "", "Azuay", "2024-01-02", 1], [4, "Tipo: A", "Azuay", "2024-01-02", 1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (Mapping(roles={0: "year"}, area=1), "which columns hold the values"),
        (Mapping(roles={1: "value"}, area=1), "Say of which period"),
        (Mapping(roles={0: "year", 1: "value"}), "Say of which place"),
        (Mapping(roles={0: "year", 1: "year", 2: "value"}, area=1), "Two columns are “year”"),
        (Mapping(roles={0: "month", 1: "value"}, area=1, period="2022"), "needs a column with the year"),
        (Mapping(roles={0: "year", 1: "value", 2: "value", 3: "low"}, area=1), "single column of values"),
        (Mapping(roles={0: "year", 1: "value", 2: "only"}, area=1), "which words a row must have"),
        (Mapping(roles={0: "year"}, area=1, counts=True), "choose the indicator"),
        (Mapping(roles={0: "year", 1: "value"}, area=1, counts=True, indicator=1), "have no “values”"),
    ],
)
def test_what_is_not_said_about_the_columns_is_asked(mapping, words):
    columns = headings([["a", "b", "c", "d"]], Layout(0, 1))
    with pytest.raises(ValidationError, match=words):
        require_complete(mapping, columns)


def test_mapping_is_recalled_by_headings():
    """Next year's file has another column in front and one more year."""
    rows = [["Provincia", "Código", "2022"], ["Azuay", "01", 3]]
    _layout, columns, proposal = looked_at(rows)
    chosen = Mapping(**{**vars(proposal), "roles": {1: "area", 2: "value"}, "indicator": 7})
    later = headings([["Código", "Provincia", "2022", "2023"]], Layout(0, 1))
    again = recalled(remembered(chosen, columns), Mapping(roles={2: "value", 3: "value"}), later)
    assert signature(columns) == signature(later)
    assert (again.roles, again.indicator) == ({0: "area", 1: "", 2: "value", 3: "value"}, 7)

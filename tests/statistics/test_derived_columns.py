"""Derived columns: computed from exact values, refused where they would mislead, kept with their operands."""

from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from briefings.articles.models import FigureUse
from briefings.statistics.calculations import per_100_000, share
from briefings.statistics.charts import chart_of
from briefings.statistics.data_tables import resolve_data_table
from briefings.statistics.entering.comparing import compare
from briefings.statistics.entering.entries import Entry
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import DataTable, Observation
from briefings.statistics.printed_in.places import printed_in, value_printed_in
from tests.kinds import DataTableBlock

from .. import make
from .test_data_table_admin import form

ADD = "/admin/briefings/datatable/add/"


@pytest.fixture
def homicides(db):
    series = make.series(of=make.indicator("Homicides", name_es="Homicidios", unit_es="víctimas"))
    make.recorded(series, {"2021": "2478", "2022": "4886", "2023": "8237", "2024-01-01/P11M": "6275"})
    return series


@pytest.fixture
def population(db):
    indicator = make.indicator("Population", unit_en="people", unit_es="habitantes", name_es="Población")
    series = make.series(of=indicator, by=make.source("Statistics office"))
    make.recorded(series, {"2021": "17700000", "2022": "17800000", "2023": "17900000"})
    return series


def table_of(series, *formulas, base=None, years=("2021", "2022", "2023"), **fields):
    table = make.data_table(**fields)
    for formula in ("", *formulas):
        make.column(table, series, formula=formula, base=base if formula in ("share", "rate") else None)
    for year in years:
        make.row(table, year)
    return table


def column(table, number=1, language="en"):
    """(heading, unit, texts of the cells) of a column."""
    resolved = resolve_data_table(table, language)
    about = resolved["columns"][number]
    cells = [row["cells"][number] for row in resolved["rows"]]
    return about["heading"], about["unit"], [cell and cell["text"] for cell in cells]


def test_change_and_percent_change_on_the_year_before(homicides):
    table = table_of(homicides, "change", "percent")
    assert column(table, 1) == ("Homicides, change", "victims", [None, "+2,408", "+3,351"])
    assert column(table, 2) == ("Homicides, change in percent", "%", [None, "+97.2", "+68.6"])


def test_value_before_the_first_row_is_used(homicides):
    assert column(table_of(homicides, "change", years=["2023"]))[2] == ["+3,351"]


def test_cells_hold_exact_operands(homicides):
    cell = resolve_data_table(table_of(homicides, "percent", years=["2022"]), "en")["rows"][0]["cells"][1]
    now, before = homicides.observations.get(start__year=2022), homicides.observations.get(start__year=2021)
    assert [operand["vintage"] for operand in cell["operands"]] == [now.current_id, before.current_id]
    assert cell["value"] == "97.175141"
    assert cell["expression"] == f"percent({now.current_id}, {before.current_id})"


def test_per_100_000_people(homicides, population):
    found = column(table_of(homicides, "rate", base=population))
    assert found == ("Homicides per 100,000 people", "victims per 100,000 people", ["14.0", "27.4", "46.0"])
    assert column(table_of(homicides, "rate", base=population), language="es")[2] == ["14,0", "27,4", "46,0"]


def test_share_of_a_total(homicides):
    part = make.series(of=make.indicator("By firearm"), by=homicides.source)
    make.recorded(part, {"2022": "3908", "2023": "9000"})
    found = column(table_of(part, "share", base=homicides))
    assert found == ("By firearm, share of Homicides", "%", [None, "80.0", None])  # 9,000 of 8,237 is no part of it


def test_share_in_a_table_of_areas_is_of_the_chosen_total(homicides):
    guayas = make.series(
        of=homicides.indicator, by=homicides.source, where=make.area("EC-G", "Guayas", kind="province")
    )
    make.recorded(guayas, {"2023": "3900"})
    table = make.data_table(rows_are="areas", row_rule="level", rows_level="province")
    make.column(table, homicides, "2023")
    make.column(table, homicides, "2023", formula="share", base=homicides)
    assert column(table)[2] == ["47.3"]


def test_rate_with_an_estimated_population_is_shown_and_an_estimated_count_is_marked(homicides):
    people = make.series(of=make.indicator("Projection", unit_en="people"), by=make.source("Statistics office"))
    make.recorded(people, {"2021": "17700000", "2022": "17800000", "2019": "17500000"}, status="E")
    make.recorded(homicides, {"2019": "1188"}, status="E")
    table = table_of(homicides, "rate", base=people, years=["2019", "2022"])
    cells = [row["cells"][1] for row in resolve_data_table(table, "en")["rows"]]
    assert [(cell["text"], cell["status"]) for cell in cells] == [("6.8", "E"), ("27.4", "A")]


def test_rate_in_a_table_of_areas_is_of_the_areas_own_population(homicides, population):
    area = make.area("EC-G", "Guayas", kind="province")
    for of, number in ((homicides, "3900"), (population, "4400000")):
        make.recorded(make.series(of=of.indicator, by=of.source, where=area), {"2023": number})
    table = make.data_table(rows_are="areas")
    make.column(table, homicides, "2023", formula="rate", base=population)
    make.row(table, area=area)
    assert column(table, 0)[2] == ["88.6"]


def test_estimates_are_compared_with_nothing(db):
    estimate = make.series()
    make.recorded(estimate, {"2021": "10"}, status="E")
    make.recorded(estimate, {"2022": "20"})
    assert column(table_of(estimate, "change", "percent"))[2] == [None, None, None]


def test_part_of_a_year_has_no_rate_and_no_change_on_a_whole_one(homicides, population):
    table = table_of(homicides, "percent", "rate", base=population, years=["2024-01-01/P11M"])
    assert column(table, 1)[2] == column(table, 2)[2] == [None]


def test_break_in_the_series_is_no_change(homicides):
    make.recorded(homicides, {"2025": "9000"}, status="B")
    make.recorded(homicides, {"2024": "7000"})
    assert column(table_of(homicides, "change", years=["2025"]))[2] == [None]


def test_share_changes_in_points(db):
    rate = make.series(of=make.indicator("Solved", kind="share", unit_en="%", decimals=1))
    make.recorded(rate, {"2021": "40", "2022": "43.5"})
    assert column(table_of(rate, "change"))[1:] == ("percentage points", [None, "+3.5", None])


def test_chart_draws_values_only(homicides):
    plain, derived = table_of(homicides, show="chart"), table_of(homicides, "change", show="chart")
    charts = [
        chart_of(resolve_data_table(table, "en") | {"slug": "x", "title": "X"}, "en") for table in (plain, derived)
    ]
    assert charts[0] == charts[1] != ""


def test_table_without_derived_columns_has_no_new_parts(homicides):
    resolved = resolve_data_table(table_of(homicides), "en")
    assert set(resolved["columns"][0]) == {
        "heading", "indicator", "indicator_name", "unit", "decimals", "area_name", "frequency", "source", "period",
        "period_label",
    }  # fmt: skip
    assert set(resolved["rows"][0]["cells"][0]) == {"value", "text", "status", "vintage", "observation", "is_part"}


def test_edition_keeps_the_operands_and_stores_no_observation(author, editor, homicides, population):
    table, observations = table_of(homicides, "rate", base=population, years=["2022"]), Observation.objects.count()
    edition = make.edition(by=author, approver=editor, blocks=[(DataTableBlock, {"table": table})])
    uses = FigureUse.objects.filter(edition=edition, role="operand").select_related("vintage__observation")
    assert {use.vintage.observation.series_id for use in uses} == {homicides.pk, population.pk}
    assert {(use.text, use.value) for use in uses} == {("27.4", Decimal("27.449438"))}
    assert all(use.expression.startswith("rate(") for use in uses)
    assert Observation.objects.count() == observations
    assert "Statistics office" in edition.document
    assert Observation.objects.filter(series=population, cited=True).count() == 1


def test_value_is_printed_where_something_is_computed_with_it(homicides, population, analyst):
    table = table_of(homicides, "rate", base=population, years=["2022"])
    value = population.observations.select_related("current").get(start__year=2022)
    assert str(table) in {place.title for place in value_printed_in(value, analyst)[:99]}
    before = homicides.observations.select_related("current").get(start__year=2021)
    assert str(table) not in {place.title for place in value_printed_in(before, analyst)[:99]}
    changes = table_of(homicides, "change", years=["2022"])
    assert str(changes) in {place.title for place in value_printed_in(before, analyst)[:99]}


def cells_that_change(table, user, *changed):
    """(cell, printed, new) of the table once these values of (series, year, number) count."""
    entries = [Entry(series, Value(make.period(year), Decimal(number))) for series, year, number in changed]
    places = printed_in(compare(entries, now=timezone.now()).changes, user)[:99]
    (place,) = (place for place in places if place.title == str(table))
    return [(use.where.partition(",")[0], use.text, use.new) for use in place.uses]


def test_place_of_a_derived_cell_shows_what_it_prints(homicides, analyst):
    table = table_of(homicides, "change", "percent", years=["2022", "2023"])
    assert cells_that_change(table, analyst, (homicides, "2022", "4900")) == [
        ("2022", "4,886", "4,900"),
        ("2022", "+2,408", "+2,422"), ("2023", "+3,351", "+3,337"),
        ("2022", "+97.2", "+97.7"), ("2023", "+68.6", "+68.1"),
    ]  # fmt: skip


def test_derived_cell_whose_operands_both_change_is_one_place(homicides, analyst):
    table = table_of(homicides, "change", years=["2022"])
    both = (homicides, "2021", "2479"), (homicides, "2022", "4900")
    assert cells_that_change(table, analyst, *both) == [("2022", "4,886", "4,900"), ("2022", "+2,408", "+2,421")]


def test_derived_cell_of_a_new_row_is_computed_with_what_is_on_record(homicides, analyst):
    table = make.data_table(row_rule="last", rows_count=2)
    make.column(table, homicides, formula="change")
    assert cells_that_change(table, analyst, (homicides, "2024", "7065")) == [("2024", "–", "−1,172")]


def test_rate_in_a_table_by_area_is_computed_with_the_population_of_each_area(homicides, population, analyst):
    guayas = make.area("EC-G", "Guayas", "province")
    there = {each: make.series(of=each.indicator, by=each.source, where=guayas) for each in (homicides, population)}
    make.recorded(there[homicides], {"2023": "4000"})
    make.recorded(there[population], {"2023": "4000000"})
    table = make.data_table(rows_are="areas")
    make.column(table, homicides, "2023", formula="rate", base=population)
    make.row(table, area=guayas)
    changed = (there[homicides], "2023", "4200")
    assert cells_that_change(table, analyst, changed) == [("Guayas", "100.0", "105.0")]
    with_population = (there[population], "2023", "2000000")
    assert cells_that_change(table, analyst, with_population) == [("Guayas", "100.0", "200.0")]


@pytest.mark.parametrize(
    ("kind", "unit", "formula", "based", "message"),
    [
        ("share", "%", "percent", False, "A percent change of a percentage misleads."),
        ("count", "victims", "share", False, "Choose the series of the total"),
        ("count", "victims", "change", True, "Only a share has a total"),
        ("count", "cases", "share", True, "cases and victims differ"),
        ("rate", "victims", "share", True, "A share needs counts or amounts"),
        ("rate", "victims", "rate", True, "Only a count is divided"),
        ("count", "victims", "rate", True, "does not count people"),
    ],
)
def test_units_are_checked(signed_in, analyst, homicides, kind, unit, formula, based, message):
    series = make.series(of=make.indicator("Other", kind=kind, unit_en=unit))
    data = form(
        [{"series": series.pk, "formula": formula, "base": homicides.pk if based else ""}], [{"period": "2022"}]
    )
    page = signed_in(analyst).post(ADD, data).content.decode()
    assert message in page
    assert not DataTable.objects.exists()


def test_population_of_another_area_is_refused(signed_in, analyst, homicides, population):
    there = make.series(of=population.indicator, by=population.source, where=make.area("EC-G", "Guayas", "province"))
    for base, is_kept in ((there, False), (population, True)):
        data = form([{"series": homicides.pk, "formula": "rate", "base": base.pk}], [{"period": "2022"}])
        page = signed_in(analyst).post(ADD, data).text
        assert DataTable.objects.exists() == is_kept
        assert is_kept or "The population is that of Guayas, the values are those of Ecuador." in page


numbers = st.decimals(min_value=0, max_value=10**12, places=2)


@given(numbers, numbers)
def test_shares_and_rates_are_exact_or_nothing(part, whole):
    found = share(part, whole)
    assert (found is None) == (whole <= 0 or part > whole)
    assert found is None or abs(found * whole - part) < Decimal("0.001")
    rate = per_100_000(part, whole)
    assert (rate is None) == (whole <= 0)
    assert rate is None or abs(rate * whole - part * 100_000) < 1

"""Rows of data tables by rule: they grow with new values, and are shown before they are saved."""

import datetime
from decimal import Decimal

import pytest

from briefings.lib.periods import Period
from briefings.statistics.actions import record_values
from briefings.statistics.data_tables import resolve_data_table, resolve_data_tables
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import DataTable
from briefings.statistics.printed_in.places import Kind

from .. import make
from .previews import previewed
from .test_data_table_admin import form

ADD = "/admin/briefings/datatable/add/"


@pytest.fixture
def series(db):
    series = make.series()
    make.recorded(series, {str(year): str(year - 1000) for year in range(2018, 2024)})
    return series


def table_of(series, *, formula="", base=None, **rule):
    table = make.data_table(**rule)
    make.column(table, series, formula=formula, base=base)
    return table


def headings(table, **options):
    return [row["heading"] for row in resolve_data_table(table, "en", **options)["rows"]]


def test_span_grows_unless_it_has_an_end(series):
    open_ended = table_of(series, row_rule="span", rows_from=datetime.date(2021, 1, 1))
    closed = table_of(series, row_rule="span", rows_from=datetime.date(2021, 1, 1), rows_to=datetime.date(2023, 1, 1))
    assert headings(open_ended) == ["2021", "2022", "2023"]
    make.recorded(series, {"2024": "1000"})
    assert headings(open_ended) == ["2021", "2022", "2023", "2024"]
    assert headings(closed) == ["2021", "2022"]


def test_last_periods_move_on(series):
    table = table_of(series, row_rule="last", rows_count=2)
    assert headings(table) == ["2022", "2023"]
    make.recorded(series, {"2024": "1000"})
    assert headings(table) == ["2023", "2024"]


def test_part_of_a_year_is_a_row_until_the_year_is_whole(series):
    table = table_of(series, row_rule="last", rows_count=2)
    make.recorded(series, {"2024-01-01/P2M": "100", "2024-01-01/P6M": "500"})
    assert headings(table) == ["2023", "January–June 2024"]
    make.recorded(series, {"2024": "1000"})
    assert headings(table) == ["2023", "2024"]


def test_rows_of_an_earlier_day_are_those_known_then(series):
    make.recorded(series, {"2024": "1000"}, known_on=datetime.date(2025, 1, 31))
    table = table_of(series, row_rule="last", rows_count=2)
    assert headings(table, as_of=datetime.date(2024, 6, 30)) == ["2022", "2023"]


def test_retracted_period_is_no_row(series):
    row, options = Value(Period.parse("2023"), Decimal(1)), {"release": None, "known_on": datetime.date(2024, 6, 30)}
    make.settled(
        record_values(series, [row], kind="retraction", reason={"en": "Wrong."}, by=make.recorder(), **options)
    )
    assert headings(table_of(series, row_rule="last", rows_count=2)) == ["2021", "2022"]


def provinces(indicator, source, names):
    for number, name in enumerate(names):
        area = make.area(f"EC-{name[:3]}", name, kind="province")
        make.recorded(make.series(of=indicator, where=area, by=source), {"2022": str(10 + number)})


def test_all_areas_of_a_level_come_in_the_order_of_their_names(series):
    provinces(series.indicator, series.source, ["Loja", "Azuay"])
    table = make.data_table(rows_are="areas", row_rule="level", rows_level="province")
    make.column(table, series, "2022")
    assert headings(table) == ["Azuay", "Loja"]
    provinces(series.indicator, series.source, ["Guayas"])
    assert headings(table) == ["Azuay", "Guayas", "Loja"]
    cells = [row["cells"][0]["text"] for row in resolve_data_table(table, "en")["rows"]]
    assert cells == ["11", "10", "10"]


def test_readers_see_no_area_of_a_private_series(series):
    provinces(series.indicator, series.source, ["Loja"])
    make.series(of=series.indicator, by=series.source, where=make.area("EC-X", "Secret", kind="province"), public=False)
    table = make.data_table(rows_are="areas", row_rule="level", rows_level="province")
    make.column(table, series, "2022")
    assert headings(table, for_readers=True) == ["Loja"]
    assert headings(table) == ["Loja", "Secret"]


def test_many_tables_by_rule_take_as_many_queries_as_one(series, django_assert_max_num_queries):
    tables = [table_of(series, row_rule="last", rows_count=count) for count in range(1, 6)]
    tables = list(DataTable.objects.filter(pk__in=[table.pk for table in tables]).order_by("rows_count"))
    with django_assert_max_num_queries(6):
        resolved = resolve_data_tables(tables, "en")
    assert [len(table["rows"]) for table in resolved] == [1, 2, 3, 4, 5]


def test_preview_of_a_new_value_names_the_table_that_will_print_it(signed_in, analyst, series):
    table = table_of(series, row_rule="span", rows_from=datetime.date(2021, 1, 1))
    other = table_of(series, row_rule="span", rows_to=datetime.date(2020, 1, 1))
    typed = {"new-known_on": "2025-01-31", "new-pasted": "2024\t1000", "rows-TOTAL_FORMS": 0, "rows-INITIAL_FORMS": 0}
    page = previewed(signed_in(analyst), f"/admin/briefings/series/{series.pk}/values/new/", typed)
    tables = {place.title for place in page.context["places"] if place.kind == Kind.TABLE}
    assert str(table) in tables and str(other) not in tables


# --- the form


def test_analyst_makes_a_table_of_the_last_years(signed_in, analyst, series):
    data = form([{"series": series.pk}], row_rule="span", first="2019", last="2021", slug="")
    data["name_en"] = "Homicides, 2019–2021"
    response = signed_in(analyst).post(ADD, data)
    assert response.status_code == 302, response.context["errors"]
    table = DataTable.objects.get()
    assert table.slug == "homicides-2019-2021"
    assert headings(table) == ["2019", "2020", "2021"]
    page = signed_in(analyst).get(f"/admin/briefings/datatable/{table.pk}/change/").content.decode()
    assert 'value="2019"' in page and 'value="2021"' in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"row_rule": "span"}, "From which period, or to which one?"),
        ({"row_rule": "span", "first": "2022", "last": "2020"}, "The last period is before the first one."),
        ({"row_rule": "span", "first": "soon"}, "is not a period"),
        ({"row_rule": "last"}, "How many periods?"),
        ({"row_rule": "level", "rows_level": "province"}, "only where the rows are areas"),
        ({"row_rule": "last", "rows_count": "3", "rows_are": "areas"}, "only where the rows are periods"),
        ({"row_rule": "level", "rows_are": "areas"}, "Which level?"),
    ],
)
def test_rule_that_does_not_fit_is_refused(signed_in, analyst, series, fields, message):
    column = {"series": series.pk} | ({"period": "2022"} if fields.get("rows_are") == "areas" else {})
    page = signed_in(analyst).post(ADD, form([column], **fields)).content.decode()
    assert message in page
    assert not DataTable.objects.exists()


def test_table_is_shown_as_it_would_be_and_nothing_is_saved(signed_in, analyst, series):
    data = form([{"series": series.pk}], row_rule="last", rows_count="2", _show="1")
    page = signed_in(analyst).post(ADD, data).content.decode()
    assert "1,022" in page and "1,023" in page and "1,021" not in page
    assert "Nothing is saved yet" in page
    assert not DataTable.objects.exists()
    saved = table_of(series, row_rule="last", rows_count=1)
    column = saved.columns.get()
    data = form(
        [{"id": column.pk, "table": saved.pk, "series": series.pk, "position": "1"}],
        row_rule="last", rows_count="3", _show="1", slug=saved.slug,
    )  # fmt: skip
    page = signed_in(analyst).post(f"/admin/briefings/datatable/{saved.pk}/change/", data).content.decode()
    assert "1,021" in page
    saved.refresh_from_db()
    assert saved.rows_count == 1

import datetime

import pytest

from briefings.statistics.data_tables import resolve_data_table
from briefings.statistics.models import DataTable, Series

from .. import make


@pytest.fixture
def series(db):
    series = make.series()
    make.recorded(series, {"2022": "4886", "2023": "8237", "2024-01-01/P11M": "6275"})
    return series


def form(columns=(), rows=(), **fields):
    """The posted form; `columns` and `rows` are dictionaries, saved ones with their id."""
    data = {"name_en": "Homicides by year", "slug": "by-year", "rows_are": "periods", "show": "table"} | fields
    for prefix, parts in (("columns", columns), ("rows", rows)):
        data |= {f"{prefix}-TOTAL_FORMS": len(parts), f"{prefix}-INITIAL_FORMS": sum("id" in part for part in parts)}
        for number, part in enumerate(parts):
            data |= {f"{prefix}-{number}-{name}": value for name, value in part.items()}
    return data


def test_analyst_lays_out_a_table_of_periods(signed_in, analyst, series):
    rows = [{"period": "2022"}, {"period": "2024-01-01/P11M"}, {"period": "2023", "position": "1"}]
    data = form([{"series": series.pk, "heading_en": "Victims"}], rows)
    signed_in(analyst).post("/admin/briefings/datatable/add/", data)
    table = DataTable.objects.get()
    assert [row.period.code for row in table.rows.all()] == ["2023", "2022", "2024-01-01/P11M"]
    assert [row.position for row in table.rows.all()] == [1, 2, 3]
    assert not table.is_public


def test_analyst_lays_out_a_table_of_areas(signed_in, analyst, series):
    data = form(
        [{"series": series.pk, "period": "2022"}, {"series": series.pk, "period": "2023"}],
        [{"area": series.area_id}],
        rows_are="areas",
    )
    signed_in(analyst).post("/admin/briefings/datatable/add/", data)
    table = DataTable.objects.get()
    assert [column.period.code for column in table.columns.all()] == ["2022", "2023"]
    assert [row.area for row in table.rows.all()] == [series.area]


@pytest.mark.parametrize(
    ("column", "row", "rows_are", "message"),
    [
        ({}, {"period": "soon"}, "periods", "is not a period"),
        ({"period": "2022"}, {"period": "2022"}, "periods", "No period here"),
        ({}, {"area": "area"}, "areas", "Name the period"),
        ({"period": "2022"}, {"period": "2022", "area": "area"}, "areas", "No period here"),
        ({}, {"period": "2022", "area": "area"}, "periods", "exactly where the rows are areas"),
    ],
)
def test_part_that_does_not_fit_the_table_shows_an_error(signed_in, analyst, series, column, row, rows_are, message):
    row = {name: series.area_id if value == "area" else value for name, value in row.items()}
    data = form([{"series": series.pk, "heading_en": "Typed heading"} | column], [row], rows_are=rows_are)
    page = signed_in(analyst).post("/admin/briefings/datatable/add/", data).content.decode()
    assert message in page
    assert "Typed heading" in page
    assert not DataTable.objects.exists()


def test_saved_rows_change_position_and_period(signed_in, analyst, series):
    table = make.data_table(public=False)
    column = make.column(table, series)
    first, second = make.row(table, "2022"), make.row(table, "2023")
    data = form(
        [{"id": column.pk, "table": table.pk, "series": series.pk, "position": "0"}],
        [
            {"id": first.pk, "table": table.pk, "position": "2", "period": "2022"},
            {"id": second.pk, "table": table.pk, "position": "1", "period": "2024-01-01/P11M"},
        ],
        _make_public="1",
    )
    signed_in(analyst).post(f"/admin/briefings/datatable/{table.pk}/change/", data)
    assert [row.period.code for row in table.rows.all()] == ["2024-01-01/P11M", "2022"]
    table.refresh_from_db()
    assert table.is_public


def test_form_shows_a_period_as_one_text(signed_in, analyst, series):
    table = make.data_table()
    make.row(table, "2024-01-01/P11M")
    page = signed_in(analyst).get(f"/admin/briefings/datatable/{table.pk}/change/").content.decode()
    assert 'value="January–November 2024"' in page


def test_preview_shows_the_table_and_its_problems(signed_in, author, series):
    table = make.data_table(show="both")
    make.column(table, series)
    make.column(table, make.series(public=False), heading_en="Empty")
    make.row(table, "2022")
    address = f"/admin/briefings/datatable/{table.pk}/preview/"
    page = signed_in(author).get(address).content.decode()
    assert "4,886" in page and "<svg" in page
    assert "The column “Empty” has no value." in page
    assert "4\u00a0886" in signed_in(author).get(address, {"language": "es"}).content.decode()


def test_box_that_deletes_a_column_or_a_row_says_which(signed_in, analyst, series):
    table = make.data_table(public=False)
    column, row = make.column(table, series), make.row(table, "2022")
    page = signed_in(analyst).get(f"/admin/briefings/datatable/{table.pk}/change/").text
    for each in (column, row):
        assert f'aria-label="Delete “{each}”"' in page


def test_making_a_table_public_warns_of_problems(signed_in, analyst, series):
    table = make.data_table(public=False)
    data = form(
        [{"series": series.pk}, {"series": make.series(public=False).pk, "heading_en": "Empty"}],
        [{"period": "2022"}],
        _make_public="1",
    )
    page = signed_in(analyst).post(f"/admin/briefings/datatable/{table.pk}/change/", data, follow=True).content.decode()
    assert "Readers do not see all of it" in page and "“Empty” has no value" in page
    table.refresh_from_db()
    assert table.is_public


@pytest.mark.parametrize("where", ["form", "list"])
@pytest.mark.parametrize("case", ["no columns", "no value in its span", "private series"])
def test_table_without_a_value_for_readers_stays_private(signed_in, analyst, series, where, case):
    table = make.data_table(public=False)
    columns = [] if case == "no columns" else [make.column(table, series)]
    rule = {}
    if case == "no value in its span":
        rule = {"row_rule": "span", "first": "1980", "last": "1985"}
        DataTable.objects.update(row_rule="span", rows_to=datetime.date(1986, 1, 1))
    else:
        make.row(table, "2022")
    if case == "private series":
        Series.objects.update(public_since=None)
    browser = signed_in(analyst)
    if where == "list":
        data = {"action": "make_selected_public", "_selected_action": [table.pk]}
        page = browser.post("/admin/briefings/datatable/", data, follow=True).text
    else:
        parts = [{"id": each.pk, "table": table.pk, "series": series.pk} for each in columns]
        rows = [{"id": each.pk, "table": table.pk, "period": "2022"} for each in table.rows.all()]
        data = form(parts, rows, _make_public="1", **rule)
        page = browser.post(f"/admin/briefings/datatable/{table.pk}/change/", data, follow=True).text
    assert "readers would find no value in it" in page and "Readers can see" not in page
    table.refresh_from_db()
    assert not table.is_public


@pytest.mark.parametrize("rule", [{"row_rule": "last", "rows_count": "3"}, {"row_rule": "span", "first": "2020"}])
def test_rows_by_rule_take_columns_of_one_frequency(signed_in, analyst, series, rule):
    monthly = make.series(of=series.indicator, by=series.source, where=series.area, frequency="M")
    data = form([{"series": series.pk}, {"series": monthly.pk}], **rule)
    page = signed_in(analyst).post("/admin/briefings/datatable/add/", data).content.decode()
    assert "all columns have one frequency; here are: yearly, monthly." in page
    assert not DataTable.objects.exists()


@pytest.mark.parametrize(("language", "words"), [("en", ("yearly", "monthly")), ("es", ("anual", "mensual"))])
def test_columns_that_differ_by_frequency_only_say_it(series, language, words):
    table = make.data_table()
    monthly = make.series(of=series.indicator, by=series.source, where=series.area, frequency="M")
    for column in (series, monthly):
        make.column(table, column)
    make.row(table, "2022")
    headings = [column["heading"] for column in resolve_data_table(table, language)["columns"]]
    assert [heading.endswith(f", {word})") for heading, word in zip(headings, words, strict=True)] == [True, True]


@pytest.mark.parametrize("who", ["author", "editor", "administrator", "auditor"])
def test_other_roles_read_tables_and_change_nothing(signed_in, request, who):
    table = make.data_table()
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(f"/admin/briefings/datatable/{table.pk}/change/").status_code == 200
    assert browser.post(f"/admin/briefings/datatable/{table.pk}/change/", form()).status_code == 403
    assert browser.post("/admin/briefings/datatable/add/", form()).status_code == 403


def test_form_takes_as_many_queries_with_many_rows(signed_in, analyst, series, django_assert_max_num_queries):
    table = make.data_table(rows_are="areas")
    for when in ("2022", "2023"):
        make.column(table, series, when)
    for number in range(30):
        make.row(table, area=make.area(f"C{number}", f"Canton {number}", kind="canton"))
    browser = signed_in(analyst)
    with django_assert_max_num_queries(14):
        assert browser.get(f"/admin/briefings/datatable/{table.pk}/change/").status_code == 200

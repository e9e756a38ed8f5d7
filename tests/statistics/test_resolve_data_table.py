import datetime
import json

import pytest

from briefings.statistics.charts import chart_of
from briefings.statistics.data_tables import resolve_data_table
from briefings.statistics.models import Observation

from .. import make
from .test_record_values import enter, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def homicides(db):
    """A series with values of 2022, 2023 and a part of 2024."""
    series = make.series(
        of=make.indicator("Homicides", name_es="Homicidios", slug="homicides"),
        by=make.source("Ministry", slug="ministry"),
    )
    make.recorded(
        series, {"2022": "4886", "2023": "8237", "2024-01-01/P11M": "6275"}, release=make.release(series.source)
    )
    return series


@pytest.fixture
def by_year(homicides):
    table = make.data_table("Homicides by year", rows_are="periods", note_en="Provisional.")
    make.column(table, homicides)
    for when in ("2022", "2023", "2024-01-01/P11M", "2025"):
        make.row(table, when)
    return table


def by_province(homicides):
    table = make.data_table("Homicides by province", rows_are="areas")
    make.column(table, homicides, "2022")
    make.column(table, homicides, "2023")
    for code, name, first, second in [("EC-G", "Guayas", "1000", "2000"), ("EC-P", "Pichincha", "100", "200")]:
        area = make.area(code, name, kind="province")
        sister = make.series(of=homicides.indicator, where=area, by=homicides.source)
        make.recorded(sister, {"2022": first, "2023": second})
        make.row(table, area=area)
    return table


def test_table_of_periods_holds_text_value_and_vintage(by_year):
    resolved = resolve_data_table(by_year, "en")
    assert [row["heading"] for row in resolved["rows"]] == ["2022", "2023", "January–November 2024", "2025"]
    first, _second, part, nothing = [row["cells"][0] for row in resolved["rows"]]
    observation = Observation.objects.get(start__year=2022)
    assert first == {
        "value": "4886",
        "text": "4,886",
        "status": "A",
        "vintage": observation.current_id,
        "observation": observation.pk,
        "is_part": False,
    }
    assert part["is_part"] and resolved["rows"][2]["is_part"]
    assert nothing is None
    assert resolved["columns"][0]["heading"] == "Homicides"
    assert [(source["slug"], source["released"]) for source in resolved["sources"]] == [("ministry", "2024-01-31")]
    assert resolved["problems"] == []
    json.dumps(resolved)


def test_table_in_spanish_marks_english_texts(by_year):
    resolved = resolve_data_table(by_year, "es")
    assert (resolved["title"], resolved["title_language"]) == ("Homicides by year", "en")
    assert resolved["rows"][2]["heading"] == "enero–noviembre de 2024"
    assert resolved["rows"][0]["cells"][0]["text"] == "4\u00a0886"
    assert "heading_language" not in resolved["columns"][0]


def test_columns_of_one_indicator_are_distinguished_by_source(by_year, homicides):
    make.column(by_year, make.series(of=homicides.indicator, by=make.source("Observatory")))
    resolved = resolve_data_table(by_year, "en")
    assert [column["heading"] for column in resolved["columns"]] == ["Homicides (Ministry)", "Homicides (Observatory)"]


def test_table_by_area_takes_the_series_of_each_area(homicides):
    resolved = resolve_data_table(by_province(homicides), "en")
    assert [column["heading"] for column in resolved["columns"]] == ["2022", "2023"]
    assert [(row["heading"], row["area"], [cell["text"] for cell in row["cells"]]) for row in resolved["rows"]] == [
        ("Guayas", "EC-G", ["1,000", "2,000"]),
        ("Pichincha", "EC-P", ["100", "200"]),
    ]


def test_values_as_known_on_a_date(by_year, homicides, analyst):
    make.settled(enter(homicides, value("2023", "8248"), by=analyst, kind="correction", known_on="2024-06-30"))
    now = resolve_data_table(by_year, "en")
    then = resolve_data_table(by_year, "en", as_of=datetime.date(2024, 3, 1))
    before = resolve_data_table(by_year, "en", as_of=datetime.date(2023, 3, 1))
    assert [table["rows"][1]["cells"][0]["value"] for table in (now, then)] == ["8248", "8237"]
    assert before["rows"][1]["cells"][0] is None


def test_private_series_is_a_problem_and_left_out_for_readers(by_year):
    secret = make.series(of=make.indicator("Secret", public=False), by=make.source("Leak", public=False), public=False)
    make.recorded(secret, {"2022": "13"})
    make.column(by_year, secret)
    problems = resolve_data_table(by_year, "en")["problems"]
    assert len(problems) == 3
    assert all("not public" in problem for problem in problems)
    for_readers = resolve_data_table(by_year, "en", for_readers=True)
    assert "Secret" not in str(for_readers) and "Leak" not in str(for_readers)
    assert for_readers["problems"] == []


def test_private_series_of_one_area_is_left_out_for_readers(homicides):
    table = by_province(homicides)
    sister = homicides.indicator.series.get(area__code="EC-G")
    type(sister).objects.filter(pk=sister.pk).update(public_since=None)
    assert len(resolve_data_table(table, "en")["problems"]) == 1
    assert resolve_data_table(table, "en", for_readers=True)["rows"][0]["cells"] == [None, None]


def test_column_without_a_value_is_a_problem(by_year, homicides):
    make.column(by_year, make.series(of=homicides.indicator), heading_en="Empty")
    assert resolve_data_table(by_year, "en")["problems"] == ["The column “Empty” has no value."]


def test_table_takes_four_queries_with_many_rows(homicides, django_assert_max_num_queries):
    table = by_province(homicides)
    with django_assert_max_num_queries(4):
        resolve_data_table(table, "en")
    for number in range(30):
        area = make.area(f"C{number}", f"Canton {number}", kind="canton")
        make.recorded(make.series(of=homicides.indicator, where=area, by=homicides.source), {"2023": number})
        make.row(table, area=area)
    with django_assert_max_num_queries(4):
        assert len(resolve_data_table(table, "en")["rows"]) == 32


def test_many_periods_are_a_line_chart_and_few_are_bars(by_year, homicides):
    assert 'class="bar' in chart_of(resolve_data_table(by_year, "en"), "en")
    make.recorded(homicides, {"2019": "1189", "2020": "1372", "2021": "2495"})
    for when in ("2019", "2020", "2021"):
        make.row(by_year, when)
    chart = chart_of(resolve_data_table(by_year, "en"), "en")
    assert 'class="bar' not in chart
    assert "1,189 in 2019" in chart


def test_areas_are_bars_of_the_last_column(homicides):
    chart = chart_of(resolve_data_table(by_province(homicides), "en"), "en")
    assert "Guayas: 2,000" in chart
    assert "Guayas: 1,000" not in chart


def test_table_without_values_has_no_chart(homicides):
    table = make.data_table()
    assert chart_of(resolve_data_table(table, "en"), "en") == ""

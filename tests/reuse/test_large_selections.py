"""Files of many values: what is too large is refused before it is read, and many series take few queries."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.reuse import files, values
from tests import make

pytestmark = pytest.mark.django_db
ALL = "?area=all&frequency=all"


@pytest.fixture
def provinces():
    """An indicator with a series in each of six provinces, two values in each."""
    of, by = make.indicator("Homicides", slug="homicides"), make.source()
    made = []
    for number in range(6):
        area = make.area(f"EC-{number}", f"Province {number}", "province")
        series = make.series(of=of, by=by, where=area)
        make.recorded(series, {"2021": f"{number}", "2022": f"{number + 10}"})
        made.append(series)
    return made


def queries_of(reader, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = reader.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, content, [query["sql"] for query in captured]


@pytest.mark.parametrize("ending", ["json", "xlsx", "zip"])
@pytest.mark.parametrize("as_of", ["", "&as_of=2024-06-30"])
def test_too_large_file_is_refused_before_a_value_is_read(reader, provinces, monkeypatch, ending, as_of):
    monkeypatch.setattr(files, "MAX_ROWS", 11)
    status, content, queries = queries_of(reader, f"/en/statistics/homicides.{ending}{ALL}{as_of}")
    assert status == 413 and b"CSV" in content
    assert "COUNT(*)" in queries[-1], "nothing is asked after the count"
    assert not any('"locator"' in sql for sql in queries)


def test_package_is_refused_for_its_history(reader, provinces, monkeypatch):
    monkeypatch.setattr(files, "MAX_ROWS", 12)
    assert reader.get(f"/en/statistics/homicides.zip{ALL}").status_code == 200
    make.revised(provinces[0], {"2021": "5"})
    assert reader.get(f"/en/statistics/homicides.json{ALL}").status_code == 200
    assert reader.get(f"/en/statistics/homicides.zip{ALL}").status_code == 413


@pytest.mark.parametrize("as_of", ["", "&as_of=2024-06-30"])
def test_queries_of_a_file_do_not_grow_with_its_series(reader, provinces, as_of):
    one = queries_of(reader, f"/en/statistics/homicides.zip?area=EC-0{as_of}")[2]
    assert len(queries_of(reader, f"/en/statistics/homicides.zip{ALL}{as_of}")[2]) <= len(one)


@pytest.mark.parametrize("at_once", [1, 4, 25])
def test_values_are_in_the_order_of_the_series_however_many_are_read_at_once(reader, provinces, monkeypatch, at_once):
    monkeypatch.setattr(values, "SERIES_AT_ONCE", at_once)
    content = queries_of(reader, f"/en/statistics/homicides.csv{ALL}")[1].decode("utf-8-sig")
    rows = [(row["area"], row["period"], row["value"]) for row in csv.DictReader(io.StringIO(content))]
    expected = [
        (f"EC-{number}", period, value)
        for number in range(6)
        for period, value in (("2021", f"{number}"), ("2022", f"{number + 10}"))
    ]
    assert rows == expected
    same = json.loads(queries_of(reader, f"/en/statistics/homicides.json{ALL}")[1])
    assert [(row["area"], row["period"], row["value"]) for row in same["values"]] == expected

"""Parameters of files: what they do not know is refused in a sentence, as in the API."""

import pytest

from tests import make

pytestmark = pytest.mark.django_db


def test_files_refuse_unknown_parameters_and_take_those_of_their_page(reader):
    make.recorded(make.series(of=make.indicator(slug="homicides")), {"2022": "4886", "2023": "8248"})
    stem = "/en/statistics/homicides"
    for address in (f"{stem}.csv", f"{stem}.svg", f"{stem}.bib", "/en/statistics.json", "/en/places.csv"):
        file = reader.get(f"{address}?areas=EC-G")
        assert file.status_code == 422 and file.text.startswith("“areas”: there is no such parameter here."), address
        assert file["Content-Type"].startswith("text/plain") and file["Access-Control-Allow-Origin"] == "*"
    assert "Known are: as_of, area, frequency, source, chart." in reader.get(f"{stem}.csv?areas=EC-G").text
    own = reader.get(f"{stem}.csv").content
    assert reader.get(f"{stem}.csv?sort=value&page=2&revisions=3").content == own
    assert reader.get(f"{stem}.atom?utm_source=x").status_code == 200, "readers of feeds add some of their own"


@pytest.mark.parametrize("query", ["status=x", "area=EC-ZZ", "kind=x"])
def test_an_unknown_value_of_a_list_is_refused_as_everywhere(reader, query):
    make.initiative("Plan").areas.set([make.area()])
    name, _equals, value = query.partition("=")
    answer = reader.get(f"/en/initiatives.csv?{query}")
    assert answer.status_code == 404 and answer.text.startswith(f"{name}: “{value}” is unknown here. Known are: ")

"""A data table shown as a map of the provinces: on its page, in a briefing and as a picture, and what prevents it."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError

from briefings.articles.models import FigureUse
from briefings.articles.resolving import resolve
from briefings.lib.charts import Region, province_map
from briefings.statistics.data_tables import resolve_data_table
from tests import make
from tests.kinds import DataTableBlock

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


def table_of(values, **fields):
    """A data table with a row for each area code and (value, status)."""
    homicides, ministry = make.indicator("Homicides"), make.source("Ministry")
    table = make.data_table("Homicides by province", slug="by-province", rows_are="areas", show="map", **fields)
    for code, (value, status) in values.items():
        area = make.area(code, f"Area {code}", "province" if code.startswith("EC-") else "canton")
        series = make.series(of=homicides, where=area, by=ministry)
        if value:
            make.recorded(series, {"2023": value}, status=status)
        make.row(table, area=area)
    make.column(table, series, "2023")
    return table


VALUES = {"EC-G": ("393", "A"), "EC-A": ("20", "P"), "EC-W": (None, "A")}


def test_the_page_shows_the_map_its_classes_and_the_table_of_its_numbers(reader, db):
    table_of(VALUES)
    page = reader.get("/en/tables/by-province/").text
    assert "<title>Area EC-G: 393</title>" in page and "<title>Area EC-A: 20 (provisional)</title>" in page
    assert len(re.findall(r'<data id="f-[^"]+" value="393">', page)) == 1
    assert "by-province.svg" in page and "by-province.png" in page
    main = page.partition("<main")[2]
    assert "<script" not in main and "style=" not in main
    assert b"Area EC-G: 393" in reader.get("/en/tables/by-province.svg").content
    assert reader.get("/en/tables/by-province.png").status_code == 200
    assert "Mapa" not in page and "(provisional)" in reader.get("/es/tablas/by-province/").text


def test_a_briefing_prints_the_map_with_its_table_and_offers_its_files(author, editor, reader):
    blocks = [(DataTableBlock, {"table": table_of(VALUES)})]
    edition = make.edition("Where", by=author, approver=editor, blocks=blocks, slug="where")
    page = reader.get("/en/briefings/where/").text
    assert "<title>Area EC-G: 393</title>" in page
    assert len(re.findall(r'<data id="f-[^"]+" value="393">', page)) == 1
    uses = FigureUse.objects.filter(edition=edition)
    assert sorted(uses.values_list("role", "text")) == [("cell", "20"), ("cell", "393")]
    for ending in ("csv", "xlsx", "json", "svg", "png"):
        (address,) = set(re.findall(rf'href="(/en/briefings/where/1/[0-9a-f]{{8}}\.{ending})"', page))
        assert reader.get(address).status_code == 200


@pytest.mark.parametrize("values", [{"0901": ("4", "A")}, {"EC-G": (None, "A")}])
def test_a_map_without_a_province_that_has_a_value_is_not_published(values, author, editor):
    article = make.article("Where", by=author, blocks=[(DataTableBlock, {"table": table_of(values)})])
    assert any("The map of “Homicides by province” is empty" in each.words for each in resolve(article).problems)
    with pytest.raises(ValidationError, match="is empty"):
        make.edition(article=article, by=author, approver=editor)


def test_only_a_table_of_areas_can_be_a_map(db):
    table = make.data_table(rows_are="periods", show="map")
    with pytest.raises(ValidationError, match="only where the rows are areas"):
        table.full_clean()


def test_documents_of_other_tables_are_as_before(db):
    table = table_of(VALUES)
    as_map = resolve_data_table(table, "en")
    table.show = "both"
    assert resolve_data_table(table, "en") == as_map | {"show": "both"}


def region(code, value, status="A"):
    return Region(code, code, Decimal(value), str(value), status)


def test_provisional_values_are_hatched_and_the_legend_says_so():
    svg = province_map([region("EC-G", 3), region("EC-A", 2, "P")], title="Deaths", id_prefix="f")
    drawn = ElementTree.fromstring(svg)
    (pattern,) = drawn.iter(f"{SVG}pattern")
    hatched = [each for each in drawn.iter() if each.get("fill") == f"url(#{pattern.get('id')})"]
    assert [each.tag for each in hatched] == [f"{SVG}path", f"{SVG}rect"]
    assert [each.text for each in drawn.iter(f"{SVG}text")] == ["2", "3", "provisional", "no value"]
    assert "pattern" not in province_map([region("EC-G", 3), region("EC-A", 2)], title="Deaths")

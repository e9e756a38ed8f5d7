"""The figures that differ between two editions, as a file beside the page that compares them."""

import csv
import io

import pytest

from briefings.articles.actions import article_saved, take_down, withdraw
from briefings.lib.html import visible_text
from tests import make
from tests.kinds import DataTableBlock, KeyFigureBlock, RichTextBlock

pytestmark = pytest.mark.django_db
STEM = "/en/briefings/ports/compare/1/2"


@pytest.fixture
def article(author, editor):
    """Two editions: a value of their table is revised between them."""
    series = make.series(of=make.indicator("Homicides", slug="homicides"))
    make.recorded(series, {"2021": "2495", "2022": "4886"})
    table = make.data_table("=Homicides by year", slug="by-year")
    make.column(table, series), make.row(table, "2021"), make.row(table, "2022")
    article = make.article("Ports", slug="ports", by=author, blocks=[(DataTableBlock, {"table": table})])
    make.edition(article=article, by=author, approver=editor)
    make.revised(series, {"2022": "4890"})
    RichTextBlock.objects.create(parent=article, html="<p>More.</p>", ordering=90)
    article_saved(article, by=author)
    make.edition(article=article, by=author, approver=editor)
    return article


def rows_of(reader, address=f"{STEM}.csv"):
    return list(csv.DictReader(io.StringIO(reader.get(address).content.decode("utf-8-sig"))))


def test_file_has_the_figures_that_the_page_lists(reader, article):
    (row,) = rows_of(reader)
    assert row["table"] == "'=Homicides by year" and row["figure"] == "2022"
    assert (row["before"], row["before_printed"], row["after"], row["after_printed"]) == (
        "4886", "4,886", "4890", "4,890",
    )  # fmt: skip
    assert (row["before_known_on"], row["after_known_on"]) == ("2024-01-31", "2024-06-30")
    page = reader.get(f"{STEM}/").text
    assert 'value="4890"' in page
    for ending in ("csv", "xlsx", "json", "zip"):
        assert f'href="{STEM}.{ending}"' in page and reader.get(f"{STEM}.{ending}").status_code == 200
    answer = reader.get(f"{STEM}.csv")
    assert answer["Link"] == f'<http://localhost:8000{STEM}/>; rel="canonical"'
    assert answer["Content-Disposition"] == 'attachment; filename="ports-1-2.csv"'


def test_the_older_edition_comes_first_at_one_address(reader, article):
    moved = reader.get("/en/briefings/ports/compare/2/1.csv")
    assert (moved.status_code, moved["Location"]) == (301, f"{STEM}.csv")
    for absent in (f"{STEM}.svg", "/en/briefings/ports/compare/1/3.csv", "/en/briefings/ports/compare/1/1.csv"):
        assert reader.get(absent).status_code == 404


def test_withdrawal_is_said_in_the_file_and_a_take_down_ends_it(reader, article, editor):
    withdraw(article, by=editor, reason="The source erred.")
    assert "The source erred." in reader.get(f"{STEM}.json").json()["note"]
    take_down(article, by=editor, reason="At a court’s order.")
    assert reader.get(f"{STEM}.csv").status_code == 410


def test_the_file_takes_as_many_queries_with_many_figures(reader, article, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        reader.get(f"{STEM}.csv")


@pytest.fixture
def key_figure(author, editor):
    """Two editions: of their key figure the value is revised, and its change is printed as before."""
    ministry = make.source("Ministry of the Interior", slug="ministry", publisher="The ministry", licence="CC BY")
    series = make.series(of=make.indicator("Homicides", slug="homicides"), by=ministry)
    make.recorded(series, {"2021": "2495"}), make.recorded(series, {"2022": "4886"}, status="P")
    block = {"series": series, "period": "2022", "compare_with": "2021"}
    article = make.article("Ports", slug="ports", by=author, blocks=[(KeyFigureBlock, block)])
    make.edition(article=article, by=author, approver=editor)
    make.revised(series, {"2022": "4890"})
    article_saved(article, by=author)
    make.edition(article=article, by=author, approver=editor)
    return series.observations.get(start__year=2022)


def test_each_figure_has_its_source_unit_and_status(reader, key_figure):
    value, change = rows_of(reader)
    assert (value["table"], value["figure"]) == ("Homicides", "2022 (victims)")
    assert [value[name] for name in ("unit", "area", "source", "source_name", "observation")] == [
        "victims", "EC", "ministry", "Ministry of the Interior", str(key_figure.pk),
    ]  # fmt: skip
    assert (value["before_status"], value["after_status"]) == ("P", "A")
    assert [change[name] for name in ("unit", "observation", "before_status", "source")] == ["", "", "", "ministry"]
    about = reader.get(f"{STEM}.json").json()
    (source,) = about["sources"]
    assert (source["name"], source["publisher"], source["licence"]) == (
        "Ministry of the Interior", "The ministry", "CC BY",
    )  # fmt: skip


def test_page_counts_the_figures_that_it_lists(reader, key_figure):
    assert [row["after_printed"] for row in rows_of(reader)] == ["4,890", "'+96%"]
    page = visible_text(reader.get(f"{STEM}/").text)
    assert "1 figure differs" in page and "1 figure printed as before" in page

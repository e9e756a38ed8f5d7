"""The pages of data tables, initiatives and impacts name the briefings that show them."""

import pytest

from briefings.articles.actions import take_down
from tests import make
from tests.kinds import DataTableBlock, ImpactTableBlock, InitiativeTableBlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def things():
    series = make.series()
    make.recorded(series, {"2022": "7"})
    table = make.data_table("Deaths by year", slug="deaths")
    make.column(table, series)
    make.row(table, "2022")
    return table, make.initiative("Scanners", slug="scanners"), make.impact("Trust", slug="trust")


@pytest.fixture
def edition(things, author, editor):
    table, initiative, impact = things
    blocks = [
        (DataTableBlock, {"table": table}),
        (InitiativeTableBlock, {"caption": "Initiatives", "selection": [initiative]}),
        (ImpactTableBlock, {"caption": "Impacts", "selection": [impact]}),
    ]
    return make.edition("Ports", by=author, approver=editor, blocks=blocks, slug="ports")


PAGES = ["/en/tables/deaths/", "/en/initiatives/scanners/", "/en/impacts/"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_name_the_briefings_that_show_the_thing(page, reader, edition):
    assert 'href="/en/briefings/ports/">Ports<' in reader.get(page).text


@pytest.mark.parametrize("page", ["/es/tablas/deaths/", "/es/iniciativas/scanners/", "/es/impactos/"])
def test_pages_name_briefings_of_their_language_only(page, reader, edition):
    assert "/en/briefings/ports/" not in reader.get(page).text


@pytest.mark.parametrize("page", PAGES)
def test_briefings_that_were_taken_down_are_not_named(page, reader, edition, editor):
    take_down(edition.article, by=editor, reason="At a court’s order.")
    assert "Ports" not in reader.get(page).text


def test_other_things_of_the_kind_are_not_used(reader, edition):
    make.initiative("Roads", slug="roads")
    make.impact("Trade", slug="trade")
    assert "Ports" not in reader.get("/en/initiatives/roads/").text
    assert reader.get("/en/impacts/").text.count("/en/briefings/ports/") == 1


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_of_impacts_asks_for_all_of_them_at_once(
    number, reader, author, editor, django_assert_max_num_queries
):
    for count in range(number):
        blocks = [(ImpactTableBlock, {"caption": "Impacts", "selection": [make.impact()]})]
        make.edition(f"Ports {count}", by=author, approver=editor, blocks=blocks)
    with django_assert_max_num_queries(6):
        assert reader.get("/en/impacts/").text.count("/en/briefings/") >= number

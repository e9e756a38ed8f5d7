"""The revisions on the page of an indicator: values that were replaced by later ones."""

import datetime

import pytest

from briefings.statistics.actions import record_values
from briefings.statistics.entering.validation import Value
from briefings.statistics.indicator_page import REVISIONS_PER_PAGE
from tests import make

PAGE = "/en/statistics/homicides/"


@pytest.fixture
def homicides(db):
    return make.indicator("Intentional homicides", slug="homicides")


@pytest.fixture
def ministry(homicides):
    """The preferred yearly series of the country."""
    series = make.series(of=homicides, by=make.source("Ministry of the Interior", slug="mdi"))
    make.recorded(series, {"2022": "4886", "2023": "8237"})
    return series


def page_of(reader, address=PAGE):
    return reader.get(address).content.decode()


def test_all_revisions_are_listed_in_pages(reader, ministry, django_assert_num_queries):
    by = make.recorder()
    for day in range(1, 21):
        value = [Value(period=make.period("2023"), value=make.decimal(str(8300 + day)))]
        known_on = datetime.date(2026, 1, day)
        named = {"known_on": known_on, "kind": "update", "reason": {}, "by": by}
        make.settled(record_values(ministry, value, release=None, **named))
    with django_assert_num_queries(7):
        html = page_of(reader)
    newest, oldest = (page.split('id="revisions"')[1] for page in (html, page_of(reader, PAGE + "?revisions=4")))
    assert newest.count('<th scope="row"') == REVISIONS_PER_PAGE
    assert "8,320" in newest and ' class="number">+1</td>' in newest and "?revisions=2#revisions" in newest
    assert "8,301" in oldest and "8,320" not in oldest and "?revisions=5" not in oldest
    assert {reader.get(f"{PAGE}?revisions={number}").status_code for number in ("5", "0", "x", "9" * 9)} == {404}


@pytest.mark.parametrize("first_look", [1, 2, 20])
def test_revisions_are_complete_although_some_later_values_replaced_none(reader, ministry, monkeypatch, first_look):
    """A value that was known before the current one, and is recorded after it, has replaced nothing."""
    monkeypatch.setattr("briefings.statistics.indicator_page.FIRST_LOOK", first_look)
    for day in range(1, 8):
        make.revised(ministry, {"2023": str(8300 + day)}, known_on=datetime.date(2026, 2, 2 * day), kind="update")
    for day in range(1, 7):
        make.revised(ministry, {"2023": str(7000 + day)}, known_on=datetime.date(2026, 2, 2 * day + 1), kind="update")
    pages = [page_of(reader, PAGE + query).split('id="revisions"')[1] for query in ("", "?revisions=2")]
    assert [page.count('<th scope="row"') for page in pages] == [5, 2]
    assert "8,307" in pages[0] and "8,301" in pages[1] and "7,00" not in "".join(pages)
    assert reader.get(PAGE + "?revisions=3").status_code == 404


def test_revisions_are_those_of_the_selected_area(reader, homicides, ministry):
    guayas = make.series(of=homicides, where=make.area("EC-G", "Guayas", "province"), by=ministry.source)
    make.recorded(guayas, {"2023": "3845"})
    revised = [Value(period=make.period("2023"), value=make.decimal("3850"))]
    known_on, by = datetime.date(2026, 6, 30), make.recorder()
    record_values(guayas, revised, release=None, known_on=known_on, kind="update", reason={}, by=by)
    assert 'id="revisions"' not in page_of(reader)
    html = page_of(reader, PAGE + "?area=EC-G")
    assert "All revisions, the latest first, Guayas" in html
    assert '<data value="3845">3,845</data>' in html[html.index('id="revisions"') :]

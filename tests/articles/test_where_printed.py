"""The page that says where the values of a series, a source or a release are printed."""

import datetime

import pytest
from django.utils import timezone

from briefings.articles.blocks.key_figure import KeyFigureBlock
from briefings.statistics.admin import printed_page
from briefings.statistics.models import Observation

from .. import make


def address(about, key):
    return f"/admin/briefings/series/printed/{about}/{key}/"


@pytest.fixture
def release(db):
    return make.release(make.source("Ministry of the Interior"))


@pytest.fixture
def series(release):
    """A public series that the home page does not print, with values of two years from one release."""
    series = make.series(by=release.source, where=make.area("EC-G", "Guayas", "province"))
    make.recorded(series, {"2022": "2471", "2023": "3845"}, release=release)
    return series


def figure(series, period):
    return [(KeyFigureBlock, {"series": series, "period": period})]


@pytest.mark.parametrize("about", ["series", "source", "release"])
def test_series_source_and_release_list_the_same(signed_in, analyst, author, editor, series, release, about):
    for year in ("2022", "2023"):
        make.edition(f"Ports {year}", by=author, approver=editor, blocks=figure(series, year))
    draft = make.article("Prisons", by=author, blocks=figure(series, "2023"))
    things = {"series": series, "source": release.source, "release": release}
    browser = signed_in(analyst)
    page = browser.get(f"/admin/briefings/{about}/{things[about].pk}/change/")
    assert f'href="{address(about, things[about].pk)}"' in page.text
    shown = browser.get(address(about, things[about].pk))
    titles = [place.title for place in shown.context["places"]]
    assert titles == [str(draft), "Ports 2023 (1)", "Ports 2022 (1)"]
    assert "3,845" in shown.text and "2,471" in shown.text
    assert (str(series) in shown.text.split("<table", 1)[1]) == (about != "series")


def test_nothing_that_others_print_is_listed(signed_in, analyst, author, series):
    other = make.series(where=make.area("EC-A", "Azuay", "province"))
    make.recorded(other, {"2023": "12"}, release=make.release(other.source))
    make.article("Prisons", by=author, blocks=figure(other, "2023"))
    page = signed_in(analyst).get(address("source", series.source_id))
    assert "No page, table, draft or briefing prints one of its values." in page.text


def test_authors_see_their_own_drafts_and_scheduled_editions_only(signed_in, author, other_author, editor, series):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    mine = make.edition("Mine", by=author, approver=editor, publish_at=tomorrow, blocks=figure(series, "2023"))
    make.edition("Not mine", by=other_author, approver=editor, publish_at=tomorrow, blocks=figure(series, "2023"))
    make.article("Not mine either", by=other_author, blocks=figure(series, "2023"))
    draft = make.article("My draft", by=author, blocks=figure(series, "2023"))
    shown = signed_in(author).get(address("series", series.pk))
    assert [place.title for place in shown.context["places"]] == [str(mine), str(draft)]


def test_source_with_more_values_than_are_looked_up_says_so(signed_in, analyst, author, editor, series, monkeypatch):
    monkeypatch.setattr(printed_page, "MOST_VALUES", 1)
    make.edition("Ports", by=author, approver=editor, blocks=figure(series, "2022"))
    assert Observation.objects.filter(cited=True).count() == 1
    page = signed_in(analyst).get(address("source", series.source_id))
    assert "more values than are looked up at once" in page.text and "2,471" in page.text


def test_address_of_nothing_is_not_found(signed_in, analyst, series):
    for about, key in (("source", 0), ("indicator", series.indicator_id), ("release", 9**9)):
        assert signed_in(analyst).get(address(about, key)).status_code == 404


def test_page_takes_as_many_queries_for_many_values(signed_in, analyst, series, django_assert_max_num_queries):
    make.recorded(series, {str(year): "5" for year in range(1990, 2020)})
    browser = signed_in(analyst)
    with django_assert_max_num_queries(20):
        browser.get(address("source", series.source_id))

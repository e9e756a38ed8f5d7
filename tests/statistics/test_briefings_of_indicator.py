"""The list of briefings on the page of an indicator: all that print one of its figures, paged by key."""

import re
from html import unescape

import pytest
from django.test import RequestFactory

from briefings.articles import finding
from briefings.statistics import indicator_page
from briefings.statistics.indicator_page import editions_with
from tests import make
from tests.kinds import KeyFigureBlock

PAGE = "/en/statistics/homicides/"


@pytest.fixture
def ministry(db):
    series = make.series(of=make.indicator("Intentional homicides", slug="homicides"))
    make.recorded(series, {"2022": "4886", "2023": "8237"})
    return series


def page_of(reader, address=PAGE):
    response = reader.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_briefings_that_print_the_figure_are_listed(reader, ministry, author, editor):
    blocks = [(KeyFigureBlock, {"series": ministry, "period": "2023"})]
    make.edition("Counting the dead", by=author, approver=editor, blocks=blocks)
    html = page_of(reader)
    assert '<a href="/en/briefings/counting-the-dead/">Counting the dead</a>' in html
    assert "Counting the dead" not in page_of(reader, "/es/estadisticas/homicides/")


def listed_briefings(html):
    used_in = html[html.index('<h2 id="used-in">') :].split("</section>")[0]
    return re.findall(r'<a href="/en/briefings/[^"]+">([^<]+)</a>', used_in)


@pytest.mark.parametrize(("most_printed", "few_uses"), [(0, 2000), (1000, 2000), (1000, 0)])
def test_all_briefings_that_print_the_figure_are_listed_in_pages(
    reader, ministry, author, editor, monkeypatch, most_printed, few_uses
):
    """Those beyond the window of the newest too, whether their observations are looked up one by one or not."""
    monkeypatch.setattr(finding, "USES_PER_PAGE", 2)
    monkeypatch.setattr(finding, "WINDOW_OF_USES", 3)
    monkeypatch.setattr(finding, "FEW_USES", few_uses)
    monkeypatch.setattr(indicator_page, "MOST_PRINTED", most_printed)
    blocks = [(KeyFigureBlock, {"series": ministry, "period": "2023"})]
    titles = ["Ports", "Prisons", "Roads", "Rivers", "Rails"]
    for title in titles:
        make.edition(title, by=author, approver=editor, blocks=blocks)
        for number in range(2):
            make.edition(f"Without {title} {number}", by=author, approver=editor)
    pages, url = [], PAGE + "?area=all"
    while url:
        html = page_of(reader, url)
        pages.append(listed_briefings(html))
        assert len(pages) < 5
        older = re.search(r'<a rel="next" href="([^"]*briefings-before=[^"]*)#used-in">', html)
        url = older and PAGE + unescape(older[1])
        assert not url or "area=all" in url
    assert pages == [["Rails", "Rivers"], ["Roads", "Prisons"], ["Ports"]]
    html = page_of(reader, PAGE + "?briefings-oldest")
    assert listed_briefings(html) == ["Prisons", "Ports"]
    newer = re.search(r'<a rel="prev" href="([^"]*briefings-after=[^"]*)#used-in">', html)
    assert listed_briefings(page_of(reader, PAGE + unescape(newer[1]))) == ["Rivers", "Roads"]
    assert reader.get(PAGE + "?briefings-before=x").status_code == 404


def test_figure_that_no_briefing_prints_costs_one_query(db, django_assert_num_queries):
    series = make.series()
    with django_assert_num_queries(1):
        assert editions_with(RequestFactory().get(PAGE), [series], "en").rows == []

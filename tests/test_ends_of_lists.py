"""A public list that ends before all are listed says so, or has another page."""

import re

import pytest

from briefings.articles import finding
from tests import make
from tests.kinds import ImpactTableBlock, InitiativeTableBlock, KeyFigureBlock

pytestmark = pytest.mark.django_db
ENDS = "Only {} are listed here; there are more."
AND_MORE = "… and more"


@pytest.fixture
def guayas():
    return make.area("EC-G", "Guayas", "province")


def in_guayas(guayas, number):
    for n in range(number):
        make.initiative(f"Initiative {n}").areas.add(guayas)


def provinces(number):
    for n in range(number):
        make.area(f"EC-{n}", f"Province {n}", "province")


def of_source(source, number):
    for n in range(number):
        make.initiative(f"Initiative {n}", source=source)


@pytest.mark.parametrize("number", [100, 101])
def test_initiatives_of_a_place(reader, guayas, number):
    in_guayas(guayas, number)
    page = reader.get("/en/places/guayas/").text
    assert page.count(">Initiative ") == 100
    assert (ENDS.format(100) in page) == (number > 100)
    if number > 100:
        (url,) = re.findall(r'there are more\. <a href="([^"]+)">See the whole list</a>', page)
        assert "101" in reader.get(url).text


@pytest.mark.parametrize("number", [100, 101])
def test_provinces(reader, number):
    provinces(number)
    page = reader.get("/en/places/").text
    assert page.count('<th scope="row"><a href="/en/places/') == 100
    assert (ENDS.format(100) in page) == (number > 100)
    assert len(reader.get("/en/places.csv").text.strip().splitlines()) == number + 1


@pytest.mark.parametrize("number", [50, 51])
def test_initiatives_and_releases_of_a_source(reader, number):
    ministry = make.source("Ministry")
    of_source(ministry, number)
    page = reader.get(ministry.url_in("en")).text
    assert page.count(">Initiative ") == 50
    assert page.count(ENDS.format(50)) == (number > 50)
    for _ in range(number):
        make.release(ministry)
    assert reader.get(ministry.url_in("en")).text.count(ENDS.format(50)) == 2 * (number > 50)


def test_topics_go_on_on_another_page(reader):
    for n in range(101):
        make.topic(f"Topic {n:03}")
    first, second = reader.get("/en/topics/").text, reader.get("/en/topics/?page=2").text
    assert first.count("<h2>") == 100 and ">Topic 099</a>" in first
    assert '<a rel="next" href="?page=2">Next page</a>' in first
    assert second.count("<h2>") == 1 and ">Topic 100</a>" in second
    assert reader.get("/en/topics/?page=3").status_code == 404


@pytest.mark.parametrize("number", [10, 11])
def test_briefings_that_show_an_initiative(reader, author, editor, number):
    initiative = make.initiative("Scanners")
    blocks = [(InitiativeTableBlock, {"caption": "Initiatives", "selection": [initiative]})]
    for n in range(number):
        make.edition(f"Briefing {n}", by=author, approver=editor, blocks=blocks)
    page = reader.get(initiative.url_in("en")).text
    assert page.count(">Briefing ") == 10
    assert (ENDS.format(10) in page) == (number > 10)


@pytest.mark.parametrize("number", [5, 6])
def test_briefings_beside_an_assessment(reader, author, editor, number):
    blocks = [(ImpactTableBlock, {"caption": "Impacts", "selection": [make.impact("Trust")]})]
    for n in range(number):
        make.edition(f"Briefing {n}", by=author, approver=editor, blocks=blocks)
    page = reader.get("/en/impacts/").text
    assert page.count(">Briefing ") == 5
    assert (AND_MORE in page) == (number > 5)


@pytest.mark.parametrize("number", [3, 4])
def test_briefings_among_which_those_of_assessments_are(reader, author, editor, monkeypatch, number):
    monkeypatch.setattr(finding, "MOST_LOOKED_AT", 3)
    for name in ("Trust", *["Investment"] * (number - 1)):
        blocks = [(ImpactTableBlock, {"caption": "Impacts", "selection": [make.impact(name)]})]
        make.edition(by=author, approver=editor, blocks=blocks)
    words = "Briefings are named if they are among the newest 3 that show an assessment."
    assert (words in reader.get("/en/impacts/").text) == (number > 3)


@pytest.mark.parametrize("number", [30, 31])
def test_topics_that_narrow_down_the_list_of_briefings(reader, author, editor, number):
    make.edition(by=author, approver=editor)  # about none of them
    article = make.article(by=author)
    article.topics.add(*[make.topic(f"Topic {n}", slug=f"number-{n}") for n in range(number)])
    make.edition(article=article, by=author, approver=editor)
    page = reader.get("/en/briefings/").text
    assert page.count('href="?topic=number-') == 30
    assert (AND_MORE in page) == (number > 30)


@pytest.mark.parametrize("number", [20, 21])
def test_figures_behind_the_briefings_about_a_topic(reader, author, editor, number):
    topic = make.topic("Sea", slug="sea")
    for n in range(number):
        series = make.series(of=make.indicator(f"Indicator {n:02}"))
        make.recorded(series, {"2022": "5"})
        if n % 7 == 0:
            blocks = []
        blocks.append((KeyFigureBlock, {"series": series, "period": "2022"}))
        if n % 7 == 6 or n == number - 1:
            article = make.article(by=author, blocks=blocks)
            article.topics.add(topic)
            make.edition(article=article, by=author, approver=editor)
    page = reader.get("/en/topics/sea/").text
    assert ">Indicator 19</a>" in page and ">Indicator 20</a>" not in page
    assert (ENDS.format(20) in page) == (number > 20)
    assert len(reader.get("/en/topics/sea.csv").text.strip().splitlines()) == number + 1

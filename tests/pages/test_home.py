"""The home page."""

import datetime

import pytest
from django.utils import timezone

from briefings.articles.actions import take_down, withdraw
from briefings.articles.models import Article
from briefings.statistics.actions import prefer
from tests import make


def html_of(reader, address="/en/"):
    response = reader.get(address)
    assert response.status_code == 200
    return response.content.decode()


def figure(name, values, known_on=datetime.date(2024, 1, 31), **fields):
    series = make.series(of=make.indicator(name, **fields))
    make.recorded(series, values, known_on=known_on)
    make.settled(prefer(series, reason={"en": "The longest."}, by=make.recorder()))
    return series


YEARS = {
    str(year): str(value)
    for year, value in zip(range(2017, 2024), (970, 996, 1189, 1372, 2495, 4886, 8237), strict=True)
}


@pytest.mark.parametrize("address", ["/en/", "/es/"])
def test_home_page_of_an_empty_site(reader, db, address):
    html = html_of(reader, address)
    assert "<h1" in html
    assert '<div class="empty">' in html
    assert "Current figures" not in html


def test_newest_briefing_is_first(reader, author, editor):
    for title in ("Oldest story", "Middle story", "Newest story"):
        make.edition(title, by=author, approver=editor)
    html = html_of(reader)
    lead = html[html.index("briefing-lead") : html.index("Latest briefings")]
    assert '<a href="/en/briefings/newest-story/">Newest story</a>' in lead
    assert html.index("Middle story") < html.index("Oldest story")


def test_home_page_lists_briefings_in_its_language_only(reader, author, editor):
    make.edition("Informe nuevo", by=author, approver=editor, language="es", slug="informe-nuevo")
    assert "Informe nuevo" not in html_of(reader)
    assert '<a href="/es/informes/informe-nuevo/">Informe nuevo</a>' in html_of(reader, "/es/")


def test_home_page_shows_nothing_private(reader, author, editor):
    make.article("Canary draft", by=author)
    make.edition("Canary to come", by=author, approver=editor, publish_at=timezone.now() + datetime.timedelta(days=1))
    gone = make.edition("Canary taken down", by=author, approver=editor)
    take_down(gone.article, by=editor, reason="It was wrong.")
    withdrawn = make.edition("Counted wrong", by=author, approver=editor)
    withdraw(withdrawn.article, by=editor, reason="It was wrong.")
    figure("Canary count", YEARS, public=False)
    make.initiative("Canary plan", public=False)
    html = html_of(reader)
    assert "Canary" not in html and "Counted wrong" not in html.partition('id="corrections"')[0]


def test_last_updated_figures_are_first_and_parts_are_left_out(reader, db):
    whole = figure("Homicides", YEARS, known_on=datetime.date(2026, 7, 31), slug="homicides").indicator
    figure("Homicides of women", YEARS, known_on=datetime.date(2026, 8, 31), part_of=whole)
    figure("Arrests", {"2022": "10000"}, known_on=datetime.date(2023, 1, 31))
    html = html_of(reader)
    assert html.index('<a href="/en/statistics/homicides/">Homicides</a>') < html.index(">Arrests</a>")
    assert "Homicides of women" not in html
    assert '<data value="8237">8,237</data>' in html
    assert "up 69% on 2022" in html
    assert "Homicides: 8,237 in 2023, the highest in the series (2017–2023)" in html


def test_initiatives_are_counted_by_status(reader, db):
    make.initiative("Street lights", slug="lights", status="under_way")
    make.initiative(status="proposed")
    make.initiative(status="proposed")
    make.initiative(status="proposed", public=False)
    html = html_of(reader)
    assert '<a href="/en/initiatives/?status=proposed">Proposed</a>: 2' in html
    assert '<a href="/en/initiatives/?status=under_way">Under way</a>: 1' in html
    assert '<a href="/en/initiatives/lights/">Street lights</a>, under way' in html


def test_initiatives_have_their_spanish_addresses_on_the_spanish_page(reader, db):
    make.initiative("Street lights", slug="lights", slug_es="alumbrado")
    assert 'href="/es/iniciativas/alumbrado/"' in html_of(reader, "/es/")


def test_correction_is_marked(reader, author, editor):
    first = make.edition("Counted wrong", by=author, approver=editor)
    article = first.article
    article.summary = "Another summary."
    article.save()
    make.edition(article=article, by=author, approver=editor, change_kind="correction", note="The sum was wrong.")
    assert '<b class="is-correction">Correction</b>' in html_of(reader)


def test_home_page_takes_few_queries(reader, author, editor, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        html_of(reader)
    for number in range(9):
        make.edition(f"Story {number}", by=author, approver=editor)
        figure(f"Figure {number}", YEARS)
        make.initiative()
    withdraw(Article.objects.latest("pk"), by=editor, reason="It was wrong.")
    with django_assert_max_num_queries(9):
        html_of(reader)

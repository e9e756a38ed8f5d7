"""The picture that other sites show beside a link: drawn by `tick`, gone and new with what it shows."""

import datetime
import io
import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.html import strip_tags
from PIL import Image

from briefings.articles.actions import article_saved, restore, take_down, withdraw
from briefings.media.models import Card
from briefings.reuse import cards
from briefings.statistics.models import Vintage
from briefings.templatetags.briefings import day as as_day
from tests import make
from tests.kinds import KeyFigureBlock, RichTextBlock

pytestmark = pytest.mark.django_db
PAGES = {"en": "/en/briefings/ports/", "es": "/es/informes/puertos/"}


@pytest.fixture
def series():
    series = make.series(of=make.indicator("Homicides", slug="homicides"), by=make.source("Ministry"))
    make.recorded(series, {"2022": "4886", "2023": "8248"})
    return series


@pytest.fixture
def edition(series, author, editor):
    blocks = [(KeyFigureBlock, {"series": series, "period": "2023", "label": "Killed in a year"})]
    return make.edition("Ports", slug="ports", by=author, approver=editor, blocks=blocks)


def tags(page):
    return dict(re.findall(r'<meta property="(og:image[^"]*)" content="([^"]*)">', page.text))


def path_of(page):
    return tags(page)["og:image"].removeprefix("http://localhost:8000").removeprefix("http://testserver")


def test_tick_draws_what_pages_then_name(edition, reader):
    assert tags(reader.get(PAGES["en"])) == {}
    call_command("tick")
    page = reader.get(PAGES["en"])
    found = tags(page)
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert "8,248" in found["og:image:alt"] and "Ministry" in found["og:image:alt"] and "Ports" in found["og:image:alt"]
    response = reader.get(path_of(page))
    assert response.status_code == 200 and response["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(response.content))
    assert picture.size == (1200, 630) and len(response.content) < 40_000
    assert len(picture.convert("RGB").getcolors(1 << 20)) > 10  # words, not an empty ground


def test_the_number_is_drawn_in(edition):
    svg = cards.as_svg(cards._of_edition(edition))
    for words in ("Ports", "8,248", "2023", "Ministry", "Killed in a year"):
        assert f">{words}" in svg or words in svg


@pytest.mark.parametrize("language", ["en", "es"])
def test_an_indicator_has_a_card_in_each_language(series, reader, language):
    call_command("tick")
    path = {"en": "/en/statistics/homicides/", "es": "/es/estadisticas/homicides/"}[language]
    page = reader.get(path, follow=True)
    assert {"en": "8,248", "es": "8\xa0248"}[language] in tags(page)["og:image:alt"]
    assert reader.get(path_of(page)).status_code == 200


def test_a_second_tick_draws_nothing(edition, monkeypatch):
    call_command("tick")
    before = list(Card.objects.values_list("pk", "made_from"))
    monkeypatch.setattr(cards, "drawn", lambda face: pytest.fail("drawn again"))
    call_command("tick")
    assert list(Card.objects.values_list("pk", "made_from")) == before


def test_a_revised_value_makes_a_new_card_at_another_address(series, reader):
    call_command("tick")
    old = path_of(reader.get("/en/statistics/homicides/"))
    make.revised(series, {"2023": "8300"})
    call_command("tick")
    page = reader.get("/en/statistics/homicides/")
    assert "8,300" in tags(page)["og:image:alt"] and path_of(page) != old
    assert reader.get(old).status_code == 404


def test_the_card_of_a_briefing_says_that_its_number_has_been_revised(edition, series, reader):
    call_command("tick")
    old, before = path_of(reader.get(PAGES["en"])), Card.objects.get(kind="briefing").alt
    make.revised(series, {"2022": "4890"})  # printed nowhere
    call_command("tick")
    assert path_of(reader.get(PAGES["en"])) == old
    make.revised(series, {"2023": "8255"}, known_on=datetime.date(2024, 7, 31))
    call_command("tick")
    alt, path = Card.objects.get(kind="briefing").alt, path_of(reader.get(PAGES["en"]))
    assert "8,248 revised since: 8,255, victims" in alt and path != old  # first, because what is too long is cut off
    assert (reader.get(old).status_code, reader.get(path).status_code) == (404, 200)
    make.revised(series, {"2023": "8248"}, known_on=datetime.date(2024, 8, 31))
    call_command("tick")
    assert Card.objects.get(kind="briefing").alt == before


def test_a_correction_has_a_new_card_and_the_old_one_is_gone_at_once(edition, author, editor, reader):
    call_command("tick")
    old = path_of(reader.get(PAGES["en"]))
    RichTextBlock.objects.create(parent=edition.article, html="<p>More.</p>", ordering=90)
    article_saved(edition.article, by=author)
    make.edition(article=edition.article, by=author, approver=editor, change_kind="correction", note="It was wrong.")
    assert reader.get(old).status_code == 404 and tags(reader.get(PAGES["en"])) == {}
    call_command("tick")
    assert reader.get(path_of(reader.get(PAGES["en"]))).status_code == 200
    assert tags(reader.get(f"{PAGES['en']}1/")) == {}
    assert Card.objects.filter(kind="briefing").count() == 1


def test_take_down_takes_the_card_at_once(edition, editor, reader):
    call_command("tick")
    path = path_of(reader.get(PAGES["en"]))
    take_down(edition.article, by=editor, reason="At a court’s order.")
    assert reader.get(path).status_code == 410
    call_command("tick")
    assert not Card.objects.filter(kind="briefing").exists()


def test_a_withdrawn_briefing_has_no_card_until_it_is_back(edition, editor, reader):
    call_command("tick")
    path = path_of(reader.get(PAGES["en"]))
    withdraw(edition.article, by=editor, reason="The source erred.")
    assert reader.get(path).status_code == 404
    call_command("tick")
    restore(edition.article, by=editor, reason="It was right.")
    call_command("tick")
    assert reader.get(path_of(reader.get(PAGES["en"]))).status_code == 200


def test_a_private_indicator_and_a_waiting_edition_have_none(author, editor, reader):
    make.indicator("Hidden", public=False)
    make.edition("Later", by=author, approver=editor, publish_at=timezone.now() + datetime.timedelta(days=1))
    call_command("tick")
    assert not Card.objects.exists()


def test_long_titles_and_numbers_stay_on_the_card():
    long = ["A title " * 40, "Words " * 100, "Name " * 30, "123,456,789,012.123456", "u " * 99, "S " * 99]
    face = cards.Face("Briefing", *long)
    lines = [float(y) for y in re.findall(r'<text[^>]* y="([\d.]+)"', cards.as_svg(face))]
    assert max(lines) < Card.HEIGHT - 20
    assert Image.open(io.BytesIO(cards.drawn(face))).size == (1200, 630)


def test_cards_cost_the_pages_no_query(edition, reader, django_assert_max_num_queries):
    call_command("tick")
    with django_assert_max_num_queries(5):
        reader.get(PAGES["en"])


def test_a_card_says_when_its_number_is_provisional_and_known_since_when(series, author, editor):
    make.recorded(series, {"2024": "7065"}, status="P")
    vintage = Vintage.objects.get(value=7065)
    face = cards._of_indicator(series.indicator, vintage)
    assert face.unit.endswith("2024, provisional, known on 31 January 2024")
    blocks = [(KeyFigureBlock, {"series": series, "period": "2024"})]
    edition = make.edition("Prisons", by=author, approver=editor, blocks=blocks)
    day = strip_tags(as_day(timezone.localdate()))
    face = cards._of_edition(edition)
    assert face.unit.endswith(f"2024, provisional, figures as known on {day}")
    assert face.above.endswith(f"published {day}")
    assert f"as known on {day}" in face.alt


def test_a_card_with_a_title_of_three_lines_has_room_for_the_day():
    unit = "victims, 2025, provisional, figures as known on 3 August 2026"
    face = cards.Face("Briefing", "A long title " * 9, "Words", "Intentional homicides", "9,283", unit, "Ministry")
    svg = cards.as_svg(face)
    assert "3 August 2026</text>" in svg and "Ministry</text>" in svg

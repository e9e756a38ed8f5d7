"""What changed between two published editions, as readers see it."""

import datetime
import re
from decimal import Decimal

import pytest
from django.utils import timezone

from briefings.articles.actions import article_saved, hold, move, take_down, withdraw
from briefings.articles.actions.withdrawal import hide_byline
from briefings.articles.blocks.data_table import DataTableBlock
from briefings.articles.blocks.key_figure import KeyFigureBlock
from briefings.articles.models import ArticleByline, Byline
from briefings.lib.html import visible_text
from briefings.statistics.actions import apply_batch, record_values
from briefings.statistics.entering.validation import Value

from .. import make
from .scenes import every_block, rewrite

URL = "/en/briefings/ports/compare/1/2/"


@pytest.fixture
def article(author, editor):
    article = make.edition("Ports", by=author, approver=editor, blocks=every_block(author)).article
    rewrite(article, by=author, html="<h2>What happened</h2><p>Four ports.</p>")
    make.edition(article=article, by=author, approver=editor, note="A fourth port is known by now.")
    return article


@pytest.fixture
def third(article, author, editor):
    """Another edition; its date is to come."""
    rewrite(article, by=author, html="<p>Zunzuncito.</p>")
    soon = timezone.now() + datetime.timedelta(days=3)
    return make.edition(article=article, by=author, approver=editor, publish_at=soon)


def test_reader_sees_what_changed_and_what_the_editors_say_of_it(article, reader):
    page = reader.get(URL)
    html = page.content.decode()
    assert page.status_code == 200
    assert "Three</ins>" not in html
    assert ">Three<" in html
    assert ">Four<" in html
    text = visible_text(html)
    for words in (
        "Editions 1 and 2 compared",
        "A fourth port is known by now.",
        "1 block rewritten",
        "9 blocks unchanged",
    ):
        assert words in text
    assert '<meta name="robots" content="noindex">' in html
    assert "Cookie" not in page.headers.get("Vary", "")
    assert page.headers["Cache-Control"].startswith("public")


def test_change_history_leads_there(article, reader):
    assert f'href="{URL}"' in reader.get("/en/briefings/ports/").content.decode()
    assert f'href="{URL}"' in reader.get("/en/briefings/ports/1/").content.decode()


def test_preview_offers_no_comparison_with_what_is_not_published(article, author, signed_in):
    html = signed_in(author).get(f"/admin/briefings/article/{article.pk}/preview/").content.decode()
    assert f'href="{URL}"' in html
    assert "/compare/2/3/" not in html


def test_older_edition_comes_first(article, reader):
    assert reader.get("/en/briefings/ports/compare/2/1/").url == URL


def test_old_address_leads_to_the_new_one(article, editor, reader):
    move(article, slug="harbours", by=editor)
    assert reader.get(URL).url == "/en/briefings/harbours/compare/1/2/"


@pytest.mark.parametrize("numbers", ["1/1", "1/3", "3/1", "0/1", "99999999999999999999/1"])
def test_only_two_public_editions_can_be_compared(numbers, article, third, reader):
    assert reader.get(f"/en/briefings/ports/compare/{numbers}/").status_code == 404


def test_held_edition_is_told_to_nobody(third, editor, reader):
    hold(third, by=editor)
    page = reader.get("/en/briefings/ports/compare/2/3/")
    assert page.status_code == 404
    assert "Zunzuncito" not in page.content.decode()


def test_article_answers_under_its_own_language_only(article, reader):
    assert reader.get("/es/informes/ports/comparar/1/2/").status_code == 404


def test_taken_down_article_gives_the_reason(article, editor, reader):
    take_down(article, by=editor, reason="At a court’s order.")
    page = reader.get(URL)
    assert page.status_code == 410
    assert "Four" not in page.content.decode()


def test_withdrawn_article_says_so(article, editor, reader):
    reader.get(URL)
    withdraw(article, by=editor, reason="The count was wrong.")
    assert "The count was wrong." in reader.get(URL).content.decode()


def test_working_copy_stays_private(article, author, reader):
    rewrite(article, by=author, html="<p>Zunzuncito.</p>")
    assert "Zunzuncito" not in reader.get(URL).content.decode()


def test_hidden_name_is_gone_from_here_too(author, editor, reader):
    article = make.article("Ports", by=author)
    hidden = Byline.objects.create(name="Zunzuncito")
    make.edition(article=article, by=author, approver=editor)
    ArticleByline.objects.create(article=article, byline=hidden)
    article_saved(article, by=author)
    make.edition(article=article, by=author, approver=editor)
    assert "Zunzuncito" in reader.get(URL).content.decode()
    hide_byline(hidden, by=editor, reason="At their request.")
    assert "Zunzuncito" not in reader.get(URL).content.decode()


def test_revised_figure_is_told_as_a_figure_with_its_days(article, author, editor, analyst, other_analyst, reader):
    series = article.keyfigureblock_set.get().series
    revised = [Value(period=make.period("2022"), value=Decimal(4912), status="A")]
    known_on, reason = datetime.date(2025, 6, 30), {"en": "Recount", "es": ""}
    batch = record_values(
        series, revised, release=None, known_on=known_on, kind="correction", reason=reason, by=analyst
    )
    apply_batch(batch, by=other_analyst)
    make.edition(article=article, by=author, approver=editor)
    html = reader.get("/en/briefings/ports/compare/2/3/").text
    text, regions = visible_text(html), re.findall(r'role="region" aria-label="([^"]+)"', html)
    assert len(regions) == len(set(regions)) > 1, "each has a name of its own"
    assert "4,886 known on 31 January 2024" in text
    assert "4,912 known on 30 June 2025" in text


def test_calculated_figure_is_known_since_the_last_of_its_values(author, editor, reader):
    series = make.series()
    make.recorded(series, {"2022": "4886", "2023": "4700"})
    table = make.data_table("By year")
    make.column(table, series, formula="percent")
    make.row(table, "2023")
    blocks = [
        (KeyFigureBlock, {"series": series, "period": "2023", "compare_with": "2022"}),
        (DataTableBlock, {"table": table}),
    ]
    article = make.edition("Guns", by=author, approver=editor, blocks=blocks).article
    make.revised(series, {"2023": "5100"}, known_on=datetime.date(2025, 6, 30))
    make.edition(article=article, by=author, approver=editor)
    text = visible_text(reader.get("/en/briefings/guns/compare/1/2/").text)
    assert "-4% known on 31 January 2024 +4% known on 30 June 2025" in text.replace("−", "-")
    assert "-3.8 known on 31 January 2024 +4.4 known on 30 June 2025" in text.replace("−", "-")
    rows = reader.get("/en/briefings/guns/compare/1/2.csv").text
    assert rows.count("2025-06-30") == 3


def test_costs_seven_queries_at_most(article, reader, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        reader.get(URL)

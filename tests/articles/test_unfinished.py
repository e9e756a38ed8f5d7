"""Blocks that lack what publication needs are saved as they are, and say what is missing."""

import html

import pytest

from briefings.articles.blocks import blocks_of
from briefings.articles.models import Article
from tests import make
from tests.articles.typing import ADD_URL, add_block, opened


@pytest.fixture
def form(author, signed_in):
    client = signed_in(author)
    return client, opened(client) | {"title": ["Ports"]}


def save(client, fields):
    return client.post(ADD_URL, fields | {"_continue": "1"}, follow=True)


def test_blocks_are_saved_empty_and_say_what_they_still_need(form):
    client, fields = form
    add_block(fields, "richtextblock", html="")
    add_block(fields, "texttableblock", caption="", cells="", header_row="on", note="", source="")
    add_block(fields, "datatableblock", table="")
    add_block(fields, "keyfigureblock", series="", period="", compare_with="", label="Ports")
    add_block(fields, "impacttableblock", caption="")
    add_block(fields, "pictureblock", image="", caption="")
    add_block(fields, "sourcesblock", intro="")
    page = save(client, fields)
    assert len(blocks_of(Article.objects.get())) == 7
    assert "“key figure” is not finished. It still needs: series, period." in page.text
    assert page.text.count("It still needs: ") == 7


def test_what_cannot_be_read_is_kept_as_it_was_typed(form):
    client, fields = form
    series = make.series()
    add_block(fields, "keyfigureblock", series=str(series.pk), period="last year", compare_with="", label="")
    add_block(fields, "texttableblock", caption="Ports", cells="Name\nOne\t12", header_row="on", note="", source="")
    page = save(client, fields)
    assert "“last year” is not a period" in html.unescape(page.text)
    assert "Row 2 has more cells than there are headings." in page.text
    figure, table = blocks_of(Article.objects.get())
    assert (figure.period, table.cells.splitlines()) == ("last year", ["Name", "One\t12"])

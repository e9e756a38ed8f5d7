"""Blocks that lack what publication needs are saved as they are, and say what is missing."""

import html

import pytest
from django.urls import reverse

from briefings.articles.actions import article_saved, restore_version
from briefings.articles.blocks import block_models, blocks_of
from briefings.articles.models import Article
from briefings.articles.resolving import resolve
from briefings.lib.acts import ACTS
from briefings.sharing.actions import share, token_of
from tests import make
from tests.articles.scenes import offered
from tests.articles.typing import ADD_URL, add_block, opened

PAGES = ("change", "preview", "checklist", "comments", "versions", "changes", "compare", "history", "share")


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
    assert "“Key figure” is not finished. It still needs: series, period." in page.text
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


@pytest.fixture
def bare(author):
    """A draft without title and address, with an empty block of every kind."""
    blocks = [(model, {}) for model in block_models()]
    article = make.article("Ports", by=author, blocks=blocks)
    Article.objects.filter(pk=article.pk).update(title="", slug="")
    article.refresh_from_db()
    return article


def test_every_page_of_a_bare_draft_opens(bare, author, editor, signed_in):
    for person in (author, editor):
        client = signed_in(person)
        urls = [f"/admin/briefings/article/{bare.pk}/{page}/" for page in PAGES]
        urls += [bare.desk_url(act) for act in map(ACTS.get, offered(bare, person))]
        for url in urls:
            assert client.get(url).status_code == 200, url


def test_bare_draft_can_be_shared(bare, author, client):
    link = share(bare, by=author, for_whom="Dr Rojas")
    page = client.get(reverse("shared-en", args=[token_of(link)]))
    assert page.status_code == 200
    assert "Key figure, not finished" in page.text
    assert "It still needs: " in page.text, "what is missing stands where it is missing"


def test_version_without_an_address_takes_none_away(bare, author):
    article_saved(bare, by=author)
    bare.slug = "ports"
    bare.save()
    restore_version(bare, version=bare.version, by=author, seen_version=bare.version)
    bare.refresh_from_db()
    assert bare.slug == "ports"


def test_missing_address_keeps_a_text_from_being_published(bare):
    problems = [problem.words for problem in resolve(bare).problems]
    assert "The article has no address." in problems

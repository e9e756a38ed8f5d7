"""Run by test_toy_kind.py: the way of an article with a block of the toy kind."""

import pytest
from django.urls import reverse

from briefings.articles.actions import restore_version
from briefings.articles.blocks import block_models, blocks_of
from briefings.articles.checklist import blockers
from briefings.articles.models import Article
from briefings.articles.resolving import resolve
from briefings.documents.number_check import coverage
from briefings.lib.html import visible_text
from briefings.sharing.actions import share, token_of
from tests import make
from tests.articles.scenes import picture
from tests.articles.typing import add_block, change_url, opened

from .kind import KIND
from .models import QuoteBlock

pytestmark = pytest.mark.django_db


def fresh(article):
    return Article.objects.get(pk=article.pk)


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return visible_text(response.content.decode())


def post(client, article, fields):
    response = client.post(change_url(article), fields)
    assert response.status_code == 302, response.context["refused"]


def desk_page(article, name):
    return f"/admin/briefings/article/{article.pk}/{name}"


@pytest.fixture
def article(author, signed_in):
    """A draft to which its author has added a quote in the form."""
    article = make.article("Ports", by=author)
    fields = opened(signed_in(author), article)
    add_block(fields, "quoteblock", words="Four of 77 ports.", speaker="The harbour master")
    post(signed_in(author), article, fields)
    return fresh(article)


@pytest.fixture
def edition(article, author, editor):
    return make.edition(article=article, by=author, approver=editor)


def reword(client, article, words):
    fields = opened(client, article)
    fields["quoteblock_set-0-words"] = [words]
    post(client, article, fields)


def test_the_kind_is_last_in_the_registry():
    assert block_models()[-1] is QuoteBlock
    assert QuoteBlock.kind is KIND


def test_edit(article, author, signed_in):
    (quote,) = QuoteBlock.objects.filter(parent=article)
    assert quote.words == "Four of 77 ports."
    assert opened(signed_in(author), article)["quoteblock_set-0-words"] == ["Four of 77 ports."]
    assert blocks_of(article)[-1] == quote


def test_preview(article, author, signed_in):
    assert "Four of 77 ports. The harbour master" in page(signed_in(author), desk_page(article, "preview/"))


def test_checklist_and_number_check(article):
    document = resolve(article)
    assert blockers(document) == []
    assert [loose.number for numbers in coverage(document.data).loose.values() for loose in numbers] == ["77"]
    QuoteBlock.objects.update(speaker="")
    assert [str(item) for item in blockers(resolve(article))] == ["Nobody says this."]


def test_publish(edition, reader):
    html = reader.get("/en/briefings/ports/").content.decode()
    assert '<blockquote class="quote"' in html
    assert "Four of 77 ports." in html


def test_compare(edition, author, editor, signed_in, reader):
    reword(signed_in(author), edition.article, "Five of 78 ports.")
    changes = page(signed_in(author), desk_page(edition.article, "changes/"))
    assert "[removed: Four of 77][added: Five of 78] ports." in changes
    make.edition(article=fresh(edition.article), by=author, approver=editor)
    comparison = page(reader, "/en/briefings/ports/compare/1/2/")
    for words in ("The harbour master", "1 block rewritten", "Four", "Five"):
        assert words in comparison


def test_restore(article, author, signed_in):
    before, version = resolve(article).text, article.version
    reword(signed_in(author), article, "Five of 78 ports.")
    QuoteBlock.objects.all().delete()
    article = fresh(article)
    assert restore_version(article, version=version, by=author, seen_version=article.version) == []
    assert resolve(fresh(article)).text == before


def test_its_picture_is_shown_in_a_shared_draft_and_found_where_it_is_used(article, author, signed_in, reader):
    image, other = (picture(author, colour, alt_en="A harbour") for colour in ("red", "blue"))
    fields = opened(signed_in(author), article) | {"quoteblock_set-0-portrait": [str(image.pk)]}
    assert 'rows="2"' in signed_in(author).get(change_url(article)).content.decode()
    post(signed_in(author), article, fields)
    link = share(article, by=author, for_whom="Dr Rojas")
    name, _dot, extension = image.file.name.rpartition(".")
    shown = reader.get(reverse("shared-picture-en", args=[token_of(link), name, extension]))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/png")
    name, _dot, extension = other.file.name.rpartition(".")
    assert reader.get(reverse("shared-picture-en", args=[token_of(link), name, extension])).status_code == 404
    assert "Ports" in page(signed_in(author), f"/admin/briefings/image/{image.pk}/change/")
    assert "Ports" not in page(signed_in(author), f"/admin/briefings/image/{other.pk}/change/")


def test_field_changes_are_in_the_log(article, author, auditor, signed_in):
    reword(signed_in(author), article, "Five of 78 ports.")
    log = page(signed_in(auditor), "/admin/log/")
    assert "quote: Five of 78 ports." in log

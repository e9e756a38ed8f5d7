"""What a preview and a shared draft say of themselves: nothing in them takes a draft for a publication."""

import re

import pytest
from django.utils.formats import date_format
from django.utils.timezone import localtime

from briefings.articles.actions import take_down
from briefings.lib.html import visible_text
from briefings.sharing.actions import share, token_of
from tests import make

from .scenes import rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["preview", "shared page"])
def shown(request, author, signed_in, reader):
    """A function that gives the page's text, less the end that belongs to the form; and its HTML."""

    def show(article):
        if request.param == "preview":
            page = signed_in(author).get(f"/admin/briefings/article/{article.pk}/preview/")
        else:
            link = share(article, by=author, for_whom="Dr Rojas")
            page = reader.get(
                f"/{article.language}/{'shared' if article.language == 'en' else 'compartido'}/{token_of(link)}/"
            )
        assert page.status_code == 200
        html = page.content.decode()
        return " ".join(visible_text(html).split()), html

    return show


@pytest.fixture
def draft(author):
    return make.article("Roads", by=author, slug="roads")


@pytest.fixture
def published(author, editor):
    """An article with an edition, and a newer draft."""
    edition = make.edition("Ports", by=author, approver=editor)
    rewrite(edition.article, by=author, html="<p>Four ports.</p>")
    return edition


def facts(html):
    found = re.findall(r"<dt>(Published|Updated)</dt><dd>(.*?)</dd>", html)
    return {label: visible_text(said) for label, said in found}


def test_draft_leads_to_related_briefings_that_readers_can_open(draft, published, author, shown):
    draft.related.add(published.article, make.article("Harbours", by=author))
    text, html = shown(draft)
    assert "Related briefings Ports" in text and "Harbours" not in text
    assert f'<a href="/en/briefings/{published.article.slug}/">Ports</a>' in html


def test_draft_has_no_date_and_no_edition(draft, shown):
    text, html = shown(draft)
    assert facts(html) == {"Published": "not published"}
    assert "Change history Draft · this one · not published" in text
    assert "edition 1" not in text and "First publication" not in text


def test_draft_is_not_to_be_cited(draft, published, shown):
    for article in (draft, published.article):
        text, _html = shown(article)
        assert "This is a draft and is not to be cited." in text
        assert f"/{article.slug}/" not in text


def test_newer_draft_stands_above_the_published_editions(published, shown):
    text, html = shown(published.article)
    day = date_format(localtime(published.publish_at), "j F Y")
    assert facts(html) == {"Published": day, "Updated": "next edition, not published"}
    assert f"Change history Next edition · this one · not published First publication · edition 1 · {day}" in text
    assert "edition 2" not in text


def test_draft_of_what_was_taken_down_is_not_published(published, author, editor, signed_in):
    take_down(published.article, by=editor, reason="A name was in it.")
    page = signed_in(author).get(f"/admin/briefings/article/{published.article.pk}/preview/")
    assert facts(page.content.decode()) == {"Published": "not published"}


def test_published_page_has_its_date_its_number_and_its_citation(published, reader):
    html = reader.get("/en/briefings/ports/").content.decode()
    text = " ".join(visible_text(html).split())
    day = date_format(localtime(published.publish_at), "j F Y")
    assert facts(html) == {"Published": day}
    assert (
        f"edition 1, {day}, figures as known on {day}, http" in text
        and f"First publication · edition 1, this one · {day}" in text
    )
    assert "not published" not in text and "draft" not in text

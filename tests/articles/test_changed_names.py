"""Names and alternative texts that are kept elsewhere: the review page says who changed them."""

import pytest

from briefings.history.field_changes import made_by
from tests import kinds, make

from .scenes import picture, rewrite, submitted

pytestmark = pytest.mark.django_db


def people_on(page):
    parts = [part for piece in page.context["since_review"].pieces for part in piece.parts]
    return {part.label: part.changed_by for part in parts}


@pytest.fixture
def review_page(other_editor, signed_in):
    return lambda article: signed_in(other_editor).get(f"/admin/briefings/article/{article.pk}/acts/approve/")


def test_review_page_names_who_changed_an_alternative_text(author, editor, review_page):
    image = picture(author)
    article = make.article(by=author, blocks=[(kinds.PictureBlock, {"image": image, "caption": "The harbour"})])
    submitted(article, by=author)
    for text, person in (("A pier", author), ("A long pier", editor)):
        image.alt_en = text
        with made_by(person):
            image.save()
    page = review_page(article)
    assert people_on(page) == {"picture": str(editor)}
    assert f"changed by {editor}, where it is kept" in page.text


def test_renamed_source_has_a_name_and_the_words_of_a_writer_have_none(author, editor, analyst, review_page):
    source, other = make.source("Police"), make.source("Navy")
    blocks = [
        (kinds.RichTextBlock, {"html": "<p>Three ports.</p>"}),
        (kinds.TextTableBlock, {"caption": "Ports", "cells": "Port\tCases\nPosorja\t4", "source": source}),
    ]
    article = submitted(make.article(by=author, blocks=blocks), by=author)
    with made_by(analyst):
        for thing, name in ((source, "National Police"), (other, "National Navy")):
            thing.name_en = name
            thing.save()
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    people = people_on(review_page(article))
    assert people == {"": "", "source": str(analyst)}

"""What readers of one language are told about the other, and where the language switch leads."""

import re

import pytest

from briefings.articles.actions import needs_no_revision, take_down, withdraw
from briefings.articles.models import Article, Edition

from .. import make, moments
from .scenes import let_come, translated

pytestmark = pytest.mark.django_db
ENGLISH, SPANISH = "/en/briefings/ports/", "/es/informes/puertos/"
NOT_YET = {"en": "This version has not been revised yet.", "es": "Esta versión todavía no se ha revisado."}


@pytest.fixture
def editions(author, editor):
    """English 1, 2 (a correction, not translated) and 3; Spanish 1 (of English 1) and 2 (of English 3)."""
    spanish = translated(by=author, approver=editor, then="correction").article
    english = Article.objects.get(group=spanish.group, language="en")
    make.edition(article=english, by=author, approver=editor)
    make.edition(article=spanish, by=author, approver=editor)
    return Edition.objects.filter(article__group=spanish.group)


def page_of(reader, path):
    response = reader.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def switch(page):
    (nav,) = re.findall(r'<nav class="masthead-languages".*?</nav>', page, re.DOTALL)
    return re.findall(r'href="([^"]*)"', nav)


@pytest.mark.parametrize(("kind", "words"), [("correction", "se corrigió"), ("update", "se actualizó")])
def test_readers_are_told_what_the_other_language_has_and_theirs_not(kind, words, author, editor, reader):
    spanish = translated(by=author, approver=editor)
    assert NOT_YET["es"] not in page_of(reader, SPANISH)
    make.edition(
        article=Article.objects.get(group=spanish.article.group, language="en"),
        by=author, approver=editor, change_kind=kind, note="It was four ports.",
    )  # fmt: skip
    page = page_of(reader, SPANISH)
    assert f"La versión en inglés {words} el " in page and NOT_YET["es"] in page
    assert NOT_YET["es"] in page_of(reader, f"{SPANISH}1/")
    assert NOT_YET["en"] not in page_of(reader, ENGLISH)
    needs_no_revision(spanish.article, by=editor, seen=2)
    assert NOT_YET["es"] not in page_of(reader, SPANISH)


def test_correction_of_the_translation_alone_is_said_in_the_original(author, editor, reader):
    spanish = translated(by=author, approver=editor).article
    make.edition(article=spanish, by=author, approver=editor, change_kind="correction")
    page = page_of(reader, ENGLISH)
    assert "The Spanish version was corrected on " in page and NOT_YET["en"] in page


def test_correction_is_named_before_a_later_update(author, editor, reader):
    english = translated(by=author, approver=editor, then="correction").article.group.articles.get(language="en")
    make.edition(article=english, by=author, approver=editor)
    assert "se corrigió" in page_of(reader, SPANISH)


def test_old_and_withdrawn_texts_say_nothing_of_the_other_language(editions, author, editor, reader):
    english = Article.objects.get(language="en")
    make.edition(article=english, by=author, approver=editor, change_kind="correction")
    assert NOT_YET["es"] in page_of(reader, SPANISH) and NOT_YET["es"] not in page_of(reader, f"{SPANISH}1/")
    withdraw(Article.objects.get(language="es"), by=editor, reason="Wrong.")
    assert NOT_YET["es"] not in page_of(reader, SPANISH)


def test_line_comes_and_the_stored_page_goes_when_a_scheduled_correction_appears(author, editor, reader):
    spanish = translated(by=author, approver=editor).article
    waiting = make.edition(
        article=Article.objects.get(group=spanish.group, language="en"),
        by=author, approver=editor, change_kind="correction", publish_at=moments.now() + moments.DAY,
    )  # fmt: skip
    before = reader.get(SPANISH)
    assert NOT_YET["es"] not in before.content.decode()
    let_come(waiting)
    after = reader.get(SPANISH, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200 and NOT_YET["es"] in after.content.decode()


@pytest.mark.parametrize(
    ("path", "other"),
    [
        (ENGLISH, SPANISH),
        (SPANISH, ENGLISH),
        (f"{ENGLISH}3/", SPANISH),
        (f"{ENGLISH}1/", f"{SPANISH}1/"),
        (f"{SPANISH}1/", f"{ENGLISH}1/"),
        (f"{ENGLISH}editions/", f"{SPANISH}ediciones/"),
        (f"{ENGLISH}compare/1/3/", f"{SPANISH}comparar/1/2/"),
        (f"{SPANISH}comparar/1/2/", f"{ENGLISH}compare/1/3/"),
    ],
)
def test_switch_leads_to_the_edition_that_belongs_to_the_page(path, other, editions, reader):
    page = page_of(reader, path)
    assert switch(page) == [other] and 'id="no-version"' not in page


@pytest.mark.parametrize("path", ["2/", "compare/1/2/", "compare/2/3/"])
def test_page_without_a_counterpart_says_so_and_offers_the_latest(path, editions, reader):
    page = page_of(reader, ENGLISH + path)
    assert switch(page) == ["#no-version"]
    assert set(re.findall(r'rel="alternate" hreflang="([^"]*)"', page)) == {"en", "x-default"}
    assert "This page has no Spanish version." in page
    (strip,) = re.findall(r'<aside [^>]*id="no-version">.*?</aside>', page, re.DOTALL)
    assert f'href="{SPANISH}"' in strip and "Read the latest Spanish version" in strip


def test_comparison_of_two_editions_of_one_original_leads_to_that(author, editor, reader):
    spanish = translated(by=author, approver=editor).article
    make.edition(article=spanish, by=author, approver=editor)
    assert switch(page_of(reader, f"{SPANISH}comparar/1/2/")) == [f"{ENGLISH}1/"]


def test_pages_of_a_briefing_in_one_language_lead_to_the_list_in_the_other(author, editor, reader):
    article = make.edition("Ports", by=author, approver=editor).article
    make.edition(article=article, by=author, approver=editor)
    for path in ("", "1/", "editions/", "compare/1/2/"):
        page = page_of(reader, ENGLISH + path)
        assert switch(page) == ["/es/informes/"] and 'id="no-version"' not in page
        assert set(re.findall(r'rel="alternate" hreflang="([^"]*)"', page)) == {"en", "x-default"}


def test_page_of_what_was_taken_down_leads_to_the_version_that_stays(editions, editor, reader):
    take_down(editions.filter(language="en").first().article, by=editor, reason="Names a witness.")
    gone = reader.get(ENGLISH)
    assert gone.status_code == 410 and switch(gone.text) == [SPANISH]
    assert f'<a href="{SPANISH}" hreflang="es">Read the Spanish version</a>' in gone.text
    take_down(editions.filter(language="es").first().article, by=editor, reason="Names a witness.")
    gone = reader.get(ENGLISH)
    assert switch(gone.text) == ["/es/informes/"] and "Read the Spanish version" not in gone.text


def test_other_language_costs_one_query_more(editions, author, editor, reader, django_assert_max_num_queries):
    for path in (ENGLISH, f"{ENGLISH}1/", f"{ENGLISH}2/"):
        with django_assert_max_num_queries(6):
            reader.get(path)
    with django_assert_max_num_queries(9):
        reader.get(f"{ENGLISH}compare/1/3/")

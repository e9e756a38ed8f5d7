import datetime

import pytest
from django.utils import timezone

from briefings.articles.actions import move, restore, start_translation, take_down, withdraw
from briefings.articles.actions.withdrawal import hide_byline
from briefings.articles.models import ArticleByline, Byline, Rendering
from tests import make
from tests.kinds import RichTextBlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(author, editor):
    return make.edition("Ports under pressure", by=author, approver=editor)


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def next_edition(edition, author, editor, words, **fields):
    RichTextBlock.objects.filter(parent=edition.article).update(html=f"<p>{words}</p>")
    return make.edition(article=edition.article, by=author, approver=editor, **fields)


def test_the_working_copy_is_not_shown(edition, reader):
    RichTextBlock.objects.filter(parent=edition.article).update(html="<p>Not yet.</p>")
    assert "Not yet." not in text_of(reader.get("/en/briefings/ports-under-pressure/"))


def test_a_later_edition_takes_the_place_of_the_first_which_keeps_its_address(edition, author, editor, reader):
    next_edition(edition, author, editor, "Four ports.")
    assert "Four ports." in text_of(reader.get("/en/briefings/ports-under-pressure/"))
    old = text_of(reader.get("/en/briefings/ports-under-pressure/1/"))
    assert "Three ports." in old and "A later edition has been published" in old


def test_a_scheduled_edition_is_at_no_address(edition, author, editor, reader):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    next_edition(edition, author, editor, "Four ports.", publish_at=tomorrow)
    page = text_of(reader.get("/en/briefings/ports-under-pressure/"))
    assert "Three ports." in page and "edition 2" not in page
    assert reader.get("/en/briefings/ports-under-pressure/2/").status_code == 404


def test_change_history_names_every_edition_with_its_note(edition, author, editor, reader):
    next_edition(edition, author, editor, "Four ports.", note="One more port counts.")
    page = text_of(reader.get("/en/briefings/ports-under-pressure/"))
    assert "One more port counts." in page and "First publication" in page


def test_a_correction_is_announced_above_the_text(edition, author, editor, reader):
    next_edition(edition, author, editor, "Four ports.", change_kind="correction", note="It was four.")
    page = text_of(reader.get("/en/briefings/ports-under-pressure/"))
    assert page.index("It was four.") < page.index("<h1>")


def test_a_long_note_is_cut_above_the_text_and_whole_below(edition, author, editor, reader):
    """On a phone it would push the figure and its source out of the first view."""
    note = "The first edition said that there were three ports; there are four. " * 5
    next_edition(edition, author, editor, "Four ports.", change_kind="correction", note=note.strip())
    body = text_of(reader.get("/en/briefings/ports-under-pressure/")).partition("</head>")[2]
    above, _h1, below = body.partition("<h1>")
    assert "The first edition said" in above and note.strip() not in above and note.strip() in below


def test_an_article_answers_only_under_its_own_language(edition, reader):
    assert reader.get("/es/informes/ports-under-pressure/").status_code == 404


def test_language_links_lead_to_the_translation_at_its_own_address(edition, author, editor, reader):
    spanish = start_translation(edition.article, language="es", by=author)
    spanish.title, spanish.slug = "Puertos bajo presión", "puertos"
    spanish.save()
    assert "/es/informes/puertos/" not in text_of(reader.get("/en/briefings/ports-under-pressure/"))
    published = make.edition(article=spanish, by=author, approver=editor)
    assert published.translates == edition
    assert 'href="/es/informes/puertos/"' in text_of(reader.get("/en/briefings/ports-under-pressure/"))
    assert 'href="/en/briefings/ports-under-pressure/"' in text_of(reader.get("/es/informes/puertos/"))


def test_an_old_address_leads_to_the_new_one(edition, editor, reader):
    move(edition.article, slug="ports-and-power", by=editor)
    moved = reader.get("/en/briefings/ports-under-pressure/")
    assert (moved.status_code, moved["Location"]) == (301, "/en/briefings/ports-and-power/")
    moved = reader.get("/en/briefings/ports-under-pressure/1/")
    assert (moved.status_code, moved["Location"]) == (301, "/en/briefings/ports-and-power/1/")


def test_withdrawn_text_stays_readable_under_its_reason(edition, editor, reader):
    withdraw(edition.article, by=editor, reason="The main source retracted its report.")
    page = text_of(reader.get("/en/briefings/ports-under-pressure/"))
    assert "Three ports." in page and "The main source retracted its report." in page
    assert "withdrawn" in text_of(reader.get("/en/briefings/"))


def test_what_was_taken_down_is_gone_with_its_reason_until_it_is_restored(edition, editor, reader):
    take_down(edition.article, by=editor, reason="At a court’s order.")
    for path in ("/en/briefings/ports-under-pressure/", "/en/briefings/ports-under-pressure/1/"):
        gone = reader.get(path)
        assert gone.status_code == 410
        assert "At a court’s order." in gone.content.decode()
        assert "Ports under pressure" not in gone.content.decode()
    assert "Ports under pressure" not in text_of(reader.get("/en/briefings/"))
    restore(edition.article, by=editor)
    assert "Three ports." in text_of(reader.get("/en/briefings/ports-under-pressure/"))


@pytest.fixture
def signed(author, editor):
    """An edition of an article with a byline."""
    article = make.article("Ports under pressure", by=author)
    ArticleByline.objects.create(article=article, byline=Byline.objects.create(name="M. Paredes"))
    return make.edition(article=article, by=author, approver=editor)


def test_hiding_a_byline_takes_it_off_old_editions_too(signed, author, editor, reader):
    next_edition(signed, author, editor, "Four ports.")
    for path in ("/en/briefings/ports-under-pressure/", "/en/briefings/ports-under-pressure/1/"):
        assert "M. Paredes" in text_of(reader.get(path))
    hide_byline(Byline.objects.get(), by=editor, reason="At their request.")
    for path in ("/en/briefings/ports-under-pressure/", "/en/briefings/ports-under-pressure/1/"):
        assert "M. Paredes" not in text_of(reader.get(path))


def test_a_byline_added_to_the_working_copy_waits_for_the_next_edition(signed, reader):
    ArticleByline.objects.create(article=signed.article, byline=Byline.objects.create(name="J. Vera"))
    assert "J. Vera" not in text_of(reader.get("/en/briefings/ports-under-pressure/"))


def test_related_briefings_are_those_of_the_edition_by_their_public_titles(author, editor, reader):
    other = make.edition("Prisons", by=author, approver=editor)
    draft = make.article("Unpublished plans", by=author)
    article = make.article("Ports under pressure", by=author)
    article.related.add(other.article, draft)
    make.edition(article=article, by=author, approver=editor)
    article.related.clear()
    other.article.title = "Prisons, rewritten"
    other.article.save()
    page = text_of(reader.get("/en/briefings/ports-under-pressure/"))
    assert '<a href="/en/briefings/prisons/">Prisons</a>' in page
    assert "Unpublished plans" not in page and "rewritten" not in page
    take_down(other.article, by=editor, reason="At a court’s order.")
    assert "Prisons" not in text_of(reader.get("/en/briefings/ports-under-pressure/"))


def test_no_account_name_reaches_the_page(edition, author, editor, reader):
    page = text_of(reader.get("/en/briefings/ports-under-pressure/")).casefold()
    for person in (author, editor):
        assert person.username not in page and person.email not in page


@pytest.mark.parametrize("path", ["nothing/", "nothing/1/", "ports-under-pressure/99/", "ports-under-pressure/0/"])
def test_unknown_addresses_are_not_found(edition, reader, path):
    assert reader.get(f"/en/briefings/{path}").status_code == 404


def test_an_edition_number_too_large_for_the_database_is_not_found(edition, reader):
    assert reader.get(f"/en/briefings/ports-under-pressure/{10**30}/").status_code == 404


@pytest.mark.parametrize("editions", [1, 12])
def test_four_queries_whatever_the_number_of_editions(
    author, editor, reader, django_assert_max_num_queries, edition, editions
):
    edition.article.related.add(*(make.edition(by=author, approver=editor).article for _ in range(editions)))
    for number in range(2, editions + 1):
        next_edition(edition, author, editor, f"{number} ports.")
    with django_assert_max_num_queries(4):
        reader.get("/en/briefings/ports-under-pressure/")


def test_a_page_that_was_made_once_is_not_made_again_until_something_changes(
    signed, author, editor, reader, django_assert_num_queries
):
    path = "/en/briefings/ports-under-pressure/"
    made = reader.get(path).content
    with django_assert_num_queries(1):
        assert reader.get(path).content == made
    withdraw(signed.article, by=editor, reason="The main source retracted its report.")
    assert "retracted its report" in text_of(reader.get(path))
    restore(signed.article, by=editor)
    assert reader.get(path).content == made


def test_a_better_rendering_takes_the_place_of_the_made_page(edition, reader):
    path = "/en/briefings/ports-under-pressure/"
    reader.get(path)
    stored = Rendering.objects.get(edition=edition)
    better = stored.html.replace("<p>Three ports.</p>", '<p class="better">Three ports.</p>')
    Rendering.objects.create(edition=edition, renderer="better", html=better, created_at=timezone.now())
    assert '<p class="better">' in text_of(reader.get(path))

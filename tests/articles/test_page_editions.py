"""The list of all editions of a briefing, and what the briefing shows of them."""

import copy
import datetime
import re

import pytest
from django.utils import timezone

from briefings.articles.actions import move, take_down, withdraw
from briefings.articles.models import Rendering
from tests import make
from tests.articles.test_page_briefing import next_edition, text_of
from tests.people import member

pytestmark = pytest.mark.django_db
BRIEFING = "/en/briefings/ports-under-pressure/"
EDITIONS = f"{BRIEFING}editions/"
ROADS = "/en/briefings/roads/"  # of a test of its own


def many_editions(first, number):
    """Copies of the first edition, each with a note: `number` editions with it."""
    (rendering,) = first.renderings.all()
    for next_number in range(2, number + 1):
        edition, html = copy.copy(first), copy.copy(rendering)
        edition.pk, edition.number, edition.change_kind = None, next_number, "update"
        edition.note, edition._state.adding = f"Note {next_number:03}.", True
        edition.save(force_insert=True)
        html.pk, html.edition, html._state.adding = None, edition, True
        Rendering.objects.bulk_create([html])


@pytest.fixture(scope="module")
def many(module_db):
    """121 editions of one briefing."""
    first = make.edition("Ports under pressure", by=member("author"), approver=member("editor"))
    many_editions(first, 121)
    return first.article


def numbers(page):
    return [int(number) for number in re.findall(r"<b[^>]*>[^<]*</b> · (?:<a [^>]*>)?edition (\d+)", page)]


def link(page, label):
    return re.search(rf'href="([^"]+)">{label}<', page)[1]


def test_briefing_shows_its_newest_ten_editions_and_leads_to_all(many, reader):
    page = text_of(reader.get(BRIEFING))
    assert numbers(page) == list(range(121, 111, -1))
    assert f"{BRIEFING}compare/111/112/" in page
    assert link(page, "All editions") == EDITIONS


def test_an_old_edition_shows_the_same_history_and_the_date_of_the_first(many, reader):
    page = text_of(reader.get(f"{BRIEFING}3/"))
    assert numbers(page) == list(range(121, 111, -1))
    assert "A later edition has been published" in page
    assert reader.get(f"{BRIEFING}122/").status_code == 404


def test_briefing_with_ten_editions_leads_to_no_list(author, editor, reader):
    edition = make.edition("Roads", by=author, approver=editor)
    many_editions(edition, 10)
    assert "All editions" not in text_of(reader.get(ROADS))
    assert numbers(text_of(reader.get(f"{ROADS}editions/"))) == list(range(10, 0, -1))


def test_every_edition_is_listed_once_each_compared_with_the_one_before(many, reader):
    seen, compared, path = [], [], EDITIONS
    while path:
        page = text_of(reader.get(path))
        seen += numbers(page)
        compared += re.findall(r"compare/(\d+)/(\d+)/", page)
        path = EDITIONS + link(page, "Older") if ">Older<" in page else ""
    assert seen == list(range(121, 0, -1))
    assert compared == [(str(number - 1), str(number)) for number in range(121, 1, -1)]


def test_way_back_and_last_page(many, reader):
    second = text_of(reader.get(EDITIONS + "?before=72"))
    assert numbers(second) == list(range(71, 51, -1))
    assert numbers(text_of(reader.get(EDITIONS + link(second, "Newer")))) == list(range(91, 71, -1))
    assert numbers(text_of(reader.get(f"{EDITIONS}?oldest"))) == list(range(20, 0, -1))


@pytest.mark.parametrize("query", ["before=1", "before=x", f"after={9**30}", "before=%00"])
def test_no_such_page(many, reader, query):
    assert reader.get(f"{EDITIONS}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["after=121", "after=500"])
def test_where_nothing_is_newer_the_newest_are_shown(many, reader, query):
    page = text_of(reader.get(f"{EDITIONS}?{query}"))
    assert numbers(page) == list(range(121, 101, -1))
    assert ">Newer<" not in page and link(page, "Older") == "?before=102"


@pytest.mark.parametrize("path", [BRIEFING, f"{BRIEFING}121/", EDITIONS, f"{EDITIONS}?before=72", f"{EDITIONS}?oldest"])
def test_costs_six_queries_at_most(many, reader, django_assert_max_num_queries, path):
    with django_assert_max_num_queries(6):
        assert reader.get(path).status_code == 200


def test_unknown_parameters_make_no_new_page(many, reader, stored_pages):
    pages = [reader.get(EDITIONS + query).content for query in ("", "?page=2", "?x=1")]
    assert pages[0] == pages[1] == pages[2] and len(stored_pages) == 1


def test_comparison_lists_ten_notes_and_leads_to_all(many, reader):
    page = text_of(reader.get(f"{BRIEFING}compare/1/121/"))
    assert "Note 112." in page and "Note 111." not in page
    assert link(page, "All editions") == EDITIONS


def test_old_address_redirects(author, editor, reader):
    article = make.edition("Roads", by=author, approver=editor).article
    move(article, slug="harbours", by=editor)
    answer = reader.get(f"{ROADS}editions/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/briefings/harbours/editions/")
    assert reader.get(f"{ROADS}editions/?before=2")["Location"] == "/en/briefings/harbours/editions/?before=2"


def test_withdrawn_is_marked_and_taken_down_is_gone(author, editor, reader):
    article = make.edition("Roads", by=author, approver=editor).article
    withdraw(article, by=editor, reason="The main source retracted its report.")
    assert "The main source retracted its report." in text_of(reader.get(f"{ROADS}editions/"))
    take_down(article, by=editor, reason="A court said so.")
    assert reader.get(f"{ROADS}editions/").status_code == 410
    assert reader.get("/en/briefings/nothing/editions/").status_code == 404


def test_leads_to_the_editions_in_the_other_language(author, editor, reader):
    english = make.edition("Roads", by=author, approver=editor)
    assert "/ediciones/" not in text_of(reader.get(f"{ROADS}editions/"))
    spanish = make.edition("Puertos", by=author, approver=editor, language="es", group=english.article.group)
    assert f"/es/informes/{spanish.article.slug}/ediciones/" in text_of(reader.get(f"{ROADS}editions/"))


def test_a_scheduled_edition_is_not_listed(author, editor, reader):
    edition = make.edition("Roads", by=author, approver=editor)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    next_edition(edition, author, editor, "Four ports.", publish_at=tomorrow)
    assert numbers(text_of(reader.get(f"{ROADS}editions/"))) == [1]

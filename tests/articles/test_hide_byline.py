"""A name is taken off every page at once, old editions included; staff still know whose it was."""

import copy
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from briefings.articles.actions.withdrawal import hide_byline, show_byline
from briefings.articles.models import Byline, Edition, EditionByline
from briefings.history.models import Event
from briefings.reuse import cards
from briefings.search.models import SearchDocument
from tests import make
from tests.articles.scenes import refused
from tests.people import member
from tests.public_walk import addresses
from tests.world import published_things

NAME = "Guayacán Quilotoa"


@pytest.fixture(scope="module")
def stored_byline(module_db):
    return Byline.objects.create(name=NAME)


@pytest.fixture
def byline(stored_byline, db):
    return Byline.objects.get(pk=stored_byline.pk)


@pytest.fixture(scope="module")
def stored_world(stored_byline):
    """The published site, with two editions of each briefing under the name."""
    author, editor = member("author"), member("editor")
    world = published_things(SimpleNamespace(author=author, editor=editor))
    for edition in world.editions:
        edition.article.byline_rows.create(byline=stored_byline)
        for _time in range(2):
            make.edition(article=edition.article, by=author, approver=editor)
    world.editions = list(Edition.objects.all())
    cards.draw_due(100)
    return world


@pytest.fixture
def world(stored_world, db):
    return copy.deepcopy(stored_world)


def named(world, client, **headers):
    """Paths of all public addresses whose answer names the person, in its headers or its body."""
    found = set()
    for path, _is_there in addresses(world):
        response = client.get(path, headers=headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        if NAME.casefold() in f"{response.headers}\n{body.decode(errors='replace')}".casefold():
            found.add(path)
    return found


@pytest.mark.slow
def test_hidden_name_is_at_no_public_address_and_comes_back(world, editor, reader, byline):
    before = named(world, reader)
    assert len(before) >= 2 * (1 + 2)  # in both languages: the briefing itself, and two editions
    hide_byline(byline, by=editor, reason="Threats.")
    assert named(world, reader) == set()
    show_byline(byline, by=editor)
    assert named(world, reader) == before


@pytest.mark.slow
def test_browser_that_has_the_page_is_told_that_it_is_another(world, editor, reader, byline):
    path = sorted(named(world, reader))[0]
    tag = reader.get(path).headers["ETag"]
    assert reader.get(path, headers={"If-None-Match": tag}).status_code == 304
    hide_byline(byline, by=editor, reason="Threats.")
    again = reader.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 200 and NAME not in again.content.decode()


def test_search_never_knew_the_name(world, editor, byline):
    assert SearchDocument.objects.exists()
    assert not SearchDocument.objects.filter(text__icontains=NAME).exists()
    assert not SearchDocument.objects.filter(title__icontains=NAME).exists()


def test_name_hidden_before_publication_never_appears(author, editor, reader, byline):
    hide_byline(byline, by=editor, reason="Threats.")
    article = make.article("Roads", by=author)
    article.byline_rows.create(byline=byline)
    make.edition(article=article, by=author, approver=editor)
    assert NAME not in reader.get("/en/briefings/roads/").content.decode()


def test_record_keeps_who_wrote_it_and_staff_read_it(world, editor, auditor, signed_in, byline):
    hide_byline(byline, by=editor, reason="Threats.")
    edition = EditionByline.objects.filter(byline=byline).latest("pk").edition
    page = signed_in(auditor).get(f"/admin/briefings/edition/{edition.pk}/change/").text
    assert f"{NAME} (hidden everywhere)" in page
    log = signed_in(auditor).get("/admin/log/", {"kind": "byline", "act": "hide_byline"}).text
    assert NAME in log and "Threats." in log and "Name hidden everywhere" in log


def test_event_keeps_the_reason_and_hiding_twice_is_told_once(editor, byline):
    hide_byline(byline, by=editor, reason=" Threats. ")
    hide_byline(byline, by=editor, reason="Again.")
    event = Event.objects.get(act="hide_byline")
    assert (event.realm, event.target_label, event.detail) == ("articles", NAME, {"reason": "Threats."})
    show_byline(byline, by=editor)
    show_byline(byline, by=editor)
    assert Event.objects.filter(act="show_byline").count() == 1


def test_reason_is_needed(editor, byline):
    with refused(says="Say why"):
        hide_byline(byline, by=editor, reason=" ")
    assert not Byline.objects.get().hidden


@pytest.mark.parametrize("role", ["author", "analyst", "administrator", "auditor"])
def test_others_neither_hide_nor_show(request, signed_in, role, byline):
    somebody = request.getfixturevalue(role)
    for act in (lambda: hide_byline(byline, by=somebody, reason="No."), lambda: show_byline(byline, by=somebody)):
        with refused(PermissionDenied):
            act()
    browser = signed_in(somebody)
    assert browser.post(visibility(byline), {"to": "hide", "reason": "No."}).status_code == 403
    assert visibility(byline) not in browser.get(f"/admin/briefings/byline/{byline.pk}/change/").text
    assert not Byline.objects.get().hidden


def visibility(byline):
    return f"/admin/briefings/byline/{byline.pk}/visibility/"


def test_button_asks_why_and_hides(editor, signed_in, byline):
    browser = signed_in(editor)
    assert visibility(byline) in browser.get(f"/admin/briefings/byline/{byline.pk}/change/").text
    assert "Hide the name everywhere" in browser.get(visibility(byline)).text
    refused_page = browser.post(visibility(byline), {"to": "hide", "reason": ""})
    assert refused_page.status_code == 200 and not Byline.objects.get().hidden
    done = browser.post(visibility(byline), {"to": "hide", "reason": "Threats."}, follow=True)
    assert "is on no page any more" in done.text and Byline.objects.get().hidden
    done = browser.post(visibility(byline), {"to": "show"}, follow=True)
    assert "again." in done.text and not Byline.objects.get().hidden


def test_page_opened_before_somebody_else_acted_does_not_do_the_opposite(editor, signed_in, byline):
    hide_byline(byline, by=editor, reason="Threats.")
    signed_in(editor).post(visibility(byline), {"to": "hide", "reason": "Threats."})
    assert Byline.objects.get().hidden


def test_form_itself_hides_nothing(editor, signed_in, byline):
    signed_in(editor).post(f"/admin/briefings/byline/{byline.pk}/change/", {"name": NAME, "hidden": "on"})
    assert not Byline.objects.get().hidden

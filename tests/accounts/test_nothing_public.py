"""Nothing of an account is at any public address: no name, no address, no time of signing in."""

import copy
import datetime
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders

from briefings.accounts.models import User
from briefings.articles.models import ArticleByline, Byline
from briefings.roles import AUTHOR, EDITOR
from tests import make
from tests.people import person
from tests.public_walk import addresses
from tests.test_canary import words_of
from tests.world import hide_things, published_things

pytestmark = pytest.mark.django_db

SIGNED_IN = datetime.datetime(2026, 3, 14, 15, 9, 26, tzinfo=datetime.UTC)
TRACES = ["2026-03-14", "14 march 2026", "14 de marzo de 2026", "march 14", str(int(SIGNED_IN.timestamp()))]


def somebody(name, *roles):
    user = person(name, *roles, is_staff=True)
    fields = {"first_name": f"{name}primero", "last_name": f"{name}segundo", "last_login": SIGNED_IN}
    User.objects.filter(pk=user.pk).update(date_joined=SIGNED_IN, used_on=SIGNED_IN.date(), **fields)
    return User.objects.get(pk=user.pk)


@pytest.fixture(scope="module")
def stored_world(module_db):
    people = SimpleNamespace(author=somebody("quetzalina", AUTHOR), editor=somebody("wilhelmina", EDITOR))
    world = published_things(people)
    for edition in world.editions:
        byline, _created = Byline.objects.get_or_create(name="The security desk")
        ArticleByline.objects.create(article=edition.article, byline=byline)
        make.edition(article=edition.article, by=people.author, approver=people.editor, note="New figures.")
    hide_things(world)
    return world


@pytest.fixture
def world(stored_world, db):
    return copy.deepcopy(stored_world)


def traces():
    """Every text by which an account could be recognised, in small letters."""
    names = ["username", "email", "first_name", "last_name"]
    people = User.objects.filter(username__in=["quetzalina", "wilhelmina"])
    return {text.casefold() for row in people.values_list(*names) for text in row} | set(TRACES)


def _holding(words, wanted):
    return sorted(text for text in wanted if text in words.casefold())


@pytest.mark.slow
def test_no_account_at_any_public_address_or_in_any_header(world, reader, editor, signed_in):
    wanted = traces()
    assert len(wanted) == 8 + len(TRACES)
    seen = 0
    for visitor in (reader, signed_in(world.people.editor)):
        for path, _is_there in addresses(world):
            assert _holding(words_of(visitor.get(path)), wanted) == [], path
            seen += 1
    assert seen > 100


def test_404_and_login_pages_name_no_account(world, reader):
    for path in ("/robots.txt", "/favicon.ico", "/nowhere/", "/en/nowhere/", "/admin", "/admin/login/"):
        assert _holding(words_of(reader.get(path, follow=True)), traces()) == [], path


def test_refusal_and_wrong_method_name_no_account(world, reader):
    for method in ("post", "put", "delete", "options"):
        assert _holding(words_of(getattr(reader, method)("/en/briefings/")), traces()) == []


def test_the_search_would_find_an_account_that_is_there(world, signed_in):
    html = words_of(signed_in(world.people.editor).get("/admin/"))
    assert "wilhelmina" in html.casefold()


def test_static_files_name_no_account(world):
    assert finders.find("briefings/site.css")
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            if path.startswith("briefings/"):
                with storage.open(path) as file:
                    assert _holding(file.read().decode(errors="replace"), traces()) == [], path

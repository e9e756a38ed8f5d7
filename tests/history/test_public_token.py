"""Whatever changes what readers see replaces the token of the stored pages, once and after its commit."""

import datetime
import re
import threading
import time
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.articles import views
from briefings.articles.actions import article_saved, withdraw
from briefings.articles.models import Byline, Edition
from briefings.history import public_token
from briefings.history.models import PublicToken
from briefings.history.public_token import followed_models, followed_relations, public_changed, public_state
from briefings.lib import public_pages
from briefings.lib.clock import database_now
from tests import make
from tests.at_once import at_once
from tests.public_walk import addresses
from tests.world import published_things

# Tables that public pages read and that no act changes in a way that readers could see.
NOT_FOLLOWED = {
    "briefings_article": "only its group and language are read, which never change once it is public",
    "briefings_searchdocument": "pages read the rows of briefings, which the acts that publish write with the editions",
    "briefings_translationgroup": "nothing but its key is read",
}
NOT_STORED = ("/pictures", "/en/search", "/es/buscar", "/api/v1/search", "/en/shared", "/es/compartido", "/robots.txt")


def token():
    return PublicToken.objects.values_list("token", flat=True).first()


@pytest.fixture
def replaced(real_commits):
    """A function that says whether the token has been replaced since the fixture, or since it was asked last."""
    public_changed()
    tokens = [token()]

    def ask():
        tokens.append(token())
        return tokens[-1] != tokens[-2]

    return ask


def test_saves_deletions_and_relations_replace_the_token(replaced):
    byline = Byline.objects.create(name="M. Paredes")
    assert replaced()
    byline.save()
    assert replaced()
    byline.delete()
    assert replaced()
    initiative, area = make.initiative(), make.area()
    assert replaced()
    initiative.areas.add(area)
    assert replaced()
    area.initiatives.clear()
    assert replaced()
    Byline.objects.create(name="J. Vera")
    assert replaced()
    Byline.objects.all().delete()
    assert replaced()


def test_models_that_are_not_public_keep_the_token(replaced, author):
    article = make.article(by=author)
    assert replaced()
    article.title = "Another"
    article.save()
    article_saved(article, by=author)
    assert not replaced()


def test_bulk_writes_replace_the_token_by_a_call(replaced):
    Byline.objects.create(name="M. Paredes")
    assert replaced()
    Byline.objects.update(hidden=True)
    assert not replaced()
    with transaction.atomic():
        Byline.objects.update(hidden=True)
        public_changed()
    assert replaced()


def test_transaction_replaces_the_token_once(replaced):
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        for number in range(5):
            Byline.objects.create(name=f"Name {number}")
            public_changed()
    assert len([query for query in queries if "publictoken" in query["sql"]]) == 1
    assert replaced()
    with transaction.atomic():
        Byline.objects.create(name="Another")
        assert not replaced()
    assert replaced()


def test_rollback_keeps_the_token(replaced):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Byline.objects.create(name="M. Paredes")
        1 / 0  # noqa: B018
    assert not replaced()
    Byline.objects.create(name="M. Paredes")
    assert replaced()


def test_savepoint_that_is_rolled_back_takes_only_its_own_call_along(replaced):
    def written_and_rolled_back():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Byline.objects.create(name="J. Vera")
            1 / 0  # noqa: B018

    with transaction.atomic():
        written_and_rolled_back()
    assert not replaced()
    with transaction.atomic():
        Byline.objects.create(name="M. Paredes")
        written_and_rolled_back()
    assert replaced()
    with transaction.atomic():
        written_and_rolled_back()
        with transaction.atomic():
            Byline.objects.create(name="A. Mora")
    assert replaced()


def test_token_that_cannot_be_replaced_stops_no_act(replaced, monkeypatch, caplog):
    monkeypatch.setattr("briefings.history.public_token.secrets.token_urlsafe", lambda size: 1 / 0)
    with transaction.atomic():
        Byline.objects.create(name="M. Paredes")
    assert Byline.objects.get().name == "M. Paredes"
    assert not replaced()
    assert "division by zero" in caplog.text


@pytest.mark.skipif(connection.vendor == "sqlite", reason="On SQLite the second writer waits for the first to commit.")
def test_threads_replace_the_token_independently(replaced):
    """Somebody else's commit between a write and its own commit does not stand for it."""
    written, committed, seen = threading.Event(), threading.Event(), {}

    def slow():
        with transaction.atomic():
            public_changed()
            written.set()
            committed.wait(10)
        seen["after slow"] = token()

    def quick():
        written.wait(10)
        public_changed()
        seen["after quick"] = token()
        committed.set()

    _results, _refusals, failures = at_once(slow, quick)
    assert failures == []
    assert seen["after slow"] != seen["after quick"]


@pytest.mark.slow
def test_every_table_that_public_pages_read_is_followed(db, author, editor, reader, stored_pages):
    world = published_things(SimpleNamespace(author=author, editor=editor))
    read = set()
    for path, _is_there in addresses(world):
        if not path.startswith(NOT_STORED):
            stored_pages.clear()
            with CaptureQueriesContext(connection) as queries:
                reader.get(path)
            read |= {table for query in queries for table in re.findall(r'"(\w+)"', query["sql"])}
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    followed = {model._meta.db_table for model in (*followed_models(), *followed_relations())}
    assert read & tables - set(NOT_FOLLOWED) == followed


def test_state_costs_one_query_and_names_the_token_the_newest_date_and_the_day(
    replaced, author, editor, django_assert_num_queries
):
    before = public_state()
    edition = make.edition(by=author, approver=editor)
    make.edition(by=author, approver=editor, publish_at=database_now() + datetime.timedelta(days=1))
    with django_assert_num_queries(1):
        state = public_state()
    found, newest, day = state
    assert state != before
    assert (found, day) == (token(), timezone.localdate())
    assert edition.publish_at.astimezone(datetime.UTC).isoformat(" ")[:19] in str(newest)


def test_without_a_token_the_date_of_an_edition_counts(db, author, editor):
    PublicToken.objects.all().delete()
    edition = make.edition(by=author, approver=editor)
    assert edition.publish_at.astimezone(datetime.UTC).isoformat(" ")[:19] in str(public_state()[1])


def test_publication_changes_the_state_once(replaced, author, editor, monkeypatch):
    """With the new token, some milliseconds after the commit: a state in between would make every page twice."""
    article, replace = make.article(by=author), public_token._replace_once
    states = [public_state()]
    monkeypatch.setattr(public_token, "_replace_once", lambda *call: states.append(public_state()) or replace(*call))
    make.edition(article=article, by=author, approver=editor)
    assert list(dict.fromkeys(states)) == [states[0], public_state()]


PATH = "/en/briefings/ports/"


@pytest.fixture
def edition(db, author, editor):
    return make.edition("Ports", by=author, approver=editor)


def test_stored_answers_cost_one_query(edition, reader, django_assert_num_queries):
    for path in (PATH, f"{PATH}1/", "/en/", "/en/briefings/", "/es/", "/en/statistics/", "/en/about/"):
        first = reader.get(path)
        with django_assert_num_queries(1):
            again = reader.get(path)
        with django_assert_num_queries(1):
            known = reader.get(path, headers={"If-None-Match": first["ETag"]})
        assert again.content == first.content and dict(again.items()) == dict(first.items())
        assert (known.status_code, known.content) == (304, b"")


def test_scheduled_edition_appears_at_its_time_although_nobody_wrote(edition, author, editor, reader):
    tomorrow = database_now() + datetime.timedelta(days=1)
    scheduled = make.edition("Prisons", by=author, approver=editor, publish_at=tomorrow)
    assert b"Prisons" not in reader.get("/en/briefings/").content
    Edition.objects.filter(pk=scheduled.pk).update(publish_at=database_now() + datetime.timedelta(milliseconds=100))
    time.sleep(0.2)
    assert b"Prisons" in reader.get("/en/briefings/").content


def test_page_on_which_something_is_committed_while_it_is_made_is_not_served_afterwards(
    replaced, author, editor, reader, monkeypatch
):
    edition = make.edition("Ports", by=author, approver=editor)
    read, withdrawn = threading.Event(), threading.Event()
    find = views.find

    def slowly(language, slug, number):
        found = find(language, slug, number)
        read.set()
        withdrawn.wait(10)
        return found

    def visit():
        assert b"The source retracted it." not in reader.get(PATH).content

    def act():
        read.wait(10)
        withdraw(edition.article, by=editor, reason="The source retracted it.")
        withdrawn.set()

    monkeypatch.setattr(views, "find", slowly)
    _results, _refusals, failures = at_once(visit, act)
    assert failures == []
    assert b"The source retracted it." in reader.get(PATH).content


def test_every_process_sees_a_change_at_once(replaced, author, editor, reader, monkeypatch):
    edition = make.edition("Ports", by=author, approver=editor)
    stores = [public_pages.Store(), public_pages.Store()]

    def pages():
        for store in stores:
            monkeypatch.setattr(public_pages, "store", store)
            yield reader.get(PATH).content.decode()

    assert not any("The source retracted it." in page for page in pages())
    withdraw(edition.article, by=editor, reason="The source retracted it.")
    assert all("The source retracted it." in page for page in pages())


@pytest.mark.parametrize("query", ["utm_source=x", "page=7", "sort=x", "fbclid=" + "x" * 400, "a=1&b=2"])
def test_unknown_parameters_store_no_page_and_change_none(edition, reader, stored_pages, query):
    """The address with parameters comes first: its page is the one that is stored for everybody."""
    for path in (PATH, "/en/about/"):
        stored_pages.clear()
        poisoned = reader.get(f"{path}?{query}").content
        assert reader.get(path).content == poisoned
        assert len(stored_pages) == 1
        stored_pages.clear()
        assert reader.get(path).content == poisoned


def test_another_day_is_another_state(monkeypatch, db):
    """Pages say what is under way or overdue today, and nobody writes anything at midnight."""
    today, tomorrow = public_state(), timezone.now() + datetime.timedelta(days=1)
    assert public_state() == today
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert public_state() != today

"""Who else has an article open: told on opening, kept up to date by heartbeats, forgotten soon."""

import datetime
import io
import threading
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import close_old_connections, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from briefings.accounts.models import User
from briefings.articles.actions.presence import note_leaving, note_presence, others_present
from briefings.articles.models import Article, Presence
from briefings.history.models import Event

from .. import make
from .typing import change_url

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


def seconds(count):
    return NOW + datetime.timedelta(seconds=count)


def presence_url(article):
    return reverse("admin:briefings_article_presence", args=[article.pk])


@pytest.fixture
def article(author):
    return make.article("Ports", by=author)


def test_somebody_is_there_for_ninety_seconds_after_a_heartbeat(article, author, editor):
    note_presence(article, by=editor, now=NOW)
    assert others_present(article, by=author, now=seconds(89)) == [editor]
    assert others_present(article, by=author, now=seconds(90)) == []
    assert others_present(article, by=editor, now=NOW) == []


def test_heartbeats_of_one_window_are_one_row_and_two_windows_one_person(article, author, editor):
    window = note_presence(article, by=editor, now=NOW)
    for count in (30, 60, 90, 120):
        note_presence(article, by=editor, window=window, now=seconds(count))
    assert Presence.objects.get().seen_at == seconds(120)
    note_presence(article, by=editor, now=seconds(120))
    assert others_present(article, by=author, now=seconds(121)) == [editor]


def test_who_closes_one_window_of_two_is_still_there(article, author, editor):
    one, two = (note_presence(article, by=editor, now=NOW) for _ in range(2))
    note_leaving(article, by=editor, window=one)
    assert others_present(article, by=author, now=NOW) == [editor]
    note_leaving(article, by=editor, window=two)
    assert others_present(article, by=author, now=NOW) == []


def test_nobody_closes_the_window_of_another(article, author, editor):
    window = note_presence(article, by=editor, now=NOW)
    note_leaving(article, by=author, window=window)
    note_presence(article, by=author, window=window, now=NOW)
    assert others_present(article, by=author, now=NOW) == [editor]


@pytest.mark.parametrize("name", ["other_author", "administrator"])
def test_whoever_may_not_read_the_draft_neither_tells_nor_learns(name, article, editor, request, signed_in):
    somebody = request.getfixturevalue(name)
    note_presence(article, by=editor)
    for act in (note_presence, others_present, lambda one, by: note_leaving(one, by=by, window=uuid.uuid4())):
        with pytest.raises(PermissionDenied):
            act(article, by=somebody)
    answer = signed_in(somebody).post(presence_url(article), {"window": uuid.uuid4()})
    assert answer.status_code == 404
    assert "Elena" not in answer.content.decode()
    assert list(Presence.objects.values_list("user", flat=True)) == [editor.pk]


def test_old_rows_go_with_the_next_heartbeat_and_with_tick(article, author, editor):
    other = make.article(by=author)
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    for one in (article, other):
        note_presence(one, by=editor, now=long_ago)
    note_presence(article, by=author)
    assert list(Presence.objects.filter(article=article).values_list("user", flat=True)) == [author.pk]
    assert Presence.objects.filter(article=other).count() == 1
    call_command("tick", stdout=io.StringIO())
    assert list(Presence.objects.values_list("user", flat=True)) == [author.pk]


def test_opening_the_form_says_who_is_there_without_any_script(article, author, editor, analyst, signed_in):
    assert 'aria-live="polite"' in signed_in(author).get(change_url(article)).content.decode()
    assert "Amaya has this article open." in signed_in(editor).get(change_url(article)).content.decode()
    read = signed_in(analyst).get(change_url(article)).content.decode()
    assert "Amaya and Elena have this article open." in read
    assert "Elena has this article open." in signed_in(author).get(change_url(article)).content.decode()


def test_whoever_opens_it_alone_reads_of_nobody(article, author, signed_in):
    client = signed_in(author)
    client.get(change_url(article))
    assert "this article open" not in client.get(change_url(article)).content.decode()


def test_heartbeat_answers_who_is_there(article, author, editor, signed_in):
    own, desk = signed_in(author), signed_in(editor)
    window = uuid.uuid4()
    assert own.post(presence_url(article), {"window": window}).json() == {"message": ""}
    desk.get(change_url(article))
    assert own.post(presence_url(article), {"window": window}).json() == {"message": "Elena has this article open."}
    assert Presence.objects.filter(user=author).count() == 1
    own.post(presence_url(article), {"window": window, "closed": "1"})
    assert not Presence.objects.filter(user=author).exists()


@pytest.mark.parametrize("window", ["", "x", "0" * 400, "'; --", "%00"])
def test_heartbeat_of_no_window_is_no_error_and_leaves_nothing(window, article, author, signed_in):
    client = signed_in(author)
    assert client.post(presence_url(article), {"window": window}).status_code == 200
    assert client.get(presence_url(article)).status_code == 405
    assert not Presence.objects.exists()


def test_heartbeat_without_the_token_of_the_page_is_refused(article, author):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    assert client.post(presence_url(article), {"window": uuid.uuid4()}).status_code == 403
    assert not Presence.objects.exists()


def test_heartbeat_is_nobodys_act_and_changes_nothing_of_the_article(article, author, editor, signed_in):
    before = Article.objects.values().get(), Event.objects.count()
    signed_in(editor).post(presence_url(article), {"window": uuid.uuid4()})
    assert (Article.objects.values().get(), Event.objects.count()) == before


@pytest.mark.parametrize("count", [1, 20])
def test_heartbeat_costs_the_same_with_few_and_many(count, article, author, signed_in):
    for number in range(count):
        person = User.objects.create(username=f"editor-{number}", email=f"{number}@example.org", is_superuser=True)
        note_presence(article, by=person)
    client, window = signed_in(author), uuid.uuid4()
    client.post(presence_url(article), {"window": window})
    with CaptureQueriesContext(connection) as queries:
        said = client.post(presence_url(article), {"window": window}).json()["message"]
    assert said.count("editor-") == count
    assert len(queries) <= 10, [query["sql"] for query in queries]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time whatever is locked")
def test_heartbeat_does_not_wait_for_whoever_saves_the_article(real_commits, author):
    article, told = make.article(by=author), []

    def beat():
        try:
            told.append(note_presence(article, by=author))
        finally:
            close_old_connections()
            connection.close()

    with transaction.atomic():
        Article.objects.select_for_update().get(pk=article.pk)
        thread = threading.Thread(target=beat)
        thread.start()
        thread.join(10)
        assert told, "the heartbeat waited for the article's lock"


def test_whoever_may_only_read_sees_who_is_there_and_is_not_named(article, author, auditor, signed_in):
    note_presence(article, by=author)
    page = signed_in(auditor).get(change_url(article)).content.decode()
    assert "Amaya has this article open." in page
    signed_in(auditor).post(presence_url(article), {"window": uuid.uuid4()})
    assert list(Presence.objects.values_list("user", flat=True)) == [author.pk]

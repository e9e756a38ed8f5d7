"""The copy of what somebody is typing: kept on the server, offered on any device, gone after the save."""

import datetime
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from briefings.articles.actions.typed_copies import (
    EACH,
    KEPT,
    LONGEST,
    forget_typed,
    gone_copies,
    keep_typed,
    typed_copy,
)
from briefings.articles.models import TypedCopy
from briefings.history.models import Event
from tests import make
from tests.articles.scenes import refused
from tests.articles.typing import ADD_URL, change_url, opened

URL = "/admin/briefings/article/typed/"
ENTRIES = json.dumps([["title", "Ports at night"]])


@pytest.fixture
def article(author):
    return make.article("Ports", by=author)


@pytest.fixture
def desk(author, signed_in):
    return signed_in(author)


def test_copy_is_offered_when_the_article_is_opened_again(article, author, desk):
    answer = desk.post(URL, {"article": article.pk, "token": "abc", "entries": ENTRIES})
    assert (answer.status_code, answer.json()) == (200, {})
    assert 'data-copy="abc"' in desk.get(change_url(article)).text
    assert desk.get(URL, {"article": article.pk}).json()["entries"] == [["title", "Ports at night"]]
    assert 'data-copy="' not in desk.get(ADD_URL).text


def test_copy_of_a_new_article_is_offered_on_the_page_for_new_ones(article, desk):
    desk.post(URL, {"article": "", "token": "abc", "entries": ENTRIES})
    assert 'data-copy="abc"' in desk.get(ADD_URL).text
    assert 'data-copy="' not in desk.get(change_url(article)).text


def test_newer_copy_takes_the_place_of_the_older_one(article, author):
    for text in ("Ports", "Ports at night"):
        keep_typed(article, by=author, token="abc", entries=json.dumps([["title", text]]))
    assert json.loads(TypedCopy.objects.get().entries) == [["title", "Ports at night"]]


def test_copy_is_gone_after_the_save_and_after_discarding(article, author, desk):
    keep_typed(article, by=author, token="abc", entries=ENTRIES)
    keep_typed(article, by=author, token="other", entries=ENTRIES)
    desk.post(change_url(article), opened(desk, article) | {"typing": "abc"})
    assert [copy.token for copy in TypedCopy.objects.all()] == ["other"]
    desk.post(URL, {"article": article.pk, "token": "other", "discard": "1"})
    assert not TypedCopy.objects.exists()


def test_form_names_the_copies_of_this_browser_that_are_gone(article, author, desk):
    for token in ("abc", "other"):
        answer = desk.post(URL, {"article": article.pk, "token": token, "entries": ENTRIES, "at": "17"})
    cookie = answer.cookies["kept_typing"]
    assert (cookie.value, cookie["path"], bool(cookie["httponly"])) == ("abc_17.other_17", "/admin/", True)
    assert "data-gone" not in desk.get(change_url(article)).text
    desk.post(change_url(article), opened(desk, article) | {"typing": "abc"})
    assert 'data-gone="abc_17"' in desk.get(change_url(article)).text
    answer = desk.post(URL, {"article": article.pk, "token": "abc", "entries": ENTRIES, "at": "18"})
    assert answer.cookies["kept_typing"].value == "other_17.abc_18"
    assert "data-gone" not in desk.get(change_url(article)).text


@pytest.mark.parametrize("at", ["", "x", "1.5", "1" * 16, "<b>"])
def test_copy_without_a_time_is_not_named(article, desk, at):
    answer = desk.post(URL, {"article": article.pk, "token": "abc", "entries": ENTRIES, "at": at})
    assert answer.status_code == 200 and "kept_typing" not in answer.cookies


def test_copies_that_made_room_for_newer_ones_are_not_gone(article, author):
    for number in range(EACH):
        keep_typed(article, by=author, token=str(number), entries=ENTRIES)
    assert gone_copies(["old_1"], by=author) == []
    forget_typed("0", by=author)
    assert gone_copies(["old_1", "1_1"], by=author) == ["old_1"]


def test_refused_save_keeps_the_copy(article, author, desk):
    keep_typed(article, by=author, token="abc", entries=ENTRIES)
    desk.post(change_url(article), opened(desk, article) | {"typing": "abc", "title": ["x" * 201]})
    assert TypedCopy.objects.exists()


def test_nobody_else_reads_or_forgets_a_copy(article, author, editor, other_author, signed_in):
    keep_typed(article, by=author, token="abc", entries=ENTRIES)
    client = signed_in(editor)
    assert client.get(URL, {"article": article.pk}).json() == {}
    client.post(URL, {"article": article.pk, "token": "abc", "discard": "1"})
    client.post(URL, {"article": article.pk, "token": "abc", "entries": "[]"})
    assert typed_copy(article, by=author).entries == ENTRIES
    assert signed_in(other_author).get(URL, {"article": article.pk}).status_code == 404


def test_who_may_not_write_has_no_copies(article, auditor, signed_in):
    with pytest.raises(PermissionDenied):
        keep_typed(article, by=auditor, token="abc", entries=ENTRIES)
    assert signed_in(auditor).post(URL, {"token": "abc", "entries": ENTRIES}).status_code == 403


@pytest.mark.parametrize(
    "entries",
    ["", "{}", "[1]", '[["a"]]', '[["a", 1]]', "[" * 100_000, json.dumps([["a", "x" * LONGEST]])],
    ids=["nothing", "no list", "numbers", "no pair", "no text", "deep", "long"],
)
def test_what_no_form_posts_is_refused(article, author, desk, entries):
    with refused(code="copy"):
        keep_typed(article, by=author, token="abc", entries=entries)
    assert desk.post(URL, {"article": article.pk, "token": "abc", "entries": entries}).status_code == 400


def test_nul_characters_are_left_out(article, author):
    keep_typed(article, by=author, token="abc", entries='[["title", "Po\\u0000rts"]]')
    assert json.loads(TypedCopy.objects.get().entries) == [["title", "Ports"]]


@pytest.mark.parametrize("token", ["", "x" * 41])
def test_token_is_a_short_text(article, author, token):
    with refused(code="copy"):
        keep_typed(article, by=author, token=token, entries=ENTRIES)


def test_each_person_has_a_bounded_number_of_copies(article, author, editor):
    keep_typed(article, by=editor, token="editor", entries=ENTRIES)
    for number in range(EACH + 2):
        keep_typed(article, by=author, token=str(number), entries=ENTRIES)
    assert TypedCopy.objects.filter(user=author).count() == EACH
    assert not TypedCopy.objects.filter(token="0").exists()
    assert TypedCopy.objects.filter(user=editor).exists()


def test_old_copies_are_forgotten_by_tick(article, author, capsys):
    now = timezone.now()
    keep_typed(article, by=author, token="old", entries=ENTRIES, now=now - KEPT - datetime.timedelta(minutes=1))
    keep_typed(article, by=author, token="new", entries=ENTRIES, now=now - KEPT + datetime.timedelta(days=1))
    call_command("tick")
    assert [copy.token for copy in TypedCopy.objects.all()] == ["new"]


def test_copies_record_nothing_in_the_log(article, author):
    before = Event.objects.count()
    keep_typed(article, by=author, token="abc", entries=ENTRIES)
    assert Event.objects.count() == before


def test_half_of_a_surrogate_pair_is_kept_as_a_question_mark(article, author):
    keep_typed(article, by=author, token="abc", entries='[["title", "Ports \\ud83d"]]')
    assert json.loads(typed_copy(article, by=author).entries) == [["title", "Ports ?"]]

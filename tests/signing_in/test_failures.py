"""Failed sign-ins and lock-outs: in the log at once, and in the history of the account."""

import logging

import pytest
from django.core.management import call_command
from django.test import Client

from briefings.history.models import Event
from briefings.signing_in.failures import record_failures
from briefings.signing_in.models import SignInFailure

from .scenes import enter_code, enter_password, with_app

pytestmark = pytest.mark.django_db
WRONG = "an entirely wrong password"


@pytest.fixture
def lines(caplog):
    caplog.set_level(logging.INFO, logger="briefings.signing_in")
    return lambda: [record.getMessage() for record in caplog.records if record.name.startswith("briefings.signing_in")]


def test_wrong_password_is_logged_and_goes_to_the_history(editor, lines):
    enter_password(editor, password=WRONG)
    assert lines() == [f"Sign-in failed (password): account {editor.pk}"]
    call_command("tick", verbosity=0)
    event = Event.objects.get(act="fail_to_sign_in")
    assert (event.target_id, event.realm, event.by_id) == (editor.pk, "users", None)
    assert event.detail == {"kind": "password", "attempts": 1}
    assert not SignInFailure.objects.exists()


def test_unknown_name_is_logged_without_it_and_is_in_nobodys_history(editor, lines):
    Client().post("/admin/account/login/", {"login": "a password typed here", "password": WRONG})
    assert lines() == ["Sign-in failed (password): no account has this name"]
    assert SignInFailure.objects.get().user is None  # the same row as for an account, and the same time
    assert record_failures() == 0
    assert not SignInFailure.objects.exists()


def test_failures_within_a_minute_are_one_act_and_a_lock_out_is_another(editor, lines):
    for _time in range(7):
        enter_password(editor, password=WRONG)
    assert record_failures() == 2
    assert Event.objects.get(act="fail_to_sign_in").detail["attempts"] == 5
    assert Event.objects.get(act="lock_out").detail["attempts"] == 2
    assert lines()[-1] == f"Sign-in failed (locked): account {editor.pk}"


def test_wrong_code_says_that_the_password_was_right(editor, lines):
    with_app(editor)
    client = enter_password(editor)[0]
    enter_code(client, "000000")
    assert lines() == [f"Sign-in failed (second_factor): account {editor.pk}"]
    record_failures()
    assert Event.objects.get(act="fail_to_sign_in").detail["kind"] == "second_factor"


def test_too_many_codes_lock_out(editor):
    with_app(editor)
    client = enter_password(editor)[0]
    for _time in range(6):
        enter_code(client, "000000")
    record_failures()
    assert Event.objects.get(act="lock_out").target_id == editor.pk


def test_sign_in_is_logged_and_not_in_the_history(editor, lines):
    enter_password(editor)
    assert lines() == [f"Signed in: account {editor.pk}"]
    record_failures()
    assert not Event.objects.exists()


def test_administrator_reads_failures_in_the_history_of_the_account(editor, administrator, signed_in):
    enter_password(editor, password=WRONG)
    record_failures()
    page = signed_in(administrator).get(f"/admin/briefings/user/{editor.pk}/history/").text
    assert "Sign-in failed" in page and "a visitor" in page

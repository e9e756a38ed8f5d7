"""How long somebody stays signed in, where, and how it ends."""

import datetime
import io

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from briefings.accounts.credentials import end_sessions
from briefings.accounts.models import User
from briefings.history.models import Event
from briefings.signing_in.sessions import BEGUN, BY_ITSELF, SEEN, has_expired, note_use
from tests.people import PASSWORD

from .scenes import ACCOUNT, LOGIN, enter_password

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
MINUTE = 60


def grow_old(client, begun=0, seen=0):
    """As if the session had begun, and had last been used, so many minutes earlier."""
    session = client.session
    session[BEGUN] -= begun * MINUTE
    session[SEEN] -= seen * MINUTE
    session.save()


def is_in(client):
    return client.get("/admin/").status_code == 200


@pytest.fixture
def at_work(editor):
    return enter_password(editor, Client(headers={"User-Agent": FIREFOX}))[0]


@pytest.fixture
def on_the_phone(editor):
    return enter_password(editor, Client(headers={"User-Agent": IPHONE}))[0]


@pytest.mark.parametrize(
    ("begun", "seen", "over"),
    [(0, 0, False), (29, 29, False), (30, 30, True), (719, 0, False), (720, 0, True), (29, 30, True)],
)
def test_session_ends_half_an_hour_after_the_last_act_and_after_twelve_hours(begun, seen, over):
    assert has_expired({BEGUN: -begun * MINUTE, SEEN: -seen * MINUTE}, now=0) == over


def test_session_from_before_there_were_limits_ends():
    assert has_expired({}, now=1e9)


def test_who_did_nothing_for_half_an_hour_is_signed_out_and_comes_back_to_the_same_page(at_work):
    grow_old(at_work, begun=31, seen=31)
    answer = at_work.get("/admin/briefings/article/add/")
    assert "next=/admin/briefings/article/add/" in answer.url
    assert "What you typed and did not save" in at_work.get(answer.url, follow=True).content.decode()
    assert not UserSession.objects.exists()


def test_active_session_stays_open(at_work):
    for _page in range(3):
        grow_old(at_work, begun=20, seen=20)
        assert is_in(at_work)


def test_session_ends_after_twelve_hours_of_use(at_work):
    grow_old(at_work, begun=12 * 60)
    assert not is_in(at_work)


def test_requests_of_scripts_do_not_extend_a_session(at_work):
    grow_old(at_work, seen=20)
    at_work.get("/admin/", headers={BY_ITSELF: "1"})
    grow_old(at_work, seen=11)
    assert not is_in(at_work)


def test_use_is_noted_once_a_minute_and_not_on_every_page(at_work):
    before = at_work.session[SEEN]
    is_in(at_work)
    assert at_work.session[SEEN] == before
    grow_old(at_work, seen=2)
    is_in(at_work)
    assert at_work.session[SEEN] >= before


def test_only_the_day_of_use_is_kept_and_written_once(at_work, editor, django_assert_num_queries):
    editor.refresh_from_db()
    assert editor.used_on is None
    grow_old(at_work, seen=2)
    is_in(at_work)
    editor.refresh_from_db()
    assert editor.used_on == timezone.localdate()
    with django_assert_num_queries(0):
        note_use(editor)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    note_use(editor, now=tomorrow)
    editor.refresh_from_db()
    assert editor.used_on == timezone.localdate(tomorrow)


def test_requests_of_scripts_do_not_count_as_use(at_work, editor):
    grow_old(at_work, seen=2)
    at_work.get("/admin/", headers={BY_ITSELF: "1"})
    at_work.get("/en/")
    editor.refresh_from_db()
    assert editor.used_on is None


def test_public_pages_neither_ask_for_the_session_nor_end_it(at_work):
    grow_old(at_work, seen=31)
    assert "Cookie" not in at_work.get("/healthz").headers.get("Vary", "")
    assert Session.objects.exists()


def test_account_page_lists_where_somebody_is_signed_in(at_work, on_the_phone, author):
    enter_password(author)
    listed = at_work.get(ACCOUNT).context["sessions"]
    assert [(words, is_this) for _session, words, is_this in listed] == [
        ("Safari, iPhone", False),
        ("Firefox, Linux", True),
    ]


def test_one_of_them_is_ended_from_another(at_work, on_the_phone):
    phone = UserSession.objects.get(user_agent=IPHONE)
    at_work.post(f"{ACCOUNT}sessions/end/", {"session": phone.pk})
    assert not is_in(on_the_phone)
    assert is_in(at_work)


def test_all_others_are_ended_at_once(at_work, on_the_phone):
    at_work.post(f"{ACCOUNT}sessions/end/")
    assert not is_in(on_the_phone)
    assert is_in(at_work)


def test_nobody_ends_a_session_of_somebody_else(at_work, author):
    other, _answer = enter_password(author)
    at_work.post(f"{ACCOUNT}sessions/end/", {"session": UserSession.objects.get(user=author).pk})
    at_work.post(f"{ACCOUNT}sessions/end/")
    assert is_in(other)


@pytest.mark.parametrize("forged", ["9" * 5000, "9" * 19, "x", "-1"])
def test_invalid_session_number_ends_none(at_work, on_the_phone, forged):
    assert at_work.post(f"{ACCOUNT}sessions/end/", {"session": forged}).status_code == 302
    assert is_in(on_the_phone) and is_in(at_work)


@pytest.mark.parametrize("forged", [r'"aaaaaaaaaaaaaaaa\000"', "short", "a" * 41, "AAAAAAAAAAAAAAAA", "a" * 31 + "-"])
def test_invalid_session_key_is_not_looked_up(db, django_assert_num_queries, forged):
    forger = Client(headers={"Cookie": f"sessionid={forged}"})
    with django_assert_num_queries(0):
        assert forger.get(LOGIN).status_code == 200
    assert forger.get("/admin/").status_code == 302


def test_ending_needs_a_post(at_work, on_the_phone):
    assert at_work.get(f"{ACCOUNT}sessions/end/").status_code == 405
    assert is_in(on_the_phone)


def test_end_sessions_ends_all_of_one_user_only(at_work, editor, author, signed_in):
    unlisted, other = signed_in(editor), signed_in(author)
    end_sessions(editor)
    assert not is_in(at_work) and not is_in(unlisted)
    assert is_in(other)
    assert not UserSession.objects.filter(user=editor).exists()


def test_new_password_ends_all_other_sessions_and_keeps_this_one(at_work, on_the_phone, editor):
    answer = at_work.post(
        f"{ACCOUNT}password/",
        {"oldpassword": PASSWORD, "password1": "seven green lamps", "password2": "seven green lamps"},
    )
    assert (answer.status_code, answer.url) == (302, ACCOUNT)
    assert is_in(at_work) and not is_in(on_the_phone)
    assert [words for _session, words, _is_this in at_work.get(ACCOUNT).context["sessions"]] == ["Firefox, Linux"]
    editor.refresh_from_db()
    assert editor.check_password("seven green lamps")
    assert Event.objects.get(act="set_password").by_name == "elena"


def test_password_is_changed_by_who_knows_it_and_to_a_long_one(at_work, editor):
    for old, new in [("wrong horse battery", "seven green lamps"), (PASSWORD, "short")]:
        answer = at_work.post(f"{ACCOUNT}password/", {"oldpassword": old, "password1": new, "password2": new})
        assert answer.context["form"].errors
    editor.refresh_from_db()
    assert editor.check_password(PASSWORD)


def test_old_address_of_changing_the_password_leads_to_the_new(at_work):
    assert at_work.get("/admin/password_change/").url == f"{ACCOUNT}password/"


def test_signing_out_ends_the_session_and_its_line(at_work):
    answer = at_work.post("/admin/logout/", follow=True)
    assert answer.redirect_chain[-1][0] == LOGIN
    assert not is_in(at_work)
    assert not UserSession.objects.exists()


def test_signing_out_needs_a_post(at_work):
    at_work.get(f"{ACCOUNT}logout/")
    assert is_in(at_work)


def test_language_of_the_administration_is_ones_own_choice(at_work, editor):
    at_work.post(ACCOUNT, {"language": "es", "is_superuser": "on", "username": "root"})
    changed = User.objects.get(pk=editor.pk)
    assert (changed.language, changed.is_superuser, changed.username) == ("es", False, "elena")
    assert at_work.get("/admin/").headers["Content-Language"] == "es"


def test_account_page_costs_the_same_with_many_sessions(at_work, editor, django_assert_max_num_queries):
    for number in range(30):
        UserSession.objects.create(user=editor, session_key=f"k{number}", ip="192.0.2.1", user_agent=FIREFOX)
    with django_assert_max_num_queries(7):
        assert at_work.get(ACCOUNT).status_code == 200


def test_header_leads_to_ones_account(at_work):
    html = at_work.get("/admin/").content.decode()
    assert f'href="{ACCOUNT}"' in html
    assert 'action="/admin/account/logout/"' in html


def test_tick_clears_expired_sessions(at_work):
    Session.objects.update(expire_date=timezone.now())
    call_command("tick", stdout=io.StringIO())
    assert not Session.objects.exists()

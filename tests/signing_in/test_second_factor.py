"""The second factor: who has none reaches nothing, who has one cannot do without it."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefings.accounts.actions.account import reset_second_factor
from briefings.history.models import Event

from .scenes import ACCOUNT, CODE, LOGIN, code_of, enter_code, enter_password, with_app, with_codes

APP = f"{ACCOUNT}second-factor/app/"
REMOVE = f"{APP}remove/"
CODES = f"{ACCOUNT}recovery-codes/"
ADMIN_PAGES = ["/admin/", "/admin/briefings/article/", "/admin/briefings/article/add/", "/admin/jsi18n/"]


@pytest.fixture(autouse=True)
def demanded(settings):
    settings.STAFF_NEED_SECOND_FACTOR = True


@pytest.fixture
def desk(editor):
    """A browser in which the editor has signed in with password and code."""
    secret = with_app(editor)
    client, _answer = enter_password(editor)
    enter_code(client, code_of(secret))
    return client


def where(client, address):
    """Where a browser ends up that follows everything."""
    answer = client.get(address, follow=True)
    return answer.redirect_chain[-1][0].partition("?")[0] if answer.redirect_chain else address


@pytest.mark.parametrize("page", ADMIN_PAGES)
def test_staff_without_a_second_factor_are_redirected_to_set_one_up(editor, page):
    client, _answer = enter_password(editor)
    assert where(client, page) == ACCOUNT
    assert client.post(page).status_code in (302, 403)


def test_page_says_what_to_do_and_offers_nothing_else(editor):
    html = enter_password(editor)[0].get(ACCOUNT).content.decode()
    assert "One more step" in html
    assert 'id="user-tools"' not in html
    assert "sessions/end" not in html


def test_authenticator_app_opens_the_administration_after_its_codes_were_shown_once(editor, real_commits):
    client, _answer = enter_password(editor)
    secret = client.get(APP).context["form"].secret
    answer = client.post(APP, {"code": code_of(secret)})
    assert (answer.status_code, answer.url) == (302, CODES)
    codes = client.get(CODES).context["unused_codes"]
    assert len(set(codes)) == 10
    again = client.get(CODES)
    assert not any(code in again.content.decode() for code in codes)
    assert client.get("/admin/").status_code == 200
    assert Event.objects.get(act="add_second_factor").detail == {"kind": "totp"}


def test_sessions_opened_before_the_set_up_end(editor, real_commits):
    elsewhere, _answer = enter_password(editor)
    client, _answer = enter_password(editor)
    client.post(APP, {"code": code_of(client.get(APP).context["form"].secret)})
    assert where(elsewhere, "/admin/") == LOGIN
    assert client.get("/admin/").status_code == 200


def test_wrong_code_sets_nothing_up(editor):
    client, _answer = enter_password(editor)
    secret = client.get(APP).context["form"].secret
    assert client.post(APP, {"code": code_of(secret, later=9)}).status_code == 200
    assert not Authenticator.objects.exists()


def test_password_alone_does_not_open_the_administration(editor):
    with_app(editor)
    client, answer = enter_password(editor, next="/admin/briefings/topic/")
    assert answer.url == CODE
    assert where(client, "/admin/") in (LOGIN, CODE)


def test_right_code_opens_the_wanted_page(editor):
    secret = with_app(editor)
    client, _answer = enter_password(editor, next="/admin/?wanted")
    assert enter_code(client, code_of(secret)).url == "/admin/?wanted"
    assert client.get("/admin/").status_code == 200


def test_wrong_code_does_not_open_the_administration(editor):
    secret = with_app(editor)
    client, _answer = enter_password(editor)
    for wrong in (code_of(secret, later=5), "", "000"):
        assert enter_code(client, wrong).status_code == 200
    assert where(client, "/admin/") in (LOGIN, CODE)


@pytest.mark.parametrize("later", [-1, 0, 1])
def test_code_of_a_slightly_wrong_clock_works_once(editor, later):
    secret = with_app(editor)
    code = code_of(secret, later=later)
    first, second = enter_password(editor)[0], enter_password(editor)[0]
    assert enter_code(first, code).status_code == 302
    assert enter_code(second, f" {code[:3]} {code[3:]} ").status_code == 200
    assert where(second, "/admin/") in (LOGIN, CODE)


def test_code_that_set_the_app_up_signs_nobody_in(editor):
    client, _answer = enter_password(editor)
    code = code_of(client.get(APP).context["form"].secret)
    assert client.post(APP, {"code": code}).status_code == 302
    elsewhere, _answer = enter_password(editor)
    assert enter_code(elsewhere, code).status_code == 200
    assert where(elsewhere, "/admin/") in (LOGIN, CODE)


def test_recovery_code_opens_once(editor):
    with_app(editor)
    code = with_codes(editor)[0]
    assert enter_code(enter_password(editor)[0], code).status_code == 302
    assert enter_code(enter_password(editor)[0], code).status_code == 200


def test_too_many_wrong_codes_are_stopped_and_the_right_one_too(editor):
    secret = with_app(editor)
    client, _answer = enter_password(editor)
    for _try in range(5):
        enter_code(client, "000000")
    answer = enter_code(client, code_of(secret))
    assert "Wait five minutes" in answer.content.decode()


def test_session_without_the_factor_that_its_person_has_is_ended(editor, signed_in):
    with_app(editor)
    client = signed_in(editor)
    assert where(client, "/admin/") == LOGIN
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("page", ["", "second-factor/app/", "passkeys/add/", "recovery-codes/", "password/"])
def test_password_alone_adds_no_other_factor_and_changes_nothing(editor, signed_in, page):
    with_app(editor)
    client = signed_in(editor)
    assert where(client, ACCOUNT + page) == LOGIN
    assert client.post(ACCOUNT + page, {"code": "1"}).status_code == 302


def test_proof_of_somebody_else_does_not_count(desk, author):
    with_app(author)
    desk.force_login(author)
    assert where(desk, "/admin/") == LOGIN


def test_who_removes_the_last_one_is_led_to_set_up_another(desk):
    answer = desk.post(REMOVE)
    assert answer.status_code == 302
    assert not Authenticator.objects.exists()
    assert where(desk, "/admin/") == ACCOUNT
    assert Event.objects.filter(act="remove_second_factor").exists()


def test_somebody_who_signed_in_long_ago_is_asked_again_before_changing_it(desk):
    session = desk.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    assert where(desk, REMOVE).startswith(f"{ACCOUNT}confirm/")
    assert desk.post(REMOVE).status_code == 302
    assert Authenticator.objects.exists()


def test_new_codes_replace_the_old_ones(desk, editor):
    old = with_codes(editor)
    desk.post(f"{CODES}new/")
    codes = desk.get(CODES).context["unused_codes"]
    assert len(codes) == 10 and not set(codes) & set(old)


def test_nobody_sees_or_removes_a_passkey_of_somebody_else(desk, author):
    theirs = Authenticator.objects.create(user=author, type="webauthn", data={"name": "Their phone", "credential": {}})
    assert "Their phone" not in desk.get(ACCOUNT).content.decode()
    for act in ("remove", "rename"):
        assert desk.post(f"{ACCOUNT}passkeys/{theirs.pk}/{act}/", {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.get(pk=theirs.pk).data["name"] == "Their phone"


def test_demand_costs_no_query_of_any_page(desk, settings, django_assert_num_queries):
    desk.get("/admin/")
    settings.STAFF_NEED_SECOND_FACTOR = False
    with CaptureQueriesContext(connection) as without:
        desk.get("/admin/")
    settings.STAFF_NEED_SECOND_FACTOR = True
    with django_assert_num_queries(len(without)):
        desk.get("/admin/")


def test_on_ones_own_machine_nobody_needs_one(editor, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    assert enter_password(editor)[0].get("/admin/").status_code == 200


def test_code_page_is_nobodys_without_the_password(db):
    assert where(Client(), CODE) == LOGIN


def test_reset_second_factor_is_set_up_again_after_a_mail(editor, administrator, sent_mails, real_commits):
    with_app(editor)
    with_codes(editor)
    reset_second_factor(editor, by=administrator, reason="Lost the phone.")
    assert not Authenticator.objects.exists()
    assert where(enter_password(editor)[0], "/admin/") == ACCOUNT
    assert [one.to for one in sent_mails()] == [[editor.email]]
    assert Event.objects.get(act="reset_second_factor").detail == {"reason": "Lost the phone."}


def test_reset_needs_a_second_factor_and_a_reason(editor, administrator):
    with pytest.raises(ValidationError):
        reset_second_factor(editor, by=administrator, reason="Lost the phone.")
    with_app(editor)
    with pytest.raises(ValidationError):
        reset_second_factor(editor, by=administrator, reason=" ")
    assert Authenticator.objects.exists()


def test_used_code_is_refused_with_a_blank_in_it_too(editor):
    code = code_of(with_app(editor))
    spaced = f"{code[:3]} {code[3:]}"
    assert enter_code(enter_password(editor)[0], spaced).status_code == 302
    for again in (code, spaced, f"{code[:2]}-{code[2:]}"):
        assert enter_code(enter_password(editor)[0], again).status_code == 200

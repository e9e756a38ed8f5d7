"""The link in the mail: what it does, once, and what it says when it does nothing."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from briefings.accounts.actions.account import change_person
from briefings.accounts.actions.invitations import (
    accept_invitation,
    resend_invitation,
    revoke_invitation,
    send_password_link,
)
from briefings.accounts.models import Invitation, User
from briefings.accounts.password_links import token_of
from briefings.history.models import Event
from tests.people import PASSWORD

from ..signing_in.scenes import enter_password
from .scenes import Refused, invited

pytestmark = pytest.mark.django_db

NEW = "seven green lamps"
BOTH = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def invitation(administrator):
    return invited(administrator)


@pytest.fixture
def address(invitation):
    return f"/admin/invitation/{token_of(invitation)}/"


def test_person_sets_a_password_and_signs_in_with_it(address, invitation, reader):
    assert "Good day, Berta Ruiz" in reader.get(address).content.decode()
    answer = reader.post(address, BOTH, follow=True)
    assert "Your password is set" in answer.content.decode()
    assert invitation.user.pk and User.objects.get(pk=invitation.user.pk).check_password(NEW)
    assert "_auth_user_id" not in reader.session
    event = Event.objects.get(act="accept_invitation")
    assert (event.by_name, event.target_id) == ("berta", invitation.user.pk)
    assert NEW not in str(event.detail)


def test_link_sets_a_password_once(address, reader):
    reader.post(address, BOTH)
    answer = reader.post(address, {"new_password1": "eight blue lamps", "new_password2": "eight blue lamps"})
    assert "has been used" in answer.content.decode()
    assert User.objects.get(username="berta").check_password(NEW)


def test_opening_the_link_changes_nothing(address, reader, invitation):
    for _time in range(3):
        assert reader.get(address).status_code == reader.head(address).status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


@pytest.mark.parametrize("password", ["short", "password1234", "berta@example.org", ""])
def test_weak_password_is_refused(address, reader, password):
    answer = reader.post(address, {"new_password1": password, "new_password2": password})
    assert answer.context["form"].errors
    assert not User.objects.get(username="berta").has_usable_password()


def test_act_itself_refuses_a_weak_password(invitation):
    with Refused(ValidationError):
        accept_invitation(token_of(invitation), password="short")


def test_two_passwords_that_differ_are_refused(address, reader):
    assert reader.post(address, BOTH | {"new_password2": "seven grey lamps"}).context["form"].errors


def _expire(invitation, by):
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))


def _shut(person):
    type(person).objects.filter(pk=person.pk).update(is_active=False)


CLOSINGS = {
    "run out": (_expire, "has run out"),
    "taken back": (lambda invitation, by: revoke_invitation(invitation.user, by=by), "has been taken back"),
    "shut": (lambda invitation, by: _shut(invitation.user), "has been taken back"),
    "replaced": (lambda invitation, by: resend_invitation(invitation.user, by=by), "newer mail has replaced it"),
    "other address": (
        lambda invitation, by: change_person(invitation.user, by=by, email="other@example.org"),
        "newer mail has replaced it",
    ),
}


@pytest.mark.parametrize("how", CLOSINGS)
def test_closed_link_shows_the_reason_and_sets_no_password(how, address, invitation, administrator, reader):
    close, words = CLOSINGS[how]
    close(invitation, administrator)
    for answer in (reader.get(address), reader.post(address, BOTH)):
        assert answer.status_code == 410
        assert words in answer.content.decode()
        assert "Berta" not in answer.content.decode() and "berta" not in answer.content.decode()
    assert not User.objects.get(pk=invitation.user.pk).has_usable_password()


def test_newer_link_invalidates_the_older(address, invitation, administrator, reader):
    newer = resend_invitation(invitation.user, by=administrator)
    assert reader.post(address, BOTH).status_code == 410
    assert reader.post(f"/admin/invitation/{token_of(newer)}/", BOTH).status_code == 302


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1], lambda token: token + "0", lambda token: token.upper(),
               lambda token: "9" + token, lambda token: "x", lambda token: "-", lambda token: f"{10**30}-{'0' * 64}",
               lambda token: token.replace("-", "-é")],
)  # fmt: skip
def test_forged_link_is_refused(change, invitation, reader):
    forged = change(token_of(invitation))
    answer = reader.post(f"/admin/invitation/{forged}/", BOTH)
    assert answer.status_code == 410
    assert "Berta" not in answer.content.decode()


def test_link_works_for_its_own_account_only(invitation, administrator):
    other = invited(administrator, email="carla@example.org")
    mixed = f"{other.user.pk}-{token_of(invitation).partition('-')[2]}"
    with Refused(ValidationError, code="closed"):
        accept_invitation(mixed, password=NEW)


def test_page_is_not_stored_and_sends_no_referrer(address, reader):
    for path in (address, "/admin/invitation/x/"):
        headers = reader.get(path).headers
        assert "no-store" in headers["Cache-Control"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Frame-Options"] == "DENY"


def test_form_is_accepted_with_a_null_origin(address):
    strict = Client(enforce_csrf_checks=True, headers={"Origin": "null"})
    assert strict.post(address, BOTH).status_code == 302


def test_page_is_in_the_language_of_the_invited_person(administrator, reader):
    invitation = invited(administrator, language="es")
    answer = reader.get(f"/admin/invitation/{token_of(invitation)}/", headers={"Accept-Language": "en"})
    assert answer.headers["Content-Language"] == "es"
    assert '<html lang="es"' in answer.content.decode()


def test_forgotten_password_is_replaced_by_its_owner(author, administrator, reader, signed_in):
    elsewhere = signed_in(author)
    link = send_password_link(author, by=administrator)
    author.refresh_from_db()
    assert author.check_password(PASSWORD)
    assert elsewhere.get("/admin/").status_code == 200
    reader.post(f"/admin/invitation/{token_of(link)}/", BOTH)
    author.refresh_from_db()
    assert author.check_password(NEW)
    assert elsewhere.get("/admin/").status_code == 302
    assert Event.objects.get(act="replace_password").by_name == "amaya"


def test_password_link_is_invalid_after_a_password_change(author, administrator, reader):
    link = send_password_link(author, by=administrator)
    client, _answer = enter_password(author)
    changed = {"oldpassword": PASSWORD, "password1": "eight blue lamps", "password2": "eight blue lamps"}
    assert client.post("/admin/account/password/", changed).status_code == 302
    answer = reader.post(f"/admin/invitation/{token_of(link)}/", BOTH)
    assert (answer.status_code, "taken back" in answer.content.decode()) == (410, True)
    author.refresh_from_db()
    assert author.check_password("eight blue lamps")


def test_password_link_is_valid_for_a_day(author, administrator):
    yesterday = timezone.now() - datetime.timedelta(hours=25)
    link = send_password_link(author, by=administrator, now=yesterday)
    with Refused(ValidationError, "run out"):
        accept_invitation(token_of(link), password=NEW)

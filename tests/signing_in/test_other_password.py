"""Another password ends all that the former one had opened, whoever sets it and by whatever way."""

import io
import re

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.auth.management.commands import changepassword
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client

from briefings.accounts.actions.invitations import send_password_link
from briefings.accounts.models import Invitation, User
from briefings.accounts.password_links import token_of
from briefings.signing_in.adapter import AccountAdapter
from tests.people import PASSWORD

from ..accounts.scenes import invited
from .scenes import code_of, enter_code, enter_password, with_app

pytestmark = pytest.mark.django_db

NEW, THEIRS = "seven green lamps", "eight blue lamps"


def by_command(user, monkeypatch):
    monkeypatch.setattr(changepassword.getpass, "getpass", lambda prompt: NEW)
    call_command("changepassword", user.username, stdout=io.StringIO())


def in_the_shell(user, monkeypatch):
    user.set_password(NEW)
    user.save()


def in_the_shell_by_its_column(user, monkeypatch):
    user.set_password(NEW)
    user.save(update_fields={"password"})


def by_hand(user, monkeypatch):
    user.password = make_password(NEW)
    user.save()


def taken_away(user, monkeypatch):
    user.set_unusable_password()
    user.save(update_fields=["password"])


@pytest.fixture(params=[by_command, in_the_shell, in_the_shell_by_its_column, by_hand, taken_away])
def replace(request, author, monkeypatch):
    return lambda: request.param(User.objects.get(pk=author.pk), monkeypatch)


def test_open_sessions_end(replace, author):
    client = enter_password(author)[0]
    assert client.get("/admin/").status_code == 200
    replace()
    assert client.get("/admin/").status_code == 302
    assert not UserSession.objects.exists() and not Session.objects.exists()


def test_link_that_an_administrator_sent_sets_no_password(replace, author, administrator, reader):
    link = f"/admin/invitation/{token_of(send_password_link(author, by=administrator))}/"
    assert "new_password1" in reader.get(link).content.decode()
    replace()
    assert reader.post(link, {"new_password1": THEIRS, "new_password2": THEIRS}).status_code == 410
    assert not User.objects.get(pk=author.pk).check_password(THEIRS)


def test_link_that_its_owner_asked_for_sets_none_either_opened_or_not(replace, author, reader, sent_mails):
    for _time in range(2):
        reader.post("/admin/account/password/forgotten/", {"email": "amaya@example.org"})
    opened, unopened = (re.search(r"/admin/account/password/new/\S+", mail.body)[0] for mail in sent_mails())
    address = reader.get(opened, follow=True).redirect_chain[-1][0]
    replace()
    answer = reader.post(address, {"password1": THEIRS, "password2": THEIRS})
    assert "no longer works" in answer.content.decode()
    assert "no longer works" in Client().get(unopened, follow=True).content.decode()
    assert not User.objects.get(pk=author.pk).check_password(THEIRS)


def test_sign_in_with_the_old_password_ends_before_the_second_factor(replace, author):
    secret = with_app(author)
    client = enter_password(author)[0]
    replace()
    enter_code(client, code_of(secret))
    assert client.get("/admin/").status_code == 302


def test_sessions_and_links_of_others_stay(replace, author, editor, administrator, signed_in):
    client = signed_in(editor)
    other = send_password_link(editor, by=administrator)
    replace()
    assert client.get("/admin/").status_code == 200
    assert Invitation.objects.get(pk=other.pk).is_open()


def test_other_changes_end_no_session(author, administrator, signed_in):
    client, link = signed_in(author), send_password_link(author, by=administrator)
    newcomer = invited(administrator)
    for user in User.objects.all():
        user.last_name = "Ruiz"
        user.save()
    assert client.get("/admin/").status_code == 200
    assert Invitation.objects.get(pk=link.pk).is_open() and Invitation.objects.get(pk=newcomer.pk).is_open()


def test_rehashed_password_ends_no_session(author, administrator, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher", *settings.PASSWORD_HASHERS,
    ]  # fmt: skip
    link = send_password_link(author, by=administrator)
    assert enter_password(author)[1].url == "/admin/"
    assert User.objects.get(pk=author.pk).password.startswith("pbkdf2_sha1$")
    assert Invitation.objects.get(pk=link.pk).is_open()
    assert User.objects.get(pk=author.pk).check_password(PASSWORD)


@pytest.mark.parametrize("meanwhile", [{"password": "another"}, {"is_active": False}], ids=["password", "deactivated"])
def test_password_is_not_set_on_an_account_that_changed_meanwhile(author, rf, meanwhile):
    """Two links for a new password may be open at once, and an account may be deactivated while one is."""
    as_read = User.objects.get(pk=author.pk)
    User.objects.filter(pk=author.pk).update(**meanwhile)
    before = User.objects.get(pk=author.pk).password
    with pytest.raises(PermissionDenied, match="This account has been changed meanwhile"):
        AccountAdapter(rf.get("/")).set_password(as_read, NEW)
    assert User.objects.get(pk=author.pk).password == before

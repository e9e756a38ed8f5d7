"""What somebody tries who has a cookie, a link or a role that was not meant for this."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.test import Client

from briefings.accounts.actions.account import change_person, change_roles, reset_second_factor
from briefings.accounts.actions.deactivation import deactivate, reactivate
from briefings.accounts.actions.invitations import resend_invitation, send_password_link
from briefings.accounts.models import User
from briefings.accounts.password_links import token_of
from briefings.articles.models import Article
from briefings.roles import ADMINISTRATOR, AUTHOR, EDITOR, ROLES
from briefings.sharing.actions import revoke_share, share
from briefings.signing_in.adapter import AccountAdapter
from briefings.signing_in.views import LanguageForm
from tests import make
from tests.articles.typing import change_url, opened
from tests.people import PASSWORD, person
from tests.sharing.test_shared_page import form_of, url_of

from ..signing_in.scenes import ACCOUNT, code_of, enter_code, enter_password, with_app
from .scenes import Refused, invited

pytestmark = pytest.mark.django_db

NEW = "seven green lamps"
BOTH = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def second(db):
    return person("ivo", ADMINISTRATOR, is_staff=True)


def copied(client):
    """Another browser with the same cookies."""
    thief = Client()
    thief.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    return thief


# A cookie


@pytest.mark.parametrize("ended_by", ["signing out", "ending all others", "another password", "an administrator"])
def test_copied_cookie_is_invalid_after_the_session_ended(ended_by, author, administrator):
    client = enter_password(author)[0]
    thief = copied(client)
    assert thief.get("/admin/").status_code == 200
    if ended_by == "signing out":
        client.post("/admin/account/logout/")
    elif ended_by == "ending all others":
        enter_password(author)[0].post(f"{ACCOUNT}sessions/end/")
    elif ended_by == "another password":
        client.post(f"{ACCOUNT}password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    else:
        deactivate(author, by=administrator, reason="Stolen.")
    assert thief.get("/admin/").status_code == 302
    assert thief.post("/admin/briefings/article/add/", {"title": "Mine"}).status_code == 302
    assert not Article.objects.exists()


def test_copied_cookie_is_invalid_after_reactivation(author, administrator):
    thief = copied(enter_password(author)[0])
    deactivate(author, by=administrator, reason="Stolen.")
    reactivate(User.objects.get(pk=author.pk), by=administrator)
    assert thief.get("/admin/").status_code == 302


def test_unfinished_sign_in_ends_with_the_account_or_its_second_factor(author, administrator):
    for end in (
        lambda: reset_second_factor(author, by=administrator, reason="Lost."),
        lambda: deactivate(author, by=administrator, reason="Gone."),
    ):
        secret = with_app(author)
        client = enter_password(author)[0]
        end()
        enter_code(client, code_of(secret))
        assert client.get("/admin/").status_code == 302


# An old tab


def test_old_tab_saves_nothing_for_somebody_who_was_shut_out_or_has_lost_the_role(author, administrator, signed_in):
    article = make.article("Ports", by=author)
    client = signed_in(author)
    fields = opened(client, article) | {"title": ["Changed"], "_save": "1"}
    change_roles(author, roles=[], by=administrator)
    assert client.post(change_url(article), fields).status_code == 403
    deactivate(User.objects.get(pk=author.pk), by=administrator, reason="Gone.")
    assert client.post(change_url(article), fields).status_code == 302
    assert Article.objects.get().title == "Ports"


# A link


def test_stolen_share_link_leads_nowhere_else_and_ends_in_an_open_tab_too(author, reader):
    link = share(make.article("Ports", by=author), by=author, for_whom="Ministry")
    page = reader.get(url_of(link))
    sent = form_of(page) | {"visitor_name": "Ana", "text": "Three, not four."}
    for address in re.findall(r'(?:href|src|action)="(/[^"]*)"', page.content.decode()):
        assert not address.startswith("/admin"), address
    assert reader.get("/admin/").status_code == 302
    assert not reader.cookies.get("sessionid")
    revoke_share(link, by=author)
    assert reader.post(url_of(link), sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code in (404, 410)
    assert not link.article.comments.exists()


def test_stolen_invitation_is_closed_by_another_mail_even_while_its_page_is_open(administrator, reader):
    invitation = invited(administrator)
    stolen = f"/admin/invitation/{token_of(invitation)}/"
    assert reader.get(stolen).status_code == 200
    resend_invitation(invitation.user, by=administrator)
    assert reader.post(stolen, BOTH).status_code == 410
    assert not User.objects.get(pk=invitation.user.pk).has_usable_password()


def test_stolen_link_for_a_password_does_not_pass_the_second_factor(author, administrator, reader, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    with_app(author)
    link = send_password_link(author, by=administrator)
    reader.post(f"/admin/invitation/{token_of(link)}/", BOTH)
    client = enter_password(author, password=NEW)[0]
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/account/passkeys/add/").status_code == 302
    assert client.get("/admin/account/second-factor/app/").status_code == 302


# An administrator's role


def test_administrator_does_not_get_in_as_somebody_else(author, administrator, second):
    """By another address and a new password, were it not for the second factor: taking that away is another's."""
    with_app(author)
    change_person(author, by=administrator, email="irene.private@example.org")
    with Refused(PermissionDenied, says="somebody else has to"):
        reset_second_factor(author, by=administrator, reason="Lost.")
    reset_second_factor(author, by=second, reason="Lost.")
    assert not Authenticator.objects.exists()


def test_who_alone_manages_people_is_told_what_to_do(author, administrator):
    with_app(author)
    change_person(author, by=administrator, email="amaya.ruiz@example.org")
    with Refused(PermissionDenied, says="make somebody else an administrator first"):
        reset_second_factor(author, by=administrator, reason="Lost.")


def test_administrator_who_reset_the_second_factor_does_not_change_the_address(author, administrator, second):
    with_app(author)
    reset_second_factor(author, by=administrator, reason="Lost.")
    with Refused(PermissionDenied, says="somebody else has to"):
        change_person(author, by=administrator, email="irene.private@example.org")
    change_person(author, by=administrator, last_name="Ruiz")
    with_app(author)
    change_person(author, by=administrator, email="amaya.ruiz@example.org")
    assert User.objects.get(pk=author.pk).email == "amaya.ruiz@example.org"


def test_later_sign_in_does_not_prove_the_address(author, administrator):
    secret = with_app(author)
    change_person(author, by=administrator, email="amaya.ruiz@example.org")
    client = enter_password(author)[0]
    enter_code(client, code_of(secret))
    with pytest.raises(PermissionDenied):
        reset_second_factor(User.objects.get(pk=author.pk), by=administrator, reason="Lost.")
    assert Authenticator.objects.exists()


def test_superusers_may_do_both(author, superuser):
    with_app(author)
    change_person(author, by=superuser, email="amaya.ruiz@example.org")
    reset_second_factor(author, by=superuser, reason="Lost both.")
    assert not Authenticator.objects.exists()


def _rights(user):
    user = User.objects.get(pk=user.pk)
    return user.is_superuser, user.is_staff, sorted(user.groups.values_list("name", flat=True)), list(
        user.user_permissions.all()
    )  # fmt: skip


def _forgeries(user):
    """(address, fields): every way to say "more rights for this account" that a form could take."""
    groups = [str(pk) for pk in Group.objects.values_list("pk", flat=True)]
    rights = {
        "groups": groups, "roles": list(ROLES), "is_superuser": "on", "is_staff": "on", "is_active": "on",
        "user_permissions": [str(pk) for pk in Permission.objects.values_list("pk", flat=True)[:5]],
    }  # fmt: skip
    names = {
        "username": user.username, "first_name": "I", "last_name": "Rene", "email": user.email, "language": "en",
    }  # fmt: skip
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": str(user.pk), "_save": "1"}
    rows |= {f"form-0-{name}": value for name, value in rights.items()}
    inline = {"groups-TOTAL_FORMS": "1", "groups-INITIAL_FORMS": "0", "groups-0-group": groups[0]}
    inline |= {"User_groups-TOTAL_FORMS": "1", "User_groups-INITIAL_FORMS": "0", "User_groups-0-group": groups[0]}
    people = "/admin/briefings/user/"
    return [
        (f"{people}{user.pk}/change/", names | rights | inline),
        (f"{people}{user.pk}/change/?_popup=1", names | rights | {"_popup": "1"}),
        (f"{people}{user.pk}/acts/change_roles/", rights),
        (f"{people}{user.pk}/acts/reactivate/", rights),
        (f"{people}add/", names | rights | {"password1": NEW, "password2": NEW}),
        (people, rows),
        (people, {"action": "change_roles", "_selected_action": [str(user.pk)], **rights}),
        (f"{people}{user.pk}/password/", {"password1": NEW, "password2": NEW}),
        ("/admin/auth/group/add/", {"name": "Mine", "permissions": rights["user_permissions"]}),
        (f"/admin/auth/group/{groups[0]}/change/", {"name": "Mine", "permissions": rights["user_permissions"]}),
        (ACCOUNT, {"language": "es"} | rights),
    ]


@pytest.mark.parametrize("before", [[ADMINISTRATOR], [ADMINISTRATOR, AUTHOR]])
def test_administrator_gives_themselves_nothing_by_any_form(before, administrator, signed_in):
    administrator.groups.set(Group.objects.filter(name__in=before))
    had, groups = _rights(administrator), list(Group.objects.values("name", "permissions"))
    client = signed_in(administrator)
    for address, fields in _forgeries(administrator):
        assert client.post(address, fields).status_code < 500, address
        assert _rights(administrator) == had, address
    assert list(Group.objects.values("name", "permissions")) == groups
    assert User.objects.count() == 1


def test_nobody_without_the_role_gives_anybody_anything(editor, author, signed_in):
    had, client = _rights(author), signed_in(editor)
    for address, fields in _forgeries(author)[:-1]:
        assert client.post(address, fields).status_code < 500, address
        assert _rights(author) == had, address
    assert _rights(editor)[2] == [EDITOR]


def test_forgotten_password_of_a_changed_address_does_not_pass_the_second_factor(
    author, administrator, reader, sent_mails, settings
):
    settings.STAFF_NEED_SECOND_FACTOR = True
    with_app(author)
    change_person(author, by=administrator, email="irene.private@example.org")
    reader.post("/admin/account/password/forgotten/", {"email": "irene.private@example.org"})
    link = re.search(r"/admin/account/password/new/\S+", sent_mails()[-1].body)[0]
    address = reader.get(link, follow=True).redirect_chain[-1][0]
    reader.post(address, {"password1": NEW, "password2": NEW})
    client = enter_password(author, password=NEW)[0]
    assert client.get("/admin/").status_code == 302


# --- one's own form in flight while somebody else settles the account


def test_submitted_form_does_not_reactivate_an_account(author, signed_in, monkeypatch):
    browser, is_valid = signed_in(author), LanguageForm.is_valid

    def deactivated_meanwhile(form):
        User.objects.filter(pk=author.pk).update(is_active=False, email="new@example.org")
        return is_valid(form)

    monkeypatch.setattr(LanguageForm, "is_valid", deactivated_meanwhile)
    browser.post("/admin/account/", {"language": "es"})
    author.refresh_from_db()
    assert (author.is_active, author.email, author.language) == (False, "new@example.org", "es")


@pytest.mark.parametrize("settled", [{"is_active": False}, {"password": make_password("eight blue lamps")}])
def test_submitted_password_form_is_refused_after_deactivation(settled, author):
    stale = User.objects.get(pk=author.pk)
    User.objects.filter(pk=author.pk).update(**settled)
    with pytest.raises(PermissionDenied):
        AccountAdapter().set_password(stale, NEW)
    author.refresh_from_db()
    assert not author.check_password(NEW)
    assert author.is_active is settled.get("is_active", True)

"""What a new SECRET_KEY ends, with the old one as a fallback and without (docs/keys.md)."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from briefings.accounts import password_links
from briefings.accounts.actions.invitations import invite
from briefings.accounts.password_links import ForgottenTokens
from briefings.lib.public_forms import form_token, is_fresh
from briefings.roles import AUTHOR
from briefings.sharing.actions import share, token_of
from tests import make

from .scenes import code_of, enter_code, enter_password, with_app

pytestmark = pytest.mark.django_db
NEW = "a new key of the site, fifty characters long or more"


@pytest.fixture
def client(editor, settings):
    """A browser in which an editor has signed in with an app."""
    settings.STAFF_NEED_SECOND_FACTOR = True
    secret = with_app(editor)
    client, _answer = enter_password(editor)
    enter_code(client, code_of(secret))
    assert client.get("/admin/").status_code == 200
    return client


@pytest.fixture
def rotate(settings):
    def rotate(*, fallback):
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if fallback else []
        settings.SECRET_KEY = NEW

    return rotate


def test_people_stay_signed_in_with_the_old_key_as_a_fallback_and_after_it(client, editor, rotate, settings):
    rotate(fallback=True)
    assert client.get("/admin/").status_code == 200
    session = UserSession.objects.get(user=editor)
    assert session.session_key == client.session.session_key
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/admin/").status_code == 200


def test_people_are_signed_out_without_a_fallback(client, rotate):
    rotate(fallback=False)
    assert client.get("/admin/").status_code == 302


def links(author, administrator):
    """Addresses that were given out, and a check of the token of a form that is open."""
    link = share(make.article("Ports", by=author), by=author, for_whom="Ana", days=90)
    invitation = invite(by=administrator, email="new@briefings.example", name="Nora Paz", roles=[AUTHOR], language="en")
    addresses = [f"/en/shared/{token_of(link)}/", password_links.link_of(invitation)]
    forgotten, form = ForgottenTokens().make_token(author), form_token("comment")
    return addresses, lambda: [ForgottenTokens().check_token(author, forgotten), is_fresh(form, "comment")]


@pytest.mark.parametrize("fallback", [True, False])
def test_links_stay_valid_only_with_the_old_key_as_a_fallback(fallback, author, administrator, rotate):
    addresses, tokens = links(author, administrator)
    rotate(fallback=fallback)
    assert [Client().get(address).status_code == 200 for address in addresses] == [fallback] * 2
    assert tokens() == [fallback] * 2


def test_second_factors_stay_readable_without_a_key_of_their_own(editor, settings, rotate):
    settings.MFA_KEYS = [settings.SECRET_KEY]
    secret = with_app(editor)
    rotate(fallback=True)
    settings.MFA_KEYS = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    client, _answer = enter_password(editor)
    assert enter_code(client, code_of(secret)).url == "/admin/"

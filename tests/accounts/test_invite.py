"""Inviting one person."""

import datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from briefings.accounts.actions.invitations import invite, resend_invitation, revoke_invitation
from briefings.accounts.models import Invitation, User
from briefings.accounts.password_links import token_of
from briefings.history.models import Event
from briefings.mail.models import Mail
from briefings.roles import ADMINISTRATOR, ANALYST, AUTHOR, EDITOR
from briefings.sharing.actions import share
from tests import make
from tests.articles.scenes import opens
from tests.people import person

from .scenes import Refused, invited, last_link, link_in

pytestmark = pytest.mark.django_db


def test_invited_person_has_an_account_with_roles_and_no_password(administrator):
    made = invited(administrator, roles=[AUTHOR, ANALYST]).user
    made = User.objects.get(pk=made.pk)
    assert (made.username, made.first_name, made.last_name) == ("berta", "Berta", "Ruiz")
    assert made.roles == {AUTHOR, ANALYST}
    assert made.is_staff and not made.is_superuser and not made.has_usable_password()


def test_invitation_is_recorded_with_its_roles(administrator):
    made = invited(administrator).user
    event = Event.objects.get(act="invite")
    assert (event.by_name, event.target_id, event.realm) == ("irene", made.pk, "users")
    assert event.detail["roles"] == [AUTHOR]


def test_mail_is_in_the_persons_language(administrator, sent_mails):
    invited(administrator, language="es", name="Íñigo Núñez")
    assert mail.outbox == []
    (message,) = sent_mails()
    assert message.subject == "Su cuenta en la mesa de redacción"
    assert message.to == ["berta@example.org"]
    assert "Íñigo Núñez" in message.body and "berta" in message.body
    assert last_link() in message.body


def test_newer_invitation_replaces_a_mail_that_was_not_sent_yet(administrator, sent_mails):
    invitation = invited(administrator)
    resend_invitation(invitation.user, by=administrator)
    (message,) = sent_mails()
    assert link_in(message) == f"/admin/invitation/{token_of(Invitation.objects.get())}/"
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["dropped", "sent"]


def test_invitation_that_was_revoked_meanwhile_is_not_mailed(administrator, sent_mails):
    revoke_invitation(invited(administrator).user, by=administrator)
    assert sent_mails() == []


def test_link_is_not_stored(administrator):
    invited(administrator)
    token = last_link().split("/")[-2]
    secret = token.partition("-")[2]
    assert len(secret) == 43  # 256 bits in base64
    for model in (User, Invitation, Event, Mail):
        assert secret not in str(list(model.objects.values()))


@pytest.mark.parametrize("email", ["irene@example.org", "IRENE@Example.org "])
def test_address_that_has_an_account_is_refused(administrator, email):
    with Refused(ValidationError, "has an account already"):
        invited(administrator, email=email)


def test_address_of_a_deactivated_account_is_refused_with_a_hint(administrator):
    person("ines", EDITOR, is_active=False)
    with Refused(ValidationError, "Open it again"):
        invited(administrator, email="ines@example.org")


@pytest.mark.parametrize(
    "wrong", [{"email": "berta"}, {"email": ""}, {"name": " "}, {"roles": []}, {"roles": ["King"]}, {"language": "fr"}]
)
def test_invalid_invitation_is_refused(administrator, wrong):
    with Refused(ValidationError):
        invited(administrator, **wrong)


def test_name_and_address_cannot_inject_mail_headers(administrator, sent_mails):
    invited(administrator, name="Berta\r\nBcc: everybody@example.org")
    sent_mails()
    assert "\r" not in User.objects.get(username="berta").get_full_name()
    assert mail.outbox[0].bcc == [] and "Bcc" not in mail.outbox[0].extra_headers
    with Refused(ValidationError):
        invited(administrator, email="carla@example.org\nbcc:x@example.org")


def test_invitation_never_gives_the_administrator_role(administrator):
    with Refused(PermissionDenied, "Administrator"):
        invited(administrator, roles=[AUTHOR, ADMINISTRATOR])


def test_superuser_may_invite_an_administrator(superuser):
    assert invited(superuser, roles=[ADMINISTRATOR]).user.roles == {ADMINISTRATOR}


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("amaya@other.example", "amaya2"),
        ("AMAYA@third.example", "amaya2"),
        ("Jose.O'Neil+desk@example.org", "jose.oneil"),
        ("_@example.org", "person"),
    ],
)
def test_user_name_is_ascii_and_unique(administrator, author, email, name):
    made = invite(email=email, name="Ana", roles=[AUTHOR], language="en", by=administrator).user
    assert made.username == name


def test_resent_invitation_is_valid_again(administrator):
    long_ago = timezone.now() - datetime.timedelta(days=20)
    invitation = invited(administrator, now=long_ago)
    assert not invitation.is_open()
    again = resend_invitation(invitation.user, by=administrator)
    assert again.is_open() and again.nonce != invitation.nonce


def test_account_with_a_password_is_not_invited_again(administrator, author):
    with Refused(ValidationError, code="accepted"):
        resend_invitation(author, by=administrator)


def test_revoked_invitation_leaves_an_account_that_cannot_be_used(administrator):
    somebody = invited(administrator).user
    revoke_invitation(somebody, by=administrator)
    somebody.refresh_from_db()
    assert not somebody.is_active
    with Refused(ValidationError, code="closed"):
        revoke_invitation(somebody, by=administrator)
    resend_invitation(somebody, by=administrator)
    somebody.refresh_from_db()
    assert somebody.is_active


def test_share_links_stay_revoked_after_a_new_invitation(administrator):
    somebody = invited(administrator).user
    link = share(make.article("Ports", by=somebody), by=somebody, for_whom="Dr Rojas")
    revoke_invitation(somebody, by=administrator)
    resend_invitation(somebody, by=administrator)
    assert not opens(link)
    event = Event.objects.get(act="revoke_share")
    assert (event.by_name, event.detail["link"]) == ("irene", link.pk)


def test_account_without_an_open_invitation_has_none_to_revoke(administrator, author):
    with Refused(ValidationError, code="closed"):
        revoke_invitation(author, by=administrator)

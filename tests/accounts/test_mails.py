"""What the site writes by mail about signing in and the second factor: ours, plain, and in the person's language."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import get_template
from django.utils import timezone

from briefings.mail.models import Mail
from briefings.mail.sending import send_due
from briefings.signing_in import adapter
from tests.people import PASSWORD, person

from ..signing_in.scenes import ACCOUNT, code_of, enter_password

SHIPPED = Path(allauth.__file__).parent / "templates"
ABOUT_PASSWORDS = [f"account/email/password_{what}" for what in ("changed", "set", "reset", "reset_key")]
ABOUT_FACTORS = sorted(
    str(found.relative_to(SHIPPED)).removesuffix("_subject.txt") for found in SHIPPED.glob("mfa/email/*_subject.txt")
)
NOTICES = [*ABOUT_PASSWORDS[:3], *ABOUT_FACTORS]


def notice(prefix, reader_of_it):
    context = {"timestamp": timezone.now(), "ip": "192.0.2.7", "user_agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}
    adapter.AccountAdapter().send_mail(prefix, reader_of_it.email, context)
    send_due()
    return mail.outbox[-1]


@pytest.mark.parametrize("prefix", [*ABOUT_PASSWORDS, *ABOUT_FACTORS])
@pytest.mark.parametrize("part", ["subject", "message"])
def test_every_mail_has_our_template(prefix, part):
    origin = get_template(f"{prefix}_{part}.txt").origin.name
    assert Path(origin).is_relative_to(settings.BASE_DIR / "templates")


def test_allauth_has_mails_about_the_second_factor():
    assert "mfa/email/webauthn_added" in ABOUT_FACTORS


@pytest.mark.parametrize("prefix", NOTICES)
def test_notice_says_when_from_where_and_what_to_do_if_it_was_somebody_else(prefix, editor):
    message = notice(prefix, editor)
    assert message.content_subtype == "plain"
    assert message.subject == message.subject.strip().capitalize()  # a sentence, not A Title
    assert "Firefox, Linux" in message.body and "192.0.2.7" in message.body
    assert "tell an administrator at once" in message.body
    assert f"{settings.SITE_URL}{ACCOUNT}password/forgotten/" in message.body


def test_address_of_the_browser_is_forgotten_once_the_notice_is_sent(editor):
    notice(NOTICES[0], editor)
    assert Mail.objects.get().detail == {}


def test_notice_is_in_the_language_of_the_account(db):
    assert "Hola" in notice("mfa/email/webauthn_added", person("berta", is_staff=True, language="es")).body


def test_password_change_sends_a_mail(editor, sent_mails):
    client, _answer = enter_password(editor)
    new = "seven green lamps"
    client.post(f"{ACCOUNT}password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [one.subject for one in sent_mails()] == ["Your password has been changed"]


def test_new_authenticator_app_sends_a_mail(editor, sent_mails, real_commits):
    client, _answer = enter_password(editor)
    app = f"{ACCOUNT}second-factor/app/"
    client.post(app, {"code": code_of(client.get(app).context["form"].secret)})
    assert "An authenticator app has been set up" in [one.subject for one in sent_mails()]

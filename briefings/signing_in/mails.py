"""The texts of allauth's mails: from its templates, in the language of the account."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from ..mail.sending import text_of
from .acts import ForgottenMail, NoticeMail
from .sessions import browser_words


@text_of.register
def forgotten_text(declared: ForgottenMail, mail):
    """The link is made here. An account without a password gets none: its owner uses the invitation."""
    if not mail.person.has_usable_password():
        return None
    key = f"{user_pk_to_url_str(mail.person)}-{default_token_generator.make_token(mail.person)}"
    return _rendered(
        "account/email/password_reset_key", mail, password_reset_url=get_adapter().get_reset_password_from_key_url(key)
    )


@text_of.register
def notice_text(declared: NoticeMail, mail):
    about = mail.detail
    return _rendered(
        about["template"],
        mail,
        timestamp=parse_datetime(about["at"]),
        ip=about["ip"],
        browser=browser_words(about["user_agent"]),
        new_password_url=settings.SITE_URL + reverse("account_reset_password"),
    )


def _rendered(template, mail, **context):
    message = get_adapter().render_mail(template, mail.recipient, {"person": mail.person, **context})
    return message.subject, message.body

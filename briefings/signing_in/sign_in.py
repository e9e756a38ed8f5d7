"""How somebody signs in: by user name or e-mail address, with one answer for known and unknown accounts."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.userkit import get_user_by_username
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ..accounts.models import User
from .browsers import browser_words

log = logging.getLogger(__name__)
NOT_RIGHT = _("The name or the password is not right.")
MAILS = ThreadPoolExecutor(max_workers=1)  # no answer waits for a mail server, so none tells by its time who is known


def deliver(message):
    try:
        message.send()
    except Exception:  # whatever a mail server comes up with, the answer has been given
        log.exception("A mail about an account could not be sent.")


def account_named(name):
    """The account that somebody who signs in means: by its user name, or else by its address."""
    user = get_user_by_username(name) if name else None
    if user is None and "@" in name:
        user = User.objects.filter(email__iexact=name).first()
    return user


class Backend(AuthenticationBackend):
    """Exactly one password is checked, whether the account exists or not: the time it takes tells nothing."""

    def _authenticate(self, request, **credentials):
        name = credentials.get("username") or credentials.get("email") or ""
        return self._check_password(account_named(name), credentials["password"])


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": NOT_RIGHT,
        "email_password_mismatch": NOT_RIGHT,
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The present password is not right."),
        "too_many_login_attempts": _("There were too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("There were too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request):
        """Nobody signs themselves up: accounts come from an administrator."""
        return False

    def is_reauthentication_required(self, *, app, **kwargs):
        """Somebody who has just signed in is not asked again."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((one["at"] for one in records), default=0)
        return time.time() - newest >= app_settings.REAUTHENTICATION_TIMEOUT

    def _get_login_attempts_cache_key(self, request, **credentials):
        """One count for one account, by whatever name and host it is tried."""
        name = credentials.get("username") or credentials.get("email") or ""
        user = account_named(name)
        return f"account {user.pk}" if user else f"name {name.lower()}"

    def set_password(self, user, password):
        """Of the account as it is now: it may have been deactivated, or got another password, since it was read."""
        with transaction.atomic():
            now = User.objects.select_for_update(no_key=True).get(pk=user.pk)
            if not now.is_active or now.password != user.password:
                raise PermissionDenied(_("This account has been changed meanwhile. Sign in again."))
            user.set_password(password)
            user.save(update_fields=["password"])

    def get_password_change_redirect_url(self, request):
        return reverse("your_account")

    def get_reset_password_from_key_url(self, key):
        """At the site's own address, whatever host the request named."""
        number, _dash, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", args=[number, token])

    def written(self, template_prefix, person, context):
        """A mail to the person in their language."""
        with translation.override(person.language):
            words = {
                "person": person,
                "browser": browser_words(context.get("user_agent", "")),
                "new_password_url": settings.SITE_URL + reverse("account_reset_password"),
            }
            return self.render_mail(template_prefix, person.email, words | context)

    def send_mail(self, template_prefix, email, context):
        person = context.get("user") or User.objects.get(email__iexact=email)
        MAILS.submit(deliver, self.written(template_prefix, person, context))

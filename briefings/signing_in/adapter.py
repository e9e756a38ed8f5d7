"""allauth's adapter: sign-in by user name or e-mail address, with the same response for unknown accounts."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..accounts.credentials import SIGNING_IN
from ..accounts.models import User
from ..mail.actions import queue
from ..roles import admin_permissions
from .acts import NOTICE
from .failures import Kind, note_failure
from .known_browsers import browser_of, remember_browser

WRONG_CREDENTIALS = _("The name or the password is not right.")


def account_named(name: str) -> User | None:
    """The account with this user name, or else with this e-mail address."""
    user = User.objects.filter(username__iexact=name).first() if name else None
    if user is None and "@" in name:
        user = User.objects.filter(email__iexact=name).first()
    return user


def name_in(credentials: dict) -> str:
    return credentials.get("username") or credentials.get("email") or ""


def account_in(credentials: dict) -> User | None:
    return account_named(name_in(credentials))


class Backend(AuthenticationBackend):
    """Checks exactly one password, whether the account exists or not, so that its time tells nothing."""

    def authenticate(self, request, **credentials):
        user = account_in(credentials)
        name = user.get_username() if user else ""
        return super().authenticate(request, username=name, password=credentials.get("password"))

    def get_user_permissions(self, user_obj, obj=None):
        """None: permissions come from roles only."""
        return set()

    def get_group_permissions(self, user_obj, obj=None):
        """From roles.py, without a query; superusers need none."""
        return admin_permissions(user_obj.roles)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG_CREDENTIALS,
        "email_password_mismatch": WRONG_CREDENTIALS,
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The present password is not right."),
        "too_many_login_attempts": _("There were too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("There were too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request):
        """Never: administrators invite people."""
        return False

    def is_safe_url(self, url):
        """An address that cannot be parsed, such as `http://[`, is none to go to."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def pre_login(self, request, user, **kwargs):
        """Note whose sign-in has begun, so that `end_sessions` ends one that still waits for its second factor."""
        request.session[SIGNING_IN] = user.pk
        return super().pre_login(request, user, **kwargs)

    def pre_authenticate(self, request, **credentials):
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_failure(account_in(credentials), Kind.LOCKED)
            raise

    def authentication_failed(self, request, **credentials):
        note_failure(account_in(credentials), Kind.PASSWORD)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Not shortly after signing in."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0)
        return time.time() - newest >= app_settings.REAUTHENTICATION_TIMEOUT

    def _get_login_attempts_cache_key(self, request, **credentials):
        """One counter for each account, whichever of its names and whichever host a request uses; another one for each
        browser in which its owner has signed in before."""
        name, user = name_in(credentials), account_in(credentials)
        if user is None:
            return f"name {name.lower()}"
        return f"account {user.pk} {browser_of(request, user)}".strip()

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        remember_browser(request, response, user)
        return response

    def set_password(self, user, password):
        """Refuse if the account was deactivated, or got another password, since `user` was read."""
        with transaction.atomic():
            current = User.objects.select_for_update(no_key=True).get(pk=user.pk)
            if not current.is_active or current.password != user.password:
                raise PermissionDenied(_("This account has been changed meanwhile. Sign in again."))
            user.set_password(password)
            user.save(update_fields=["password"])

    def get_password_change_redirect_url(self, request):
        return reverse("your_account")

    def get_reset_password_from_key_url(self, key):
        """Under SITE_URL, whatever host the request names."""
        number, _dash, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", args=[number, token])

    def send_mail(self, template_prefix, email, context):
        """Through the outbox, like every mail: it is sent with retries, and no response waits for the mail server."""
        user = context.get("user") or User.objects.get(email__iexact=email)
        about = {"ip": context["ip"], "user_agent": context["user_agent"], "at": context["timestamp"].isoformat()}
        queue(NOTICE, [user.pk], target=user, template=template_prefix, **about)

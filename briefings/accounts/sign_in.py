"""How somebody signs in: by user name or e-mail address, with one answer for known and unknown accounts."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from django.utils.translation import gettext_lazy as _

NOT_RIGHT = _("The name or the password is not right.")


class Backend(AuthenticationBackend):
    """Exactly one password is checked, whether the account exists or not: the time it takes tells nothing."""

    def _authenticate(self, request, **credentials):
        name = credentials.get("username") or credentials.get("email") or ""
        user = get_user_by_username(name) if name else None
        if user is None and "@" in name:
            user = next(iter(filter_users_by_email(name, for_login=True)), None)
        return self._check_password(user, credentials["password"])


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": NOT_RIGHT,
        "email_password_mismatch": NOT_RIGHT,
        "too_many_login_attempts": _("There were too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request):
        """Nobody signs themselves up: accounts come from an administrator."""
        return False

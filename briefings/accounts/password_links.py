"""Signed links by which people set their passwords."""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from ..lib.signed_links import is_signed, key_in, sign
from .models import Invitation

SALT = "briefings.accounts.invitation"


class ForgottenTokens(PasswordResetTokenGenerator):
    """allauth's tokens for forgotten passwords; invalid for deactivated accounts."""

    def check_token(self, user, token):
        return user is not None and user.is_active and super().check_token(user, token)


def token_of(invitation):
    """Signs nonce and e-mail address: a newer mail or another address invalidates it."""
    return sign(SALT, invitation.user_id, invitation.nonce, invitation.user.email)


def link_of(invitation):
    return f"{settings.SITE_URL}{reverse('invitation', args=[token_of(invitation)])}"


def invitation_of(token):
    """The invitation with this token; None for a forged or replaced one."""
    invitation = Invitation.objects.select_related("user", "invited_by").filter(user=key_in(token)).first()
    signed = (invitation.nonce, invitation.user.email) if invitation else ("", "")
    return invitation if is_signed(token, SALT, *signed) else None

"""The links by which people set their passwords: each names the account and proves that we made it. It is stored
nowhere."""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Invitation

SALT = "briefings.accounts.invitation"


class ForgottenTokens(PasswordResetTokenGenerator):
    """What is in the link that somebody asks for who has forgotten their password; worthless for a closed account."""

    def check_token(self, user, token):
        return user is not None and user.is_active and super().check_token(user, token)


def token_of(invitation):
    """Holds for this nonce and this e-mail address only: a newer mail or another address makes it worthless."""
    person = invitation.user
    signed = f"{person.pk}:{invitation.nonce}:{person.email}"
    return f"{person.pk}-{salted_hmac(SALT, signed, algorithm='sha256').hexdigest()}"


def link_of(invitation):
    return f"{settings.SITE_URL}{reverse('invitation', args=[token_of(invitation)])}"


def person_number(token):
    """The account that a token names, proved or not; None where it cannot be one."""
    number, _dash, proof = token.partition("-")
    return int(number) if proof and number.isascii() and number.isdigit() and len(number) < 19 else None


def invitation_of(token):
    """The invitation whose link holds this token; None for a forged or replaced one."""
    number = person_number(token)
    found = Invitation.objects.select_related("user", "invited_by").filter(user=number).first() if number else None
    return found if found and constant_time_compare(token_of(found), token) else None

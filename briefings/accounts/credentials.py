"""What lets a person in: second factors and open sessions."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

SIGNING_IN = "signing_in"  # in the session: the key of the user whose sign-in has begun
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes only stand in for one of these


def has_factor(user):
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def _belongs_to(session, user):
    """Whether the user has signed in with this session, or has begun to and not given the second factor yet."""
    return session.get(SESSION_KEY) == str(user.pk) or session.get(SIGNING_IN) == user.pk


def end_sessions(user, *, keep=None):
    """Sign the user out everywhere, except in the session with the key `keep`."""
    keys = [
        session.session_key
        for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator()
        if session.session_key != keep and _belongs_to(session.get_decoded(), user)
    ]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=user).exclude(session_key=keep).delete()


def end_session(user, number):
    """Sign the user out of one browser; another user's session is not found."""
    for listed in UserSession.objects.filter(user=user, pk=number):
        Session.objects.filter(session_key=listed.session_key).delete()
        listed.delete()

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

SIGNING_IN = "signing_in"  # session key: the user who has given the password, but perhaps no second factor yet
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # not recovery codes, which only replace one of these


def has_factor(user):
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def _belongs_to(session, user):
    """Also for a sign-in that still waits for its second factor."""
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
    """Sign the user out of one browser, if that session is theirs."""
    for user_session in UserSession.objects.filter(user=user, pk=number):
        Session.objects.filter(session_key=user_session.session_key).delete()
        user_session.delete()

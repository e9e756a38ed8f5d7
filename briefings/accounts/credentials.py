"""What lets a person in: second factors and open sessions."""

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes only stand in for one of these


def has_factor(user):
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def _concerns(session, user):
    """Whether the person is signed in with this session, or is halfway there: with the password, without the code."""
    halfway = session.get(LOGIN_SESSION_KEY)
    return session.get(SESSION_KEY) == str(user.pk) or (
        isinstance(halfway, dict) and halfway.get("user_pk") == user_pk_to_url_str(user)
    )


def end_sessions(user, *, keep=None):
    """Sign the person out of every browser, save the one whose session has the key `keep`."""
    keys = [
        session.session_key
        for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator()
        if session.session_key != keep and _concerns(session.get_decoded(), user)
    ]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=user).exclude(session_key=keep).delete()


def end_session(user, number):
    """Sign the person out of one browser; somebody else's session is not found."""
    for listed in UserSession.objects.filter(user=user, pk=number):
        Session.objects.filter(session_key=listed.session_key).delete()
        listed.delete()

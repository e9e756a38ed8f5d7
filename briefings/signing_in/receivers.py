"""What follows when somebody signs in or out, changes a password or a second factor."""

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.usersessions.models import UserSession
from django.utils import timezone

from ..accounts.credentials import FACTORS, end_sessions, has_factor
from ..accounts.models import Invitation
from ..history.actions import record
from ..history.models import Event


def _record(act, user, **detail):
    record(by=user, act=act, target=user, realm=Event.Realm.USERS, detail=detail)


def forget_session(sender, request, user, **kwargs):
    UserSession.objects.filter(session_key=request.session.session_key or "").delete()


def end_what_was_open(sender, person, **kwargs):
    """Whoever knew the old password is out, and no link that was sent before sets another one. The browser in which
    somebody changes their own gets a new session."""
    end_sessions(person)
    Invitation.objects.filter(user=person, accepted_at=None, revoked_at=None).update(revoked_at=timezone.now())


def password_set(sender, request, user, **kwargs):
    _record("set_password", user)


def factor_added(sender, request, user, authenticator, **kwargs):
    """The proof given now counts for this session; others, signed in without it, end."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        end_sessions(user, keep=request.session.session_key)
        _record("add_second_factor", user, kind=authenticator.type)


def factor_removed(sender, request, user, authenticator, **kwargs):
    """With the last one its proof goes too: the session is as good as a password."""
    if authenticator.type not in FACTORS:
        return
    if not has_factor(user):
        records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [one for one in records if one["method"] != "mfa"]
        end_sessions(user, keep=request.session.session_key)
    _record("remove_second_factor", user, kind=authenticator.type)


def codes_renewed(sender, request, user, **kwargs):
    _record("renew_recovery_codes", user)

import logging
import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.usersessions.models import UserSession
from django.utils import timezone

from ..accounts.credentials import FACTORS, end_sessions, has_factor
from ..accounts.models import Invitation
from ..history.actions import record
from .acts import ADD_SECOND_FACTOR, REMOVE_SECOND_FACTOR, RENEW_RECOVERY_CODES, SET_PASSWORD
from .failures import Kind, note_failure

logger = logging.getLogger(__name__)


def _record(act, user, **detail):
    record(by=user, act=act, target=user, detail=detail)


def signed_in(sender, request, user, **kwargs):
    logger.info("Signed in: account %s", user.pk)


def second_factor_failed(sender, request, user, **kwargs):
    note_failure(user, Kind.SECOND_FACTOR)


def forget_session(sender, request, user, **kwargs):
    UserSession.objects.filter(session_key=request.session.session_key or "").delete()


def end_sessions_and_links(sender, person, **kwargs):
    """End all sessions and revoke open password links of an account whose password was replaced.

    The browser in which somebody changes their own password gets a new session.
    """
    end_sessions(person)
    Invitation.objects.filter(user=person, accepted_at=None, revoked_at=None).update(revoked_at=timezone.now())


def password_set(sender, request, user, **kwargs):
    _record(SET_PASSWORD, user)


def factor_added(sender, request, user, authenticator, **kwargs):
    """Count the proof just given for this session; end the others, which were opened without it."""
    if authenticator.type in FACTORS:
        record = {"method": "mfa", "at": time.time(), "id": authenticator.pk, "type": authenticator.type}
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [*get_authentication_records(request, user), record]
        end_sessions(user, keep=request.session.session_key)
        _record(ADD_SECOND_FACTOR, user, kind=authenticator.type)


def factor_removed(sender, request, user, authenticator, **kwargs):
    """Forget the proof in this session when the last factor goes: what is left is a password."""
    if authenticator.type not in FACTORS:
        return
    if not has_factor(user):
        records = get_authentication_records(request, user)
        without_factor = [record for record in records if record["method"] != "mfa"]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = without_factor
        end_sessions(user, keep=request.session.session_key)
    _record(REMOVE_SECOND_FACTOR, user, kind=authenticator.type)


def codes_renewed(sender, request, user, **kwargs):
    _record(RENEW_RECOVERY_CODES, user)

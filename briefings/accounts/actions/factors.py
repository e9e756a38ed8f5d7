"""Letting somebody begin anew who has lost their phone, their passkeys and their recovery codes."""

from functools import partial

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...lib.acts import does, require_act
from ..access import locked, manager, record
from ..acts import RESET_SECOND_FACTOR
from ..acts.conditions import Case
from ..credentials import end_sessions
from ..mails import tell_factor_removed


@does(RESET_SECOND_FACTOR)
@transaction.atomic
def reset_second_factor(person, *, by, reason, now=None):
    """Take the person's second factors away; they sign in with the password and set up another before all else."""
    by, person = manager(by), locked(person)
    require_act(RESET_SECOND_FACTOR, Case(by, person, now))
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Say why; the history keeps it."), code="required")})
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    transaction.on_commit(partial(tell_factor_removed, person, RESET_SECOND_FACTOR.mail))
    record(by=by, act=RESET_SECOND_FACTOR, person=person, now=now, reason=reason.strip())
    return person

"""Letting somebody begin anew who has lost their phone, their passkeys and their recovery codes."""

from functools import partial

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..credentials import end_sessions
from ..mails import tell_factor_removed
from .availability import require_act
from .beginning import locked, manager, record


@transaction.atomic
def reset_second_factor(person, *, by, reason, now=None):
    """Take the person's second factors away; they sign in with the password and set up another before all else."""
    by, person = manager(by), locked(person)
    require_act(person, "reset_second_factor", by=by)
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Say why; the history keeps it."), code="required")})
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    transaction.on_commit(partial(tell_factor_removed, person))
    record(by=by, act="reset_second_factor", person=person, now=now, reason=reason.strip())
    return person

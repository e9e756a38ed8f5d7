"""Letting somebody begin anew who has lost their phone, their passkeys and their recovery codes."""

from functools import partial

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..mails import tell_factor_removed
from ..second_factor import has_factor
from ..sessions import end_sessions
from .beginning import locked, manager, record, require_somebody_else


@transaction.atomic
def reset_second_factor(person, *, by, reason, now=None):
    """Take the person's second factors away; they sign in with the password and set up another before all else."""
    by, person = manager(by), locked(person)
    require_somebody_else(person, by, _("Your own second factor is changed on the page of your account."))
    if not has_factor(person):
        raise ValidationError(_("%(person)s has no second factor.") % {"person": person}, code="none")
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Say why; the history keeps it."), code="required")})
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    transaction.on_commit(partial(tell_factor_removed, person))
    record(by=by, act="reset_second_factor", person=person, now=now, reason=reason.strip())
    return person

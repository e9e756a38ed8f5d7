from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..lib.acts import Detail, Mail, declare
from .models import SignInFailure


@dataclass(frozen=True)
class NoticeMail(Mail):
    """A notice of allauth's, whose template the mail names."""

    subject: str = ""
    words: str = ""


@dataclass(frozen=True)
class ForgottenMail(Mail):
    """The link for a forgotten password, from allauth's template."""

    subject: str = ""
    words: str = ""


KIND = Detail("kind", _("kind"))

SET_PASSWORD = declare("set_password", _("Password set"))
ADD_SECOND_FACTOR = declare("add_second_factor", _("Second factor set up"), details=[KIND])
REMOVE_SECOND_FACTOR = declare("remove_second_factor", _("Second factor removed"), details=[KIND])
RENEW_RECOVERY_CODES = declare("renew_recovery_codes", _("New recovery codes made"))

# Acts of somebody who is not signed in.
WHAT_FAILED = Detail("kind", _("what failed"), choices=tuple(SignInFailure.Kind.choices))
ATTEMPTS = Detail("attempts", _("attempts"))
FAIL_TO_SIGN_IN = declare(
    "fail_to_sign_in", _("Sign-in failed"), details=[WHAT_FAILED, ATTEMPTS], by_visitor=True, is_frequent=True
)
LOCK_OUT = declare(
    "lock_out", _("Locked out after too many attempts"), details=[ATTEMPTS], by_visitor=True, is_frequent=True
)

# Mails only; the log has an act of its own for what happened.
ASK_FOR_PASSWORD = declare("ask_for_password", _("Link for a forgotten password"), mail=ForgottenMail())
NOTICE = declare("sign_in_notice", _("Notice about password or second factor"), mail=NoticeMail())

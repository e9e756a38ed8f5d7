from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..lib import acts
from ..lib.acts import declare
from ..roles import needs


class Attempt(acts.Attempt):
    def __init__(self, by, mail, now=None):
        super().__init__(by, now)
        self.mail = mail


def is_unsent(attempt):
    if attempt.mail.state not in (attempt.mail.State.WAITING, attempt.mail.State.FAILED):
        raise ValidationError(_("This mail need not be sent any more."), code="sent")


TRY_AGAIN = declare(
    "try_mail_again",
    gettext_lazy("Mail sent again"),
    title=gettext_lazy("Send the mail again"),
    conditions=[needs("manage_users"), is_unsent],
)

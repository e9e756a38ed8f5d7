"""The texts of mails about accounts. The link of an invitation is made here, when its mail is sent."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from ..mail.sending import text_of
from .acts import LinkMail, WarningMail
from .models import Invitation
from .password_links import link_of


@text_of.register
def link_text(declared: LinkMail, mail):
    """Nothing where the link would not work: it was used, revoked or has expired meanwhile."""
    invitation = Invitation.objects.select_related("user", "invited_by").filter(pk=mail.target_id).first()
    if invitation is None or not invitation.is_open():
        return None
    until = date_format(timezone.localtime(invitation.expires_at), "DATETIME_FORMAT")
    values = {"who": str(invitation.invited_by), "until": until, "link": link_of(invitation)}
    return _filled(declared, invitation.user, user_name=invitation.user.username, **values)


@text_of.register
def warning_text(declared: WarningMail, mail):
    return _filled(declared, mail.person, address=mail.person.email)


def _filled(declared, person, **values):
    values |= {"name": person.get_full_name() or person.username, "site": settings.SITE_URL}
    return declared.subject, declared.words % values

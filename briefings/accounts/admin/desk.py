"""Sections of the home page for those who manage people: unused accounts, and invitations whose mail failed."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ...lib.admin.desk import FETCHED, Row, Section, on_desk
from ...roles import may
from ..models import Invitation, User
from .act_page import person_url


def _unused():
    rows = [
        Row(
            person_url(person),
            str(person),
            _("not used since %(day)s") % {"day": date_format(person.last_use, "DATE_FORMAT")},
        )
        for person in User.objects.unused()[:FETCHED]
    ]
    return Section(
        120,
        _("Accounts unused for 45 days"),
        rows,
        _("Every account is in use."),
        all_url=reverse("admin:briefings_user_changelist") + "?state=unused",
        all_words=_("All unused accounts"),
    )


def _unsent():
    failed = Invitation.objects.filter(undelivered_at__isnull=False, accepted_at=None, revoked_at=None)
    rows = [
        Row(person_url(invitation.user), str(invitation.user), invitation.user.email, True)
        for invitation in failed.select_related("user").order_by("-undelivered_at")[:FETCHED]
    ]
    return Section(119, _("Mails to people that could not be sent"), rows, "")


@on_desk
def people(user):
    if not may(user, "manage_users"):
        return []
    unsent = _unsent()
    return [unsent, _unused()] if unsent.rows else [_unused()]

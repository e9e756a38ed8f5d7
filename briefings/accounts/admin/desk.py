"""The section of the home page for those who manage people: unused accounts."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ...lib.admin.desk import FETCHED, Row, Section, on_desk
from ...roles import may
from ..models import User
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


@on_desk
def people(user):
    return [_unused()] if may(user, "manage_users") else []

"""How an account stands, in words and as a filter of the list."""

from django.contrib import admin
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ..models import UNUSED_AFTER, User

NO_PASSWORD = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
STATES = {
    "active": _("Active"),
    "invited": _("Invited"),
    "unused": _("Unused for 45 days"),
    "shut": _("Deactivated"),
}


def _when(moment):
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def _waiting_words(invitation):
    if invitation is None:
        return _("No password yet")
    if invitation.undelivered_at:
        return _("Invited, but the mail could not be sent")
    words = _("Invited until %(when)s") if invitation.is_open() else _("Invitation ran out %(when)s")
    return words % {"when": _when(invitation.expires_at)}


def state_words(person):
    """`person` comes with `last_use`."""
    invitation = getattr(person, "invitation", None)
    if not person.is_active:
        taken_back = invitation and invitation.revoked_at and not person.has_usable_password()
        return _("Invitation taken back") if taken_back else _("Deactivated")
    if not person.has_usable_password():
        return _waiting_words(invitation)
    if person.last_use < timezone.localdate() - UNUSED_AFTER:
        return _("Unused for 45 days")
    return _("Active")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return list(STATES.items())

    def queryset(self, request, queryset):
        unused = User.objects.unused().order_by().values("pk")
        conditions = {
            "active": Q(is_active=True) & ~NO_PASSWORD & ~Q(pk__in=unused),
            "invited": Q(is_active=True, invitation__accepted_at=None, invitation__expires_at__gt=Now()) & NO_PASSWORD,
            "unused": Q(pk__in=unused),
            "shut": Q(is_active=False),
        }
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset

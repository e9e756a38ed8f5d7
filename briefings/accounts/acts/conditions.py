"""Conditions of the acts on accounts. Nobody gives or takes rights of their own account; only superusers change the
account of a superuser."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...history.models import Event
from ...lib import acts
from ...roles import SomebodyElses
from ..credentials import has_factor
from ..models import Invitation, User

NOT_ONES_OWN = gettext_lazy("Nobody does this to their own account.")
OWN_PASSWORD = gettext_lazy("Your own password is changed where the old one is asked for.")
ALONE = gettext_lazy("Nobody else can manage people yet: make somebody else an administrator first.")


class Attempt(acts.Attempt):
    def __init__(self, by, person=None, now=None):
        super().__init__(by, now)
        self.person = person

    @property
    def others(self):
        return User.objects.managers().exclude(pk=self.by.pk).order_by("last_name", "username")

    @cached_property
    def is_alone(self):
        return not self.others.exists()

    @cached_property
    def invitation(self):
        return Invitation.objects.filter(user=self.person).first()

    @property
    def is_uninvited(self):
        """Whether the invitation was revoked before the person set a password."""
        revoked = self.invitation and self.invitation.revoked_at
        return bool(not self.person.is_active and revoked and not self.person.has_usable_password())


def _for_others(attempt, words):
    """The refusal that names who can do it, or says what to do if nobody can."""
    return SomebodyElses(f"{words} {ALONE}" if attempt.is_alone else words, attempt.others)


def is_another(words):
    def condition(attempt):
        if attempt.person.pk == attempt.by.pk:
            raise _for_others(attempt, words)

    return condition


def is_not_for_recovery(attempt):
    if attempt.person.is_superuser and not attempt.by.is_superuser:
        raise SomebodyElses(
            _("This account is for recovery. Only somebody with such an account may change it."),
            User.objects.filter(is_active=True, is_superuser=True).order_by("last_name", "username"),
        )


def is_active(attempt):
    if not attempt.person.is_active:
        raise ValidationError(_("This account is deactivated. Reactivate it instead."), code="inactive")


def is_still_active(attempt):
    if not attempt.person.is_active:
        raise ValidationError(_("This account is deactivated already."), code="inactive")


def is_shut(attempt):
    if attempt.person.is_active:
        raise ValidationError(_("This account is active already."), code="active")


def has_no_password(attempt):
    if attempt.person.has_usable_password():
        raise ValidationError(_("%(person)s has set a password already.") % {"person": attempt.person}, code="accepted")


def has_password(attempt):
    if not attempt.person.has_usable_password():
        raise ValidationError(_("This person has no password yet. Send the invitation again instead."), code="none")


def is_active_or_uninvited(attempt):
    if not attempt.is_uninvited:
        is_active(attempt)


def has_open_invitation(attempt):
    invitation = attempt.invitation
    if invitation is None or invitation.accepted_at or invitation.revoked_at or attempt.person.has_usable_password():
        raise ValidationError(_("No invitation of this person is open."), code="closed")


def has_second_factor(attempt):
    if not has_factor(attempt.person):
        raise ValidationError(_("%(person)s has no second factor.") % {"person": attempt.person}, code="none")


def is_not_uninvited(attempt):
    if attempt.is_uninvited:
        raise ValidationError(_("The invitation was taken back. Send it again instead."), code="uninvited")


def has_no_open_invitation(attempt):
    invitation = attempt.invitation
    is_open = invitation and not (invitation.accepted_at or invitation.revoked_at)
    if is_open and not attempt.person.has_usable_password():
        raise ValidationError(_("This person has not come yet. Take the invitation back instead."), code="invited")


def did_not_change_address(act):
    """Changing the address and resetting the second factor would together let `by` sign in as the person.

    It does not matter how long ago `act` changed the address: a later sign-in does not prove whose address it is.
    """

    def condition(attempt):
        changes = Event.objects.about(attempt.person).filter(act=act.name, by_id=attempt.by.pk)
        if not attempt.by.is_superuser and changes.filter(detail__changed__has_key="email").exists():
            raise _for_others(
                attempt,
                _("You have changed this person’s e-mail address: somebody else has to take the second factor away."),
            )

    return condition


def require_address_to_change(act, attempt):
    """The same two steps in the other order; checked if the address changes."""
    resets = Event.objects.about(attempt.person).filter(act=act.name, by_id=attempt.by.pk)
    if not attempt.by.is_superuser and not has_factor(attempt.person) and resets.exists():
        raise _for_others(
            attempt,
            _(
                "You have taken this person’s second factor away, and they have not set up another one: somebody else "
                "has to change the e-mail address."
            ),
        )

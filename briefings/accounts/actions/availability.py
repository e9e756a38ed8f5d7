"""What each act on an account needs, in the order in which it is asked.

The acts ask it themselves (`require_act`), the pages ask beforehand (`why_not`, `available_acts`): one list for both.
"""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...history.models import Event
from ...lib.conditions import Conditions
from ...roles import SomebodyElses, require
from ..credentials import has_factor
from ..models import Invitation, User
from .beginning import require_no_recovery

NOT_ONES_OWN = gettext_lazy("Nobody does this to their own account.")
OWN_PASSWORD = gettext_lazy("Your own password is changed where the old one is asked for.")
ALONE = gettext_lazy("Nobody else can manage people yet: make somebody else an administrator first.")


class Case:
    """One account before one person. What several conditions ask for is looked up once."""

    def __init__(self, person, by):
        self.person, self.by = person, by

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
        """Whether an invitation was taken back that set no password."""
        revoked = self.invitation and self.invitation.revoked_at
        return bool(not self.person.is_active and revoked and not self.person.has_usable_password())


# Each condition raises what stands in the way: PermissionDenied for who asks, ValidationError for anybody just now.


def _for_others(case, words):
    """The refusal that names those who can do it, and says what to do where there is nobody."""
    return SomebodyElses(f"{words} {ALONE}" if case.is_alone else words, case.others)


def _somebody_else(words):
    """Nobody does to their own account what gives or takes rights; a superuser’s is for superusers alone."""

    def condition(case):
        require(case.by, "manage_users")
        if case.person.pk == case.by.pk:
            raise _for_others(case, words)
        require_no_recovery(case.person, case.by)

    return condition


def _active(case):
    if not case.person.is_active:
        raise ValidationError(_("This account is deactivated. Reactivate it instead."), code="inactive")


def _still_active(case):
    if not case.person.is_active:
        raise ValidationError(_("This account is deactivated already."), code="inactive")


def _shut(case):
    if case.person.is_active:
        raise ValidationError(_("This account is active already."), code="active")


def _without_password(case):
    if case.person.has_usable_password():
        raise ValidationError(_("%(person)s has set a password already.") % {"person": case.person}, code="accepted")


def _with_password(case):
    if not case.person.has_usable_password():
        raise ValidationError(_("This person has no password yet. Send the invitation again instead."), code="none")


def _active_or_uninvited(case):
    if not case.is_uninvited:
        _active(case)


def _open_invitation(case):
    invitation = case.invitation
    if invitation is None or invitation.accepted_at or invitation.revoked_at or case.person.has_usable_password():
        raise ValidationError(_("No invitation of this person is open."), code="closed")


def _with_factor(case):
    if not has_factor(case.person):
        raise ValidationError(_("%(person)s has no second factor.") % {"person": case.person}, code="none")


def _not_uninvited(case):
    if case.is_uninvited:
        raise ValidationError(_("The invitation was taken back. Send it again instead."), code="uninvited")


def _no_open_invitation(case):
    invitation = case.invitation
    is_open = invitation and not (invitation.accepted_at or invitation.revoked_at)
    if is_open and not case.person.has_usable_password():
        raise ValidationError(_("This person has not come yet. Take the invitation back instead."), code="invited")


def _not_who_changed_the_address(case):
    """With a password sent to another address, and the second factor gone, one person would be let in as another.

    However long ago: that somebody has signed in since does not prove that the address is theirs.
    """
    person, by = case.person, case.by
    changes = Event.objects.about(person).filter(act="change_person", by_id=by.pk)
    if not by.is_superuser and changes.filter(detail__changed__has_key="email").exists():
        words = _("You have changed this person’s e-mail address: somebody else has to take the second factor away.")
        raise _for_others(case, words)


def require_address_to_change(person, by):
    """The same two steps the other way round."""
    taken = Event.objects.about(person).filter(act="reset_second_factor", by_id=by.pk)
    if not by.is_superuser and not has_factor(person) and taken.exists():
        words = _(
            "You have taken this person’s second factor away, and they have not set up another one: somebody else has "
            "to change the e-mail address."
        )
        raise _for_others(Case(person, by), words)


# In the order in which the acts are offered.
CONDITIONS = Conditions(
    {
        "change_roles": [
            _somebody_else(gettext_lazy("Nobody gives themselves a role, or takes one from themselves.")),
            _active,
        ],
        "send_password_link": [_somebody_else(OWN_PASSWORD), _active, _with_password],
        "resend_invitation": [_somebody_else(OWN_PASSWORD), _without_password, _active_or_uninvited],
        "reset_second_factor": [
            _somebody_else(gettext_lazy("Your own second factor is changed on the page of your account.")),
            _active,
            _with_factor,
            _not_who_changed_the_address,
        ],
        "revoke_invitation": [_somebody_else(NOT_ONES_OWN), _open_invitation],
        "deactivate": [
            _somebody_else(gettext_lazy("Nobody deactivates their own account; somebody else has to.")),
            _still_active,
            _no_open_invitation,
        ],
        "reactivate": [_somebody_else(NOT_ONES_OWN), _shut, _not_uninvited],
    }
)


def require_act(person, act, *, by):
    """What an act begins with, in its turn and with the account locked: refused unless `by` may do it now."""
    CONDITIONS.require(Case(person, by), act)


def why_not(person, user, act):
    """What the act would refuse to `user` now, as the exception that it would raise; None if it would not."""
    return CONDITIONS.reason(Case(person, user), act)


def available_acts(person, user):
    """Names of the acts on the person that `user` may do now, in the order in which they are offered."""
    return CONDITIONS.available(Case(person, user))

"""What somebody may do to an account now."""

from ..models import Invitation
from ..second_factor import has_factor
from .beginning import may_act_on


def available_acts(person, user, now=None):
    """Names of the acts on the person that `user` may do now, in the order in which they are offered."""
    if not may_act_on(person, user):
        return []
    invitation = Invitation.objects.filter(user=person).first()
    never_in = not person.has_usable_password()
    if not person.is_active:
        return ["resend_invitation"] if never_in and invitation and invitation.revoked_at else ["reactivate"]
    if not never_in:
        second = ["reset_second_factor"] if has_factor(person) else []
        return ["change_roles", "send_password_link", *second, "deactivate"]
    is_open = invitation is not None and not (invitation.accepted_at or invitation.revoked_at)
    return ["change_roles", "resend_invitation", "revoke_invitation" if is_open else "deactivate"]

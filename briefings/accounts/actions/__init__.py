"""The acts on accounts."""

from .account import change_person, change_roles, reset_second_factor
from .deactivation import deactivate, reactivate, suspend_unused, to_suspend
from .invitations import accept_invitation, invite, resend_invitation, revoke_invitation, send_password_link
from .pasted_invitations import invite_several, plan_invitations

__all__ = [
    "accept_invitation",
    "change_person",
    "change_roles",
    "deactivate",
    "invite",
    "invite_several",
    "plan_invitations",
    "reactivate",
    "resend_invitation",
    "reset_second_factor",
    "revoke_invitation",
    "send_password_link",
    "suspend_unused",
    "to_suspend",
]

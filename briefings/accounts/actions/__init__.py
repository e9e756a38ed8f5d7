"""The acts on people. Each checks what the person may do, in one transaction, and records an event."""

from .inviting import invite, invite_several, plan_invitations
from .leaving import deactivate, reactivate, suspend_unused, to_suspend, unused_people
from .passwords import accept_invitation, resend_invitation, revoke_invitation, send_password_link
from .person import change_person, change_roles, reset_second_factor

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
    "unused_people",
]

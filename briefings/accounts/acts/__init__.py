from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ...lib.acts import Detail, Mail, Page, declare, names_of
from ...roles import needs
from .conditions import (
    NOT_ONES_OWN,
    OWN_PASSWORD,
    did_not_change_address,
    has_no_open_invitation,
    has_no_password,
    has_open_invitation,
    has_password,
    has_second_factor,
    is_active,
    is_active_or_uninvited,
    is_another,
    is_not_for_recovery,
    is_not_uninvited,
    is_shut,
    is_still_active,
)

REASON = Detail("reason", _("reason"))
EMAIL = Detail("email", _("e-mail address"))
ROLES = Detail("roles", _("roles"))
UNTIL = Detail("until", _("valid until"))


@dataclass(frozen=True)
class AccountPage(Page):
    """`sends_link`: the act makes an invitation; `explains_roles`: the page says what each role may do;
    `leaves_articles`: afterwards somebody else may get the person's articles."""

    sends_link: bool = False
    explains_roles: bool = False
    leaves_articles: bool = False


class LinkMail(Mail):
    """To whom a link lets choose a password; its target is the invitation."""


class WarningMail(Mail):
    """To somebody whose account an administrator has changed."""


def _on_another(words):
    return [needs("manage_users"), is_another(words), is_not_for_recovery]


TO_NEWCOMER = LinkMail(
    _("Your account at the editorial desk"),
    _(
        "Good day, %(name)s.\n\n"
        "%(who)s has invited you to the editorial desk of %(site)s. Your user name is %(user_name)s.\n\n"
        "Open this link and choose a password:\n\n%(link)s\n\n"
        "It works once, until %(until)s (Ecuador). If it has run out, ask for another.\n\n"
        "If you do not know what this is about, you need not do anything.\n"
    ),
)

INVITE = declare(
    "invite",
    _("Invited"),
    title=_("Invite"),
    conditions=[needs("manage_users")],
    details=[EMAIL, ROLES, UNTIL],
    mail=TO_NEWCOMER,
)
INVITE_SEVERAL = declare(
    "invite_several",
    "",  # the log has an invitation of each
    conditions=[needs("manage_users")],
    mail=TO_NEWCOMER,
)

CHANGE_PERSON = declare(
    "change_person",
    _("Account changed"),
    conditions=[needs("manage_users"), is_not_for_recovery],
    details=[Detail("changed", _("changed"), parts=(EMAIL, Detail("language", _("language"))))],
    mail=WarningMail(
        _("Your account has another e-mail address"),
        _(
            "Good day, %(name)s.\n\n"
            "The e-mail address of your account at %(site)s is now %(address)s. If you did not ask for this, tell an "
            "administrator at once.\n"
        ),
    ),
)

CHANGE_ROLES = declare(
    "change_roles",
    _("Roles changed"),
    conditions=[*_on_another(_("Nobody gives themselves a role, or takes one from themselves.")), is_active],
    details=[Detail("given", _("roles given")), Detail("taken", _("roles taken"))],
    title=_("Change the roles"),
    page=AccountPage(
        _("What the person may do follows from the roles; it holds from the next page that they open."),
        _("The roles of %(person)s are saved."),
        explains_roles=True,
    ),
)

SEND_PASSWORD_LINK = declare(
    "send_password_link",
    _("Link for a new password sent"),
    conditions=[*_on_another(OWN_PASSWORD), is_active, has_password],
    details=[UNTIL],
    mail=LinkMail(
        _("A new password for the editorial desk"),
        _(
            "Good day, %(name)s.\n\n"
            "%(who)s sends you this link, so that you can choose a new password for %(site)s:\n\n%(link)s\n\n"
            "It works once, until %(until)s (Ecuador). Your user name is %(user_name)s. Until you choose another, the "
            "old password goes on working.\n\n"
            "If you have not asked for it, tell %(who)s.\n"
        ),
    ),
    title=_("Send a link for a new password"),
    page=AccountPage(
        _(
            "For somebody who has forgotten their password: they get a mail with a link that works for one day. The "
            "old password works until they choose another. Nobody else learns either."
        ),
        _("A link for a new password is on its way to %(email)s."),
        sends_link=True,
    ),
)

RESEND_INVITATION = declare(
    "resend_invitation",
    _("Invitation sent again"),
    conditions=[*_on_another(OWN_PASSWORD), has_no_password, is_active_or_uninvited],
    details=[UNTIL],
    mail=TO_NEWCOMER,
    title=_("Send the invitation again"),
    page=AccountPage(
        _("The person gets another mail with a new link. The link in an older mail stops working."),
        _("A new invitation is on its way to %(email)s."),
        sends_link=True,
    ),
)

RESET_SECOND_FACTOR = declare(
    "reset_second_factor",
    _("Second factor taken away"),
    conditions=[
        *_on_another(_("Your own second factor is changed on the page of your account.")),
        is_active,
        has_second_factor,
        did_not_change_address(CHANGE_PERSON),
    ],
    details=[REASON],
    mail=WarningMail(
        _("Your account has no second factor any more"),
        _(
            "Good day, %(name)s.\n\n"
            "The second factor of your account at %(site)s has been taken away, because somebody asked for it in your "
            "name. You set up another one when you next sign in. If you did not ask for this, tell an administrator "
            "at once.\n"
        ),
    ),
    title=_("Take the second factor away"),
    page=AccountPage(
        _(
            "For somebody who has lost their phone and their recovery codes. Make sure that it is really them who "
            "asks. They are signed out everywhere, sign in with their password and set up another one before they "
            "reach the desk. A mail tells them."
        ),
        _("%(person)s signs in with the password now and sets up another second factor."),
        grave=True,
    ),
)

REVOKE_INVITATION = declare(
    "revoke_invitation",
    _("Invitation taken back"),
    conditions=[*_on_another(NOT_ONES_OWN), has_open_invitation],
    title=_("Take the invitation back"),
    page=AccountPage(
        _("The link stops working, and the account cannot be used. You can invite the person again."),
        _("The invitation of %(person)s is taken back."),
        grave=True,
    ),
)

DEACTIVATE = declare(
    "deactivate",
    _("Account deactivated"),
    conditions=[
        *_on_another(_("Nobody deactivates their own account; somebody else has to.")),
        is_still_active,
        has_no_open_invitation,
    ],
    details=[REASON],
    title=_("Deactivate the account"),
    page=AccountPage(
        _(
            "The person is signed out everywhere at once and cannot sign in again; links that they gave to visitors "
            "stop working. What they wrote stays under their name. Afterwards you can give their articles to others."
        ),
        _("The account of %(person)s is deactivated."),
        grave=True,
        leaves_articles=True,
    ),
)

REACTIVATE = declare(
    "reactivate",
    _("Account opened again"),
    conditions=[*_on_another(NOT_ONES_OWN), is_shut, is_not_uninvited],
    details=[ROLES],
    mail=TO_NEWCOMER,
    title=_("Open the account again"),
    page=AccountPage(
        _("The person gets their roles back, and a mail with a link by which they choose a new password."),
        _("The account is open again. A link for a new password is on its way to %(email)s."),
        sends_link=True,
    ),
)

# `by` is an administrator, or None for the site itself.
SUSPEND = declare(
    "suspend",
    _("Account suspended: not used for 45 days"),
    conditions=[needs("manage_users")],
    details=[REASON],
)

# Acts of the person to whom a link was sent.
ACCEPT_INVITATION = declare("accept_invitation", _("Accepted the invitation and set a password"))
REPLACE_PASSWORD = declare("replace_password", _("Chose a new password by a link"))
# Acts that show that the owner has used the account.
USED_BY_OWNER = names_of(ACCEPT_INVITATION, REPLACE_PASSWORD, REACTIVATE)

ADD_PERSON = declare("add_person", _("Account made"))  # only older rows have it

# The acts on the page of an account, in this order.
OFFERED = (
    CHANGE_ROLES,
    SEND_PASSWORD_LINK,
    RESEND_INVITATION,
    RESET_SECOND_FACTOR,
    REVOKE_INVITATION,
    DEACTIVATE,
    REACTIVATE,
)

"""The page of each act on a person: what it is called, what it does, what it asks."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from .. import actions, forms


@dataclass(frozen=True)
class ActPage:
    """`mails`: the act sends a mail, and `done` is said where it went out."""

    act: callable
    link: str
    button: str
    explanation: str
    done: str
    form: type = forms.ActForm
    grave: bool = False
    mails: bool = False


ACT_PAGES = {
    "change_roles": ActPage(
        actions.change_roles,
        gettext_lazy("Change the roles…"),
        gettext_lazy("Save the roles"),
        gettext_lazy("What the person may do follows from the roles; it holds from the next page that they open."),
        gettext_lazy("The roles of %(person)s are saved."),
        forms.RolesForm,
    ),
    "resend_invitation": ActPage(
        actions.resend_invitation,
        gettext_lazy("Send the invitation again…"),
        gettext_lazy("Send the invitation again"),
        gettext_lazy("The person gets another mail with a new link. The link in an older mail stops working."),
        gettext_lazy("A new invitation is on its way to %(email)s."),
        mails=True,
    ),
    "revoke_invitation": ActPage(
        actions.revoke_invitation,
        gettext_lazy("Take the invitation back…"),
        gettext_lazy("Take the invitation back"),
        gettext_lazy("The link stops working, and the account cannot be used. You can invite the person again."),
        gettext_lazy("The invitation of %(person)s is taken back."),
        grave=True,
    ),
    "send_password_link": ActPage(
        actions.send_password_link,
        gettext_lazy("Send a link for a new password…"),
        gettext_lazy("Send the link"),
        gettext_lazy(
            "For somebody who has forgotten their password: they get a mail with a link that works for one day. The "
            "old password works until they choose another. Nobody else learns either."
        ),
        gettext_lazy("A link for a new password is on its way to %(email)s."),
        mails=True,
    ),
    "reset_second_factor": ActPage(
        actions.reset_second_factor,
        gettext_lazy("Take the second factor away…"),
        gettext_lazy("Take the second factor away"),
        gettext_lazy(
            "For somebody who has lost their phone and their recovery codes. Make sure that it is really them who "
            "asks. They are signed out everywhere, sign in with their password and set up another one before they "
            "reach the desk. A mail tells them."
        ),
        gettext_lazy("%(person)s signs in with the password now and sets up another second factor."),
        forms.ReasonForm,
        grave=True,
    ),
    "deactivate": ActPage(
        actions.deactivate,
        gettext_lazy("Deactivate…"),
        gettext_lazy("Deactivate the account"),
        gettext_lazy(
            "The person is signed out everywhere at once and cannot sign in again; links that they gave to visitors "
            "stop working. What they wrote stays under their name. Afterwards you can give their articles to others."
        ),
        gettext_lazy("The account of %(person)s is deactivated."),
        forms.ReasonForm,
        grave=True,
    ),
    "reactivate": ActPage(
        actions.reactivate,
        gettext_lazy("Open the account again…"),
        gettext_lazy("Open the account again"),
        gettext_lazy("The person gets their roles back, and a mail with a link by which they choose a new password."),
        gettext_lazy("The account is open again. A link for a new password is on its way to %(email)s."),
        mails=True,
    ),
}

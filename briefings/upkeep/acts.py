"""Acts on the whole site: of the operator, by a command, and of administrators in an emergency."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..lib.acts import Attempt, Detail, Page, declare
from ..roles import require
from .models import EmergencySwitches

RELEASE = declare(
    "release_copy",
    _("Restored from a backup"),
    details=[Detail("taken_at", _("backup of")), Detail("restored_at", _("restored"))],
)


def may_use_switches(attempt: Attempt) -> None:
    """Commands act for nobody: whoever runs them has the server."""
    if attempt.by is not None:
        require(attempt.by, "use_switches")


may_use_switches.permission = "use_switches"


def is_open(attempt: Attempt) -> None:
    if EmergencySwitches.read_only():
        raise ValidationError(gettext("The desk is read-only already."), code="stage")


def is_read_only(attempt: Attempt) -> None:
    if not EmergencySwitches.read_only():
        raise ValidationError(gettext("The desk is not read-only."), code="stage")


COUNT = Detail("count", _("how many"))

CLOSE_DESK = declare(
    "close_desk",
    _("Desk made read-only"),
    conditions=[may_use_switches, is_open],
    details=[Detail("reason", _("reason"))],
    title=_("Make the desk read-only"),
    page=Page(
        _(
            "Nobody can save, publish or change anything until the desk is opened again; pages can still be taken down "
            "and names hidden. What somebody is typing is kept on their screen. Readers notice nothing, and editions "
            "that have a date appear at it."
        ),
        _("The desk is read-only."),
        grave=True,
    ),
    in_emergency=True,
)
OPEN_DESK = declare(
    "open_desk",
    _("Desk opened again"),
    conditions=[may_use_switches, is_read_only],
    title=_("Open the desk again"),
    page=Page(
        _("Everybody can work again."),
        _("The desk is open."),
    ),
    in_emergency=True,
)
SIGN_EVERYBODY_OUT = declare(
    "sign_everybody_out",
    _("Everybody signed out"),
    conditions=[may_use_switches],
    details=[COUNT],
    title=_("Sign everybody out"),
    page=Page(
        _("Every session ends, this one too. Passwords and second factors stay: people sign in again."),
        _("Everybody is signed out."),
        grave=True,
    ),
    in_emergency=True,
)
REVOKE_ALL_LINKS = declare(
    "revoke_all_links",
    _("All share links taken back"),
    conditions=[may_use_switches],
    details=[COUNT],
    title=_("Take back all share links"),
    page=Page(
        _("No share link opens a draft any more. This cannot be undone; authors can make new links."),
        _("All share links are taken back: %(count)d."),
        grave=True,
    ),
    in_emergency=True,
)
SWITCHES = (CLOSE_DESK, OPEN_DESK, SIGN_EVERYBODY_OUT, REVOKE_ALL_LINKS)

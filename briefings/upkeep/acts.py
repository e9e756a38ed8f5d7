"""What the operator does to the whole site, by a command."""

from django.utils.translation import gettext_lazy as _

from ..lib.acts import Detail, declare

RELEASE = declare(
    "release_copy",
    _("Restored from a backup"),
    details=[Detail("taken_at", _("backup of")), Detail("restored_at", _("restored"))],
)

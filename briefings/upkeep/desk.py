"""What administrators should look after, on their desk."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..lib.admin.desk import Row, Section, on_desk
from ..roles import may
from .readiness import warnings

WORDS = {
    "disk": gettext_lazy("The disk is almost full."),
    "cache": gettext_lazy("The shared cache does not answer: nobody can sign in."),
    "tick": gettext_lazy("“manage.py tick” has not run in the last five minutes."),
    "backup": gettext_lazy("There is no backup of the last 26 hours."),
    "clock": gettext_lazy("The clocks of the site and of the database differ by more than five seconds."),
}


@on_desk
def what_the_site_lacks(user):
    """Not on one's own machine, where nobody runs tick and backup."""
    if settings.IS_LOCAL or not may(user, "manage_users"):
        return []
    rows = [Row("", str(WORDS[check.name]), grave=True) for check in warnings()]
    return [Section(5, _("Tell whoever runs the site"), rows, _("Disk, cache, tick, backup and clock are in order."))]

"""The acts that every model may have, and those on the log itself."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..lib import acts
from ..lib.acts import Detail, act_words, declare
from ..roles import REALM_PERMISSIONS, NotAllowed, Realm, may, require
from .log_words import model_words


class Attempt(acts.Attempt):
    def __init__(self, by, target=None, now=None):
        super().__init__(by, now)
        self.target = target


def may_publish(attempt):
    require(attempt.by, attempt.target.publish_permission)


def may_read_history(attempt):
    if not any(may(attempt.by, permission) for permission in REALM_PERMISSIONS.values()):
        raise NotAllowed(*REALM_PERMISSIONS.values(), words=_("You may not see any history."))


# Used for admin forms and for field changes.
ADD = declare("add", pgettext_lazy("act", "Added"))
CHANGE = declare("change", pgettext_lazy("act", "Changed"))
DELETE = declare("delete", pgettext_lazy("act", "Deleted"))

MAKE_PUBLIC = declare(
    "make_public", gettext_lazy("Made public"), title=gettext_lazy("Make public"), conditions=[may_publish]
)
EXPORT_LOG = declare(
    "export_log",
    gettext_lazy("Log downloaded"),
    title=gettext_lazy("Download the log"),
    conditions=[may_read_history],
    details=[
        Detail("realm", gettext_lazy("Realm"), choices=tuple(Realm.choices)),
        Detail("kind", gettext_lazy("Kind of thing"), words=model_words),
        Detail("act", gettext_lazy("Act"), words=act_words),
        Detail("by", gettext_lazy("Person")),
        Detail("since", gettext_lazy("From")),
        Detail("until", gettext_lazy("To")),
        Detail("q", gettext_lazy("Text")),
    ],
)
LOAD_DEMO = declare("load_demo", gettext_lazy("Demonstration loaded"))

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..accounts.models import User
from ..lib import acts
from ..lib.acts import Detail, Page, declare
from ..roles import SomebodyElses, needs, require
from .models import Batch

BATCH_KEY = Detail("batch", hidden=True)
KIND = Detail("kind", gettext_lazy("kind"), choices=tuple(Batch.Kind.choices))
VALUES = Detail("values", gettext_lazy("values"))
WAITS = Detail("waits", gettext_lazy("waits for a second person"))
REASON = Detail("reason", gettext_lazy("reason"))
IN_BOTH_LANGUAGES = (Detail("en", gettext_lazy("English")), Detail("es", gettext_lazy("Spanish")))


class BatchAttempt(acts.Attempt):
    def __init__(self, by, batch, now=None):
        super().__init__(by, now)
        self.batch = batch
        self.is_own = batch.by_id == by.pk


def is_proposed(attempt):
    if attempt.batch.stage != Batch.Stage.PROPOSED or attempt.batch.second_id:  # or it is being applied
        raise ValidationError(_("This batch has been decided already."), code="decided")


def is_anothers(attempt):
    if attempt.is_own:
        raise SomebodyElses(
            _("A second person applies a revision, not the one who proposed it."),
            User.objects.who_may("second_revision").exclude(pk=attempt.by.pk),
        )


def proposed_it_or_is_second(attempt):
    """Its proposer may reject a batch, and so may a second person."""
    require(attempt.by, "enter_values" if attempt.is_own else "second_revision")


RECORD_VALUES = declare(
    "record_values",
    gettext_lazy("Values recorded"),
    title=gettext_lazy("Record these values"),
    conditions=[needs("enter_values")],
    details=[KIND, VALUES, WAITS, BATCH_KEY],
)
# What the log calls it where a value was there before.
REVISE = declare("revise", gettext_lazy("Values revised"), details=RECORD_VALUES.details)
APPLY_BATCH = declare(
    "apply_batch",
    gettext_lazy("Values applied"),
    conditions=[needs("second_revision"), is_proposed, is_anothers],
    title=gettext_lazy("Apply the values"),
    page=Page(
        gettext_lazy(
            "A published briefing cites a value that this batch revises. If you apply it, the new values count; the "
            "briefing's text stays as it is."
        ),
        gettext_lazy("These values count now."),
    ),
)
REJECT_BATCH = declare(
    "reject_batch",
    gettext_lazy("Values rejected"),
    conditions=[proposed_it_or_is_second, is_proposed],
    details=[REASON],
    title=gettext_lazy("Reject the values"),
    page=Page(
        gettext_lazy("You proposed this revision. Another person applies it; you may reject it."),
        gettext_lazy("This revision was put aside."),
    ),
)
PREFER = declare(
    "prefer",
    gettext_lazy("Series preferred"),
    conditions=[needs("edit_statistics")],
    details=[
        Detail("instead_of", gettext_lazy("instead of")),
        Detail("reason", gettext_lazy("reason"), parts=IN_BOTH_LANGUAGES),
    ],
    title=gettext_lazy("Prefer this series"),
    page=Page(
        gettext_lazy("Pages and tables will start with this series; others stay public beside it."),
        gettext_lazy("This is the preferred series now."),
    ),
)
UPLOAD_FILE = declare(
    "upload_file",
    gettext_lazy("File uploaded for import"),
    conditions=[needs("enter_values")],
    details=[Detail("size", gettext_lazy("bytes")), Detail("sha256", "SHA-256", is_fingerprint=True)],
    is_frequent=True,
)
ADD_SERIES = declare(
    "add_series",
    gettext_lazy("Series added for an import"),
    conditions=[needs("enter_values"), needs("edit_statistics")],
    details=[Detail("series", gettext_lazy("series"))],
)
DISCARD_FILE = declare(
    "discard_file",
    gettext_lazy("File discarded"),
    conditions=[needs("enter_values")],
    title=gettext_lazy("Discard the file"),
    page=Page(
        gettext_lazy("The file and what you have said about it are deleted. Nothing of it was recorded."),
        gettext_lazy("The file is deleted."),
    ),
)

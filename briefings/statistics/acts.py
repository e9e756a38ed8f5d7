from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..accounts.models import User
from ..lib import acts
from ..lib.acts import Detail, Mail, Page, declare
from ..roles import SomebodyElses, needs, require
from .models import Batch

BATCH_KEY = Detail("batch", hidden=True)
KIND = Detail("kind", gettext_lazy("kind"), choices=tuple(Batch.Kind.choices))
VALUES = Detail("values", gettext_lazy("values"))
WAITS = Detail("waits", gettext_lazy("waits for a second person"))
REVERTS = Detail("reverts", gettext_lazy("reverts batch"))
REASON = Detail("reason", gettext_lazy("reason"))
IN_BOTH_LANGUAGES = (Detail("en", gettext_lazy("English")), Detail("es", gettext_lazy("Spanish")))


@dataclass(frozen=True)
class BatchMail(Mail):
    """To everybody else who may be the second person for the batch."""


class BatchAttempt(acts.Attempt):
    def __init__(self, by, batch, now=None):
        super().__init__(by, now)
        self.batch = batch
        self.is_own = batch.by_id == by.pk


def is_proposed(attempt):
    if attempt.batch.is_decided:
        raise ValidationError(_("This batch has been decided already."), code="decided")


def changes_something(attempt):
    """Its values can have come in another way since: by another batch that waited, or a second undoing."""
    if not attempt.batch.shows_id and not attempt.batch.vintages.unlike_current().exists():
        raise ValidationError(
            _("Nothing would change: every value is on record as it is. Reject the batch instead."), code="nothing"
        )


def is_anothers(attempt):
    if attempt.is_own:
        raise SomebodyElses(
            _("A second person applies a revision, not the one who proposed it."),
            User.objects.who_may("second_revision").exclude(pk=attempt.by.pk),
        )


def is_own(attempt):
    if not attempt.is_own:
        raise SomebodyElses(_("Somebody else proposed these values: you can be their second person."))


def needs_review(attempt):
    if not Batch.objects.needing_review().filter(pk=attempt.batch.pk).exists():
        raise ValidationError(_("This batch needs no review, or somebody has reviewed it already."), code="stage")


def is_not_own(attempt):
    if attempt.is_own:
        raise SomebodyElses(
            _("You applied these values without a second person: somebody else has to review them."),
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
    details=[KIND, VALUES, WAITS, REVERTS, BATCH_KEY],
    mail=BatchMail(
        gettext_lazy("Values wait for a second person"),
        gettext_lazy("%(who)s has entered values that change what readers see. Somebody else has to apply them:"),
    ),
)
# What the log calls it where a value was there before.
REVISE = declare("revise", gettext_lazy("Values revised"), details=RECORD_VALUES.details)
APPLY_BATCH = declare(
    "apply_batch",
    gettext_lazy("Values applied"),
    conditions=[needs("second_revision"), is_proposed, is_anothers, changes_something],
    title=gettext_lazy("Apply the values"),
    page=Page(
        gettext_lazy(
            "If you apply these values they count at once: the home page and tables show them. The text of published "
            "briefings stays as it is; scheduled ones that print a changed value are held."
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
        gettext_lazy("The values are put aside; nothing changes. Whoever proposed them may do this too."),
        gettext_lazy("This revision was put aside."),
    ),
)
FORCE_APPLY = declare(
    "force_apply_batch",
    gettext_lazy("Values applied without a second person"),
    title=gettext_lazy("Apply without a second person"),
    conditions=[needs("apply_by_force"), is_own, is_proposed, changes_something],
    details=[REASON],
    mail=BatchMail(
        gettext_lazy("Values were applied without a second person"),
        gettext_lazy("%(who)s has applied values without a second person. Somebody else has to review them:"),
    ),
    page=Page(
        gettext_lazy(
            "For the day on which nobody else can look at them. The values count at once, marked as applied without a "
            "second person until somebody else has reviewed them. Auditors see how often this happens."
        ),
        gettext_lazy("These values count now. They stay on the desk until somebody else has reviewed them."),
        grave=True,
    ),
)
REVIEW_BATCH = declare(
    "review_batch",
    gettext_lazy("Values reviewed"),
    title=gettext_lazy("Review the values"),
    conditions=[needs("second_revision"), needs_review, is_not_own],
    details=[Detail("note", gettext_lazy("remark"))],
    page=Page(
        gettext_lazy("Compare the values with their source. What has to change is revised as always, or undone."),
        gettext_lazy("Your review is recorded."),
    ),
)
PREFER = declare(
    "prefer",
    gettext_lazy("Series preferred"),
    conditions=[needs("edit_statistics")],
    details=[
        Detail("instead_of", gettext_lazy("instead of")),
        Detail("reason", gettext_lazy("reason"), parts=IN_BOTH_LANGUAGES),
        WAITS,
        BATCH_KEY,
    ],
    mail=BatchMail(
        gettext_lazy("A series is to be preferred"),
        gettext_lazy("%(who)s wants readers to see other values first. Somebody else has to confirm it:"),
    ),
    title=gettext_lazy("Prefer this series"),
    page=Page(
        gettext_lazy("Pages and tables will start with this series; others stay public beside it."),
        gettext_lazy("This is the preferred series now."),
    ),
)
SHOW_SERIES = declare(
    "show_series",
    gettext_lazy("Series shown to readers"),
    conditions=[needs("edit_statistics")],
    details=[WAITS, BATCH_KEY],
    title=gettext_lazy("Show to readers"),
    mail=BatchMail(
        gettext_lazy("A series is to become public"),
        gettext_lazy("%(who)s wants readers to see the values of a series. Somebody else has to confirm it:"),
    ),
    page=Page(
        gettext_lazy(
            "The series becomes public with its indicator and its source. Where the home page would print other "
            "values, or an unusual value is among them, a second person looks first."
        ),
        gettext_lazy("Readers can see this series now."),
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
START_SERIES = declare(
    "start_series",
    gettext_lazy("Series begun"),
    conditions=[needs("enter_values"), needs("edit_statistics")],
    title=gettext_lazy("Begin a series"),
)
DISCARD_FILE = declare(
    "discard_file",
    gettext_lazy("File discarded"),
    conditions=[needs("enter_values")],
    title=gettext_lazy("Discard the file"),
    page=Page(
        gettext_lazy(
            "The file and what you have said about it are deleted, with series that were added for it and hold no "
            "value. Nothing of it was recorded."
        ),
        gettext_lazy("The file is deleted."),
    ),
)

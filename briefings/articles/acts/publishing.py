from django.utils.translation import gettext_lazy as _

from ...lib.acts import declare, names_of
from ...roles import needs
from ..models.articles import Stage
from .conditions import (
    clock_is_right,
    has_address,
    is_changed,
    is_held,
    is_not_held,
    is_waiting,
    other_stage,
)
from .details import (
    AFTER,
    BATCH,
    BEFORE,
    CHANGE_KIND,
    DOCUMENT,
    EDITION,
    NOTE,
    PUBLISH_AT,
    REASON,
    SHA256,
    SLUG,
    ArticleMail,
    ArticlePage,
    MailKind,
)
from .four_eyes import (
    cannot_approve,
    did_not_change_names,
    has_no_unread_words,
    is_as_approved,
    is_not_approved,
    is_to_approve,
)

APPROVE_AND_PUBLISH = declare(
    "approve_and_publish",
    "",  # the log gets an approval and a publication instead
    conditions=[
        needs("approve_article"),
        needs("publish_article"),
        is_to_approve,
        has_no_unread_words,
        did_not_change_names,
        clock_is_right,
    ],
    title=_("Approve and publish"),
    page=ArticlePage(
        _("You approve exactly the text below, and it becomes an edition that nobody can change."),
        _("“%(article)s” is approved and published."),
        reads=True,
        needs_complete_text=True,
        to_come=_("“%(article)s” is approved. Readers see it from %(when)s."),
    ),
)

PUBLISH = declare(
    "publish",
    _("Published"),
    conditions=[
        needs("publish_article"),
        other_stage(
            {
                Stage.DRAFT: _("Its author has to submit it, and a second person to approve it, first."),
                Stage.IN_REVIEW: _("A second person has to approve it first."),
            }
        ),
        is_as_approved,
        clock_is_right,
    ],
    details=[EDITION, CHANGE_KIND, PUBLISH_AT, NOTE, SHA256],
    mail=ArticleMail(
        _("Your article was published"),
        _("%(who)s has published your article:"),
        kind=MailKind.PUBLISHED,
        variants={
            "later": ArticleMail(
                _("Your article has its date"),
                _("%(who)s has given your article a date, %(when)s, from which readers see it:"),
                kind=MailKind.SCHEDULED,
            )
        },
    ),
    title=_("Publish"),
    page=ArticlePage(
        _("The text below becomes an edition that nobody can change."),
        _("“%(article)s” is published."),
        reads=True,
        needs_complete_text=True,
        to_come=_("“%(article)s” has its date. Readers see it from %(when)s."),
        if_revised=APPROVE_AND_PUBLISH,
    ),
)

FORCE_PUBLISH = declare(
    "force_publish",
    _("Published without a second person"),
    conditions=[
        needs("publish_by_force"),
        is_changed,
        is_not_approved,
        cannot_approve,
        clock_is_right,
    ],
    details=[EDITION, CHANGE_KIND, PUBLISH_AT, NOTE, REASON, SHA256],
    mail=ArticleMail(
        _("An article was published without a second person"),
        _("%(who)s has published an article without a second person. Somebody else has to read it:"),
        kind=MailKind.PUBLISHED,
        to=("owner", "writers", "reviewers"),
    ),
    title=_("Publish without a second person"),
    page=ArticlePage(
        _(
            "For the day on which nobody else can read it. The text below becomes an edition that nobody can change, "
            "marked as published without a second person until somebody else has read it. Auditors see how often this "
            "happens."
        ),
        _("“%(article)s” is published. It stays on the desk until somebody else has read it."),
        grave=True,
        reads=True,
        needs_complete_text=True,
        to_come=_("“%(article)s” has its date. Readers see it from %(when)s, unless somebody holds it."),
        apart=True,
    ),
)
# Names of the acts that make an edition.
PUBLISHED = names_of(PUBLISH, FORCE_PUBLISH)

MAY_CHANGE_WAITING = [needs("publish_article"), is_waiting, clock_is_right]

RESCHEDULE = declare(
    "reschedule",
    _("Date changed"),
    conditions=MAY_CHANGE_WAITING,
    details=[EDITION, BEFORE, AFTER],
    mail=ArticleMail(
        _("Your article has another date"),
        _("%(who)s has given your article another date, %(when)s, from which readers see it:"),
        kind=MailKind.SCHEDULED,
    ),
    title=_("Change the date"),
    page=ArticlePage(
        _("The waiting edition becomes public at another time."),
        _("The date of “%(article)s” is changed."),
        on_waiting=True,
    ),
)

HOLD = declare(
    "hold",
    _("Edition held"),
    conditions=[*MAY_CHANGE_WAITING, is_not_held],
    details=[EDITION],
    mail=ArticleMail(
        _("The publication of your article is held"),
        _("%(who)s holds the publication of your article, until somebody ends the hold:"),
        kind=MailKind.SCHEDULED,
    ),
    title=_("Hold the edition"),
    page=ArticlePage(
        _("The waiting edition does not become public, whatever its date says, until somebody ends the hold."),
        _("The waiting edition of “%(article)s” is held."),
        on_waiting=True,
    ),
)

# By the site itself, in the transaction of the batch.
HOLD_FOR_VALUES = declare(
    "hold_for_values",
    _("Publication held because a value changed"),
    details=[EDITION, BATCH],
    mail=ArticleMail(
        _("A scheduled briefing is held"),
        _("The site holds a scheduled briefing, because a value that it prints has changed:"),
        kind=MailKind.SCHEDULED,
        to=("owner", "editor"),
    ),
)

UNHOLD = declare(
    "unhold",
    _("Hold ended"),
    former=("release",),
    conditions=[*MAY_CHANGE_WAITING, is_held],
    details=[EDITION, PUBLISH_AT],
    mail=ArticleMail(
        _("The hold on your article was ended"),
        _("%(who)s has ended the hold on the publication of your article. Readers see it from %(when)s:"),
        kind=MailKind.SCHEDULED,
    ),
    title=_("End the hold"),
    page=ArticlePage(
        _("The held edition becomes public at its date, as it was approved."),
        _("The waiting edition of “%(article)s” is no longer held."),
        on_waiting=True,
    ),
)

CANCEL = declare(
    "cancel",
    _("Edition cancelled"),
    conditions=MAY_CHANGE_WAITING,
    details=[EDITION, PUBLISH_AT, SHA256, DOCUMENT],
    mail=ArticleMail(
        _("The publication of your article was cancelled"),
        _("%(who)s has cancelled the publication of your article. The text is a draft again:"),
        kind=MailKind.SCHEDULED,
    ),
    title=_("Cancel the edition"),
    page=ArticlePage(
        _(
            "The waiting edition is deleted; the history keeps its text. The article keeps its text too, as a draft: "
            "to be published it is submitted again."
        ),
        _("The waiting edition of “%(article)s” is cancelled."),
        grave=True,
        on_waiting=True,
    ),
)

MOVE = declare(
    "move",
    _("Moved to another address"),
    conditions=[needs("move_article"), has_address],
    details=[SLUG, BEFORE],
    title=_("Move to another address"),
    page=ArticlePage(
        _("The briefing gets another web address."),
        _("“%(article)s” has its new address."),
    ),
)

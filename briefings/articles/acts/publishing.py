from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ...lib.acts import declare, names_of
from ...lib.public_pages import HOW_LONG_CACHED
from ...roles import needs
from ..models.articles import Stage
from .conditions import (
    clock_is_right,
    has_address,
    has_readers,
    is_changed,
    is_held,
    is_not_held,
    is_not_withdrawn,
    is_taken_back,
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
    INSTEAD_OF,
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
        _("%(who)s holds the publication of your article, until somebody releases it:"),
        kind=MailKind.SCHEDULED,
    ),
    title=_("Hold the edition"),
    page=ArticlePage(
        _("The waiting edition does not become public, whatever its date says, until somebody releases it."),
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
    _("Edition released"),
    former=("release",),
    conditions=[*MAY_CHANGE_WAITING, is_held],
    details=[EDITION, PUBLISH_AT],
    mail=ArticleMail(
        _("The publication of your article is released"),
        _("%(who)s has released the publication of your article. Readers see it from %(when)s:"),
        kind=MailKind.SCHEDULED,
    ),
    title=_("Release the edition"),
    page=ArticlePage(
        _("The held edition becomes public at its date."),
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

WITHDRAW = declare(
    "withdraw",
    _("Withdrawn"),
    conditions=[needs("withdraw_article"), has_readers, is_not_withdrawn],
    details=[REASON],
    mail=ArticleMail(
        _("Your article was withdrawn"), _("%(who)s has withdrawn your article:"), kind=MailKind.WITHDRAWN
    ),
    title=_("Withdraw"),
    page=ArticlePage(
        _("The text stays readable under a red strip that gives the reason."),
        _("“%(article)s” is withdrawn."),
        grave=True,
    ),
)

TAKE_DOWN = declare(
    "take_down",
    _("Taken down"),
    conditions=[needs("withdraw_article"), has_readers],
    details=[INSTEAD_OF, REASON],
    mail=ArticleMail(
        _("Your article was taken down"), _("%(who)s has taken your article down:"), kind=MailKind.WITHDRAWN
    ),
    title=_("Take down"),
    page=ArticlePage(
        format_lazy(
            "{} {}",
            _("Every edition, picture and download disappears; the address shows only the reason."),
            HOW_LONG_CACHED,
        ),
        _("“%(article)s” is taken down."),
        grave=True,
    ),
    in_emergency=True,
)

RESTORE = declare(
    "restore",
    _("Withdrawal undone"),
    conditions=[needs("withdraw_article"), is_taken_back],
    details=[REASON.for_staff()],
    mail=ArticleMail(
        _("The withdrawal of your article was undone"),
        _("%(who)s has undone the withdrawal of your article:"),
        kind=MailKind.WITHDRAWN,
    ),
    title=_("Undo withdrawal"),
    page=ArticlePage(
        _("Readers can open the briefing again."),
        _("The withdrawal of “%(article)s” is undone."),
    ),
)

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ...lib.acts import declare
from ...lib.public_pages import HOW_LONG_CACHED
from ...roles import needs
from .conditions import has_readers, is_not_withdrawn, is_taken_back
from .details import INSTEAD_OF, REASON, ArticleMail, ArticlePage, MailKind


def _other_language(words):
    """The mail to the author of the other article of the briefing."""
    mail = ArticleMail(_("The other language of your article changed"), words, kind=MailKind.WITHDRAWN, to=("owner",))
    return {"other_language": mail}


WITHDRAW = declare(
    "withdraw",
    _("Withdrawn"),
    conditions=[needs("withdraw_article"), has_readers, is_not_withdrawn],
    details=[REASON],
    mail=ArticleMail(
        _("Your article was withdrawn"),
        _("%(who)s has withdrawn your article:"),
        kind=MailKind.WITHDRAWN,
        variants=_other_language(_("%(who)s has withdrawn the version in the other language of your article:")),
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
        _("Your article was taken down"),
        _("%(who)s has taken your article down:"),
        kind=MailKind.WITHDRAWN,
        variants=_other_language(_("%(who)s has taken down the version in the other language of your article:")),
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
        variants=_other_language(
            _("%(who)s has undone the withdrawal of the version in the other language of your article:")
        ),
    ),
    title=_("Undo withdrawal"),
    page=ArticlePage(
        _("Readers can open the briefing again."),
        _("The withdrawal of “%(article)s” is undone."),
    ),
)

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...lib.acts import Detail, declare, names_of
from ...lib.public_pages import HOW_LONG_CACHED
from ...roles import needs
from .conditions import is_author_gone, is_not_archived, may_edit
from .details import (
    AFTER,
    BEFORE,
    PERSON_AFTER,
    PERSON_BEFORE,
    REASON,
    TOPIC,
    VERSION,
    VOIDED,
    ArticleMail,
    ArticlePage,
    BylinePage,
)

IN_A_DRAFT = {
    "draft": ArticleMail(
        _("Your article was changed"),
        _("%(who)s has changed your article. The list of versions shows the difference:"),
        page="versions",
    )
}
CHANGED_IN_REVIEW = ArticleMail(
    _("Your article was changed in review"),
    _(
        "%(who)s has saved changes to your article in review. Here is the difference, and you can accept it with one "
        "click:"
    ),
    page="fix",
    variants=IN_A_DRAFT,
)
BROUGHT_BACK_IN_REVIEW = ArticleMail(
    _("Your article was changed in review"),
    _(
        "%(who)s has brought back an earlier version of your article in review. Here is the difference, and you can "
        "accept it with one click:"
    ),
    page="fix",
    variants=IN_A_DRAFT,
)

BEGIN = declare("begin", _("Article begun"), title=_("Begin an article"), conditions=[needs("write_article")])
SAVE = declare(
    "save",
    pgettext_lazy("act", "Saved"),
    title=_("Save"),
    conditions=[may_edit],
    details=[VERSION, VOIDED],
    mail=CHANGED_IN_REVIEW,
    is_frequent=True,
)
RESTORE_VERSION = declare(
    "restore_version",
    _("Earlier version brought back"),
    title=_("Bring this version back"),
    conditions=[may_edit],
    details=[
        Detail("restored", sentence=_("Version %(number)s restored"), for_author=True),
        VERSION,
        Detail("left_out", _("left out"), for_author=True),
        VOIDED,
    ],
    mail=BROUGHT_BACK_IN_REVIEW,
)
# Names of the acts that change the text.
WRITING = names_of(BEGIN, SAVE, RESTORE_VERSION)

ADD_TOPIC = declare("add_topic", _("Topic added"), title=_("Add a topic"), conditions=[may_edit], details=[TOPIC])

PLAN = declare(
    "plan",
    _("Planned for a day"),
    conditions=[may_edit],
    details=[BEFORE, AFTER],
    title=_("Plan for a day"),
    page=ArticlePage(
        _("The calendar and the list show the day. Nothing is scheduled or published."),
        _("The plan for “%(article)s” is kept."),
    ),
)

ASSIGN_EDITOR = declare(
    "assign_editor",
    _("Editor put in charge"),
    conditions=[needs("assign_editors"), is_not_archived],
    details=[PERSON_BEFORE, PERSON_AFTER],
    title=_("Put an editor in charge"),
    page=ArticlePage(
        _("Who of the editors takes care of this article."),
        _("The editor in charge of “%(article)s” is set."),
    ),
)

REASSIGN = declare(
    "reassign",
    _("Given to another author"),
    conditions=[needs("reassign_article"), is_author_gone],
    details=[PERSON_BEFORE, PERSON_AFTER],
    title=_("Give to another author"),
    page=ArticlePage(
        _("The article becomes somebody else’s to go on with. Its stage does not change."),
        _("“%(article)s” has its new author."),
    ),
)

HIDE_BYLINE = declare(
    "hide_byline",
    _("Name hidden everywhere"),
    conditions=[needs("hide_bylines")],
    details=[REASON],
    title=_("Hide the name everywhere"),
    page=BylinePage(
        format_lazy(
            "{} {}",
            _(
                "From this moment no page names the person any more: neither the latest edition nor an old one. The "
                "record keeps the name, for staff."
            ),
            HOW_LONG_CACHED,
        ),
        _("“%(name)s” is on no page any more."),
        grave=True,
        title=_("Hide “%(name)s” everywhere"),
        to="hide",
    ),
    in_emergency=True,
)
SHOW_BYLINE = declare(
    "show_byline",
    _("Name shown again"),
    conditions=[needs("hide_bylines")],
    title=_("Show the name again"),
    page=BylinePage(
        _("Readers see the name again in all its editions."),
        _("Readers see “%(name)s” again."),
        title=_("Show “%(name)s” again"),
        to="show",
    ),
)

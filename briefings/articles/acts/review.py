from django.utils.translation import gettext_lazy as _

from ...lib.acts import declare
from ...roles import needs
from ..models.articles import Stage
from .conditions import did_not_submit, has_news, is_author, is_not_author, may_comment, may_edit, other_stage
from .details import (
    BLOCK_KEY,
    COMMENT_KEY,
    DOCUMENT,
    HASH,
    NAMES_AND_ADDRESS,
    RETURNED_WITH,
    TEXT,
    VERSION,
    ArticleMail,
    ArticlePage,
)

SUBMIT = declare(
    "submit",
    _("Submitted"),
    conditions=[
        is_author,
        other_stage(
            {
                Stage.IN_REVIEW: _("It is submitted already: an editor approves it or returns it."),
                Stage.APPROVED: _("It is approved already: an editor can publish it."),
            }
        ),
        has_news,
    ],
    details=[HASH, DOCUMENT, NAMES_AND_ADDRESS],
    mail=ArticleMail(
        _("An article waits for your review"),
        _("%(who)s has submitted an article of which you are in charge:"),
        to=("editor",),
    ),
    page=ArticlePage(
        _("Submit…"),
        _("Submit for review"),
        _("An editor reads exactly this text. If it changes afterwards, it has to be submitted again."),
        _("“%(article)s” is submitted. The editors see it among what waits for them."),
        reads=True,
    ),
)

SEND_FIX = declare(
    "send_fix",
    _("Changes sent to the author"),
    conditions=[may_edit, is_not_author],
    details=[VERSION.for_staff()],
    mail=ArticleMail(
        _("Changes in your article to accept"),
        _("%(who)s has changed your article. You can accept it and submit it again with one click:"),
        page="fix",
    ),
)

RETURN_TO_AUTHOR = declare(
    "return_to_author",
    _("Returned to the author"),
    former=("return",),
    conditions=[needs("return_article"), other_stage({Stage.DRAFT: _("It is with its author already.")})],
    details=[RETURNED_WITH],
    mail=ArticleMail(_("Your article was returned"), _("%(who)s has returned your article, with a comment:")),
    page=ArticlePage(
        _("Return…"),
        _("Return to the author"),
        _("The article becomes a draft again, with your comment above it."),
        _("“%(article)s” is back with its author."),
    ),
)

IS_SUBMITTED = other_stage(
    {
        Stage.DRAFT: _("Its author has to submit it first."),
        Stage.APPROVED: _("It is approved already: it can be published."),
    }
)
APPROVE = declare(
    "approve",
    _("Approved"),
    conditions=[needs("approve_article"), IS_SUBMITTED, did_not_submit],
    details=[HASH],
    mail=ArticleMail(_("Your article was approved"), _("%(who)s has approved your article:")),
    page=ArticlePage(
        _("Approve…"),
        _("Approve this text"),
        _("You approve exactly the text below. Any later change voids the approval."),
        _("“%(article)s” is approved. It can be published now."),
        reads=True,
    ),
)

NEW_COMMENT = ArticleMail(
    _("A new comment on an article"),
    _("%(who)s has commented on an article:"),
    to=("owner", "editor"),
    page="comments",
)
COMMENT = declare(
    "comment", _("Commented"), conditions=[may_comment], details=[TEXT, COMMENT_KEY, BLOCK_KEY], mail=NEW_COMMENT
)
RESOLVE_COMMENT = declare(
    "resolve_comment", _("Comment resolved"), conditions=[may_comment], details=[TEXT, COMMENT_KEY]
)
REOPEN_COMMENT = declare(
    "reopen_comment", _("Comment opened again"), conditions=[may_comment], details=[TEXT, COMMENT_KEY]
)

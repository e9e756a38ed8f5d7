from django.utils.translation import gettext_lazy as _

from ...lib.acts import declare
from ...roles import needs
from ..models.articles import Stage
from .conditions import (
    has_news,
    is_author,
    is_not_author,
    may_comment,
    may_edit,
    may_submit,
    other_stage,
)
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
    MailKind,
)
from .four_eyes import (
    IS_SUBMITTED,
    did_not_change_names,
    has_no_unread_words,
    has_title_and_address,
    is_changed_by_others,
    is_to_approve,
)

SUBMIT = declare(
    "submit",
    _("Submitted for review"),
    conditions=[
        may_submit,
        other_stage(
            {
                Stage.IN_REVIEW: _("It is submitted already: an editor approves it or returns it."),
                Stage.APPROVED: _("It is approved already: an editor can publish it."),
            }
        ),
        has_title_and_address,
        has_news,
    ],
    details=[HASH, DOCUMENT, NAMES_AND_ADDRESS],
    mail=ArticleMail(
        _("An article waits for review"),
        _("%(who)s has submitted an article for review:"),
        kind=MailKind.SUBMITTED,
        to=("reviewers", "owner"),
    ),
    title=_("Submit for review"),
    page=ArticlePage(
        _("An editor reads exactly this text. If somebody changes it afterwards, it is reviewed as it is then."),
        _("“%(article)s” is submitted. The editors see it among what waits for them."),
        reads=True,
    ),
)

ACCEPT = declare(
    "accept",
    _("Changes accepted"),
    conditions=[is_author, IS_SUBMITTED, is_changed_by_others],
    details=[HASH, DOCUMENT, NAMES_AND_ADDRESS],
    mail=ArticleMail(
        _("The author has accepted your changes"),
        _("%(who)s has accepted the changes in an article:"),
        kind=MailKind.SUBMITTED,
        to=("editor", "writers"),
    ),
    title=_("Accept the changes"),
    page=ArticlePage(
        _(
            "Others have changed your text in review. You accept exactly the text below. If an editor has sent it to "
            "you as read whole, it is approved by that."
        ),
        _("The changes in “%(article)s” are accepted."),
        reads=True,
        if_approved=_("The changes in “%(article)s” are accepted, and that approves it: an editor can publish it."),
    ),
)

TAKE_BACK = declare(
    "take_back",
    _("Taken back from review"),
    conditions=[is_author, other_stage({Stage.DRAFT: _("It is your draft already.")})],
    title=_("Take back from review"),
    page=ArticlePage(
        _("The article becomes your draft again. Nobody reviews or publishes it until it is submitted again."),
        _("“%(article)s” is your draft again."),
    ),
)

SEND_FIX = declare(
    "send_fix",
    _("Sent to the author as read whole"),
    title=_("Send to the author as read whole"),
    conditions=[may_edit, is_not_author],
    details=[VERSION.for_staff()],
    mail=ArticleMail(
        _("Changes in your article to accept"),
        _("%(who)s has changed your article, has read it whole and sends it to you. You can accept it with one click:"),
        to=("owner",),
        page="fix",
    ),
)

RETURN_TO_AUTHOR = declare(
    "return_to_author",
    _("Returned to the author"),
    former=("return",),
    conditions=[needs("return_article"), other_stage({Stage.DRAFT: _("It is with its author already.")})],
    details=[RETURNED_WITH],
    mail=ArticleMail(
        _("Your article was returned"),
        _("%(who)s has returned your article, with a comment:"),
        kind=MailKind.RETURNED,
    ),
    title=_("Return to the author"),
    page=ArticlePage(
        _("The article becomes a draft again, with your comment above it."),
        _("“%(article)s” is back with its author."),
    ),
)

APPROVE = declare(
    "approve",
    _("Approved"),
    conditions=[needs("approve_article"), is_to_approve, has_no_unread_words, did_not_change_names],
    details=[HASH, DOCUMENT, NAMES_AND_ADDRESS],
    mail=ArticleMail(_("Your article was approved"), _("%(who)s has approved your article:"), kind=MailKind.APPROVED),
    title=_("Approve"),
    page=ArticlePage(
        _("You approve exactly the text below. Any later change voids the approval."),
        _("“%(article)s” is approved. It can be published now."),
        reads=True,
        needs_complete_text=True,
    ),
)

NEW_COMMENT = ArticleMail(
    _("A new comment on an article"),
    _("%(who)s has commented on an article:"),
    kind=MailKind.COMMENTED,
    to=("owner", "editor"),
    page="comments",
)
COMMENT = declare(
    "comment",
    _("Comment added"),
    title=_("Add a comment"),
    conditions=[may_comment],
    details=[TEXT, COMMENT_KEY, BLOCK_KEY],
    mail=NEW_COMMENT,
)
RESOLVE_COMMENT = declare(
    "resolve_comment",
    _("Comment resolved"),
    title=_("Resolve the comment"),
    conditions=[may_comment],
    details=[TEXT, COMMENT_KEY],
)
REOPEN_COMMENT = declare(
    "reopen_comment",
    _("Comment opened again"),
    title=_("Open the comment again"),
    conditions=[may_comment],
    details=[TEXT, COMMENT_KEY],
)

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..articles.acts.conditions import may_edit
from ..articles.acts.details import COMMENT_KEY, LINK_KEY
from ..articles.acts.review import NEW_COMMENT
from ..articles.models import Comment
from ..lib.acts import Detail, declare
from ..roles import needs

FOR_WHOM = Detail("for_whom", gettext_lazy("for"), for_author=True)


def is_not_taken_down(attempt):
    if attempt.workflow.taken_down_at:
        raise ValidationError(_("This article has been taken down: nobody outside gets to read it."), code="stage")


SHARE = declare(
    "share",
    gettext_lazy("Shared by a link"),
    title=gettext_lazy("Share by a link"),
    conditions=[needs("share_article"), may_edit, is_not_taken_down],
    details=[FOR_WHOM, Detail("expires_at", gettext_lazy("valid until"), for_author=True), LINK_KEY],
)
REVOKE_SHARE = declare(
    "revoke_share",
    gettext_lazy("Share link taken back"),
    title=gettext_lazy("Take back the share link"),
    conditions=[needs("share_article"), may_edit],
    details=[FOR_WHOM, LINK_KEY],
)
COMMENT_AS_VISITOR = declare(
    "comment_as_visitor",
    gettext_lazy("Commented on by a visitor"),
    former=("leave_word",),
    details=[
        FOR_WHOM,
        Detail("visitor", gettext_lazy("visitor"), for_author=True),
        Detail("verdict", gettext_lazy("verdict"), choices=tuple(Comment.Verdict.choices), for_author=True),
        LINK_KEY,
        COMMENT_KEY,
    ],
    mail=NEW_COMMENT,
    by_visitor=True,
)

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...lib.acts import declare
from .. import access
from ..models.articles import Stage
from .conditions import is_author, other_stage
from .details import SLUG, VERSION, ArticlePage

TAKE_BACK_FIRST = gettext_lazy("Take it back first.")


def was_never_submitted(attempt):
    if attempt.workflow.submitted_at or attempt.workflow.address_id:
        raise ValidationError(
            _("Only a draft that was never submitted or published can be archived."), code="submitted"
        )


def is_archived(attempt):
    if not access.is_archived(attempt.article):
        raise ValidationError(_("This article is not archived."), code="stage")


ARCHIVE_ARTICLE = declare(
    "archive_article",
    gettext_lazy("Archived"),
    conditions=[
        is_author,
        other_stage({Stage.IN_REVIEW: TAKE_BACK_FIRST, Stage.APPROVED: TAKE_BACK_FIRST}),
        was_never_submitted,
    ],
    details=[SLUG],
    title=gettext_lazy("Archive"),
    page=ArticlePage(
        gettext_lazy(
            "The draft leaves every list, and its address is free for another article. Nothing is deleted: you find it "
            "in the list of articles under the stage “archived” and can bring it back."
        ),
        gettext_lazy("“%(article)s” is archived."),
    ),
)

BRING_BACK = declare(
    "bring_back",
    gettext_lazy("Brought back from the archive"),
    conditions=[is_author, is_archived],
    details=[VERSION, SLUG],
    title=gettext_lazy("Bring back from the archive"),
    page=ArticlePage(
        gettext_lazy("The archived article is your draft again. Its address is made from its title."),
        gettext_lazy("“%(article)s” is your draft again."),
    ),
)

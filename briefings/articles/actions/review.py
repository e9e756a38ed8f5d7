"""Review: submit, return, approve."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...lib.texts import DESCRIPTION, require_length
from ..mailing import tell
from ..models.articles import Stage
from ..resolving import resolve
from ..submitted import others_wrote
from .availability import is_owner, lock, record, require_edit, require_publishable, require_seen
from .commenting import written
from .conditions import require_act
from .writing import void


@transaction.atomic
def submit(article, *, by, seen=None, now=None):
    """Hand the exact document over for review; also how an author accepts what others wrote, by what was `seen` of it.

    Without `seen` nobody but `by` may have written in the text since it was last submitted.
    """
    workflow = lock(article)
    require_act(workflow, "submit", by=by, now=now)
    document = resolve(workflow.article, now=now)
    if seen is not None:
        require_seen(document, seen)
    elif others_wrote(workflow.article, by):
        raise ValidationError(
            _("Somebody else has changed the text since. Read it on its own page, and submit it there."), code="seen"
        )
    workflow.stage, workflow.at_rest = Stage.IN_REVIEW, False
    workflow.submitted_hash, workflow.submitted_by = document.signed, by
    workflow.submitted_at = now or timezone.now()
    workflow.returned_comment = ""
    workflow.save()
    record(
        by=by, act="submit", article=workflow.article, now=now,
        hash=document.signed, document=document.text, around=document.around,
    )  # fmt: skip
    tell(workflow, "submit", by=by, now=now)


@transaction.atomic
def return_to_author(article, *, by, comment, now=None):
    """Back to draft, with what has to be done: above the article, and among its comments until it is settled."""
    workflow = lock(article)
    require_act(workflow, "return_to_author", by=by, now=now)
    if not comment.strip():
        raise ValidationError({"comment": _("Say what has to be done, so that the author can do it.")})
    require_length("comment", comment, DESCRIPTION)
    void(workflow)
    workflow.returned_comment = comment
    workflow.save()
    written(workflow.article, by=by, text=comment, now=now)
    record(by=by, act="return", article=workflow.article, now=now, comment=comment)
    tell(workflow, "return", by=by, now=now)


@transaction.atomic
def send_fix(article, *, by, now=None):
    """Tell the author that `by` has changed the text, for them to accept. Whether there is something to accept."""
    workflow = lock(article)
    require_edit(workflow.article, by)
    if is_owner(workflow, by):
        raise PermissionDenied(_("This article is yours: submit it."))
    if workflow.stage != Stage.DRAFT:
        return False  # nothing differs from what was submitted
    record(by=by, act="send_fix", article=workflow.article, now=now, version=workflow.article.version)
    tell(workflow, "send_fix", by=by, now=now)
    return True


def approve_locked(workflow, *, by, seen, now=None):
    """Approve within the caller's transaction and lock; returns the document that was approved."""
    require_act(workflow, "approve", by=by, now=now)
    document = resolve(workflow.article, now=now)
    require_seen(document, seen)
    if document.signed != workflow.submitted_hash:
        raise ValidationError(
            _("Something that the text refers to has changed since it was submitted: it has to be submitted again."),
            code="submitted",
        )
    require_publishable(document, now)
    workflow.stage = Stage.APPROVED
    workflow.approved_hash, workflow.approved_by = document.signed, by
    workflow.approved_at = now or timezone.now()
    workflow.save()
    record(by=by, act="approve", article=workflow.article, now=now, hash=document.signed)
    return document


@transaction.atomic
def approve(article, *, by, seen, now=None):
    """Accept the document that `by` has read, exactly; any later change voids the approval."""
    workflow = lock(article)
    approve_locked(workflow, by=by, seen=seen, now=now)
    tell(workflow, "approve", by=by, now=now)

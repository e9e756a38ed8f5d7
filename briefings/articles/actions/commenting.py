"""Remarks on a working copy: made, settled, opened again. They are never rewritten and never deleted.

A comment on a block holds the block's key and how the block began. It stands whatever becomes of the block, and no
restored version of the text takes it away.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...documents.reading import excerpt
from ...lib.acts import does, require_act
from ...lib.texts import DESCRIPTION, require_length
from ..access import lock, record
from ..acts.conditions import Case
from ..acts.review import COMMENT, REOPEN_COMMENT, RESOLVE_COMMENT
from ..mailing import tell
from ..models import Comment
from ..resolving import resolve


def _beginning(article, block_key):
    for block in resolve(article).data["blocks"]:
        if block["key"] == str(block_key):
            return excerpt(block)
    gone = _("Somebody has deleted this block. Comment on the whole article, or on another block.")
    raise ValidationError({"block_key": ValidationError(gone, code="block")})


def written(article, *, by, text, block_key=None, now=None):
    """The stored comment, within the caller's transaction and lock; the caller records the act."""
    if not text.strip():
        raise ValidationError({"text": ValidationError(_("Write a comment."), code="required")})
    require_length("text", text, DESCRIPTION)
    made = Comment(article=article, block_key=block_key, text=text.strip(), by=by, at=now or timezone.now())
    if block_key:
        made.excerpt = _beginning(article, block_key)
    made.save()
    return made


@does(COMMENT)
@transaction.atomic
def comment(article, *, by, text, block_key=None, now=None):
    """A remark on the article, or on its block with this key."""
    workflow = lock(article)
    require_act(COMMENT, Case(by, workflow, now))
    made = written(workflow.article, by=by, text=text, block_key=block_key, now=now)
    record(
        by=by, act=COMMENT, article=workflow.article, now=now, comment=made.pk, text=made.text,
        block=block_key and str(block_key),
    )  # fmt: skip
    tell(workflow, COMMENT, by=by, now=now)
    return made


def _locked(comment):
    return Comment.objects.select_for_update().get(pk=comment.pk)


@does(RESOLVE_COMMENT)
@transaction.atomic
def resolve_comment(comment, *, by, now=None):
    """What it asks for is done or decided; a second call changes nothing."""
    workflow = lock(comment.article)
    require_act(RESOLVE_COMMENT, Case(by, workflow, now))
    comment = _locked(comment)
    if not comment.resolved_at:
        comment.resolved_at, comment.resolved_by = now or timezone.now(), by
        comment.save(update_fields=["resolved_at", "resolved_by"])
        record(by=by, act=RESOLVE_COMMENT, article=workflow.article, now=now, comment=comment.pk, text=comment.text)
    return comment


@does(REOPEN_COMMENT)
@transaction.atomic
def reopen_comment(comment, *, by, now=None):
    """It is not settled after all; a second call changes nothing."""
    workflow = lock(comment.article)
    require_act(REOPEN_COMMENT, Case(by, workflow, now))
    comment = _locked(comment)
    if comment.resolved_at:
        comment.resolved_at = comment.resolved_by = None
        comment.save(update_fields=["resolved_at", "resolved_by"])
        record(by=by, act=REOPEN_COMMENT, article=workflow.article, now=now, comment=comment.pk, text=comment.text)
    return comment

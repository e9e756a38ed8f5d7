"""Comments on a working copy. They are never edited or deleted.

A comment on a block stores the block's key and beginning, so that it stays when the block is deleted or restored.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...documents.reading import excerpt
from ...lib.acts import does, require_act
from ...lib.texts import DESCRIPTION, require_text
from ..access import lock, record
from ..acts.conditions import Attempt
from ..acts.review import COMMENT, REOPEN_COMMENT, RESOLVE_COMMENT
from ..mails import tell
from ..models import Article, Comment
from ..resolving import resolve


def _excerpt(article, block_key):
    for block in resolve(article).data["blocks"]:
        if block["key"] == str(block_key):
            return excerpt(block)
    gone = _("Somebody has deleted this block. Comment on the whole article, or on another block.")
    raise ValidationError({"block_key": ValidationError(gone, code="block")})


def write_comment(article: Article, *, by: User, text, block_key=None, now: datetime | None = None):
    """Store a comment within the caller's transaction and lock; the caller records the act."""
    text = require_text("text", text, _("Write a comment."), DESCRIPTION)
    new_comment = Comment(article=article, block_key=block_key, text=text, by=by, at=now or timezone.now())
    if block_key:
        new_comment.excerpt = _excerpt(article, block_key)
    new_comment.save()
    return new_comment


@does(COMMENT)
@transaction.atomic
def comment(article: Article, *, by: User, text, block_key=None, now: datetime | None = None):
    workflow = lock(article)
    require_act(COMMENT, Attempt(by, workflow, now))
    new_comment = write_comment(workflow.article, by=by, text=text, block_key=block_key, now=now)
    record(
        by=by, act=COMMENT, article=workflow.article, now=now, comment=new_comment.pk, text=new_comment.text,
        block=block_key and str(block_key),
    )  # fmt: skip
    tell(workflow, COMMENT, by=by, now=now)
    return new_comment


def _locked(comment):
    return Comment.objects.select_for_update().get(pk=comment.pk)


@does(RESOLVE_COMMENT)
@transaction.atomic
def resolve_comment(comment: Comment, *, by: User, now: datetime | None = None):
    """Idempotent."""
    workflow = lock(comment.article)
    require_act(RESOLVE_COMMENT, Attempt(by, workflow, now))
    comment = _locked(comment)
    if not comment.resolved_at:
        comment.resolved_at, comment.resolved_by = now or timezone.now(), by
        comment.save(update_fields=["resolved_at", "resolved_by"])
        record(by=by, act=RESOLVE_COMMENT, article=workflow.article, now=now, comment=comment.pk, text=comment.text)
    return comment


@does(REOPEN_COMMENT)
@transaction.atomic
def reopen_comment(comment: Comment, *, by: User, now: datetime | None = None):
    """Idempotent."""
    workflow = lock(comment.article)
    require_act(REOPEN_COMMENT, Attempt(by, workflow, now))
    comment = _locked(comment)
    if comment.resolved_at:
        comment.resolved_at = comment.resolved_by = None
        comment.save(update_fields=["resolved_at", "resolved_by"])
        record(by=by, act=REOPEN_COMMENT, article=workflow.article, now=now, comment=comment.pk, text=comment.text)
    return comment

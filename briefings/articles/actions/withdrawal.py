"""Taking back, undoing that, and moving to another address."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...lib.clock import database_now
from ...lib.texts import require_length
from ...roles import require
from ..models import Address
from ..models.articles import ADDRESS_TAKEN
from .availability import has_been_public, lock, record
from .finding import find_anew, hide_all


def _require_withdrawable(workflow, now):
    if not has_been_public(workflow.article, now):
        raise ValidationError(
            _("No reader has seen this article yet. What waits to appear can be held or cancelled."), code="unpublished"
        )
    if workflow.taken_down_at:
        raise ValidationError(_("This article has been taken down already."), code="stage")


def _require_reason(reason):
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: readers see it in place of, or above, the text.")})
    require_length("reason", reason.strip())


@transaction.atomic
def withdraw(article, *, by, reason, now=None):
    """Leave the text readable under a red strip that gives the reason."""
    workflow = lock(article)
    require(by, "withdraw_article")
    _require_withdrawable(workflow, now)
    if workflow.withdrawn_at:
        raise ValidationError(_("This article has been withdrawn already."), code="stage")
    _require_reason(reason)
    workflow.withdrawn_at = now or database_now()
    workflow.withdrawal_reason = reason.strip()
    workflow.save()
    record(by=by, act="withdraw", article=workflow.article, now=now, reason=workflow.withdrawal_reason)


@transaction.atomic
def take_down(article, *, by, reason, now=None):
    """Make every edition, picture, download and search row unreachable; its addresses answer 410 with the reason."""
    workflow = lock(article)
    require(by, "withdraw_article")
    _require_withdrawable(workflow, now)
    _require_reason(reason)
    before = workflow.withdrawal_reason
    workflow.taken_down_at = now or database_now()
    workflow.withdrawal_reason = reason.strip()
    workflow.save()
    hide_all(workflow.article)
    record(
        by=by, act="take_down", article=workflow.article, now=now, reason=workflow.withdrawal_reason, instead_of=before
    )


@transaction.atomic
def restore(article, *, by, reason="", now=None):
    """Undo a taking down, or else a withdrawal: what was withdrawn before it was taken down is withdrawn again."""
    workflow = lock(article)
    require(by, "withdraw_article")
    require_length("reason", reason.strip())
    if workflow.taken_down_at:
        workflow.taken_down_at = None
    elif workflow.withdrawn_at:
        workflow.withdrawn_at = None
    else:
        raise ValidationError(_("This article is neither withdrawn nor taken down."), code="stage")
    if not workflow.withdrawn_at:
        workflow.withdrawal_reason = ""
    workflow.save()
    find_anew(workflow, now)
    record(by=by, act="restore", article=workflow.article, now=now, reason=reason.strip())


@transaction.atomic
def move(article, *, slug, by, now=None):
    """Another canonical address; the old ones lead to it for ever."""
    workflow = lock(article)
    require(by, "move_article")
    if not workflow.address_id:
        raise ValidationError(_("Before the first publication the address is changed in the form."), code="unpublished")
    article = workflow.article
    if slug == workflow.address.slug:
        raise ValidationError(
            {"slug": ValidationError(_("This is the address that it has already; write another one."), code="same")}
        )
    before, article.slug = article.slug, slug
    article.full_clean(exclude=["group", "changed_by"])
    address = Address.objects.filter(language=article.language, slug=slug).first()
    if address is None:
        address = Address(language=article.language, slug=slug, article=article, created_at=now or database_now())
        address.full_clean(exclude=["article"])
        address.save()
    elif address.article_id != article.pk:
        raise ValidationError({"slug": ValidationError(ADDRESS_TAKEN, code="taken")})
    article.save(update_fields=["slug"])
    workflow.address = address
    workflow.save()
    find_anew(workflow, now)
    record(by=by, act="move", article=article, now=now, before=before, slug=slug)

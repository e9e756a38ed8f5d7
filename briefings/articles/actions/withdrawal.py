"""Taking back, undoing that, and moving to another address."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...lib.clock import database_now
from ...roles import require
from ..models import Address
from .availability import lock, record
from .finding import hide, let_find


def _require_published(workflow):
    if not workflow.address_id:
        raise ValidationError(_("This article has never been published."), code="unpublished")


def _require_reason(reason):
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: readers see it in place of, or above, the text.")})


@transaction.atomic
def withdraw(article, *, by, reason, now=None):
    """Leave the text readable under a red strip that gives the reason."""
    workflow = lock(article)
    require(by, "withdraw_article")
    _require_published(workflow)
    _require_reason(reason)
    workflow.withdrawn_at = workflow.withdrawn_at or now or database_now()
    workflow.withdrawal_reason = reason.strip()
    workflow.save()
    record(by=by, act="withdraw", article=workflow.article, now=now, reason=reason)


@transaction.atomic
def take_down(article, *, by, reason, now=None):
    """Make every edition, picture, download and search row unreachable; its addresses answer 410 with the reason."""
    workflow = lock(article)
    require(by, "withdraw_article")
    _require_published(workflow)
    _require_reason(reason)
    workflow.taken_down_at = workflow.taken_down_at or now or database_now()
    workflow.withdrawal_reason = reason.strip()
    workflow.save()
    hide(workflow.article.editions.all())
    record(by=by, act="take_down", article=workflow.article, now=now, reason=reason)


@transaction.atomic
def restore(article, *, by, reason="", now=None):
    """Undo a withdrawal or a taking down."""
    workflow = lock(article)
    require(by, "withdraw_article")
    if not (workflow.withdrawn_at or workflow.taken_down_at):
        raise ValidationError(_("This article is neither withdrawn nor taken down."), code="stage")
    workflow.withdrawn_at = workflow.taken_down_at = None
    workflow.withdrawal_reason = ""
    workflow.save()
    for edition in workflow.article.editions.all():
        let_find(edition, workflow)
    record(by=by, act="restore", article=workflow.article, now=now, reason=reason)


@transaction.atomic
def move(article, *, slug, by, now=None):
    """Another canonical address; the old ones lead to it for ever."""
    workflow = lock(article)
    require(by, "move_article")
    _require_published(workflow)
    article = workflow.article
    article.slug = slug
    article.full_clean(exclude=["group", "changed_by"])
    address = Address.objects.filter(language=article.language, slug=slug).first()
    if address is None:
        address = Address(language=article.language, slug=slug, article=article, created_at=now or database_now())
        address.full_clean(exclude=["article"])
        address.save()
    elif address.article_id != article.pk:
        raise ValidationError(
            {"slug": _("This address has belonged to an article before; addresses are for ever.")}, code="taken"
        )
    article.save(update_fields=["slug"])
    workflow.address = address
    workflow.save()
    for edition in article.editions.all():
        let_find(edition, workflow)
    record(by=by, act="move", article=article, now=now, slug=slug)

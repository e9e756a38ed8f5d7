"""Taking back, undoing that, and moving to another address."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...lib.acts import does, require_act
from ...lib.clock import database_now
from ...lib.texts import require_length
from ..access import lock, record
from ..acts.conditions import Case
from ..acts.publishing import MOVE, RESTORE, TAKE_DOWN, WITHDRAW
from ..models import Address
from ..models.articles import ADDRESS_TAKEN
from .finding import find_anew, hide_all


def _require_reason(reason):
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason: readers see it in place of, or above, the text.")})
    require_length("reason", reason.strip())


@does(WITHDRAW)
@transaction.atomic
def withdraw(article, *, by, reason, now=None):
    """Leave the text readable under a red strip that gives the reason."""
    workflow = lock(article)
    require_act(WITHDRAW, Case(by, workflow, now))
    _require_reason(reason)
    workflow.withdrawn_at = now or database_now()
    workflow.withdrawal_reason = reason.strip()
    workflow.save()
    record(by=by, act=WITHDRAW, article=workflow.article, now=now, reason=workflow.withdrawal_reason)


@does(TAKE_DOWN)
@transaction.atomic
def take_down(article, *, by, reason, now=None):
    """Make every edition, picture, download and search row unreachable; its addresses answer 410 with the reason."""
    workflow = lock(article)
    require_act(TAKE_DOWN, Case(by, workflow, now))
    _require_reason(reason)
    before = workflow.withdrawal_reason
    workflow.taken_down_at = now or database_now()
    workflow.withdrawal_reason = reason.strip()
    workflow.save()
    hide_all(workflow.article)
    record(
        by=by, act=TAKE_DOWN, article=workflow.article, now=now, reason=workflow.withdrawal_reason, instead_of=before
    )


@does(RESTORE)
@transaction.atomic
def restore(article, *, by, reason="", now=None):
    """Undo a taking down, or else a withdrawal: what was withdrawn before it was taken down is withdrawn again."""
    workflow = lock(article)
    require_act(RESTORE, Case(by, workflow, now))
    require_length("reason", reason.strip())
    if workflow.taken_down_at:
        workflow.taken_down_at = None
    else:
        workflow.withdrawn_at = None
    if not workflow.withdrawn_at:
        workflow.withdrawal_reason = ""
    workflow.save()
    find_anew(workflow)
    record(by=by, act=RESTORE, article=workflow.article, now=now, reason=reason.strip())


@does(MOVE)
@transaction.atomic
def move(article, *, slug, by, now=None):
    """Another canonical address; the old ones lead to it for ever."""
    workflow = lock(article)
    require_act(MOVE, Case(by, workflow, now))
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
    find_anew(workflow)
    record(by=by, act=MOVE, article=article, now=now, before=before, slug=slug)

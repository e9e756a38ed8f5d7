from datetime import datetime
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...addresses.models import ADDRESS_TAKEN, BRIEFING, Address
from ...history.actions import record as record_event
from ...lib import acts
from ...lib.acts import does, require_act
from ...lib.clock import database_now
from ...lib.texts import clean_text, require_length, require_text
from .. import search_index
from ..access import lock, record
from ..acts.conditions import Attempt
from ..acts.publishing import MOVE
from ..acts.withdrawal import RESTORE, TAKE_DOWN, WITHDRAW
from ..acts.writing import HIDE_BYLINE, SHOW_BYLINE
from ..mails import tell
from ..models import Article, Byline, Edition, Workflow
from ..models.articles import Stage
from ..models.editions import WaitingChoice
from .waiting_editions import cancel_locked, hold_locked, note_changes_since


def _required_reason(reason):
    return require_text("reason", reason, _("Give the reason: readers see it in place of, or above, the text."))


class Waiting(TypedDict, total=False):
    """What becomes of an edition that waits: `waiting_edition` is a value of `WaitingChoice`, `shown_waiting` the
    edition that the person had before them."""

    waiting_edition: str
    shown_waiting: Edition | None


def _settle_waiting(attempt, waiting_edition="", shown_waiting=None):
    """Keep, hold or cancel the edition that waits, as the person has chosen."""
    edition = attempt.waiting
    if edition is None:
        return
    if waiting_edition not in WaitingChoice or edition != shown_waiting:
        words = _("Edition %(number)d is waiting. Say what becomes of it.") % {"number": edition.number}
        raise ValidationError({"waiting_edition": ValidationError(words, code="waiting")})
    if waiting_edition == WaitingChoice.CANCEL:
        cancel_locked(edition, by=attempt.by, now=attempt.now)
        note_changes_since(attempt.workflow)
    elif waiting_edition == WaitingChoice.HOLD and not edition.held_at:
        hold_locked(edition, by=attempt.by, moment=attempt.moment, now=attempt.now)


def _tell_everybody(workflow, act, *, by, now):
    """Mail whom the act names, and the author of the briefing's article in the other language."""
    tell(workflow, act, by=by, now=now)
    others = Workflow.objects.filter(article__group=workflow.article.group_id).exclude(pk=workflow.pk)
    for other in others.exclude(stage=Stage.ARCHIVED).select_related("article"):
        if other.owner_id != workflow.owner_id:  # who has one mail about it already
            tell(other, act, by=by, variant="other_language", now=now)


@does(WITHDRAW)
@transaction.atomic
def withdraw(article: Article, *, by: User, reason: str, now: datetime | None = None, **waiting: Unpack[Waiting]):
    """Show the text to readers under a red strip with the reason."""
    workflow = lock(article)
    attempt = Attempt(by, workflow, now)
    require_act(WITHDRAW, attempt)
    reason = _required_reason(reason)
    _settle_waiting(attempt, **waiting)
    workflow.withdrawn_at = now or database_now()
    workflow.withdrawal_reason = reason
    workflow.save()
    search_index.index_again(workflow)
    record(by=by, act=WITHDRAW, article=workflow.article, now=now, reason=workflow.withdrawal_reason)
    _tell_everybody(workflow, WITHDRAW, by=by, now=now)


@does(TAKE_DOWN)
@transaction.atomic
def take_down(article: Article, *, by: User, reason: str, now: datetime | None = None, **waiting: Unpack[Waiting]):
    """Make every edition, picture, download and search row unreachable; its addresses answer 410 with the reason."""
    workflow = lock(article)
    attempt = Attempt(by, workflow, now)
    require_act(TAKE_DOWN, attempt)
    reason = _required_reason(reason)
    _settle_waiting(attempt, **waiting)
    before = workflow.withdrawal_reason
    workflow.taken_down_at = now or database_now()
    workflow.withdrawal_reason = reason
    workflow.save()
    search_index.remove_all(workflow.article)
    record(
        by=by, act=TAKE_DOWN, article=workflow.article, now=now, reason=workflow.withdrawal_reason, instead_of=before
    )
    _tell_everybody(workflow, TAKE_DOWN, by=by, now=now)


@does(RESTORE)
@transaction.atomic
def restore(article: Article, *, by: User, reason="", now: datetime | None = None):
    """Undo a take-down, or else a withdrawal. An article withdrawn before its take-down is withdrawn again."""
    workflow = lock(article)
    require_act(RESTORE, Attempt(by, workflow, now))
    reason = clean_text(reason)
    require_length("reason", reason)
    if workflow.taken_down_at:
        workflow.taken_down_at = None
    else:
        workflow.withdrawn_at = None
    if not workflow.withdrawn_at:
        workflow.withdrawal_reason = ""
    workflow.save()
    search_index.index_again(workflow)
    record(by=by, act=RESTORE, article=workflow.article, now=now, reason=reason)
    _tell_everybody(workflow, RESTORE, by=by, now=now)


@does(MOVE)
@transaction.atomic
def move(article: Article, *, slug: str, by: User, now: datetime | None = None):
    """Make `slug` the canonical address; older ones redirect to it for ever."""
    workflow = lock(article)
    require_act(MOVE, Attempt(by, workflow, now))
    article, slug = workflow.article, slug.lower()
    if slug == workflow.address.slug:
        words = _("This is the address that it has already; write another one.")
        raise ValidationError({"slug": ValidationError(words, code="same")})
    before, article.slug = article.slug, slug
    article.full_clean(exclude=["group", "changed_by"])
    address = Address.objects.at(BRIEFING, article.language, slug).first()
    if address is None:
        address = Address(kind=BRIEFING, language=article.language, slug=slug, target_id=article.pk)
        address.created_at = now or database_now()
        address.full_clean()
        address.save()
    elif address.thing_id != article.pk:
        raise ValidationError({"slug": ValidationError(ADDRESS_TAKEN, code="taken")})
    article.save(update_fields=["slug"])
    workflow.address = address
    workflow.save()
    search_index.index_again(workflow)
    record(by=by, act=MOVE, article=article, now=now, before=before, slug=slug)


def _set_hidden(byline, hidden, *, by, act, now, detail=None):
    """Return the stored byline. Record an event only if it changes."""
    byline = Byline.objects.select_for_update().get(pk=byline.pk)
    if byline.hidden != hidden:
        byline.hidden = hidden
        byline.save(update_fields=["hidden"])
        record_event(by=by, act=act, target=byline, detail=detail, now=now)
    return byline


@does(HIDE_BYLINE)
@transaction.atomic
def hide_byline(byline: Byline, *, by: User, reason: str, now: datetime | None = None):
    """Remove the name from all public pages, old editions included; staff still see it on editions."""
    require_act(HIDE_BYLINE, acts.Attempt(by, now))
    reason = require_text("reason", reason, _("Say why. Readers do not see it; the history keeps it."))
    return _set_hidden(byline, True, by=by, act=HIDE_BYLINE, now=now, detail={"reason": reason})


@does(SHOW_BYLINE)
@transaction.atomic
def show_byline(byline: Byline, *, by: User, now: datetime | None = None):
    require_act(SHOW_BYLINE, acts.Attempt(by, now))
    return _set_hidden(byline, False, by=by, act=SHOW_BYLINE, now=now)

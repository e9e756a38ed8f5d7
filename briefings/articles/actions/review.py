"""Review: submit, accept, take back, return, send to the author, approve."""

import json
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...documents.document import Document, NamesAndAddress
from ...history.models import Event
from ...lib.acts import Act, does, names_of, require_act, why_not
from ...lib.texts import DESCRIPTION, require_text
from ...roles import may
from ..access import leave_only, lock, record
from ..acts.conditions import Attempt
from ..acts.review import ACCEPT, APPROVE, RETURN_TO_AUTHOR, SEND_FIX, SUBMIT, TAKE_BACK
from ..acts.writing import WRITING
from ..blocks import blocks_of
from ..checklist import blockers
from ..mails import tell
from ..models import Article
from ..models.articles import Stage
from ..versions import content_of, is_written_as_before, newest_version
from .comments import write_comment
from .writing import back_to_draft, sign

# The acts whose events may hold the document.
READ_WHOLE = names_of(SUBMIT, ACCEPT, APPROVE)


def require_seen(document, seen):
    if document.signed != seen:
        raise ValidationError(
            _("The text or something that it refers to has changed since you opened this page. Read it again."),
            code="seen",
        )


def require_publishable(document):
    """Refuse every way of publishing while the checklist has blockers."""
    if messages := dict.fromkeys(item.words for item in blockers(document)):
        raise ValidationError([ValidationError(message, code="problem") for message in messages])


def _read_whole(attempt: Attempt, act: Act) -> None:
    """The person has read `attempt.document` whole: it is the text in review, with only their own words unread."""
    workflow, document = attempt.workflow, attempt.document
    sign(workflow, document, by=attempt.by, now=attempt.now)
    workflow.returned_comment = ""
    workflow.save_work()
    leave_only(workflow, attempt.by)
    record(by=attempt.by, act=act, article=workflow.article, now=attempt.now, **_record_of(document))


def _record_of(document):
    return {"hash": document.signed, "document": document.text, "around": document.names_and_address}


@does(SUBMIT)
@transaction.atomic
def submit(article: Article, *, by: User, seen=None, document=None, now: datetime | None = None):
    """Submit the exact document for review. With `seen`, the hash that the page showed, `by` accepts changes by
    others; without it, submitting is refused if others have changed the text since the last submission.

    `document` is the article as the caller has resolved it under the same lock.
    """
    workflow = lock(article)
    attempt = Attempt(by, workflow, now, document=document)
    require_act(SUBMIT, attempt)
    if seen is not None:
        require_seen(attempt.document, seen)
    elif others_wrote(workflow.article, by):
        raise ValidationError(
            _("Somebody else has changed the text since. Read it on its own page, and submit it there."), code="seen"
        )
    _read_whole(attempt, SUBMIT)
    tell(workflow, SUBMIT, by=by, now=now)


@does(ACCEPT)
@transaction.atomic
def accept(article: Article, *, by: User, seen: str, now: datetime | None = None) -> bool:
    """The author accepts exactly the text that others have changed in review. If an editor has sent it as read whole,
    that approves it, unless the checklist has blockers or that editor is the author now. Return whether it is
    approved."""
    workflow = lock(article)
    attempt = Attempt(by, workflow, now)
    require_act(ACCEPT, attempt)
    document, sender = attempt.document, workflow.sent_by
    require_seen(document, seen)
    was_sent = workflow.sent_hash == document.signed and sender != by
    _read_whole(attempt, ACCEPT)
    tell(workflow, ACCEPT, by=by, also=sender, now=now)
    if not was_sent or blockers(document) or not may(sender, "approve_article"):
        return False
    _approve(workflow, document, by=sender, now=now)
    return True


@does(TAKE_BACK)
@transaction.atomic
def take_back(article: Article, *, by: User, now: datetime | None = None):
    """Make the article its author's draft again."""
    workflow = lock(article)
    require_act(TAKE_BACK, Attempt(by, workflow, now))
    back_to_draft(workflow)
    workflow.save_work()
    record(by=by, act=TAKE_BACK, article=workflow.article, now=now)


@does(RETURN_TO_AUTHOR)
@transaction.atomic
def return_to_author(article: Article, *, by: User, comment, now: datetime | None = None):
    """Make the article a draft again. `comment` is stored as a comment and shown above the form."""
    workflow = lock(article)
    require_act(RETURN_TO_AUTHOR, Attempt(by, workflow, now))
    empty = _("Say what has to be done, so that the author can do it.")
    comment = require_text("comment", comment, empty, DESCRIPTION)
    back_to_draft(workflow)
    workflow.returned_comment = comment
    workflow.save_work()
    write_comment(workflow.article, by=by, text=comment, now=now)
    record(by=by, act=RETURN_TO_AUTHOR, article=workflow.article, now=now, comment=comment)
    tell(workflow, RETURN_TO_AUTHOR, by=by, now=now)


@does(SEND_FIX)
@transaction.atomic
def send_fix(article: Article, *, by: User, seen=None, document=None, now: datetime | None = None):
    """Send the author the changes by `by`, who has read the whole text with the hash `seen`: if the author accepts
    exactly that, `by` has approved it. What has an edition and is a draft is submitted by that.

    A draft that was never published is only shown to its author, who submits it. `document` as for `submit`. Return
    whether there was anything to send.
    """
    workflow = lock(article)
    attempt = Attempt(by, workflow, now, document=document)
    require_act(SEND_FIX, attempt)
    if workflow.stage == Stage.DRAFT and attempt.has_edition:
        require_seen(attempt.document, seen)
        if why_not(SUBMIT, attempt):
            return False
        _read_whole(attempt, SUBMIT)
    if workflow.stage == Stage.IN_REVIEW and workflow.submitted_by_id == by.pk:
        require_seen(attempt.document, seen)
        workflow.sent_hash, workflow.sent_by = attempt.document.signed, by
        workflow.save(update_fields=["sent_hash", "sent_by"])
    elif workflow.stage != Stage.DRAFT:
        return False
    record(by=by, act=SEND_FIX, article=workflow.article, now=now, version=workflow.article.version)
    tell(workflow, SEND_FIX, by=by, now=now)
    return True


def _require_written_as_submitted(attempt):
    """Refuse a text that somebody has changed otherwise than by a save. Values and names kept elsewhere may differ."""
    workflow, article = attempt.workflow, attempt.article
    if attempt.document.signed in (workflow.submitted_hash, workflow.approved_hash):
        return
    content = content_of(article, blocks_of(article) if attempt.blocks is None else attempt.blocks)
    if not is_written_as_before(content, article, newest_version(article)):
        raise ValidationError(
            _("The text is not the one that was submitted. Its author has to save and submit it again."),
            code="submitted",
        )


def _approve(workflow, document, *, by, now):
    """The event holds the document if no event before it does: the text may have been saved or values revised since."""
    recorded = _with_document(workflow.article)
    is_recorded = recorded and recorded.detail["hash"] == document.signed
    workflow.stage = Stage.APPROVED
    workflow.approved_hash, workflow.approved_by = document.signed, by
    workflow.approved_at = now or timezone.now()
    workflow.sent_hash, workflow.sent_by = "", None
    workflow.save_work()  # before nobody is unread any more: a trigger refuses an approver who is
    workflow.unread.all().delete()
    detail = {"hash": document.signed} if is_recorded else _record_of(document)
    record(by=by, act=APPROVE, article=workflow.article, now=now, **detail)


def approve_locked(attempt: Attempt, *, seen: str) -> Document:
    """Approve within the caller's transaction and lock; returns the document that was approved."""
    document = attempt.document
    require_seen(document, seen)
    _require_written_as_submitted(attempt)
    require_publishable(document)
    _approve(attempt.workflow, document, by=attempt.by, now=attempt.now)
    return document


def approve_unchanged_text(attempt: Attempt, *, seen: str) -> None:
    """Approve the text of the newest edition, whose figures have changed, within the caller's transaction and lock."""
    require_seen(attempt.document, seen)
    require_publishable(attempt.document)
    _approve(attempt.workflow, attempt.document, by=attempt.by, now=attempt.now)


@does(APPROVE)
@transaction.atomic
def approve(article: Article, *, by: User, seen: str, now: datetime | None = None):
    """Accept the document that `by` has read, exactly; any later change voids the approval."""
    workflow = lock(article)
    attempt = Attempt(by, workflow, now)
    require_act(APPROVE, attempt)
    approve_locked(attempt, seen=seen)
    tell(workflow, APPROVE, by=by, now=now)


def _recorded_document(event):
    """The `Document` of an event. Older events do not record names and address: None there."""
    names_and_address = _names_and_address(*event.detail.get("around") or [])
    return Document(json.loads(event.detail["document"]), names_and_address=names_and_address)


def _with_document(article, user=None):
    events = Event.objects.filter(target_type="article", target_id=article.pk, act__in=READ_WHOLE)
    events = events.filter(by_id=user.pk) if user else events
    return next((event for event in events.order_by("-pk")[:20] if "document" in event.detail), None)


def submitted_document(article):
    """The newest `Document` that somebody has submitted, accepted or approved, or None."""
    event = _with_document(article)
    return event and _recorded_document(event)


def document_known_to(article, user):
    """The newest `Document` that the person has submitted or accepted, or that was published since; None without."""
    event = _with_document(article, user)
    edition = article.editions.order_by("-number").first()
    if edition and (event is None or event.at < edition.created_at):
        return Document(edition.data)
    return event and _recorded_document(event)


def _names_and_address(names=None, slug=""):
    return None if names is None else NamesAndAddress(tuple(map(tuple, names)), slug)


def others_wrote(article, user):
    """Whether somebody else has changed the text since it was last submitted, or ever if it never was."""
    events = Event.objects.filter(target_type="article", target_id=article.pk)
    submitted = events.filter(act=SUBMIT.name).order_by("-pk").values_list("pk", flat=True).first()
    return events.filter(act__in=WRITING, pk__gt=submitted or 0).exclude(by_id=user.pk).exists()

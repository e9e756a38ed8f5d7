"""Review: submit, return, approve."""

import json
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...documents.document import Document, NamesAndAddress
from ...history.models import Event
from ...lib.acts import does, require_act
from ...lib.texts import DESCRIPTION, require_length
from ..access import lock, record
from ..acts.conditions import Attempt
from ..acts.review import APPROVE, RETURN_TO_AUTHOR, SEND_FIX, SUBMIT
from ..acts.writing import WRITING
from ..checklist import blockers
from ..mails import tell
from ..models import Article, Workflow
from ..models.articles import Stage
from ..resolving import resolve
from .comments import write_comment
from .writing import back_to_draft


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


def _require_title_and_address(article):
    if not article.title:
        raise ValidationError(_("Give the article a title before you submit it."), code="title")
    if not article.slug:
        raise ValidationError(_("Give the article an address before you submit it."), code="slug")


@does(SUBMIT)
@transaction.atomic
def submit(article: Article, *, by: User, seen=None, document=None, now: datetime | None = None):
    """Submit the exact document for review. With `seen`, the hash that the page showed, the author accepts changes by
    others; without it, submitting is refused if others have changed the text since the last submission.

    `document` is the article as the caller has resolved it under the same lock.
    """
    workflow = lock(article)
    attempt = Attempt(by, workflow, now, document=document)
    require_act(SUBMIT, attempt)
    _require_title_and_address(workflow.article)
    document = attempt.document
    if seen is not None:
        require_seen(document, seen)
    elif others_wrote(workflow.article, by):
        raise ValidationError(
            _("Somebody else has changed the text since. Read it on its own page, and submit it there."), code="seen"
        )
    workflow.stage, workflow.unchanged_since_edition = Stage.IN_REVIEW, False
    workflow.submitted_hash, workflow.submitted_by = document.signed, by
    workflow.submitted_at = now or timezone.now()
    workflow.returned_comment = ""
    workflow.save()
    record(
        by=by, act=SUBMIT, article=workflow.article, now=now,
        hash=document.signed, document=document.text, around=document.names_and_address,
    )  # fmt: skip
    tell(workflow, SUBMIT, by=by, now=now)


@does(RETURN_TO_AUTHOR)
@transaction.atomic
def return_to_author(article: Article, *, by: User, comment, now: datetime | None = None):
    """Make the article a draft again. `comment` is stored as a comment and shown above the form."""
    workflow = lock(article)
    require_act(RETURN_TO_AUTHOR, Attempt(by, workflow, now))
    if not comment.strip():
        raise ValidationError({"comment": _("Say what has to be done, so that the author can do it.")})
    require_length("comment", comment, DESCRIPTION)
    back_to_draft(workflow)
    workflow.returned_comment = comment
    workflow.save()
    write_comment(workflow.article, by=by, text=comment, now=now)
    record(by=by, act=RETURN_TO_AUTHOR, article=workflow.article, now=now, comment=comment)
    tell(workflow, RETURN_TO_AUTHOR, by=by, now=now)


@does(SEND_FIX)
@transaction.atomic
def send_fix(article: Article, *, by: User, now: datetime | None = None):
    """Ask the author to accept the changes by `by`. Return whether anything differs from what was submitted."""
    workflow = lock(article)
    require_act(SEND_FIX, Attempt(by, workflow, now))
    if workflow.stage != Stage.DRAFT:
        return False
    record(by=by, act=SEND_FIX, article=workflow.article, now=now, version=workflow.article.version)
    tell(workflow, SEND_FIX, by=by, now=now)
    return True


def approve_locked(workflow: Workflow, *, by: User, seen: str, now: datetime | None = None):
    """Approve within the caller's transaction and lock; returns the document that was approved."""
    document = resolve(workflow.article, now=now)
    require_seen(document, seen)
    if document.signed != workflow.submitted_hash:
        raise ValidationError(
            _("Something that the text refers to has changed since it was submitted: it has to be submitted again."),
            code="submitted",
        )
    require_publishable(document)
    workflow.stage = Stage.APPROVED
    workflow.approved_hash, workflow.approved_by = document.signed, by
    workflow.approved_at = now or timezone.now()
    workflow.save()
    record(by=by, act=APPROVE, article=workflow.article, now=now, hash=document.signed)
    return document


@does(APPROVE)
@transaction.atomic
def approve(article: Article, *, by: User, seen: str, now: datetime | None = None):
    """Accept the document that `by` has read, exactly; any later change voids the approval."""
    workflow = lock(article)
    require_act(APPROVE, Attempt(by, workflow, now))
    approve_locked(workflow, by=by, seen=seen, now=now)
    tell(workflow, APPROVE, by=by, now=now)


def submitted_document(article):
    """The `Document` as it was last submitted, or None. Older events do not record names and address: None there."""
    event = Event.objects.filter(target_type="article", target_id=article.pk, act=SUBMIT.name).first()
    if event is None or "document" not in event.detail:
        return None
    names_and_address = _names_and_address(*event.detail.get("around", []))
    return Document(json.loads(event.detail["document"]), names_and_address=names_and_address)


def _names_and_address(names=None, slug=""):
    return None if names is None else NamesAndAddress(tuple(map(tuple, names)), slug)


def others_wrote(article, user):
    """Whether somebody else has changed the text since it was last submitted, or ever if it never was."""
    events = Event.objects.filter(target_type="article", target_id=article.pk)
    submitted = events.filter(act=SUBMIT.name).order_by("-pk").values_list("pk", flat=True).first()
    return events.filter(act__in=WRITING, pk__gt=submitted or 0).exclude(by_id=user.pk).exists()

"""Publishing without a second person, and the second look afterwards.

All other checks apply. The desk lists the edition until somebody else has read it.
"""

from datetime import datetime
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...lib.acts import does, require_act
from ...lib.texts import REMARK, clean_text, require_length, require_reason_alone
from ..access import lock, record
from ..acts.conditions import Attempt
from ..acts.publishing import FORCE_PUBLISH
from ..acts.second_look import LOOK_AGAIN
from ..models import Article, Edition, SecondLook
from .publishing import Terms, publish_locked
from .review import require_publishable, require_seen


def reviewers(user):
    """Other people who may approve articles."""
    return User.objects.who_may("approve_article").exclude(pk=user.pk)


@does(FORCE_PUBLISH)
@transaction.atomic
def force_publish(
    article: Article, *, by: User, seen: str, reason: str, now: datetime | None = None, **terms: Unpack[Terms]
) -> Edition:
    """Publish the document that `by` has read, without a second person."""
    workflow = lock(article)
    attempt = Attempt(by, workflow, now)
    require_act(FORCE_PUBLISH, attempt)
    reason = require_reason_alone(reason)
    document = attempt.document
    require_seen(document, seen)
    require_publishable(document)
    workflow.submitted_by = workflow.approved_by = by
    workflow.submitted_hash, workflow.submitted_at = document.signed, now or timezone.now()
    workflow.returned_comment = ""
    return publish_locked(workflow, document, by=by, now=now, forced_reason=reason, **terms)


@does(LOOK_AGAIN)
@transaction.atomic
def look_again(edition: Edition, *, by: User, seen: str, note="", now: datetime | None = None):
    """Record that somebody who did not work on a forced edition has read it: nobody's words in it are unread then."""
    edition = Edition.objects.select_related("article__workflow").get(pk=edition.pk)
    workflow = lock(edition.article)
    require_act(LOOK_AGAIN, Attempt(by, workflow, now, edition=edition))
    if seen != edition.content_hash:
        raise ValidationError(_("Read the edition first."), code="seen")
    require_length("note", note, REMARK)
    look = SecondLook.objects.create(edition=edition, by=by, at=now or timezone.now(), note=clean_text(note))
    newest = Edition.objects.filter(article=edition.article_id).order_by("-number").values_list("pk", flat=True).first()
    if workflow.unchanged_since_edition and newest == edition.pk:
        workflow.unread.all().delete()
    record(by=by, act=LOOK_AGAIN, article=edition.article, now=now, edition=edition.number, note=look.note)
    return look

from datetime import datetime

from django.db import transaction

from ...accounts.models import User
from ...documents.change_note import kept_back_from_minor, suggested_note
from ...lib.acts import does, require_act
from ..access import lock
from ..acts.conditions import Attempt
from ..acts.new_figures import APPROVE_NEW_FIGURES
from ..models import Edition
from .held_by_values import lock_printed
from .publishing import publish_locked
from .review import approve_unchanged_text


@does(APPROVE_NEW_FIGURES)
@transaction.atomic
def approve_new_figures(edition: Edition, *, by: User, seen: str, now: datetime | None = None) -> Edition:
    """Replace an edition that is held because values have changed by one with the new values and the same date."""
    workflow = lock(edition.article)
    attempt = Attempt(by, workflow, now, edition=edition)
    lock_printed(edition, besides=attempt.document.observations)  # before the edition, as batches do
    require_act(APPROVE_NEW_FIGURES, attempt)
    waiting = attempt.waiting
    workflow.submitted_by = waiting.submitted_by
    approve_unchanged_text(attempt, seen=seen)
    publish_at = max(waiting.publish_at, attempt.moment)
    terms = {"publish_at": publish_at, "replace": waiting, **_kind_and_note(waiting, attempt.document)}
    return publish_locked(workflow, attempt.document, by=by, now=now, **terms)


def _kind_and_note(waiting, document):
    """As they were; a minor change that prints other figures than the edition before is an update."""
    kind, note = waiting.change_kind, waiting.note
    previous = waiting.article.editions.exclude(pk=waiting.pk).order_by("-number").first()
    if kind == Edition.ChangeKind.MINOR and kept_back_from_minor(previous.data, document.data):
        kind, note = Edition.ChangeKind.UPDATE, suggested_note(previous.data, document.data)
    return {"change_kind": kind, "note": note}

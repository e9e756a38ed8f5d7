"""What an author last submitted, and whether others wrote since; the record of acts keeps both."""

import json

from ..documents.document import Around, Document
from ..history.models import Event
from .acts.review import SUBMIT
from .acts.writing import WRITING


def submitted_document(article):
    """The `Document` as it was last submitted, or None; `around` is None where the record does not say it."""
    event = Event.objects.filter(target_type="article", target_id=article.pk, act=SUBMIT.name).first()
    if event is None or "document" not in event.detail:
        return None
    return Document(json.loads(event.detail["document"]), around=_around(*event.detail.get("around", [])))


def _around(names=None, slug=""):
    return None if names is None else Around(tuple(map(tuple, names)), slug)


def others_wrote(article, user):
    """Whether somebody else has written in the text since it was last submitted, or ever, if it never was."""
    events = Event.objects.filter(target_type="article", target_id=article.pk)
    submitted = events.filter(act=SUBMIT.name).order_by("-pk").values_list("pk", flat=True).first()
    return events.filter(act__in=WRITING, pk__gt=submitted or 0).exclude(by_id=user.pk).exists()

"""What an author last submitted; the record of acts keeps it."""

import json

from ..history.models import Event


def submitted_document(article):
    """The document as it was last submitted, or None."""
    event = Event.objects.filter(target_type="article", target_id=article.pk, act="submit").first()
    return json.loads(event.detail["document"]) if event and "document" in event.detail else None

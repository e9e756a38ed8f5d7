"""Keeping the search in step with what readers may open."""

from django.urls import reverse

from ...search import actions as search
from ..documents import words


def let_find(edition, workflow):
    """Put the edition's words into the search, to be found from its date on; unless it is held or taken down."""
    if edition.held_at or workflow.taken_down_at:
        return
    search.put(
        kind="edition",
        target_id=edition.pk,
        language=edition.language,
        title=edition.title,
        text=words(edition.data),
        url=reverse(f"briefing-{edition.language}", args=[workflow.address.slug]),
        public_from=edition.publish_at,
    )


def hide(editions):
    search.remove(kind="edition", target_ids=[edition.pk for edition in editions])

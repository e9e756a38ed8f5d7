"""Keeping the search in step with what readers may open: of each article the latest edition, and the one that waits."""

from django.urls import reverse

from ...documents.reading import words
from ...lib.clock import database_now
from ...search import actions as search
from ..models import Edition


def let_find(edition, workflow):
    """Put the edition's words into the search, to be found from its date on; unless it is held or taken down."""
    if edition.held_at or workflow.taken_down_at:
        return
    search.index(
        kind="edition",
        target_id=edition.pk,
        language=edition.language,
        title=edition.title,
        text=words(edition.data),
        url=reverse(f"briefing-{edition.language}", args=[workflow.address.slug]),
        public_from=edition.publish_at,
    )
    if edition.publish_at <= database_now():
        hide_earlier(edition)


def find_anew(workflow):
    """The search rows of an article of which something else is public now, or at another address."""
    if workflow.taken_down_at:
        return
    editions = workflow.article.editions
    for edition in [*editions.latest(), *editions.waiting()]:
        let_find(edition, workflow)


def hide(*keys):
    """Take editions, named by their keys, out of the search."""
    search.remove(kind="edition", target_ids=keys)


def hide_earlier(edition):
    """A later edition is public: the earlier ones keep their addresses, and are found no more."""
    hide(*_keys(Edition.objects.filter(article=edition.article_id, number__lt=edition.number)))


def hide_all(article):
    hide(*_keys(article.editions))


def _keys(editions):
    return editions.values_list("pk", flat=True)

"""The search rows of an article: of its latest edition, and of the one that waits."""

from django.urls import reverse

from ..documents.reading import words
from ..lib.clock import database_now
from ..search import actions as search
from .models import Edition


def index(edition, workflow):
    """Readers find the edition from its date on; not while it is held or taken down."""
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
        remove_earlier(edition)


def index_again(workflow):
    """After something else of the article has become public, or it has another address."""
    if workflow.taken_down_at:
        return
    editions = workflow.article.editions
    for edition in [*editions.latest(), *editions.waiting()]:
        index(edition, workflow)


def remove(*keys):
    search.remove(kind="edition", target_ids=keys)


def remove_earlier(edition):
    """A later edition is public: the earlier ones keep their addresses, but search does not find them."""
    remove(*_keys(Edition.objects.filter(article=edition.article_id, number__lt=edition.number)))


def remove_all(article):
    remove(*_keys(article.editions))


def _keys(editions):
    return editions.values_list("pk", flat=True)

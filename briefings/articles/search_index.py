"""The search rows of an article: one for its latest edition, one for a waiting edition."""

from django.urls import reverse

from ..documents.reading import words
from ..lib.clock import database_now
from ..search import actions as search
from .models import Edition


def entry(edition, workflow):
    """The row of an edition, as arguments of `search.index`."""
    return {
        "kind": "edition",
        "target_id": edition.pk,
        "language": edition.language,
        "title": edition.title,
        "text": words(edition.data),
        "url": reverse(f"briefing-{edition.language}", args=[workflow.address.slug]),
        "public_from": edition.publish_at,
    }


def index(edition, workflow):
    """Search finds the edition from its date on, but not while it is held or taken down."""
    if edition.held_at or workflow.taken_down_at:
        return
    search.index(**entry(edition, workflow))
    if edition.publish_at <= database_now():
        remove_earlier(edition)


def index_again(workflow):
    """After a restore or a move."""
    if workflow.taken_down_at:
        return
    editions = workflow.article.editions
    for edition in [*editions.latest(), *editions.waiting()]:
        index(edition, workflow)


def remove(*keys):
    search.remove(kind="edition", target_ids=keys)


def remove_earlier(edition):
    """Search finds only the latest edition."""
    earlier = Edition.objects.filter(article=edition.article_id, number__lt=edition.number)
    remove(*earlier.values_list("pk", flat=True))


def remove_all(article):
    remove(*article.editions.values_list("pk", flat=True))

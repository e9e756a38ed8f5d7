"""Which links end when somebody loses the right to share an article."""

from django.utils import timezone

from ..articles.access import record
from .actions import may_share
from .acts import REVOKE_SHARE
from .models import ShareLink


def revoke_links_of(sender, person, by, now=None, article=None, **kwargs):
    """Within the act that takes the right: the person's links that they could not make now open nothing.

    An act on an account holds no lock on the articles: the links are locked in one order, article by article, and
    nothing is locked after them.
    """
    links = ShareLink.objects.filter(created_by=person, revoked_at=None)
    if article is not None:
        links = links.filter(article=article)
    links = links.select_related("article__workflow").select_for_update(of=("self",), no_key=True)
    for link in links.order_by("article_id", "pk"):
        if may_share(link.article, person):
            continue
        link.revoked_at = now or timezone.now()
        link.save(update_fields=["revoked_at"])
        record(by=by, act=REVOKE_SHARE, article=link.article, now=now, link=link.pk, for_whom=link.for_whom)

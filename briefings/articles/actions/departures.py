"""What becomes of somebody's articles and of the links that they gave away, when they leave."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...roles import may
from ..models import ShareLink
from .availability import lock, record
from .conditions import require_act
from .sharing import may_share


@transaction.atomic
def reassign(article, *, to, by, now=None):
    """Make `to` the author. Stage, submission and approval stay: the text is the same. Links for visitors end, unless
    the author before may still share the article."""
    workflow = lock(article)
    require_act(workflow, "reassign", by=by, now=now)
    to, before = User.objects.get(pk=to.pk), workflow.owner
    if not may(to, "write_article"):
        raise ValidationError(
            {"to": ValidationError(_("%(person)s may not write articles.") % {"person": to}, code="author")}
        )
    if to.pk == before.pk:
        raise ValidationError({"to": ValidationError(_("The article is theirs already."), code="same")})
    workflow.owner = to
    workflow.save(update_fields=["owner"])
    record(
        by=by, act="reassign", article=workflow.article, now=now, before=before.get_username(), after=to.get_username()
    )
    _revoke_beyond(before, workflow.article.share_links, by=by, now=now)
    return workflow.article


def revoke_links_of(sender, person, by, now=None, **kwargs):
    """Within an act that shuts an account or takes roles: links that the person could not make now open nothing."""
    _revoke_beyond(person, ShareLink.objects, by=by, now=now)


def _revoke_beyond(person, links, *, by, now):
    """Take back those of the links that the person made and may not make any more.

    An act on an account comes here without a lock on the articles: the links are locked in one order, article by
    article, and nothing is locked after them.
    """
    given = links.filter(created_by=person, revoked_at=None).select_related("article__workflow")
    for link in given.select_for_update(of=("self",), no_key=True).order_by("article_id", "pk"):
        if may_share(link.article, person):
            continue
        link.revoked_at = now or timezone.now()
        link.save(update_fields=["revoked_at"])
        record(by=by, act="revoke_share", article=link.article, now=now, link=link.pk, for_whom=link.for_whom)

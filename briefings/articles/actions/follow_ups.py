"""What one language asks of the other: an update or correction is followed by an edition, or somebody says that the
other language is right as it is."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...lib.acts import does, require_act
from ...lib.rows.prepared import prepared
from ..access import lock, record
from ..acts.conditions import Attempt
from ..acts.translating import NEEDS_NO_REVISION
from ..models import Article, Edition, FollowUp

ASKING = (Edition.ChangeKind.UPDATE, Edition.ChangeKind.CORRECTION)


def note_edition(edition: Edition) -> None:
    """After `edition` was made, in its transaction: it follows what was revised in the other language before; an update
    or correction asks the other language to follow.

    An edition of a translation that follows the original asks nothing of it.
    """
    article = edition.article
    other = next(iter(_published_others(group=article.group_id, article=article.pk)), None)
    if other is None:
        return
    asked = FollowUp.objects.filter(article=article, settled_at=None, followed_by=None)
    answered = asked.filter(edition__held_at=None, edition__publish_at__lte=edition.publish_at).update(
        followed_by=edition
    )
    follows_original = answered and other.pk < article.pk
    if edition.change_kind in ASKING and not follows_original:
        FollowUp.objects.create(edition=edition, article=other)


@prepared(group=BigIntegerField(), article=BigIntegerField())
def _published_others(group, article):
    others = Article.objects.filter(~Q(pk=article), group=group)
    return others.filter(Exists(Edition.objects.filter(article=OuterRef("pk")))).order_by("pk")[:1]


@does(NEEDS_NO_REVISION)
@transaction.atomic
def needs_no_revision(article: Article, *, by: User, seen: int | None, now: datetime | None = None):
    """Say that the article is right as it is after what was revised in the other language, up to edition `seen`."""
    workflow = lock(article)
    require_act(NEEDS_NO_REVISION, Attempt(by, workflow, now))
    follow_ups = FollowUp.objects.open().filter(article=article).select_related("edition")
    follow_ups = list(follow_ups.select_for_update(of=("self",)))
    newest = max(follow_up.edition.number for follow_up in follow_ups)
    if seen != newest:
        raise ValidationError(
            _("Another edition has appeared in the other language meanwhile. Read what it changes."), code="seen"
        )
    for follow_up in follow_ups:
        follow_up.settled_by, follow_up.settled_at = by, now or timezone.now()
        follow_up.save()
    record(by=by, act=NEEDS_NO_REVISION, article=workflow.article, now=now, edition=newest)

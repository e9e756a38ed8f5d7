"""Share links: somebody without an account reads one working copy and may comment on it.

The address is a signed link (lib/signed_links.py) over the link's key and nonce.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..accounts.models import User
from ..articles.access import lock, may_edit, record
from ..articles.acts.conditions import Attempt
from ..articles.mails import tell
from ..articles.models import Article, Comment
from ..lib.acts import does, require_act
from ..lib.signed_links import is_signed, key_in, sign
from ..lib.texts import DESCRIPTION, require_length, require_line
from ..roles import may
from .acts import COMMENT_AS_VISITOR, REVOKE_SHARE, SHARE
from .models import ShareLink, VisitorComment

MOST_DAYS, USUAL_DAYS = 90, 14
SALT = "briefings.share"
NAME_LENGTH = 120
SAY_WHO = gettext_lazy("Say who.")


def may_share(article: Article, user: User) -> bool:
    """Whether the person has the right, whatever else stands in the way just now."""
    return may(user, "share_article") and may_edit(article, user)


@does(SHARE)
@transaction.atomic
def share(
    article: Article, *, by: User, for_whom: str, days: int = USUAL_DAYS, now: datetime.datetime | None = None
) -> ShareLink:
    """Make a link by which `for_whom` reads the working copy for `days` days; `token_of` gives its token."""
    workflow = lock(article)
    require_act(SHARE, Attempt(by, workflow, now))
    if not 1 <= days <= MOST_DAYS:
        words = _("A link is valid for 1 to %(most)d days.") % {"most": MOST_DAYS}
        raise ValidationError({"days": ValidationError(words, code="days")})
    moment = now or timezone.now()
    link = ShareLink.objects.create(
        article=workflow.article,
        for_whom=require_line("for_whom", for_whom, NAME_LENGTH, SAY_WHO),
        created_by=by,
        created_at=moment,
        expires_at=moment + datetime.timedelta(days=days),
    )
    record(
        by=by, act=SHARE, article=workflow.article, now=now, link=link.pk, for_whom=link.for_whom,
        expires_at=link.expires_at.isoformat(),
    )  # fmt: skip
    return link


@does(REVOKE_SHARE)
@transaction.atomic
def revoke_share(link: ShareLink, *, by: User, now: datetime.datetime | None = None) -> ShareLink:
    """Revoke the link; a second call changes nothing."""
    workflow = lock(link.article)
    require_act(REVOKE_SHARE, Attempt(by, workflow, now))
    link = ShareLink.objects.select_for_update().get(pk=link.pk)
    if not link.revoked_at:
        _revoke(link, workflow.article, by, now)
    return link


def _revoke(link, article, by, now):
    link.revoked_at = now or timezone.now()
    link.save(update_fields=["revoked_at"])
    record(by=by, act=REVOKE_SHARE, article=article, now=now, link=link.pk, for_whom=link.for_whom)


def revoke_lost_links(sender, person, by, now=None, article=None, **kwargs):
    """Revoke the person's links that they may not make any more. Called within the act that takes the right."""
    links = ShareLink.objects.filter(created_by=person, revoked_at=None)
    if article is not None:
        links = links.filter(article=article)
    for link in _in_lock_order(links):
        if not may_share(link.article, person):
            _revoke(link, link.article, by, now)


def revoke_open_links(by: User | None, now: datetime.datetime | None = None) -> int:
    """Revoke everybody's links, within the caller's act; how many."""
    links = list(_in_lock_order(ShareLink.objects.filter(revoked_at=None, expires_at__gt=now or Now())))
    for link in links:
        _revoke(link, link.article, by, now)
    return len(links)


def _in_lock_order(links):
    """The links, locked article by article, and nothing after them: the caller holds no lock on articles."""
    links = links.select_related("article__workflow").select_for_update(of=("self",), no_key=True)
    return links.order_by("article_id", "pk")


def token_of(link: ShareLink) -> str:
    """The token in the link's address."""
    return sign(SALT, link.pk, link.nonce)


def link_of(token: str, *, language: str, now: datetime.datetime | None = None) -> ShareLink | None:
    """The link with this token for an article in this language, annotated with `is_usable`."""
    usable = ShareLink.objects.usable(now).filter(pk=OuterRef("pk"))
    links = ShareLink.objects.annotate(is_usable=Exists(usable)).select_related("article__workflow")
    link = links.filter(pk=key_in(token)).first()
    is_ours = is_signed(token, SALT, link.nonce if link else "")
    return link if link and is_ours and link.article.language == language else None


def note_opening(link: ShareLink, *, now: datetime.datetime | None = None) -> None:
    """Count one opening; concurrent openings all count."""
    ShareLink.objects.filter(pk=link.pk).update(openings=F("openings") + 1, opened_at=now or Now())


@does(COMMENT_AS_VISITOR)
@transaction.atomic
def comment_as_visitor(
    link: ShareLink, *, visitor_name: str, text: str = "", verdict: str = "", now: datetime.datetime | None = None
) -> Comment:
    """Save what a visitor writes as a comment on the article."""
    workflow = lock(link.article)
    link = ShareLink.objects.usable(now).select_for_update(of=("self",)).filter(pk=link.pk).first()
    if link is None:
        raise ValidationError(_("This link is not valid any more: your comment was not kept."), code="closed")
    name = require_line("visitor_name", visitor_name, NAME_LENGTH, SAY_WHO)
    text = "".join(character for character in text.strip() if character.isprintable() or character in "\n\t ")
    if verdict not in ("", *Comment.Verdict.values):
        raise ValidationError({"verdict": ValidationError(_("Choose one of the two."), code="verdict")})
    if not text and not verdict:
        raise ValidationError({"text": ValidationError(_("Write a comment, or give a verdict."), code="required")})
    require_length("text", text, DESCRIPTION)
    comment = Comment.objects.create(
        article=workflow.article, visitor_name=name, text=text, verdict=verdict, at=now or timezone.now()
    )
    VisitorComment.objects.create(comment=comment, link=link)
    record(
        by=None, act=COMMENT_AS_VISITOR, article=workflow.article, now=now, link=link.pk, for_whom=link.for_whom,
        visitor=name, verdict=verdict, comment=comment.pk,
    )  # fmt: skip
    tell(workflow, COMMENT_AS_VISITOR, visitor=name, now=now)
    return comment

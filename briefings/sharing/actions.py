"""Letting somebody without an account read one working copy, and hearing what they say about it.

The address is a signed link (lib/signed_links.py) over the link's key and nonce.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from ..articles.access import lock, may_edit, record
from ..articles.acts.conditions import Case
from ..articles.mailing import tell
from ..articles.models import Comment
from ..lib.acts import does, require_act
from ..lib.signed_links import is_signed, key_in, sign
from ..lib.texts import DESCRIPTION, require_length
from ..roles import may
from .acts import LEAVE_WORD, REVOKE_SHARE, SHARE
from .models import ShareLink, VisitorComment

MOST_DAYS, USUAL_DAYS = 90, 14
SALT = "briefings.share"
NAME_LENGTH = 120


def may_share(article, user):
    return may(user, "share_article") and may_edit(article, user)


def _one_line(name, text):
    """A short text of one line that holds nothing invisible, or a ValidationError about the argument `name`."""
    text = "".join(" " if letter.isspace() else letter for letter in str(text))
    text = " ".join("".join(letter for letter in text if letter.isprintable()).split())
    if not text:
        raise ValidationError({name: ValidationError(_("Say who."), code="required")})
    require_length(name, text, NAME_LENGTH)
    return text


@does(SHARE)
@transaction.atomic
def share(article, *, by, for_whom, days=USUAL_DAYS, now=None):
    """A link by which `for_whom` reads the working copy for so many days; `address_of` gives its token."""
    workflow = lock(article)
    require_act(SHARE, Case(by, workflow, now))
    if not 1 <= days <= MOST_DAYS:
        words = _("A link is valid for 1 to %(most)d days.") % {"most": MOST_DAYS}
        raise ValidationError({"days": ValidationError(words, code="days")})
    moment = now or timezone.now()
    link = ShareLink.objects.create(
        article=workflow.article,
        for_whom=_one_line("for_whom", for_whom),
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
def revoke_share(link, *, by, now=None):
    """From now on the link opens nothing. A second call changes nothing."""
    workflow = lock(link.article)
    require_act(REVOKE_SHARE, Case(by, workflow, now))
    link = ShareLink.objects.select_for_update().get(pk=link.pk)
    if not link.revoked_at:
        link.revoked_at = now or timezone.now()
        link.save(update_fields=["revoked_at"])
        record(by=by, act=REVOKE_SHARE, article=workflow.article, now=now, link=link.pk, for_whom=link.for_whom)
    return link


def token_of(link):
    """What stands in the link's address."""
    return sign(SALT, link.pk, link.nonce)


def link_of(token, *, language, now=None):
    """The link with this token for an article of this language, or None; `is_usable` on it: whether it still opens."""
    usable = ShareLink.objects.usable(now).filter(pk=OuterRef("pk"))
    links = ShareLink.objects.annotate(is_usable=Exists(usable)).select_related("article__workflow")
    link = links.filter(pk=key_in(token)).first()
    is_ours = is_signed(token, SALT, link.nonce if link else "")
    return link if link and is_ours and link.article.language == language else None


def note_opening(link, *, now=None):
    """Count one opening; of several at the same moment each counts."""
    ShareLink.objects.filter(pk=link.pk).update(openings=F("openings") + 1, opened_at=now or Now())


@does(LEAVE_WORD)
@transaction.atomic
def leave_word(link, *, visitor_name, text="", verdict="", now=None):
    """What a visitor says of the draft, as a comment on the article."""
    workflow = lock(link.article)
    link = ShareLink.objects.usable(now).select_for_update(of=("self",)).filter(pk=link.pk).first()
    if link is None:
        raise ValidationError(_("This link is not valid any more: your comment was not kept."), code="closed")
    name = _one_line("visitor_name", visitor_name)
    text = "".join(letter for letter in text.strip() if letter.isprintable() or letter in "\n\t ")
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
        by=None, act=LEAVE_WORD, article=workflow.article, now=now, link=link.pk, for_whom=link.for_whom,
        visitor=name, verdict=verdict, comment=comment.pk,
    )  # fmt: skip
    tell(workflow, LEAVE_WORD, visitor=name)
    return comment

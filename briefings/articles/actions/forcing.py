"""Publishing alone, and the second look afterwards: for the day on which there is nobody else.

It skips the second person and nothing else. It stays in sight until somebody else has read what was published.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...accounts.models import User
from ...history.models import Event
from ...lib.texts import REMARK, require_length
from ...roles import SomebodyElses, may, require
from ..models import Edition, SecondLook
from ..resolving import resolve
from .availability import lock, record, require_publishable, require_seen
from .conditions import require_act
from .publishing import publish_locked

REASON_AT_LEAST = 20  # characters: nobody explains anything in fewer
PUBLISHED = ["publish", "force_publish"]  # names of acts in the record
WRITING = ["begin", "save", "restore_version"]
# A second look is kept for ever, and an edition that waits may still be cancelled.
NOT_YET = gettext_lazy("This edition has not appeared yet: the second look is taken when readers can open it.")


def reviewers(user):
    """Other people who may approve articles, by name: with one of them there is no need to publish alone."""
    return User.objects.who_may("approve_article").exclude(pk=user.pk)


def _require_reason(reason):
    if len(reason.strip()) < REASON_AT_LEAST:
        short = _("Say why this cannot wait for a second person, in at least %(least)d characters.")
        raise ValidationError({"reason": ValidationError(short, code="reason", params={"least": REASON_AT_LEAST})})
    require_length("reason", reason, REMARK)


@transaction.atomic
def force_publish(article, *, by, seen, reason, publish_at=None, change_kind, note="", replace=False, now=None):
    """Publish the document that `by` has read, without a second person. What blocks publication blocks this too."""
    workflow = lock(article)
    require_act(workflow, "force_publish", by=by, now=now)
    _require_reason(reason)
    document = resolve(workflow.article, now=now)
    require_seen(document, seen)
    require_publishable(document, now)
    workflow.submitted_by = workflow.approved_by = by
    workflow.submitted_hash, workflow.submitted_at = document.signed, now or timezone.now()
    workflow.returned_comment = ""
    return publish_locked(
        workflow, document, by=by, publish_at=publish_at, change_kind=change_kind, note=note, replace=replace, now=now,
        forced_reason=reason.strip(),
    )  # fmt: skip


def _read_by_two(edition):
    """Number of the newest edition before this one that two people have read, None where there is none."""
    earlier = Edition.objects.filter(article=edition.article_id, number__lt=edition.number).with_marks()
    return earlier.filter(is_read_by_one=False).order_by("-number").values_list("number", flat=True).first()


def hands_in(edition):
    """Keys of the accounts that had a hand in a forced edition: who published it, and who wrote since two people read
    the text. What was forced or cancelled in between has been read by nobody else."""
    events = Event.objects.filter(target_type="article", target_id=edition.article_id).order_by("-pk")
    publishing = events.filter(act__in=PUBLISHED).values_list("pk", flat=True)
    forced = publishing.filter(act="force_publish", detail__edition=edition.number).first() or 0
    writing = events.filter(act__in=WRITING, pk__lt=forced)
    if before := publishing.filter(detail__edition=_read_by_two(edition), pk__lt=forced).first():
        writing = writing.filter(pk__gt=before)
    wrote = set(writing.order_by().values_list("by_id", flat=True).distinct())
    return (wrote | {edition.by_id, edition.submitted_by_id, edition.article.workflow.owner_id}) - {None}


def may_look_again(edition, user):
    return may(user, "look_again") and user.pk not in hands_in(edition)


@transaction.atomic
def look_again(edition, *, by, seen, note="", now=None):
    """Somebody who had no hand in a forced edition has read it."""
    require(by, "look_again")
    edition = Edition.objects.select_related("article__workflow").get(pk=edition.pk)
    lock(edition.article)
    if not Edition.objects.has_appeared(now).filter(pk=edition.pk).exists():
        raise ValidationError(NOT_YET, code="stage")
    if not Edition.objects.needing_second_look(now).filter(pk=edition.pk).exists():
        raise ValidationError(_("This edition needs no second look: somebody has taken it already."), code="stage")
    if by.pk in (hands := hands_in(edition)):
        raise SomebodyElses(
            _("You had a hand in this edition: somebody else has to take the second look."),
            User.objects.who_may("look_again").exclude(pk__in=hands),
        )
    if seen != edition.content_hash:
        raise ValidationError(_("Read the edition first."), code="seen")
    require_length("note", note, REMARK)
    look = SecondLook.objects.create(edition=edition, by=by, at=now or timezone.now(), note=note.strip())
    record(by=by, act="look_again", article=edition.article, now=now, edition=edition.number, note=look.note)
    return look

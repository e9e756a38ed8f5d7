"""Acts on a waiting edition: reschedule, hold, unhold, cancel. They refuse an edition that has been public.

The database's clock alone decides whether an edition waits, as in the model and the triggers. `now` is the moment that
an act records, so that the demonstration has a past.
"""

import datetime
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...history.models import Event
from ...history.public_token import public_changed
from ...lib.acts import does, require_act
from ...statistics.models import Observation
from .. import search_index
from ..access import lock, record
from ..acts.conditions import Attempt, no_longer_waits
from ..acts.publishing import CANCEL, HOLD, RESCHEDULE, UNHOLD
from ..acts.standing import APPEAR
from ..mails import tell
from ..models import Citation, Edition, FigureUse
from .held_by_values import lock_printed

MOST_CITATIONS = 5_000  # at once
FURTHEST = datetime.timedelta(days=5 * 365 + 2)  # five years; a later date is a typing error


def too_far():
    return ValidationError(_("This is more than five years from now. Choose an earlier date."), code="far")


def require_date(publish_at, moment, *, passed):
    """Refuse a date that has passed, with the message `passed`, or one that is too far away."""
    if publish_at < moment:
        raise ValidationError({"publish_at": passed})
    if publish_at > moment + FURTHEST:
        raise ValidationError({"publish_at": too_far()})


@contextmanager
def _before_its_date():
    """Turn the trigger's IntegrityError into a message: the date may pass between the check and the change."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise no_longer_waits() from error


def _save_date(edition, workflow, publish_at, moment):
    require_date(publish_at, moment, passed=_("This time has passed. Choose a later one."))
    edition.publish_at = publish_at
    with _before_its_date():
        edition.save(update_fields=["publish_at", "held_at"])
    edition.citations.note_editions()
    search_index.index(edition, workflow)


@does(RESCHEDULE)
@transaction.atomic
def reschedule(edition: Edition, *, by: User, publish_at, now: datetime.datetime | None = None):
    """Change the date; a held edition stays held."""
    attempt = Attempt(by, lock(edition.article), now, edition=edition)
    require_act(RESCHEDULE, attempt)
    edition = attempt.waiting
    before = edition.publish_at
    _save_date(edition, attempt.workflow, publish_at, attempt.moment)
    record(
        by=by, act=RESCHEDULE, article=edition.article, now=now, edition=edition.number,
        before=before.isoformat(), after=publish_at.isoformat(),
    )  # fmt: skip
    tell(attempt.workflow, RESCHEDULE, by=by, when=publish_at, now=now)
    return edition


@does(HOLD)
@transaction.atomic
def hold(edition: Edition, *, by: User, now: datetime.datetime | None = None):
    """Keep a waiting edition from becoming public at its date, until `unhold`."""
    attempt = Attempt(by, lock(edition.article), now, edition=edition)
    require_act(HOLD, attempt)
    edition = hold_locked(attempt.waiting, by=by, moment=attempt.moment, now=now)
    tell(attempt.workflow, HOLD, by=by, now=now)
    return edition


def hold_locked(edition: Edition, *, by: User, moment: datetime.datetime, now: datetime.datetime | None = None):
    """Hold a waiting edition within the caller's lock."""
    edition.held_at = moment
    with _before_its_date():
        edition.save(update_fields=["held_at"])
    search_index.remove(edition.pk)
    record(by=by, act=HOLD, article=edition.article, now=now, edition=edition.number)
    return edition


@does(UNHOLD)
@transaction.atomic
def unhold(edition: Edition, *, by: User, publish_at=None, now: datetime.datetime | None = None):
    """Without `publish_at` the edition keeps its date, or becomes public now if that has passed."""
    attempt = Attempt(by, lock(edition.article), now, edition=edition)
    require_act(UNHOLD, attempt)
    edition = attempt.waiting
    edition.held_at = None
    _save_date(edition, attempt.workflow, publish_at or max(edition.publish_at, attempt.moment), attempt.moment)
    record(
        by=by, act=UNHOLD, article=edition.article, now=now, edition=edition.number,
        publish_at=edition.publish_at.isoformat(),
    )  # fmt: skip
    tell(attempt.workflow, UNHOLD, by=by, when=edition.publish_at, now=now)
    return edition


def cancel_locked(edition: Edition, *, by: User, now: datetime.datetime | None = None):
    """Delete a waiting edition within the caller's lock; the event keeps its document and hash.

    A caller that has locked the edition's row has called `lock_printed` before.
    """
    lock_printed(edition)
    record(
        by=by, act=CANCEL, article=edition.article, now=now, edition=edition.number,
        sha256=edition.sha256, document=edition.document, publish_at=edition.publish_at.isoformat(),
    )  # fmt: skip
    search_index.remove(edition.pk)
    used = list(edition.figure_uses.values_list("vintage__observation", flat=True))
    with _before_its_date():
        Edition.objects.filter(pk=edition.pk).delete()
    cited = FigureUse.objects.filter(vintage__observation=OuterRef("pk"))
    Observation.objects.filter(~Exists(cited), pk__in=used).update(cited=False)


@does(CANCEL)
@transaction.atomic
def cancel(edition: Edition, *, by: User, now: datetime.datetime | None = None):
    """Delete a waiting edition. The working copy stays as it is."""
    workflow = lock(edition.article)
    lock_printed(edition)
    attempt = Attempt(by, workflow, now, edition=edition)
    require_act(CANCEL, attempt)
    edition = attempt.waiting
    cancel_locked(edition, by=by, now=now)
    tell(workflow, CANCEL, by=by, now=now)
    note_changes_since(workflow)
    workflow.save(update_fields=["unchanged_since_edition"])


def note_changes_since(workflow):
    """After a cancellation the text has changes again, unless an earlier edition is as new as its last change."""
    if workflow.unchanged_since_edition:
        since = Edition.objects.filter(article=workflow.article, created_at__gte=workflow.article.changed_at)
        workflow.unchanged_since_edition = since.exists()


def note_appearances():
    """Record the scheduled editions that have become public since the last call; return how many."""
    recorded = Event.objects.filter(target_type="edition", target_id=OuterRef("pk"), act=APPEAR.name)
    appeared = Edition.objects.public().filter(~Exists(recorded), publish_at__gt=F("created_at"))
    editions = appeared.select_related("article").defer("document").order_by("publish_at", "pk")
    return sum(_note_appearance(edition) for edition in list(editions))


@transaction.atomic
def _note_appearance(edition):
    """Return False if another process has recorded it.

    What search has of it is written anew, because the newest briefings about something are those that search got last.
    """
    workflow = lock(edition.article)
    if Event.objects.filter(target_type="edition", target_id=edition.pk, act=APPEAR.name).exists():
        return False
    record(by=None, act=APPEAR, article=edition, now=edition.publish_at, edition=edition.number)
    search_index.remove(edition.pk)
    search_index.index(edition, workflow)
    supersede_earlier(edition)
    return True


def supersede_earlier(edition):
    """Note on the earlier editions of the article that this one has appeared."""
    earlier = Edition.objects.filter(article=edition.article_id, number__lt=edition.number, superseded_at=None)
    if earlier.update(superseded_at=edition.publish_at):
        superseded = Edition.objects.filter(article=edition.article_id, superseded_at=edition.publish_at)
        Citation.objects.filter(edition__in=superseded).note_editions()


def correct_citations():
    """A release that knows no dates of citations, before an upgrade or after going back, may have published an edition
    or moved one that waits."""
    waiting = Citation.objects.filter(edition__in=Edition.objects.keys_of_waiting())
    for wrong in (Citation.objects.filter(publish_at=None), waiting.exclude(publish_at=F("edition__publish_at"))):
        if keys := list(wrong.order_by().values_list("pk", flat=True)[:MOST_CITATIONS]):
            Citation.objects.filter(pk__in=keys).note_editions()
            public_changed()

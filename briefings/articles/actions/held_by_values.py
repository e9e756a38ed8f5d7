"""Hold the waiting editions that print a value which a batch changes, inside the batch's transaction.

Locks: the batch has locked its observations; here only the rows of the waiting editions, in key order, no article.
Whoever publishes or cancels locks the observations before the edition (`lock_printed`), so that there is no deadlock.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from ...lib.clock import database_now
from ...lib.rows.chunks import in_chunks
from ...statistics.models import Batch, Observation
from .. import search_index
from ..access import record
from ..acts.new_figures import changed_uses
from ..acts.publishing import HOLD_FOR_VALUES
from ..mails import tell
from ..models import Edition, FigureUse

CHUNK = 500


def hold_for_values(sender, *, batch: Batch, observations: Sequence[int], now: datetime | None = None, **_rest) -> None:
    """Receiver of `values_applied`. An edition whose date has come meanwhile counts as published."""
    for edition in _locked(_editions_with_changed(observations)):
        if not edition.held_at and not _hold(edition):
            continue
        article = edition.article
        record(by=None, act=HOLD_FOR_VALUES, article=article, now=now, edition=edition.number, batch=batch.pk)
        tell(article.workflow, HOLD_FOR_VALUES, also=edition.by, batch=batch.pk)


def _editions_with_changed(observations):
    waiting = Edition.objects.keys_of_waiting()  # few; thousands may print a value
    keys = set()
    for chunk in in_chunks(observations, CHUNK) if waiting else ():
        part = Observation.objects.filter(pk__in=chunk, cited=True).values("pk")
        uses = changed_uses().filter(edition__in=waiting, vintage__observation__in=part)
        keys.update(uses.values_list("edition", flat=True).distinct())
    return sorted(keys)


def _locked(keys) -> Iterable[Edition]:
    """Those that still wait, by the database's clock."""
    if not keys:
        return []
    waiting = Edition.objects.waiting().filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
    return list(waiting.select_related("article__workflow", "by").defer("document"))


def _hold(edition) -> bool:
    """False where its date has come between the question and the change: the trigger refuses."""
    edition.held_at = database_now()
    try:
        with transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(held_at=edition.held_at)
    except IntegrityError:
        return False
    search_index.remove(edition.pk)
    return True


def lock_printed(*editions: Edition | None, besides: Iterable[int] = ()) -> None:
    """Lock the observations that the editions print, and `besides`, in the order of batches."""
    printed = FigureUse.objects.filter(edition__in=[edition for edition in editions if edition])
    keys = {*printed.values_list("vintage__observation", flat=True), *besides}
    list(Observation.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))

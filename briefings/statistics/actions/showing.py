"""Make a series public with its indicator and source, or prefer it: at once, or when a second person has looked."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...history.actions import become_public, record
from ...lib.acts import Attempt, does, require_act
from ...sources.models import Source
from ..acts import PREFER, SHOW_SERIES
from ..entering.showing import parts_of, why_seen_first
from ..models import Batch, Indicator, Series
from .applying import tell_second_persons
from .reasons import require_reason
from .shown import locked, set_preferred


@does(SHOW_SERIES)
@transaction.atomic
def show_series(series: Series, *, by: User, now: datetime | None = None) -> Series | Batch:
    """Make the series public with its indicator and source; a batch that waits where it changes what readers see."""
    require_act(SHOW_SERIES, Attempt(by, now))
    series = locked(series)
    parts = parts_of(series)
    if _is_read(series):
        raise ValidationError(_("Readers see this series already."), code="public")
    if why_seen_first(parts):
        return _proposed(SHOW_SERIES, series, by=by, now=now)
    record(by=by, act=SHOW_SERIES, target=series, detail={"waits": False}, now=now)
    for part in parts:
        become_public(part, by=by, now=now)
    return Series.objects.with_names().get(pk=series.pk)


@does(PREFER)
@transaction.atomic
def prefer(series: Series, *, reason: dict[str, str], by: User, now: datetime | None = None) -> Series | Batch:
    """Make this the preferred series of its indicator, area and frequency instead of any other; a batch that waits
    where that changes the home page."""
    require_act(PREFER, Attempt(by, now))
    reason = require_reason(reason)
    series = locked(series)
    if not _is_read(series) and Series.objects.public().filter(series.sisters, preferred=True).exists():
        words = _("Readers do not see this series, and would lose the preferred one that they see. Show it first.")
        raise ValidationError(words, code="hidden")
    if not series.preferred and why_seen_first(preferred=series):
        return _proposed(PREFER, series, by=by, now=now, because=reason)
    return set_preferred(series, reason=reason, by=by, now=now)


def _is_read(series):
    return all(part.is_public for part in parts_of(series))


def refuse_unseen(sender, *, target, **_rest) -> None:
    """Receiver of `asks_to_be_public`: values that nobody else has seen come to readers with a second person only."""
    if sender not in (Series, Indicator, Source) or target.is_public:
        return
    if reasons := why_seen_first([target]):
        words = _("A second person looks first: use “Show to readers” on the page of the series.")
        raise ValidationError(" ".join([*reasons, words]), code="seen_first")


def _proposed(act, series, *, by, now, because=None):
    batch = Batch.objects.create(
        kind=Batch.Kind.SHOWN, by=by, shows=series, preferred_because=because or {},
        reason_en=(because or {}).get("en", ""), reason_es=(because or {}).get("es", ""),
        proposed_at=now or timezone.now(),
    )  # fmt: skip
    record(by=by, act=act, target=series, detail={"waits": True, "batch": batch.pk}, now=now)
    tell_second_persons(act, batch, by=by, now=now)
    return batch

"""A batch as entries: what it would change now, and what undoing it would."""

from datetime import datetime

from django.utils import timezone

from ...lib.clock import Day
from ..models import Batch, Vintage
from .comparing import compare
from .entries import Entry, Preview
from .second_person import why_second_person
from .showing import as_if_shown, parts_of, values_on_record, why_seen_first
from .validation import Value

NAMES = ["observation__series__indicator", "observation__series__area", "observation__series__source"]
CHUNK = 500


def known_on_of(batch: Batch) -> Day:
    """All vintages of a batch were known on one day."""
    first = batch.vintages.order_by("pk").values_list("known_on", "known_precision").first()
    return Day(*first) if first else Day(timezone.localdate())


def preview_of(batch: Batch, *, now: datetime | None = None) -> Preview:
    """What applying a proposed batch would change at this moment."""
    if batch.kind == Batch.Kind.SHOWN:
        return Preview(new=values_on_record(batch.shows))
    vintages = batch.vintages.select_related(*NAMES).order_by("observation__series", "observation__start", "pk")
    entries = [
        Entry(batch.shows or each.observation.series, _value(each, each.period), release=each.release_id, is_whole=True)
        for each in vintages
    ]
    preview = compare(entries, now=now or timezone.now(), known_on=known_on_of(batch), release=batch.release)
    if batch.shows and not batch.shows.is_public:  # values that came in meanwhile become public too
        own = {entry.key for entry in entries}
        preview.new += [change for change in values_on_record(batch.shows) if change.entry.key not in own]
    return preview


def as_if_applied(batch: Batch):
    """Within it the series that the batch shows is public or preferred already."""
    because = bool(batch.preferred_because)
    return as_if_shown(batch.shows, preferred=because, only_preferred=batch.only_prefers)


def why_waiting(batch: Batch, preview: Preview) -> list[str]:
    if batch.kind == Batch.Kind.SHOWN:
        public = () if batch.only_prefers else parts_of(batch.shows)
        return why_seen_first(public, batch.shows if batch.preferred_because else None)
    with as_if_applied(batch):
        return why_second_person(preview, known_on=known_on_of(batch))


def entries_that_undo(batch: Batch) -> tuple[list[Entry], list[Vintage]]:
    """Entries that restore what was current before the batch, and those of its values that were revised since.

    A first entry becomes missing.
    """
    vintages = list(
        batch.vintages.select_related(*NAMES, "observation__current").order_by(
            "observation__series", "observation__start", "pk"
        )
    )
    current = [vintage for vintage in vintages if vintage.observation.current_id == vintage.pk]
    before = _before(batch, [vintage.observation_id for vintage in current])
    entries = []
    for vintage in current:
        earlier = before.get(vintage.observation_id)
        period = vintage.observation.period
        value = _value(earlier, period) if earlier else _value(vintage, period).retracted()
        release = earlier.release_id if earlier else None
        entries.append(Entry(vintage.observation.series, value, release=release, is_whole=True))
    return entries, [vintage for vintage in vintages if vintage.observation.current_id != vintage.pk]


def _before(batch, observations):
    """{observation: the vintage that would be current without the batch}."""
    newest = {}
    for first in range(0, len(observations), CHUNK):
        others = Vintage.objects.counted().filter(observation__in=observations[first : first + CHUNK])
        for vintage in others.exclude(batch=batch).newest_first():
            newest.setdefault(vintage.observation_id, vintage)
    return newest


def _value(vintage, period):
    return Value(period, vintage.value, vintage.status, vintage.low, vintage.high, vintage.credibility, vintage.locator)

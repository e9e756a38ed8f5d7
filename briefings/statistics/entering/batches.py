"""A batch as entries: what it would change now, and what undoing it would."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import chain, takewhile

from django.utils import timezone

from ...lib.clock import Day
from ...lib.periods import period_of
from ...lib.rows.chunks import in_chunks
from ..models import Batch, Series, Vintage
from ..printed_in.home_figures import HomeFigures
from .comparing import compare, stored_values
from .entries import Entry, Preview
from .second_person import why_second_person
from .showing import as_if_shown, parts_of, values_on_record, why_seen_first
from .validation import Value

CHUNK = 500


def known_on_of(batch: Batch) -> Day:
    """All vintages of a batch were known on one day."""
    first = batch.vintages.order_by("pk").values_list("known_on", "known_precision").first()
    return Day(*first) if first else Day(timezone.localdate())


def preview_of(batch: Batch, *, now: datetime | None = None) -> Preview:
    """What applying a proposed batch would change at this moment."""
    preferred = _preferred_now(batch)
    terms = "|".join(["", *(str(series.pk) for series in preferred)])
    if batch.only_prefers:
        return _preview_of_preference(batch, preferred, terms)
    if batch.kind == Batch.Kind.SHOWN:
        return Preview(new=values_on_record(batch.shows), terms=terms)
    entries = [
        Entry(batch.shows or each.observation.series, _value(each, each.period), release=each.release_id, is_whole=True)
        for each in _vintages(batch)
    ]
    preview = compare(
        entries,
        now=now or timezone.now(),
        known_on=known_on_of(batch),
        release=batch.release,
        recorded_at=batch.proposed_at,
    )
    preview.terms += terms
    if batch.shows and not batch.shows.is_public:  # values that came in meanwhile become public too
        own = {entry.key for entry in entries}
        preview.new += [change for change in values_on_record(batch.shows) if change.entry.key not in own]
    return preview


def _preferred_now(batch):
    """Which series would be preferred no more: somebody may prefer another one while the page is read."""
    if not batch.preferred_because:
        return []
    return list(Series.objects.with_names().filter(batch.shows.sisters, preferred=True).order_by("pk"))


def _preview_of_preference(batch, preferred, terms):
    """Of each period the value that readers see first now and the one that they would see first."""
    instead_of = next(iter(preferred), None)
    changes = values_on_record(batch.shows)
    if instead_of is None:
        return Preview(new=changes, terms=terms)
    before = stored_values([replace(change.entry, series=instead_of) for change in changes])
    compared = [replace(each, before=before.get((instead_of.pk, each.period))) for each in changes]
    new, revised = ([each for each in compared if bool(each.before) == is_there] for is_there in (False, True))
    return Preview(new=new, revised=revised, terms=terms, instead_of=instead_of)


def as_if_applied(batch: Batch):
    """Within it the series that the batch shows is public or preferred already."""
    because = bool(batch.preferred_because)
    return as_if_shown(batch.shows, preferred=because, only_preferred=batch.only_prefers)


def why_waiting(batch: Batch, preview: Preview, figures: HomeFigures) -> list[str]:
    """`figures`: of the home page as it is now."""
    if batch.kind == Batch.Kind.SHOWN:
        public = () if batch.only_prefers else parts_of(batch.shows)
        return why_seen_first(public, batch.shows if batch.preferred_because else None, figures)
    if not batch.shows_id:
        return why_second_person(preview, known_on=known_on_of(batch), figures=figures, is_undo=bool(batch.reverts_id))
    with as_if_applied(batch):
        return why_second_person(preview, known_on=known_on_of(batch))


def entries_that_undo(batch: Batch) -> tuple[list[Entry], list[Vintage]]:
    """Entries that restore what was current before the batch, and those of its values that stay.

    A first entry becomes missing. A value stays because it was revised since, or because another batch, its `given_by`,
    had entered the very same before: undoing that one takes both away.
    """
    vintages = _vintages(batch)
    counted = _counted([vintage.observation_id for vintage in vintages])
    entries, staying = [], []
    for vintage in vintages:
        history = counted.get(vintage.observation_id, [])
        current, giver = _current(history)
        if vintage not in current:
            current, giver = _current(_without_undone(history))
        if vintage != giver:
            vintage.given_by = giver.batch if vintage in current else None
            staying.append(vintage)
            continue
        earlier = next((each for each in history if _applied(each) < _applied(giver)), None)
        period = vintage.observation.period
        value = _value(earlier, period) if earlier else _value(vintage, period).retracted()
        release = earlier.release_id if earlier else None
        entries.append(Entry(vintage.observation.series, value, release=release, is_whole=True))
    return entries, staying


def _vintages(batch):
    """Its vintages. Those of a series share one object of it: a batch can have 50,000 values."""
    vintages = batch.vintages.select_related("observation").order_by("observation__series", "observation__start", "pk")
    series = Series.objects.with_names().in_bulk({vintage.observation.series_id for vintage in vintages})
    for vintage in vintages:
        vintage.observation.series = series[vintage.observation.series_id]
    return list(vintages)


def _counted(observations):
    """{observation: its vintages that count, newest first}."""
    history = {}
    for chunk in in_chunks(observations, CHUNK):
        for vintage in Vintage.objects.counted().filter(observation__in=chunk).newest_first():
            history.setdefault(vintage.observation_id, []).append(vintage)
    batches = Batch.objects.in_bulk({vintage.batch_id for each in history.values() for vintage in each})
    for vintage in chain.from_iterable(history.values()):
        vintage.batch = batches[vintage.batch_id]
    return history


def _current(history):
    """The newest vintages as long as they say the same, and the one of them that was applied first."""
    current = list(takewhile(lambda vintage: _content(vintage) == _content(history[0]), history))
    return current, min(current, key=_applied, default=None)


def _without_undone(history):
    """Without those of batches that were undone, and of those that undid them; as it is where another value would be
    current then.
    """
    batches, undone, rest = {vintage.batch_id for vintage in history}, set(), []
    for vintage in history:
        if vintage.batch_id in undone:
            continue
        if vintage.batch.reverts_id in batches:
            undone.add(vintage.batch.reverts_id)
        else:
            rest.append(vintage)
    is_same = rest and _content(rest[0]) == _content(history[0])
    return rest if is_same else history


def _content(vintage):
    """What a revision can change."""
    numbers = vintage.value, vintage.low, vintage.high
    return *numbers, vintage.status, vintage.credibility, vintage.release_id, vintage.locator


def _applied(vintage):
    """For the order in which batches were applied; one that is being applied is the last."""
    batch = vintage.batch
    return batch.decided_at is None, batch.decided_at or batch.proposed_at, batch.pk


def waiting_beside(entries: Iterable[Entry], *, besides: Batch | None = None) -> list[Batch]:
    """Other batches that wait for a second person and hold a value of one of these periods too."""
    keys = {entry.key for entry in entries}
    series = sorted({key for key, _period in keys})
    waiting = Vintage.objects.filter(batch__stage=Batch.Stage.PROPOSED).exclude(batch=besides).order_by()
    found = set()
    for chunk in in_chunks(series, CHUNK):
        rows = waiting.filter(observation__series__in=chunk)
        rows = rows.values_list("batch", "observation__series", "observation__start", "observation__months")
        found |= {batch for batch, of, start, months in rows.iterator() if (of, period_of(start, months)) in keys}
    return list(Batch.objects.filter(pk__in=found).select_related("by"))


def _value(vintage, period):
    return Value(period, vintage.value, vintage.status, vintage.low, vintage.high, vintage.credibility, vintage.locator)

"""Series that become public or preferred: why a second person looks at them first, and what readers would see."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ..models import Indicator, Observation, Series
from ..printed_in.home import home_prints
from ..printed_in.home_figures import HomeFigures
from .entries import Change, Entry
from .unusual import unusual_words
from .validation import Value

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@contextmanager
def as_if(public: Iterable[Model] = (), preferred: Series | None = None) -> Iterator[None]:
    """Within it these are public, and this series is preferred. All that is written within it is rolled back."""
    private = [part for part in public if not part.is_public]
    if not private and (preferred is None or preferred.preferred):
        yield
        return
    was_preferred = preferred and preferred.preferred
    with transaction.atomic():
        try:
            for part in private:
                type(part)._default_manager.filter(pk=part.pk).update(public_since=LONG_AGO)
                part.public_since = LONG_AGO
            if preferred:
                sisters = Series.objects.filter(preferred.sisters)
                sisters.update(preferred=False)
                sisters.filter(pk=preferred.pk).update(preferred=True)
                preferred.preferred = True
            yield
        finally:
            transaction.set_rollback(True)
            for part in private:
                part.public_since = None
            if preferred:
                preferred.preferred = was_preferred


def as_if_shown(series: Series | None, *, preferred: bool = False, only_preferred: bool = False):
    """As if the series were public with its indicator and source, and preferred; None: as everything is."""
    public = parts_of(series) if series and not only_preferred else ()
    return as_if(public, series if preferred else None)


def parts_of(series: Series) -> list[Model]:
    """What has to be public so that readers see the series."""
    return [series.indicator, series.source, series]


def why_seen_first(
    public: Iterable[Model] = (), preferred: Series | None = None, figures: HomeFigures | None = None
) -> list[str]:
    """Why a second person looks before these become public, or this series preferred: as for values, in words.
    `figures`: of the home page as it is now, where the caller has them."""
    public, before = list(public), home_prints(figures)
    with as_if(public, preferred):
        is_on_home = home_prints() != before
    reasons = [_("The home page would print other values.")] if is_on_home else []
    if any(change.unusual for part in public if not part.is_public for change in _to_be_read(part)):
        reasons.append(_("An unusual value would become public that no second person has seen."))
    return reasons


def brings_own_values_home(indicator: Indicator, part_of: Indicator | None, by: User) -> bool:
    """Whether the home page would print a series whose values nobody but `by` has seen, were it part of `part_of`."""
    before = {series for series, *_values in home_prints()}
    with transaction.atomic():
        Indicator.objects.filter(pk=indicator.pk).update(part_of=part_of)
        coming = {series for series, *_values in home_prints()} - before
        transaction.set_rollback(True)
    values = Observation.objects.current().filter(series__in=coming)
    return values.filter(current__batch__by=by, current__batch__second=None, current__batch__forced_reason="").exists()


def _to_be_read(part):
    """Values on record that readers would see once the series, indicator or source is public, and nobody has seen."""
    series = [part] if isinstance(part, Series) else part.series.filter(public_since__isnull=False).with_names()
    return (change for each in series for change in values_on_record(each, only_unseen=True))


def values_on_record(series: Series, *, only_unseen: bool = False) -> list[Change]:
    """The current values as changes that come in now. `only_unseen`: without those that had a second person."""
    rows = Observation.objects.current().filter(series=series).select_related("current__batch").order_by("start")
    rows = list(rows)
    values = {(series.pk, row.period): row.current_value for row in rows}
    changes = []
    for row in rows:
        vintage, batch = row.current, row.current.batch
        if only_unseen and (batch.second_id or batch.forced_reason):
            continue
        content = vintage.value, vintage.status, vintage.low, vintage.high, vintage.credibility, vintage.locator
        value = Value(row.period, *content)
        entry = Entry(series, value, release=vintage.release_id, is_whole=True)
        days = {"today": timezone.localdate(vintage.recorded_at), "known_on": vintage.known_on}
        unusual = unusual_words(series, value, values, **days)
        changes.append(Change(entry, unusual=unusual))
    return changes

"""What readers were shown of a figure, what a batch made of it, and what is on record now."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.timezone import localdate

from ..addresses.models import page_url
from ..lib.numbers import format_number, language_code, plain, reads_same
from ..lib.periods import Period, period_of
from ..sources.models import Source
from ..statistics.models import Area, Indicator
from .first_printed import Printed, first_changed, first_printed


class ChangedFigure(NamedTuple):
    """`before` is the value as editions printed it, `after` what a batch made of it, `now` what is on record now, since
    `now_at`: as people read them, "" where there is no value; the plain ones for machines. `printed_in` are the first
    editions that printed it, of those in the language of the register if there are any; `days` how long they had, None
    where all of them were published after the batch."""

    observation: int
    indicator: Indicator
    area: Area
    source: Source
    frequency: str
    period: Period
    before: str
    after: str
    now: str
    before_plain: str
    after_plain: str
    now_plain: str
    now_at: datetime.datetime
    printed_in: tuple[Printed, ...] = ()
    days: int | None = None

    @property
    def url(self) -> str:
        return page_url("figure", language_code(), self.observation)

    @property
    def since(self) -> datetime.datetime:
        return self.printed_in[0].publish_at

    @property
    def is_revised_again(self) -> bool:
        return self.now != self.after


def changed_figures(
    batches: Iterable[int], language: str, *, most: int, briefings: int
) -> dict[int, tuple[list[ChangedFigure], int]]:
    """{batch: its first `most` figures that editions had printed otherwise, how many were not looked at}: two queries.

    An edition counts that printed any earlier value, also one that another batch had changed before. A value that reads
    the same as printed, or as the one that it replaced, is no change.
    """
    found, vintages = {}, first_changed(batches, most=most)
    printed = first_printed([vintage.pk for vintage in vintages], language, most=briefings)
    for vintage in vintages:
        figures, _left = found.setdefault(vintage.batch_id, ([], vintage.number - min(vintage.number, most)))
        if _reads_as_before(vintage):
            continue
        for value, editions in printed.get(vintage.pk, {}).items():
            own = [each for each in editions if each.language == language]
            figure = _figure(vintage, value, (own or editions)[:briefings], language)
            if figure.before != figure.after:
                figures.append(figure)
    return found


def _reads_as_before(vintage):
    """Unless the value is dated by it: the decimals may have been others then."""
    observation = vintage.observation
    is_same = reads_same(vintage.before, vintage.value, observation.series.indicator.decimals)
    return is_same and observation.last_change != vintage


def _figure(vintage, before, editions, language):
    observation = vintage.observation
    series, batch = observation.series, vintage.batch
    # Without the vintage, equal lists of editions are equal.
    printed = tuple(edition._replace(revision=0) for edition in editions)
    since = printed[0].publish_at
    return ChangedFigure(
        observation.pk,
        series.indicator,
        series.area,
        series.source,
        series.frequency,
        period_of(observation.start, observation.months),
        *values_in_words((before, vintage.value, observation.current_value), series.indicator.decimals, language),
        now_at=observation.last_change.batch.decided_at,
        printed_in=printed,
        days=days_between(since, batch.decided_at) if since <= batch.decided_at else None,
    )


def values_in_words(values: tuple, decimals: int, language: str) -> list[str]:
    """All as people read them, then all for machines."""
    shown = ["" if value is None else format_number(value, decimals, language) for value in values]
    return [*shown, *("" if value is None else plain(value) for value in values)]


def days_between(since: datetime.datetime, at: datetime.datetime) -> int:
    return (localdate(at) - localdate(since)).days

"""Current figures: the latest value of a series and its trend."""

import datetime
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import chain, islice
from operator import or_

from django.db.models import BigIntegerField, DateField, Q
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..lib.bases import label_of, with_lang
from ..lib.charts import sparkline
from ..lib.numbers import change_words, language_code, number_in_prose, signed_points
from ..lib.periods import FREQUENCIES
from ..lib.rows.prepared import prepared
from ..templatetags.briefings import known_words
from .calculations import fair_change, is_in_points, may_compare
from .known_values import OF_OBSERVATION, KnownValue, fields
from .models import Indicator, Observation, Series
from .models.observations import CREDIBILITY, Status

MAX_YEARS = 30
MIN_EXTREME = 3  # whole periods: the highest of two is no finding
BY_LENGTH = list(FREQUENCIES)  # yearly, quarterly, monthly


@dataclass
class CurrentFigure:
    """A series with `KnownValue`s of it, the oldest first, without those that start before `drawn_from`."""

    series: Series
    observations: list = field(default_factory=list)
    drawn_from: datetime.date | None = None
    begins: datetime.date | None = None  # the first day with a value, where it is known
    to_date: object = None  # `YearToDate` of the same source

    @property
    def indicator(self):
        return self.series.indicator

    @cached_property
    def known(self):
        """Those that are not missing."""
        return [observation for observation in self.observations if observation.value is not None]

    @cached_property
    def full(self):
        """Those of whole periods that are not missing."""
        return [observation for observation in self.known if not observation.is_part]

    @cached_property
    def latest(self):
        """The last whole period, or else the last part of one; None without any value."""
        return (self.full or self.known or [None])[-1]

    @cached_property
    def part(self):
        """The longest part of a period after the last whole one."""
        newer = [observation for observation in self.known if self.full and observation.start >= self.latest.period.end]
        return max(newer, key=lambda observation: (observation.start, observation.months), default=None)

    @property
    def span(self):
        """`2014 to 2025`: from the first period with a value to the last."""
        first, last = self.known[0].period, self.known[-1].period
        if first == last:
            return first.label()
        return _("%(first)s to %(last)s") % {"first": first.label(), "last": last.label()}

    @cached_property
    def first(self):
        return (self.full or self.known or [None])[0]

    @property
    def value(self):
        return self.latest.value if self.latest else None

    @property
    def grade(self):
        return f"{self.series.source.reliability}{self.latest.credibility}" if self.latest else ""

    @property
    def grade_words(self):
        """`usually reliable, probably true`."""
        if not self.latest:
            return ""
        source = label_of(self.series.source, "reliability").partition(" – ")[2]
        return f"{source}, {dict(CREDIBILITY)[self.latest.credibility]}"

    @property
    def change(self):
        return self.change_of(self.latest)

    def change_of(self, observation):
        """`up 32% on 2024`; empty where the value of the period before is not known."""
        if not observation:
            return ""
        period = observation.period.before()
        before = next((each for each in reversed(self.known) if each.period == period), None)
        amount = before and fair_change(observation, before, self.series, self._breaks)
        if amount is None:
            return ""
        words = signed_points(amount, self.indicator.decimals) if is_in_points(self.series) else change_words(amount)
        return _("%(change)s on %(period)s") % {"change": words, "period": period.label()} if words else ""

    def _has_break(self, first, last):
        """Whether the series breaks after the period of `first`, up to that of `last`."""
        return any(first.start < start <= last.start for start in self._breaks)

    @cached_property
    def _breaks(self):
        return [observation.start for observation in self.observations if observation.is_break]

    @cached_property
    def extreme(self):
        """`highest` or `lowest` where the last whole period alone is so in the whole series, else an empty text.

        Empty also where that would mislead: with fewer than three whole periods, across a break, with an estimate or
        another definition among the values, or where a part of a period already goes beyond.
        """
        latest, values = self.latest, [observation.value for observation in self.full]
        if len(values) < MIN_EXTREME or values.count(latest.value) > 1 or self._has_break(self.full[0], latest):
            return ""
        if not all(may_compare(observation.status) for observation in self.full):
            return ""
        parts = [observation.value for observation in self.known if observation.is_part]
        if latest.value == max(values + parts) and not self._begins_earlier:
            return "highest"
        # A part of a year has fewer cases than the year, so a lower count says nothing. A lower rate may.
        sums_up = self.indicator.kind in (Indicator.Kind.COUNT, Indicator.Kind.AMOUNT)
        if latest.value == min(values + ([] if sums_up else parts)) and not self._begins_earlier:
            return "lowest"
        return ""

    @cached_property
    def _begins_earlier(self):
        if not self.drawn_from or self.begins:
            return bool(self.drawn_from) and self.begins < self.drawn_from
        earlier = Observation.objects.current().filter(series=self.series, start__lt=self.drawn_from)
        return earlier.filter(current_value__isnull=False).exists()

    @property
    def part_change(self):
        return self.change_of(self.part)

    @cached_property
    def points(self):
        """For a chart: whole periods, missing values included, and the parts that no whole period covers."""
        whole = [observation.period for observation in self.full]
        return [observation for observation in self.observations if not self._is_covered(observation, whole)]

    def _is_covered(self, observation, whole):
        period = observation.period
        return observation.is_part and any(other.start <= period.start and period.end <= other.end for other in whole)

    @property
    def has_trend(self):
        """Whether three whole periods follow each other: with fewer a sparkline shows nothing."""
        starts = {observation.start for observation in self.full}
        periods = [observation.period for observation in self.full]
        return any(period.end in starts and period.before().start in starts for period in periods)

    @property
    def spark(self):
        values = tuple([(each.start, each.months, each.value, each.status) for each in self.observations])
        return _spark(self.series.frequency, self.indicator.decimals, language_code(), values)

    @property
    def course(self):
        """`From 1,310 in 2014 to 9,283 in 2025, rising since 2024`, about whole periods."""
        first, last, language = self.full[0], self.full[-1], language_code()
        words = {
            "first_value": number_in_prose(first.value, self.indicator.decimals, language),
            "first": first.period.label(language),
            "last_value": number_in_prose(last.value, self.indicator.decimals, language),
            "last": last.period.label(language),
            "since": self._turn.period.label(language),
        }
        if self._turn.value < last.value:
            return _("From %(first_value)s in %(first)s to %(last_value)s in %(last)s, rising since %(since)s") % words
        if self._turn.value > last.value:
            return _("From %(first_value)s in %(first)s to %(last_value)s in %(last)s, falling since %(since)s") % words
        return _("From %(first_value)s in %(first)s to %(last_value)s in %(last)s") % words

    @cached_property
    def _turn(self):
        """The whole period from which on each next one without a gap was higher, or each was lower."""
        later, direction = self.full[-1], 0
        for earlier in reversed(self.full[:-1]):
            step = (later.value > earlier.value) - (later.value < earlier.value)
            if not step or step * direction < 0 or earlier.period.end != later.start:
                break
            later, direction = earlier, step
        return later

    @property
    def dated(self):
        """`2025, provisional, known by the end of July 2026`."""
        parts = [self.latest.period.label()]
        if self.latest.status != Status.NORMAL:
            parts.append(self.latest.status_words)
        return format_html("{}, {}", ", ".join(parts), known_words(self.latest.day_known))

    @property
    def tile(self):
        """The context of parts/key_figure.html."""
        source = self.series.source
        return {
            "shown": self.latest.text,
            "range": self.latest.range,
            "plain": self.latest.plain,
            "unit": with_lang(self.indicator.unit),
            "label": with_lang(self.indicator.name),
            "url": self.indicator.get_absolute_url(),
            "period": self.dated,
            "change": self.change,
            "to_date": self.to_date,
            "chart": self.spark,
            "source": with_lang(source.name),
            "source_url": source.get_absolute_url(),
        }


@lru_cache(500)
def _spark(frequency, decimals, _language, values):
    """Kept in memory: a publication changes few of the lines of a page, and to draw one takes ten times as long as to
    compare its values."""
    series = Series(frequency=frequency, indicator=Indicator(decimals=decimals))
    figure = CurrentFigure(series, [KnownValue(series, *value) for value in values])
    return sparkline(figure.points, title=figure.course, frequency=frequency) if figure.has_trend else ""


def values_by_series(series, since=None, *, with_vintages=True):
    """`KnownValue`s by series key, the oldest first: one query. `since`: {series key: first day}."""
    by_key = {each.pk: each for each in series}
    grouped = {key: [] for key in by_key}
    if not by_key:
        return grouped
    by_day = {}
    for key, each in by_key.items():
        by_day.setdefault((since or {}).get(key) or first_shown(each.frequency), []).append(key)
    keys, numbers = tuple(chain(*by_day.values())), tuple(map(len, by_day.values()))
    for key, *rest in _values_since(keys=keys, days=tuple(by_day), numbers=numbers, with_vintages=with_vintages):
        grouped[key].append(KnownValue(by_key[key], *rest))
    return grouped


@prepared(keys=BigIntegerField(), days=DateField())
def _values_since(keys, days, numbers, with_vintages):
    """From each day on the values of so many of the series: a condition for each of 400 series took 20 ms to plan."""
    rest = iter(keys)
    conditions = [
        Q(series__pk__in=list(islice(rest, number)), start__gte=day) for day, number in zip(days, numbers, strict=True)
    ]
    rows = Observation.objects.current().filter(reduce(or_, conditions)).order_by("start", "months")
    return rows.values_list(*fields() if with_vintages else OF_OBSERVATION)


def first_day():
    """Values before it are old: they are on the page of the indicator only."""
    today = datetime.date.today()
    return today.replace(month=1, day=1, year=today.year - MAX_YEARS)


def first_shown(frequency) -> datetime.date:
    """Of a yearly series all values are shown, which are few; of the others, those since `first_day`."""
    return datetime.date.min if frequency == Series.Frequency.ANNUAL else first_day()


def preference(figure):
    """Sort key for what represents an indicator: preferred, several values rather than one, yearly before monthly."""
    series = figure.series
    return not series.preferred, len(figure.full) < 2, BY_LENGTH.index(series.frequency), series.source.reliability

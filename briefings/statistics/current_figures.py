"""Current figures: the series that represents each indicator, its latest value and its trend."""

import datetime
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Case, ExpressionWrapper, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, ExtractMonth
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..lib.bases import with_lang
from ..lib.charts import Point, sparkline
from ..lib.numbers import change_words
from ..lib.periods import FREQUENCIES, Period
from ..templatetags.briefings import day
from .calculations import change
from .models import Observation, Series
from .models.observations import Status

HOME = "EC"
MAX_YEARS = 30
FIELDS = ("series", "start", "months", "current_value", "current_status")
BY_LENGTH = list(FREQUENCIES)  # yearly, quarterly, monthly


def _point(observation):
    return Point(
        period=observation.period,
        value=observation.current_value,
        text=observation.shown,
        is_part=observation.is_part,
        is_break=observation.current_status == Status.BREAK,
        status=observation.current_status,
    )


@dataclass
class CurrentFigure:
    """A series with its current observations, the oldest first."""

    series: Series
    observations: list = field(default_factory=list)

    @property
    def indicator(self):
        return self.series.indicator

    @cached_property
    def known(self):
        """Observations with a value."""
        return [observation for observation in self.observations if observation.current_value is not None]

    @cached_property
    def full(self):
        """Observations with a value for a whole period."""
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
        return self.latest.current_value if self.latest else None

    @property
    def grade(self):
        return f"{self.series.source.reliability}{self.latest.current.credibility}" if self.latest else ""

    @property
    def change(self):
        return self.change_of(self.latest)

    def change_of(self, observation):
        """`up 32% on 2024`; empty where the value of the period before is not known."""
        if not observation:
            return ""
        before = observation.period.before()
        value_before = next((other.current_value for other in self.known if other.period == before), None)
        words = change_words(change(observation.current_value, value_before))
        return _("%(change)s on %(period)s") % {"change": words, "period": before.label()} if words else ""

    @property
    def part_change(self):
        return self.change_of(self.part)

    @cached_property
    def points(self):
        """For a chart: whole periods, missing values included, and the parts that no whole period covers."""
        whole = [observation.period for observation in self.full]
        return [_point(observation) for observation in self.observations if not self._is_covered(observation, whole)]

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
        if not self.has_trend:
            return ""
        span = {"first": self.known[0].period.label(), "last": self.known[-1].period.label()}
        title = _("Course from %(first)s to %(last)s") % span
        return sparkline(self.points, title=title, frequency=self.series.frequency)

    @property
    def dated(self):
        """`2025, provisional, known on 31 July 2026`."""
        parts = [self.latest.period.label()]
        if self.latest.current_status != Status.NORMAL:
            parts.append(self.latest.get_current_status_display())
        known_on = format_html(_("known on {}"), day(self.latest.current.known_on))
        return format_html("{}, {}", ", ".join(parts), known_on)

    @property
    def tile(self):
        """The context of parts/key_figure.html."""
        source = self.series.source
        return {
            "shown": self.latest.shown,
            "plain": self.latest.plain,
            "unit": with_lang(self.indicator.unit),
            "label": with_lang(self.indicator.name),
            "url": self.indicator.get_absolute_url(),
            "period": self.dated,
            "change": self.change,
            "chart": self.spark,
            "source": with_lang(source.name),
            "source_url": source.get_absolute_url(),
        }


def observations_by_series(series):
    """Current observations of the last decades by series key, the oldest first: one query."""
    by_key = {each.pk: each for each in series}
    grouped = {key: [] for key in by_key}
    for observation in (
        Observation.objects.current()
        .filter(series__in=list(by_key), start__gte=_first_day())
        .select_related("current")
        .only(*FIELDS, "current__known_on", "current__credibility")
        .order_by("start", "months")
    ):
        observation.series = by_key[observation.series_id]
        grouped[observation.series_id].append(observation)
    return grouped


def preference(figure):
    """Sort key for what represents an indicator: preferred, several values rather than one, yearly before monthly."""
    series = figure.series
    return _preference(series.preferred, len(figure.full) < 2, series.frequency, series.source.reliability)


def _preference(preferred, has_one_value, frequency, reliability):
    return not preferred, has_one_value, BY_LENGTH.index(frequency), reliability


class NewestValue(NamedTuple):
    """The series that represents an indicator, and the newest value of it: `start` to `known_on`, None without one."""

    indicator: int
    indicator_sort: str
    is_part: bool
    series: int
    source_sort: str
    start: datetime.date | None
    months: int | None
    known_on: datetime.date | None

    @property
    def period(self):
        return Period(self.start, self.months) if self.start else None


def _first_day():
    return datetime.date.today().replace(month=1, day=1, year=datetime.date.today().year - MAX_YEARS)


def _nth_whole(position):
    """For a query of series with their `size`: the key of the whole period with a value at this place from the end.

    One step in an index for each series, however many observations it has.
    """
    known = Observation.objects.current().filter(
        series=OuterRef("pk"), current_value__isnull=False, start__gte=_first_day()
    )
    size = ExpressionWrapper(OuterRef("size"), output_field=IntegerField())
    whole = known.annotate(rest=F("months") % size, offset=(ExtractMonth("start") - 1) % size)
    # "< 1" is "= 0", but PostgreSQL expects more such rows, so it stops at the first in the index: 12 ms instead of 64.
    whole = whole.filter(rest__lt=1, offset__lt=1)
    newest_first = [observations.order_by("-start", "-months").values("pk") for observations in (whole, known)]
    if position:
        return Subquery(newest_first[0][position : position + 1])
    return Coalesce(Subquery(newest_first[0][:1]), Subquery(newest_first[1][:1]))


def _sized(series):
    sizes = [When(frequency=code, then=Value(size)) for code, size in FREQUENCIES.items()]
    return series.annotate(size=Case(*sizes, output_field=IntegerField()))


def newest_values():
    """`NewestValue` of every public indicator that has a public series of the country: two queries."""
    of_series = "pk", "preferred", "frequency", "source__reliability", "source__sort_en"
    names = "indicator", "indicator__sort_en", "indicator__part_of", *of_series, "latest", "second"
    series = _sized(Series.objects.public().filter(area__code=HOME))
    rows = series.annotate(latest=_nth_whole(0), second=_nth_whole(1)).values_list(*names, named=True)
    representing = {}
    for row in sorted(rows, key=_row_preference):
        representing.setdefault(row.indicator, row)
    keys = [row.latest for row in representing.values() if row.latest]
    fields = "start", "months", "current__known_on"
    values = {key: rest for key, *rest in Observation.objects.filter(pk__in=keys).values_list("pk", *fields)}
    return [
        NewestValue(
            row.indicator,
            row.indicator__sort_en,
            row.indicator__part_of is not None,
            row.pk,
            row.source__sort_en,
            *values.get(row.latest, (None, None, None)),
        )
        for row in representing.values()
    ]


def _row_preference(row):
    return _preference(row.preferred, row.second is None, row.frequency, row.source__reliability)


def figures_of(newest):
    """{indicator: CurrentFigure} of these `NewestValue`s, in their order: two queries."""
    keys = [each.series for each in newest]
    series = Series.objects.with_names().select_related("indicator__part_of").in_bulk(keys)
    observations = observations_by_series(series.values())
    return {each.indicator: CurrentFigure(series[each.series], observations[each.series]) for each in newest}


def with_whole_periods(newest, number):
    """The first of these `NewestValue`s with so many whole periods, or None: one query."""
    keys = [each.series for each in newest]
    rows = _sized(Series.objects.filter(pk__in=keys)).annotate(nth=_nth_whole(number - 1))
    enough = set(rows.filter(nth__isnull=False).values_list("pk", flat=True))
    return next((each for each in newest if each.series in enough), None)

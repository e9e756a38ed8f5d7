"""Current figures: the series that represents each indicator, its latest value and its trend."""

import datetime
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..lib.bases import with_lang
from ..lib.charts import Point, sparkline
from ..lib.numbers import change_words
from ..templatetags.briefings import day
from .calculations import change
from .models import Indicator, Observation, Series
from .models.observations import Status

HOME = "EC"
MAX_YEARS = 30
FIELDS = ("series", "start", "months", "current_value", "current_status")
FREQUENCIES = [Series.Frequency.ANNUAL, Series.Frequency.QUARTERLY, Series.Frequency.MONTHLY]


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
    today = datetime.date.today()
    since = today.replace(year=today.year - MAX_YEARS, month=1, day=1)
    by_key = {each.pk: each for each in series}
    grouped = {key: [] for key in by_key}
    for observation in (
        Observation.objects.current()
        .filter(series__in=list(by_key), start__gte=since)
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
    has_one_value = len(figure.full) < 2
    return not series.preferred, has_one_value, FREQUENCIES.index(series.frequency), series.source.reliability


def current_figures():
    """`CurrentFigure` by key of every public indicator that has a public series of the country: two queries."""
    by_indicator = {}
    for series in Series.objects.public().filter(area__code=HOME).with_names():
        by_indicator.setdefault(series.indicator_id, []).append(series)
    candidates = []
    for group in by_indicator.values():
        candidates += [series for series in group if series.preferred] or group
    observations = observations_by_series(candidates)
    figures = {}
    for figure in sorted((CurrentFigure(series, observations[series.pk]) for series in candidates), key=preference):
        figures.setdefault(figure.indicator.pk, figure)
    return figures


def indicators_with_figures(language):
    """(indicator, CurrentFigure or None) of every public indicator, by name: three queries."""
    figures = current_figures()
    indicators = Indicator.objects.public().order_by(f"sort_{language}")
    return [(indicator, figures.get(indicator.pk)) for indicator in indicators]

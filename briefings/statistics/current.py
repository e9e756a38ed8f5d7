"""Current figures: of each indicator the one series that stands for it, its latest value and its course."""

import datetime
from dataclasses import dataclass, field

from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..lib.bases import with_lang
from ..lib.charts import Point, sparkline
from ..lib.numbers import change_words, plain, shown
from ..templatetags.briefings import day
from .models import Indicator, Observation, Series
from .models.observations import Status

HOME = "EC"
YEARS = 30
HELD = ("series", "start", "months", "current_value", "current_status")
ORDER = [Series.Frequency.ANNUAL, Series.Frequency.QUARTERLY, Series.Frequency.MONTHLY]


def point(observation, series):
    """An observation of `series` as a chart wants it."""
    value = observation.current_value
    return Point(
        period=observation.period,
        value=value,
        text="" if value is None else shown(value, series.indicator.decimals),
        is_part=observation.period.is_part(series.frequency),
        is_break=observation.current_status == Status.BREAK,
        status=observation.current_status,
    )


@dataclass
class Current:
    """What a series says now. `observations` are current ones, the oldest first."""

    series: Series
    observations: list = field(default_factory=list)

    @property
    def indicator(self):
        return self.series.indicator

    @cached_property
    def known(self):
        return [one for one in self.observations if one.current_value is not None]

    @cached_property
    def full(self):
        return [one for one in self.known if not one.period.is_part(self.series.frequency)]

    @cached_property
    def latest(self):
        """The last whole period; only where there is none, the last part of one. None without any value."""
        return (self.full or self.known or [None])[-1]

    @cached_property
    def part(self):
        """The part of a period that is newer than the last whole one, the longest of them."""
        newer = [one for one in self.known if self.full and one.start >= self.latest.period.end]
        return max(newer, key=lambda one: (one.start, one.months), default=None)

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
    def text(self):
        return shown(self.latest.current_value, self.indicator.decimals) if self.latest else ""

    @property
    def plain(self):
        return plain(self.latest.current_value) if self.latest else ""

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
        """`up 32% on 2024`; empty where the period before is not known."""
        if not observation:
            return ""
        wanted = observation.period.before()
        for one in self.known:
            words = change_words(observation.current_value, one.current_value) if one.period == wanted else ""
            if words:
                return _("%(change)s on %(period)s") % {"change": words, "period": wanted.label()}
        return ""

    @property
    def part_text(self):
        return shown(self.part.current_value, self.indicator.decimals) if self.part else ""

    @property
    def part_plain(self):
        return plain(self.part.current_value) if self.part else ""

    @property
    def part_change(self):
        return self.change_of(self.part)

    @cached_property
    def points(self):
        """What a chart draws: whole periods, gaps included, and those parts that no whole period covers."""
        whole = [one.period for one in self.full]
        return [point(one, self.series) for one in self.observations if not self._is_covered(one, whole)]

    def _is_covered(self, observation, whole):
        period = observation.period
        if not period.is_part(self.series.frequency):
            return False
        return any(one.start <= period.start and period.end <= one.end for one in whole)

    @property
    def has_run(self):
        """Whether at least three whole periods follow each other, so that a line the size of a word says something."""
        starts = {one.start for one in self.full}
        return any(one.period.end in starts and one.period.before().start in starts for one in self.full)

    @property
    def spark(self):
        if not self.has_run:
            return ""
        span = {"first": self.known[0].period.label(), "last": self.known[-1].period.label()}
        title = _("Course from %(first)s to %(last)s") % span
        return sparkline(self.points, title=title, frequency=self.series.frequency)

    @property
    def dated(self):
        """`2025, provisional, known on 31 July 2026`."""
        said = [self.latest.period.label()]
        if self.latest.current_status != Status.NORMAL:
            said.append(self.latest.get_current_status_display())
        known_on = format_html(_("known on {}"), day(self.latest.current.known_on))
        return format_html("{}, {}", ", ".join(said), known_on)

    @property
    def tile(self):
        """For parts/key_figure.html."""
        source = self.series.source
        return {
            "shown": self.text,
            "plain": self.plain,
            "unit": with_lang(self.indicator.unit),
            "label": with_lang(self.indicator.name),
            "url": self.indicator.get_absolute_url(),
            "period": self.dated,
            "change": self.change,
            "chart": self.spark,
            "source": with_lang(source.name),
            "source_url": source.get_absolute_url(),
        }


def observed(series):
    """Current observations of these series over the last decades by series key, the oldest first: one query."""
    since = datetime.date.today().replace(year=datetime.date.today().year - YEARS, month=1, day=1)
    by_key = {one.pk: one for one in series}
    found = {key: [] for key in by_key}
    for one in (
        Observation.objects.current()
        .filter(series__in=list(found), start__gte=since)
        .select_related("current")
        .only(*HELD, "current__known_on", "current__credibility")
        .order_by("start", "months")
    ):
        one.series = by_key[one.series_id]
        found[one.series_id].append(one)
    return found


def rank(current):
    """What stands for an indicator: preferred, with a course rather than one value, yearly before monthly."""
    series = current.series
    return not series.preferred, len(current.full) < 2, ORDER.index(series.frequency), series.source.reliability


def current_figures():
    """`Current` by key of every public indicator that has a public series of the country: two queries."""
    series = Series.objects.public().filter(area__code=HOME).with_names()
    candidates = {}
    for one in series:
        candidates.setdefault(one.indicator_id, []).append(one)
    chosen = []
    for several in candidates.values():
        chosen += [one for one in several if one.preferred] or several
    observations = observed(chosen)
    best = {}
    for one in sorted((Current(each, observations[each.pk]) for each in chosen), key=rank):
        best.setdefault(one.indicator.pk, one)
    return best


def indicators_with_figures(language):
    """(indicator, Current or None) of every public indicator, by name: three queries."""
    figures = current_figures()
    return [(one, figures.get(one.pk)) for one in Indicator.objects.public().order_by(f"sort_{language}")]

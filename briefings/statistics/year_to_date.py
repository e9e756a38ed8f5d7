"""The year so far: the same months of two years of one series, added up and compared."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from django.db.models import BigIntegerField, DateField
from django.utils.translation import gettext as _

from ..lib.numbers import change_words, format_number, number_in_prose, plain
from ..lib.periods import FREQUENCIES, Period, moved
from ..lib.rows.prepared import prepared
from .calculations import change, may_compare
from .current_figures import CurrentFigure
from .known_values import OF_OBSERVATION, KnownValue
from .models import Indicator, Observation, Series
from .models.observations import Status

KEY = BigIntegerField()
YEARS_BACK = 2  # what ended earlier is no news


@dataclass(frozen=True)
class YearToDate:
    """Exact sums over `period` and the same months of the year before."""

    series: Series
    period: Period
    value: Decimal
    before: Decimal
    is_provisional: bool

    @property
    def plain(self) -> str:
        return plain(self.value)

    @property
    def text(self) -> str:
        return format_number(self.value, self.series.indicator.decimals)

    @property
    def text_in_prose(self) -> str:
        return number_in_prose(self.value, self.series.indicator.decimals)

    @property
    def change(self) -> str:
        """`down 10.8% on January–June 2025, provisional`; no percentage where the year before had nothing."""
        words = change_words(change(self.value, self.before), decimals=1)
        on = (
            _("%(change)s on %(period)s") % {"change": words, "period": _a_year_earlier(self.period).label()}
            if words
            else ""
        )
        return ", ".join(filter(None, [on, str(Status.PROVISIONAL.label) if self.is_provisional else ""]))


def year_to_date(figure: CurrentFigure) -> YearToDate | None:
    """The months, or quarters, of the newest year from January up to the first that is missing.

    None for rates and shares, which do not add up, for a year that is complete, where one of these months is missing in
    the year before, across a break, and with estimates or other definitions.
    """
    size = FREQUENCIES[figure.series.frequency]
    if size == 12 or figure.indicator.kind not in (Indicator.Kind.COUNT, Indicator.Kind.AMOUNT) or not figure.full:
        return None
    year = figure.full[-1].start.year
    now = _from_january(figure, year, size)
    before = _from_january(figure, year - 1, size)[: len(now)]
    if not now or len(now) * size == 12 or len(before) < len(now):
        return None
    if any(value.is_break for value in [*now, *before[1:]]):
        return None
    if not may_compare(*(value.status for value in [*now, *before])):
        return None
    return YearToDate(
        figure.series,
        Period(now[0].start, len(now) * size),
        sum(value.value for value in now),
        sum(value.value for value in before),
        any(value.status == Status.PROVISIONAL for value in now),
    )


def _a_year_earlier(period):
    """`Period.before` of a single month or quarter is the one before it."""
    return Period(moved(period.start, -12), period.months)


def _from_january(figure, year, size):
    """The values of the year's months or quarters up to the first that is missing."""
    by_month = {value.start.month: value for value in figure.full if value.start.year == year}
    return list(takewhile(bool, (by_month.get(month) for month in range(1, 13, size))))


@prepared(indicators=KEY, areas=KEY, sources=KEY, since=DateField())
def _parts_of_years(indicators, areas, sources, since):
    """The values of public monthly and quarterly series of these since a day, the oldest first."""
    names = [f"series__{name}" for name in ("indicator", "area", "source", "frequency")]
    rows = Observation.objects.current().filter(
        series__indicator__pk__in=indicators,
        series__area__pk__in=areas,
        series__source__pk__in=sources,
        series__frequency__in=[Series.Frequency.MONTHLY, Series.Frequency.QUARTERLY],
        series__public_since__isnull=False,
        start__gte=since,
    )
    return rows.order_by("start").values_list(*names, *OF_OBSERVATION)


def years_to_date(figures: Iterable[CurrentFigure], today: datetime.date) -> dict[int, YearToDate]:
    """{indicator: `YearToDate`} from the monthly or quarterly series of the same area and source: one query."""
    figures = {
        (figure.series.indicator_id, figure.series.area_id, figure.series.source_id): figure for figure in figures
    }
    if not figures:
        return {}
    indicators, areas, sources = (tuple(ids) for ids in zip(*figures, strict=True))
    since = datetime.date(today.year - YEARS_BACK, 1, 1)
    series, found = {}, {}
    for *of, frequency, key, start, months, value, status in _parts_of_years(
        indicators=indicators, areas=areas, sources=sources, since=since
    ):
        if tuple(of) in figures and key not in series:
            shown = figures[tuple(of)].series
            series[key] = CurrentFigure(
                Series(pk=key, indicator=shown.indicator, area_id=of[1], source=shown.source, frequency=frequency)
            )
        if key in series:
            series[key].observations.append(KnownValue(series[key].series, start, months, value, status))
    for figure in sorted(series.values(), key=lambda figure: figure.series.frequency):
        if to_date := year_to_date(figure):
            found.setdefault(figure.series.indicator_id, to_date)
    return found

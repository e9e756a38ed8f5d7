"""Values of series as plain objects: model instances would take half the time of a page with hundreds of values."""

from datetime import date
from functools import lru_cache

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..lib.clock import Day
from ..lib.numbers import format_number, number_in_prose, number_range, plain
from ..lib.periods import period_of
from ..sources.models import Release
from .models import Observation, Series, Vintage
from .models.observations import Status

RELEASE = (
    "title", "language", "url", "publisher", "published", "published_precision", "copy_url", "copy_keeper", "retrieved",
)  # fmt: skip
OF_VINTAGE = "known_on", "known_precision", "credibility", "low", "high", "locator"
OF_OBSERVATION = "series", "start", "months", "current_value", "current_status"


class KnownValue:
    """The value of a series in a period, as it is now or was known on a day; also a point of a chart."""

    def __init__(
        self, series, start, months, value, status, known_on=None, precision="D", credibility=None, low=None, high=None,
        locator="", forced_reason="", *release,
    ):  # fmt: skip
        self.series = series
        self.start = start
        self.months = months
        self.value = value
        self.status = status
        self.known_on = known_on
        self.known_precision = precision
        self.credibility = credibility
        self.low = low
        self.high = high
        self.locator = locator
        self.is_by_one_person = bool(forced_reason)
        self.release_fields = release  # of RELEASE, in this order; empty where the query left them out

    @property
    def day_known(self):
        return Day(self.known_on, self.known_precision) if self.known_on else None

    @cached_property
    def period(self):
        return period_of(self.start, self.months)

    @cached_property
    def is_part(self):
        return self.period.is_part(self.series.frequency)

    @property
    def is_break(self):
        return self.status == Status.BREAK

    @cached_property
    def text(self):
        """The value for people; "" where it is missing."""
        return "" if self.value is None else format_number(self.value, self.series.indicator.decimals)

    @property
    def text_in_prose(self):
        return "" if self.value is None else number_in_prose(self.value, self.series.indicator.decimals)

    @cached_property
    def plain(self):
        """The same for machines."""
        return "" if self.value is None else plain(self.value)

    @property
    def range(self):
        """`4,500–5,200`; "" where no range is known."""
        return number_range(self.low, self.high, self.series.indicator.decimals)

    @property
    def status_words(self):
        """For people, who need no word for a normal value."""
        words = [] if self.status == Status.NORMAL else [str(Status(self.status).label)]
        if self.is_by_one_person:
            words.append(_("applied without a second person"))
        return ", ".join(words)

    @property
    def release(self):
        """None also where the query left it out. Values of one release have the same object, which nobody changes."""
        return _release(self.release_fields) if self.release_fields and self.release_fields[0] else None


@lru_cache(1000)
def _release(fields):
    return Release(**dict(zip(RELEASE, fields, strict=True)))


class KnownOn:
    """Queries of what is known now, or was known on a day, with the names of what they lead to.

    `observation` and `current` are prefixes that lead from a row to its observation and to its vintage.
    """

    def __init__(self, day: date | None = None):
        self.day = day
        self.value, self.status = ("value", "status") if day else ("current_value", "current_status")
        self.observation, self.current = ("observation__", "") if day else ("", "current__")

    def rows(self):
        """Observations, or the vintages that counted on the day. In no order: the models' own takes joins with the
        names of all indicators, 12 of 15 ms for 300 values."""
        rows = Vintage.objects.as_known_on(self.day) if self.day else Observation.objects.current()
        return rows.order_by()

    def observations(self):
        """Observations with a value that was known."""
        if not self.day:
            return Observation.objects.current()
        return Observation.objects.filter(Exists(Vintage.objects.known_by(self.day, OuterRef("pk"))))

    def newest_start(self, series, **conditions):
        """A subquery: the start of the newest of these observations. One step in an index for each series."""
        newest = self.observations().filter(series=OuterRef("pk"), **conditions).order_by("-start").values("start")
        by_series = Series.objects.filter(pk__in=series).annotate(newest=Subquery(newest[:1])).order_by()
        return Subquery(by_series.order_by(F("newest").desc(nulls_last=True)).values("newest")[:1])


def fields(current="current__", observation="", *, with_release=False):
    """What a query reads for `KnownValue`, after the series: prefixes lead from its rows to vintage and observation."""
    names = [f"{observation}{name}" for name in ("series", "start", "months")]
    value = ["current_value", "current_status"] if current else ["value", "status"]
    names += [*value, *(f"{current}{name}" for name in OF_VINTAGE)]
    origin = ["batch__forced_reason", *(f"release__{name}" for name in RELEASE)] if with_release else []
    return names + [f"{current}{name}" for name in origin]


def with_keys(rows, known: KnownOn):
    """The rows with what `read_with_keys` needs of them."""
    own = [f"{known.observation}{name}" for name in ("pk", "cited")]
    return rows.values_list(*own, *fields(known.current, known.observation, with_release=True))


def read_with_keys(rows, series: dict) -> list[KnownValue]:
    """Values with their release, the `key` of their observation, and whether it `is_cited`; `series` by key."""
    values = []
    for key, is_cited, pk, *rest in rows:
        value = KnownValue(series[pk], *rest)
        value.key, value.is_cited = key, is_cited
        values.append(value)
    return values

"""The one serialiser of values: every file and the API write the fields that `value_rows` returns.

All of them are text or whole numbers. Numbers are exact: `.` as decimal mark, no grouping, no exponent.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from ..lib.clock import Day
from ..lib.numbers import plain
from ..lib.periods import period_of
from ..lib.rows.chunks import in_chunks
from ..sources.models import Release
from ..statistics.known_values import KnownOn
from ..statistics.models import Observation, Series, Vintage

CHUNK = 5000
SERIES_AT_ONCE = 50  # in one query; of 30 years of months each they have 18,000 values

# name: (type in a table schema, what it holds)
FIELDS = {
    "indicator": ("string", _("indicator, as in its address")),
    "indicator_name": ("string", _("name of the indicator")),
    "unit": ("string", _("unit of the value")),
    "area": ("string", _("code of the area")),
    "area_name": ("string", _("name of the area")),
    "frequency": ("string", _("frequency of the series: A yearly, Q quarterly, M monthly (SDMX CL_FREQ)")),
    "period": ("string", _("period: 2022, 2022-Q1, 2022-03, or first day and months (2024-01-01/P11M)")),
    "start": ("date", _("first day of the period")),
    "months": ("integer", _("length of the period in months")),
    "value": ("number", _("exact value; empty where it is missing")),
    "status": (
        "string",
        _(
            "A normal, B break in the series, D definition differs, E estimated, F forecast, I imputed, M missing, "
            "P provisional, U low reliability (SDMX CL_OBS_STATUS)"
        ),
    ),
    "low": ("number", _("least value of the range that the source gives")),
    "high": ("number", _("greatest value of that range")),
    "origin": ("string", _("kind of figures: official statistic, register, survey or press count")),
    "source": ("string", _("source, as in its address")),
    "source_name": ("string", _("name of the source")),
    "reliability": ("string", _("reliability of the source, A to F (Admiralty code)")),
    "credibility": ("integer", _("credibility of the value, 1 to 6 (Admiralty code)")),
    "release": ("string", _("publication of the source that the value is from")),
    "locator": ("string", _("where in that publication: page, table, cell")),
    "released": ("string", _("when that was published, as precisely as it is known")),
    "known_on": ("string", _("since when the value is known, as precisely as it is known")),
    "observation": ("integer", _("number of the figure, the same for all its values: /en/figures/<number>/")),
    "vintage": ("integer", _("number of this value of the figure; a revision has another")),
}
# Beside them where every value that a figure has had is listed, and in the API.
REVISION = {
    "revision_kind": (
        "string",
        _(
            "why there is this value: first (first entry), update (as scheduled), method (change of method), "
            "correction (by the source), error (ours) or retraction; in the API and where every value of a figure is "
            "listed"
        ),
    ),
    "reason_en": ("string", _("reason that was given for it, in English")),
    "reason_es": ("string", _("the same in Spanish")),
}
HISTORY_FIELDS = FIELDS | REVISION


class Known(NamedTuple):
    """A value of an observation, as columns of a query."""

    observation: int
    series: int
    start: datetime.date
    months: int
    vintage: int
    value: Decimal | None
    status: str
    low: Decimal | None
    high: Decimal | None
    credibility: int
    release: int | None
    locator: str
    known_on: datetime.date
    known_precision: str
    revision_kind: str | None = None
    reason_en: str | None = None
    reason_es: str | None = None


OF_OBSERVATION = "pk", "series", "start", "months"
OF_VINTAGE = "pk", "value", "status", "low", "high", "credibility", "release", "locator", "known_on", "known_precision"
OF_REVISION = "batch__kind", "batch__reason_en", "batch__reason_es"


def current_values(series: Sequence[int]) -> Iterator[Known]:
    """What is known now of each observation of these series, one after the other, the oldest period first."""
    return _of_each(series, lambda some: current_columns(_current(some).order_by("start", "months")))


def _current(series):
    return Observation.objects.current().filter(series__in=series)


def _of_each(series: Sequence[int], read: Callable, at_once: int | None = None) -> Iterator[Known]:
    """The rows that `read` gives in their order, series after series."""
    for some in in_chunks(series, at_once or SERIES_AT_ONCE):
        rank = {key: number for number, key in enumerate(some)}
        yield from sorted(read(some), key=lambda row: rank[row.series])


def current_columns(observations, *more: str) -> Iterator[Known]:
    return _known(observations, *OF_OBSERVATION, *(f"current__{name}" for name in (*OF_VINTAGE, *more)))


def values_known_on(series: Sequence[int], day: datetime.date) -> Iterator[Known]:
    known = Vintage.objects.as_known_on(day)
    return _of_each(series, lambda some: _of_vintages(known.filter(observation__series__in=some)))


def all_vintages(series: Sequence[int], day: datetime.date | None = None) -> Iterator[Known]:
    """Every value that counts or counted, the oldest first within its period; those known by `day`. For packages, which
    have few rows."""
    return _of_each(series, lambda some: _of_vintages(_history(some, day), *OF_REVISION), at_once=CHUNK)


def _history(series, day):
    vintages = Vintage.objects.applied().filter(observation__series__in=series)
    return vintages.filter(known_on__lte=day) if day else vintages


def count_values(series: Sequence[int], day: datetime.date | None, *, most: int) -> int:
    """How many `current_values` or `values_known_on` has, counted up to `most`: by an index, without reading them."""
    known = KnownOn(day).observations().filter(series__in=series) if day else _current(series)
    return known.order_by()[:most].count()


def count_vintages(series: Sequence[int], day: datetime.date | None, *, most: int) -> int:
    return _history(series, day).order_by()[:most].count()


def vintages_by_key(keys: Iterable[int]) -> dict[int, Known]:
    keys, known = list(keys), {}
    for chunk in in_chunks(keys, CHUNK):
        known |= {row.vintage: row for row in _of_vintages(Vintage.objects.filter(pk__in=chunk))}
    return known


def _of_vintages(vintages, *more: str) -> Iterator[Known]:
    order = "observation__start", "observation__months", "known_on", "recorded_at", "pk"
    return vintage_columns(vintages.order_by(*order), *more)


def vintage_columns(vintages, *more: str) -> Iterator[Known]:
    return _known(vintages, *(f"observation__{name}" for name in OF_OBSERVATION), *OF_VINTAGE, *more)


def _known(rows, *names) -> Iterator[Known]:
    """Read at once: they are those of a series, of a page or of CHUNK keys. For a cursor in the database PostgreSQL
    plans to give the first tenth of the rows early, which took five times as long for the figures of a place."""
    for row in rows.values_list(*names):
        yield Known(*row)


class Releases(dict):
    """{key: release}; those of a series are looked up once, when the first of them is asked for."""

    def read(self, keys: Iterable[int | None]) -> None:
        missing = {key for key in keys if key and key not in self}
        if missing:
            self.update(Release.objects.in_bulk(missing))


def value_rows(known: Iterable[Known], series: dict[int, Series], language: str) -> Iterator[dict]:
    """The rows of a file, in the order of `known`; `series` come with their names. They have HISTORY_FIELDS where it is
    known which revision a value was, else FIELDS."""
    releases, names = Releases(), {}
    for chunk in _chunks(known):
        releases.read(row.release for row in chunk)
        for row in chunk:
            if row.series not in names:
                names[row.series] = series_names(series[row.series], language)
            yield value_row(row, names[row.series], releases.get(row.release))


def _chunks(rows: Iterable) -> Iterator[list]:
    chunk = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def series_names(series: Series, language: str) -> dict:
    """The fields that all values of a series share, and room for the others: a row has the order of FIELDS."""
    indicator, area, source = series.indicator, series.area, series.source
    return dict.fromkeys(FIELDS) | {
        "indicator": indicator.slug,
        "indicator_name": str(indicator.text_in("name", language)),
        "unit": str(indicator.text_in("unit", language)),
        "area": area.code,
        "area_name": str(area.text_in("name", language)),
        "frequency": str(series.frequency),
        "origin": series.origin or None,
        "source": source.slug,
        "source_name": str(source.text_in("name", language)),
        "reliability": source.reliability,
    }


def value_row(known: Known, names: dict, release: Release | None) -> dict:
    """One value with its fields, in their order; None where there is nothing to say. `names` are `series_names`."""
    row = names | {
        "period": _period_code(known.start, known.months),
        "start": known.start.isoformat(),
        "months": known.months,
        "value": number(known.value),
        "status": known.status,
        "low": number(known.low),
        "high": number(known.high),
        "credibility": known.credibility,
        "release": release.title if release else None,
        "locator": known.locator or None,
        "released": release.day_published.code if release and release.published else None,
        "known_on": Day(known.known_on, known.known_precision).code,
        "observation": known.observation,
        "vintage": known.vintage,
    }
    if known.revision_kind is not None:
        row |= {name: getattr(known, name) or None for name in REVISION}
    return row


@lru_cache(2_000)  # all series have the same
def _period_code(start: datetime.date, months: int) -> str:
    return period_of(start, months).code


def number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)

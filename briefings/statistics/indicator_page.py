"""The queries behind an indicator's page: nine at most with short lists, however many observations there are."""

import datetime
from dataclasses import dataclass

from django.db.models import BigIntegerField, CharField, DateField, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now
from django.http import Http404
from django.utils.functional import cached_property

from ..addresses.models import at_slug
from ..articles.finding import page_of_uses
from ..articles.models import FigureUse
from ..lib.numbers import language_code
from ..lib.rows.keyset import KeysetPage, keyset_page
from ..lib.rows.prepared import padded, prepared
from ..lib.texts import fold
from ..media.models import card_columns
from .current_figures import CurrentFigure, preference
from .data_tables.covered import time_covered
from .known_values import KnownOn, KnownValue, read_with_keys, with_keys
from .models import Area, Batch, DataTable, Indicator, Observation, Series, Vintage
from .newest_values import HOME
from .year_to_date import year_to_date

KEY = BigIntegerField()
MAX_POINTS = 600
REVISIONS_PER_PAGE = 5
MOST_PRINTED = 1000  # observations whose uses are looked up by their keys
BRIEFINGS = "briefings-"  # of the parameters of the list of briefings


def indicator_and_parts(slug):
    """The public indicator with this slug and its public parts; 404 for any other slug. With `card_key`, `card_alt`."""
    indicators = _indicators_at(slug=slug, language=language_code())
    for indicator in indicators:
        if indicator.slug_in() == slug:
            return indicator, [part for part in indicators if part.part_of_id == indicator.pk]
    raise Http404("no such indicator")


@prepared(slug=CharField())
def _indicators_at(slug, language):
    is_it, is_part = at_slug(slug, language), at_slug(slug, language, through="part_of__")
    indicators = Indicator.objects.public().filter(is_it | is_part).select_related("part_of")
    return indicators.annotate(**card_columns(Indicator.page_name, OuterRef("pk"), language))


class IndicatorSeries:
    """All public series of an indicator, those that the page is about, and the public tables that show them."""

    def __init__(self, indicator):
        self.indicator = indicator
        rows = _series_and_tables(indicator=indicator.pk)
        self.by_key = {series.pk: series for series in rows}
        self.all = sorted(
            self.by_key.values(), key=lambda series: (not series.preferred, series.source.sort_name, series.pk)
        )
        tables = {series.table_slug: _table(series) for series in rows if series.table_slug}
        self.tables = sorted(tables.values(), key=lambda table: (fold(table.name), table.slug))
        for series in self.all:
            series.indicator = indicator

    @cached_property
    def area(self):
        """The country, or the only area; None where no area stands for all."""
        first = self.areas[0] if self.areas else None
        return first if first and (first.code == HOME or len(self.areas) == 1) else None

    @cached_property
    def main(self):
        """The series of the main area, the preferred ones first."""
        return [series for series in self.all if series.area == self.area]

    @cached_property
    def provincial(self):
        """One yearly series of each province, preferably the preferred one."""
        by_area = {}
        for series in self.all:
            if series.area.kind in (Area.Kind.PROVINCE, Area.Kind.ZONE) and series.frequency == Series.Frequency.ANNUAL:
                by_area.setdefault(series.area_id, series)
        return list(by_area.values())

    @property
    def sources(self):
        return sorted({series.source for series in self.all}, key=lambda source: source.sort_name)

    @cached_property
    def areas(self):
        return sorted({series.area for series in self.all}, key=lambda area: (area.code != HOME, area.sort_name))

    @property
    def frequencies(self):
        used = {series.frequency for series in self.all}
        return [frequency for frequency in Series.Frequency if frequency in used]


@prepared(indicator=KEY)
def _series_and_tables(indicator):
    """Each public series once for every column of a public table that shows it, or once: one query."""
    columns = FilteredRelation("datatablecolumn__table", condition=Q(datatablecolumn__table__public_since__lte=Now()))
    series = Series.objects.public().filter(indicator=indicator).select_related("area", "source")
    names = {f"table_{field}": F(f"shown_in__{field}") for field in ("slug", "slug_es", "name_en", "name_es")}
    return series.annotate(shown_in=columns).annotate(**names)


def _table(series):
    fields = ("slug", "slug_es", "name_en", "name_es")
    return DataTable(**{field: getattr(series, f"table_{field}") for field in fields})


@dataclass
class ChartedObservations:
    """Observations of the main area's series, and of the provinces in the last whole year."""

    series: IndicatorSeries
    observations: list[KnownValue]

    @property
    def is_complete(self):
        """Whether all values of the main area's series are among them."""
        return len(self.observations) < MAX_POINTS

    def all_of(self, series) -> list[KnownValue] | None:
        """All values of these series, if they are among the observations."""
        keys = {each.pk for each in series}
        if not self.is_complete or not keys <= {each.pk for each in self.series.main}:
            return None
        return [observation for observation in self.observations if observation.series.pk in keys]

    @cached_property
    def figures(self):
        """`CurrentFigure` of each series of the main area that has a value, the preferred ones first."""
        drawn_from = None if self.is_complete else self.observations[0].start
        figures = {series.pk: CurrentFigure(series, drawn_from=drawn_from) for series in self.series.main}
        for observation in self.observations:
            if observation.series.pk in figures:
                figures[observation.series.pk].observations.append(observation)
        return [figure for figure in figures.values() if figure.known]

    def figures_of(self, frequency):
        return [figure for figure in self.figures if figure.series.frequency == frequency]

    @cached_property
    def preferred(self):
        """The figure that represents the indicator; None without any value."""
        return min(self.figures, key=preference, default=None)

    @cached_property
    def to_date(self):
        """`YearToDate` of the preferred source; None where it has no months, or none that can be compared."""
        source = self.preferred and self.preferred.series.source
        found = (year_to_date(figure) for figure in self.figures if figure.series.source == source)
        return next(filter(None, found), None)

    @cached_property
    def covered(self) -> dict:
        known = (observation for observation in self.observations if observation.value is not None)
        return time_covered((observation.period, observation.known_on) for observation in known)

    @cached_property
    def ranking(self):
        """Observations of the provinces in the last whole year, the highest first."""
        keys = {series.pk for series in self.series.provincial} - {series.pk for series in self.series.main}
        ranked = [
            observation
            for observation in self.observations
            if observation.series.pk in keys and observation.value is not None
        ]
        return sorted(ranked, key=lambda observation: (-observation.value, observation.series.area.sort_name))


def charted_observations(series, as_of=None):
    """The values behind the charts, now or as known on a day: two queries."""
    if not series.main and not series.provincial:
        return ChartedObservations(series, [])
    main, provincial = (tuple(each.pk for each in group) for group in (series.main, series.provincial))
    rows = _charted_rows(main=main, provincial=provincial, day=as_of)
    return ChartedObservations(series, read_with_keys(rows, series.by_key)[::-1])


@prepared(main=KEY, provincial=KEY, day=DateField())
def _charted_rows(main, provincial, day):
    known = KnownOn(day)
    wanted = Q(**{f"{known.observation}series__pk__in": main})
    if provincial:
        last_year = known.newest_start(provincial, months=12)
        in_provinces = {"series__pk__in": provincial, "months": 12, "start": last_year}
        wanted |= Q(**{f"{known.observation}{name}": value for name, value in in_provinces.items()})
    # As an expression, because the index of periods has the values of all indicators and PostgreSQL would read it.
    newest_first = Coalesce(f"{known.observation}start", f"{known.observation}start").desc()
    return with_keys(known.rows().filter(wanted).order_by(newest_first, f"-{known.observation}months"), known)[
        :MAX_POINTS
    ]


@dataclass(frozen=True)
class Revisions:
    """The revisions of these series, as known on a day, for a page of them: they are read in slices."""

    series: list[Series]
    as_of: datetime.date | None = None

    def __getitem__(self, piece: slice):
        by_key = {each.pk: each for each in self.series}
        found = self._first(tuple(by_key), piece.start, piece.stop) if by_key else []
        for vintage in found:
            vintage.observation.series = by_key[vintage.observation.series_id]
        return found

    def _first(self, series, start, stop):
        """Nearly all that are not first values have replaced one: as many as are wanted are looked at first, and twice
        as many until there are enough."""
        number = FIRST_LOOK
        while number < stop:
            number *= 2
        while True:
            keys = [pk for (pk,) in _later_values(series=series, as_of=self.as_of, most=number)]
            found = _revisions(keys=padded(keys, FIRST_LOOK)) if len(keys) > start else []
            if len(found) >= stop or len(keys) < number:
                return found[start:stop]
            number *= 2


DESCRIBED = ("status", "low", "high", "credibility", "release", "locator")  # of the vintage that was replaced


LATEST_FIRST = "-known_on", "-observation__months", "-observation__start", "-pk"
FIRST_LOOK = 20  # revisions; a page shows REVISIONS_PER_PAGE


@prepared(series=KEY, as_of=DateField())
def _later_values(series, as_of, most):
    """The keys of the newest vintages that are no first values: what may have replaced another. For a few series only;
    no index makes this fast for the series of all areas."""
    vintages = Vintage.objects.applied().filter(known_on__lte=as_of) if as_of else Vintage.objects.applied()
    later = vintages.filter(observation__series__pk__in=series).exclude(batch__kind=Batch.Kind.FIRST)
    return later.order_by(*LATEST_FIRST).values_list("pk")[:most]


@prepared(keys=KEY)
def _revisions(keys):
    """Those of these vintages that replaced another, the newest first, each with that one's value as `before` and what
    is DESCRIBED of it as `before_status` and so on. To find it takes as many steps as the figure has values."""
    replaced = Vintage.objects.filter(pk__in=keys).replacing(**{f"before_{name}": name for name in DESCRIBED})
    return replaced.select_related("batch", "release", "observation").order_by(*LATEST_FIRST)


def editions_with(request, series, language, observations=()) -> KeysetPage:
    """The briefings in this language that print a figure of one of these series. Where none of the `observations`,
    which the page has anyway, is printed, a query looks for one first, and is the only one if there is none."""
    keys = tuple(each.pk for each in series)
    if not any(observation.is_cited for observation in observations) and not _printed(series=keys, most=1):
        return keyset_page(lambda **place: [], request, per_page=1, prefix=BRIEFINGS)  # 404 for a cursor

    def used_by(editions):
        return {key for (key,) in _using(editions=editions, series=keys)}

    def all_uses():
        printed = [key for (key,) in _printed(series=keys, most=MOST_PRINTED + 1)]
        vintages = Vintage.objects.filter(observation__in=printed).order_by().values("pk")
        return FigureUse.objects.filter(vintage__in=vintages) if len(printed) <= MOST_PRINTED else _uses_of(keys)

    return page_of_uses(request, used_by, language, all_uses=all_uses, prefix=BRIEFINGS)


def _uses_of(series):
    """A subquery for each use: as a join, PostgreSQL may merge with all vintages, 6 s for a million of them."""
    series_of = Observation.objects.filter(vintages=OuterRef("vintage")).values("series")
    return FigureUse.objects.annotate(series=Subquery(series_of[:1], output_field=KEY)).filter(series__in=series)


@prepared(editions=KEY, series=KEY)
def _using(editions, series):
    return _uses_of(series).filter(edition__pk__in=editions).order_by().values_list("edition").distinct()


@prepared(series=KEY)
def _printed(series, most):
    return Observation.objects.filter(series__pk__in=series, cited=True).order_by().values_list("pk")[:most]

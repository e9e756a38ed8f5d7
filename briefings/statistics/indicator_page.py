"""What the page of an indicator is made of, in six queries however many observations there are."""

from dataclasses import dataclass

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.http import Http404
from django.utils.functional import cached_property

from ..articles.citing import recent_editions_with
from ..articles.models import FigureUse
from ..lib.texts import fold
from .as_known import as_then
from .current import HOME, Current, rank
from .models import Area, Batch, DataTable, Indicator, Observation, Series, Vintage

MOST_POINTS = 3000
MOST_REVISIONS = 10


def _series_and_tables(indicator):
    """One query: each public series once for every column of a public table that shows it, once where none does."""
    columns = FilteredRelation("datatablecolumn__table", condition=Q(datatablecolumn__table__public_since__lte=Now()))
    series = Series.objects.public().filter(indicator=indicator).select_related("area", "source")
    names = {f"table_{field}": F(f"shown_in__{field}") for field in ("slug", "name_en", "name_es")}
    return list(series.annotate(shown_in=columns).annotate(**names))


def _table(row):
    return DataTable(slug=row.table_slug, name_en=row.table_name_en, name_es=row.table_name_es)


def indicator_and_parts(slug):
    """The public indicator with this address and its public parts; 404 for any other address."""
    found = Indicator.objects.public().filter(Q(slug=slug) | Q(part_of__slug=slug)).select_related("part_of")
    found = list(found)
    for one in found:
        if one.slug == slug:
            return one, [part for part in found if part.part_of_id == one.pk]
    raise Http404("no such indicator")


class Sisters:
    """All public series of an indicator, which of them the page is about, and the public tables that show them."""

    def __init__(self, indicator):
        self.indicator = indicator
        rows = _series_and_tables(indicator)
        self.all = sorted(
            {one.pk: one for one in rows}.values(), key=lambda one: (not one.preferred, one.source.sort_en, one.pk)
        )
        tables = {one.table_slug: _table(one) for one in rows if one.table_slug}
        self.tables = sorted(tables.values(), key=lambda table: (fold(table.name), table.slug))
        for one in self.all:
            one.indicator = indicator
        self.by_key = {one.pk: one for one in self.all}

    @cached_property
    def area(self):
        """The country, or the area that comes first where there is no figure for the country; None without series."""
        areas = sorted({one.area for one in self.all}, key=lambda area: (area.code != HOME, area.sort_en))
        return areas[0] if areas else None

    @cached_property
    def main(self):
        """The series of the main area, the preferred ones first."""
        return [one for one in self.all if one.area == self.area]

    @cached_property
    def provincial(self):
        """One yearly series for each province: the preferred one where there is one."""
        chosen = {}
        for one in self.all:
            if one.area.kind in (Area.Kind.PROVINCE, Area.Kind.ZONE) and one.frequency == Series.Frequency.ANNUAL:
                chosen.setdefault(one.area_id, one)
        return list(chosen.values())

    @property
    def sources(self):
        return sorted({one.source for one in self.all}, key=lambda source: source.sort_en)

    @property
    def areas(self):
        return sorted({one.area for one in self.all}, key=lambda area: (area.code != HOME, area.sort_en))

    @property
    def frequencies(self):
        used = {one.frequency for one in self.all}
        return [frequency for frequency in Series.Frequency if frequency in used]


@dataclass
class Course:
    """What the main area's series have been, and how the provinces compare in the last whole year."""

    sisters: Sisters
    observations: list

    @cached_property
    def currents(self):
        """`Current` of each series of the main area that has a value, the preferred ones first."""
        found = {one.pk: Current(one) for one in self.sisters.main}
        for one in self.observations:
            if one.series_id in found:
                found[one.series_id].observations.append(one)
        return [one for one in found.values() if one.known]

    def of(self, frequency):
        return [one for one in self.currents if one.series.frequency == frequency]

    @cached_property
    def preferred(self):
        """The series that stands for the indicator; None without any value."""
        return min(self.currents, key=rank, default=None)

    @cached_property
    def ranking(self):
        """Observations of the provinces in the last whole year, the highest first, `place` on each."""
        keys = {one.pk for one in self.sisters.provincial} - {one.pk for one in self.sisters.main}
        rows = [one for one in self.observations if one.series_id in keys and one.current_value is not None]
        rows.sort(key=lambda one: (-one.current_value, one.series.area.sort_en))
        for row in rows:
            row.place = 1 + sum(other.current_value > row.current_value for other in rows)
        return rows


def course_of(sisters, as_of=None):
    """The observations behind the charts, as they are or as they were known on a day: one query."""
    if not sisters.main:
        return Course(sisters, [])
    if as_of:
        known, of, release = Vintage.objects.as_known_on(as_of), "observation__", "release"
    else:
        known, of, release = Observation.objects.current(), "", "current__release"
    provincial = [one.pk for one in sisters.provincial]
    whole_years = {f"{of}series__in": provincial, f"{of}months": 12}
    wanted = Q(**{f"{of}series__in": [one.pk for one in sisters.main]})
    if provincial:
        last_year = known.filter(**whole_years).order_by(f"-{of}start").values(f"{of}start")[:1]
        wanted |= Q(**whole_years, **{f"{of}start": Subquery(last_year)})
    found = known.filter(wanted).select_related(release, *(["observation"] if as_of else []))
    found = list(found.order_by(f"-{of}start", f"-{of}months")[:MOST_POINTS])[::-1]
    observations = as_then(found) if as_of else found
    for one in observations:
        one.series = sisters.by_key[one.series_id]
    return Course(sisters, observations)


def revisions_of(series, as_of=None):
    """The newest values of these series that took the place of earlier ones, `old` being what they replaced.

    One query. Of a few series, not of all areas: nothing would keep that fast.
    """
    earlier = (
        Vintage.objects.applied()
        .filter(observation=OuterRef("observation"))
        .filter(
            Q(known_on__lt=OuterRef("known_on"))
            | Q(known_on=OuterRef("known_on"), recorded_at__lt=OuterRef("recorded_at"))
        )
        .newest_first()
    )
    told = Vintage.objects.applied().filter(known_on__lte=as_of) if as_of else Vintage.objects.applied()
    return list(
        told.filter(observation__series__in=[one.pk for one in series])
        .exclude(batch__kind=Batch.Kind.FIRST)
        .annotate(replaced=Subquery(earlier.values("pk")[:1]), old=Subquery(earlier.values("value")[:1]))
        .filter(replaced__isnull=False)
        .select_related(
            "batch",
            "release",
            "observation__series__area",
            "observation__series__source",
            "observation__series__indicator",
        )
        .order_by("-known_on", "-observation__months", "-observation__start", "-pk")[:MOST_REVISIONS]
    )


def editions_with(indicator, language):
    """Recent briefings in this language that print a figure of the indicator: one query."""
    uses = FigureUse.objects.filter(edition=OuterRef("pk"), vintage__observation__series__indicator=indicator)
    return recent_editions_with(uses, language)

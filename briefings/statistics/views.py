from django.db.models import CharField
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..addresses.models import at_slug, page_url
from ..addresses.redirects import follow_addresses
from ..articles.finding import editions_showing
from ..lib.bases import with_lang
from ..lib.numbers import language_code
from ..lib.paging import Begun, page_of, pager, with_query
from ..lib.rows.prepared import first_or_404, prepared
from ..lib.tables import KEYS, configure
from ..media.models import card_link
from ..pages.context_processors import links_to_other_language
from ..pages.structured_data import as_json, breadcrumbs, dataset, source_words, variable
from .charts import chart_of, indicator_charts, ranking_chart
from .data_tables import resolve_data_table
from .filters import SeriesFilter, as_of_date
from .grids import sources_grid
from .indicator_page import (
    REVISIONS_PER_PAGE,
    IndicatorSeries,
    Revisions,
    charted_observations,
    editions_with,
    indicator_and_parts,
)
from .models import DataTable, Indicator, Series
from .newest_values import add_figures, newest_values
from .places.rates import map_of
from .tables import IndicatorTable, ObservationTable, RevisionTable, sort_keys
from .value_pages import BY_VALUE, ValuePage

INDICATORS_PER_PAGE = 20  # each is drawn, which takes 0.3 ms
MAX_TABLES = 50
REVISIONS = "revisions"  # the number of the page of revisions in the query string
PLACES = ("page", *KEYS, REVISIONS)  # pages of an earlier day: today's may be fewer, or in another order
SORTED_BY_NEWEST = {"period", "source", "known_on"}


def index(request):
    rows = _index_rows(request, f"sort_{language_code()}")
    table = configure(IndicatorTable(rows), request, per_page=INDICATORS_PER_PAGE)
    add_figures([row.record for row in table.page.object_list])
    data_tables = DataTable.objects.public().order_by(f"sort_{language_code()}", "pk")
    context = {"table": table, "is_empty": not rows, "data_tables": Begun(data_tables[: MAX_TABLES + 1], MAX_TABLES)}
    return render(request, "briefings/statistics/index.html", context)


def _index_rows(request, sort):
    """What the list of indicators is sorted by, of each of them: two queries, three if not by name."""
    names = Indicator.objects.public().order_by(sort, "pk").values_list("pk", sort)
    is_by_newest = request.GET.get("sort", "").removeprefix("-") in SORTED_BY_NEWEST
    newest = {value.indicator: value for value in newest_values()} if is_by_newest else {}
    rows = [{"key": key, "sort": name, "newest": newest.get(key)} for key, name in names]
    for row in rows if newest else ():
        row |= sort_keys(row["newest"])
    return rows


@follow_addresses(Indicator)
def indicator(request, slug):
    as_of = as_of_date(request)
    indicator, parts = indicator_and_parts(slug)
    series = IndicatorSeries(indicator)
    observations = charted_observations(series, as_of)
    series_filter = SeriesFilter(request, series)
    table = _observation_table(request, observations, series_filter, as_of)
    whole = indicator.part_of if indicator.part_of_id and indicator.part_of.is_public else None
    return render(
        request,
        "briefings/statistics/indicator.html",
        {
            **_as_of_context(request, as_of),
            "indicator": indicator,
            "language_links": links_to_other_language(indicator),
            "card": _card(indicator),
            "parts": parts,
            "whole": whole,
            "series": series,
            "current": observations.preferred,
            "to_date": observations.to_date,
            "charts": indicator_charts(observations),
            "comparison": _comparison(observations, indicator),
            "map": map_of(observations.ranking, as_of),
            "ranking": ranking_chart(observations.ranking, indicator=indicator, id_prefix="provinces"),
            "filter": series_filter,
            "table": table,
            "has_values": bool(observations.observations or len(table.rows)),
            "revisions": _revision_table(request, indicator, series, series_filter, as_of),
            "editions": editions_with(request, series.all, language_code(), observations.observations),
            "structured_data": _structured_data(
                indicator,
                indicator.definition,
                [source_words(source) for source in series.sources],
                variableMeasured=variable(indicator.name, indicator.unit),
                **observations.covered,
            ),
        },
    )


def _card(indicator):
    language = language_code()
    return card_link(indicator.page_name, language, indicator.slug_in(), indicator.card_key, indicator.card_alt)


def _structured_data(thing, description, sources, **more):
    path = thing.get_absolute_url()
    above = page_url("statistics", language_code())
    data = dataset(thing.name, description, path, sources=sources, **more)
    return [as_json(data), as_json(breadcrumbs((_("Statistics"), above), (thing.name, path)))]


def _as_of_context(request, as_of):
    return {"as_of": as_of, "today_url": with_query(request, drop=["as_of", *PLACES])}


def _observation_table(request, observations, series_filter, as_of):
    """The caption names the area that the filter selects, so the table then needs no column for it."""
    series = observations.series
    indicator = series.indicator
    area = next((area for area in series.areas if area.code == series_filter.area), None)
    names = {
        "indicator": indicator.name,
        "area": str(area.name) if area else _("all areas"),
        "frequency": series_filter.frequency_words,
    }
    caption = _("%(indicator)s, %(area)s, %(frequency)s: values on record") % names
    page = ValuePage(request, series_filter.series, as_of, observations.all_of(series_filter.series))
    table = ObservationTable(page.values, caption=caption, caption_note=with_lang(indicator.unit))
    table.as_of, table.is_asked = as_of, page.is_asked
    table.order_by = page.sort
    table.request, table.pages = request, page.pager
    if area:
        table.columns.hide("area")
    if not page.is_short:
        for name in BY_VALUE:
            table.columns[name].column.orderable = False
    return table


def _comparison(observations, indicator):
    """The series of the main area by source, and a grid of the periods that several of them cover."""
    if len(observations.figures) < 2:
        return None
    title = _("%(indicator)s as each source gives them") % {"indicator": indicator.name}
    groups = [observations.figures_of(frequency) for frequency in Series.Frequency]
    grids = [sources_grid(figures, title) for figures in groups if figures]
    by_source = {}
    for figure in observations.figures:
        by_source.setdefault(figure.series.source, []).append(figure)
    return {"by_source": list(by_source.items()), "grids": [grid for grid in grids if grid["rows"]]}


def _revision_table(request, indicator, series, series_filter, as_of):
    """Revisions in the area that the filter selects, or in the main one."""
    in_area = [each for each in series.all if each.area.code == series_filter.area]
    page = page_of(Revisions(in_area or series.main, as_of), request, per_page=REVISIONS_PER_PAGE, field=REVISIONS)
    vintages = list(page)
    if not vintages:
        return None
    caption = _("All revisions, the latest first, %(area)s") % {"area": vintages[0].observation.series.area.name}
    table = RevisionTable(vintages, prefix="revisions-", caption=caption, caption_note=with_lang(indicator.unit))
    table.request, table.pages = request, pager(page, request, REVISIONS)
    return table


@follow_addresses(DataTable)
def data_table(request, slug):
    as_of = as_of_date(request)
    table = first_or_404(_tables_at(slug=slug, language=language_code()))
    resolved = resolve_data_table(table, language_code(), as_of, for_readers=True)
    context = {
        "data_table": table,
        "language_links": links_to_other_language(table),
        "table": resolved,
        "pages": resolved["pages"],
        "editions": editions_showing(language_code(), table),
        "chart": chart_of(resolved, language_code()),
        "is_empty": not any(cell for row in resolved["rows"] for cell in row["cells"]),
        "structured_data": _structured_data(
            table,
            _("%(name)s: the figures, their sources and since when they are known.") % {"name": table.name},
            resolved["sources"],
            variableMeasured=[variable(column["heading"], column["unit"]) for column in resolved["columns"]],
            **resolved["covered"],
        ),
        **_as_of_context(request, as_of),
    }
    return render(request, "briefings/statistics/data_table.html", context)


@prepared(slug=CharField())
def _tables_at(slug, language):
    return DataTable.objects.public().filter(at_slug(slug, language))

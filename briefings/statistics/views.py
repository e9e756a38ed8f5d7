"""The public pages of statistics: the index, an indicator, a data table."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from ..lib.bases import with_lang
from ..lib.paging import with_query
from ..lib.tables import configure
from . import drawing
from .as_known import day_asked, known_now, known_then
from .charts import chart_of
from .choices import Choices
from .current import indicators_with_figures
from .grids import sources_grid
from .indicator_page import (
    Sisters,
    course_of,
    editions_with,
    indicator_and_parts,
    revisions_of,
)
from .models import DataTable, Series
from .resolved import resolve_data_table
from .tables import IndicatorTable, KnownTable, ObservationTable, RevisionTable

MOST_TABLES = 50


def language_of(request):
    return request.LANGUAGE_CODE[:2]


def index(request):
    rows = [
        {"indicator": indicator, "sort": getattr(indicator, f"sort_{language_of(request)}"), "current": current}
        for indicator, current in indicators_with_figures(language_of(request))
    ]
    table = configure(IndicatorTable(rows), request, per_page=50)
    data_tables = list(DataTable.objects.public().order_by(f"sort_{language_of(request)}", "pk")[:MOST_TABLES])
    context = {"table": table, "is_empty": not rows, "data_tables": data_tables}
    return render(request, "briefings/statistics/index.html", context)


def indicator(request, slug):
    as_of = day_asked(request)
    indicator, parts = indicator_and_parts(slug)
    sisters = Sisters(indicator)
    course = course_of(sisters, as_of)
    choices = Choices(request, sisters)
    table = _observation_table(indicator, sisters, choices, as_of)
    whole = indicator.part_of if indicator.part_of_id and indicator.part_of.is_public else None
    return render(
        request,
        "briefings/statistics/indicator.html",
        {
            **_day(request, as_of),
            "indicator": indicator,
            "parts": parts,
            "whole": whole,
            "sisters": sisters,
            "current": course.preferred,
            "charts": _charts(course),
            "comparison": _comparison(course, indicator),
            "ranking": drawing.ranking(course.ranking, indicator=indicator, id_prefix="provinces"),
            "choices": choices,
            "table": configure(table, request, per_page=50, counted=False),
            "revisions": _revisions(indicator, sisters, choices, as_of),
            "editions": editions_with(indicator, language_of(request)),
        },
    )


def _day(request, as_of):
    """For the strip: the day that was asked for, and where the values of today are."""
    return {"as_of": as_of, "today_url": with_query(request, drop=["as_of"])}


def _observation_table(indicator, sisters, choices, as_of):
    """What has been chosen is said once, above; only what differs from row to row is a column."""
    chosen = [area.name for area in sisters.areas if area.code == choices.area]
    where = str(chosen[0]) if chosen else _("all areas")
    caption = _("%(indicator)s, %(area)s: values on record") % {"indicator": indicator.name, "area": where}
    if as_of:
        rows, make_table, of = known_then(choices.series, as_of), KnownTable, "observation__"
    else:
        rows, make_table, of = known_now(choices.series), ObservationTable, ""
    rows = rows.order_by(f"-{of}start", f"-{of}months", f"{of}series__source__sort_en")
    table = make_table(rows, caption=caption, caption_note=with_lang(indicator.unit))
    if chosen:
        table.columns.hide("area")
    return table


def _charts(course):
    """The preferred series of each frequency that has enough values for a line."""
    best = course.preferred
    others = [each[0] for each in map(course.of, Series.Frequency) if each and each[0] is not best]
    drawings = [drawing.course(best, id_prefix="course")] if best else []
    for one in others:
        words = {"indicator": one.indicator.name, "frequency": one.series.get_frequency_display()}
        title = _("%(indicator)s, %(frequency)s") % words
        drawings.append(drawing.course(one, title=title, id_prefix=f"course-{one.series.frequency}"))
    return [one for one in drawings if one]


def _comparison(course, indicator):
    """The series of the main area beside each other, and a grid of the periods that several of them cover."""
    if len(course.currents) < 2:
        return None
    title = _("%(indicator)s as each source gives them") % {"indicator": indicator.name}
    grids = [sources_grid(course.of(frequency), title) for frequency in Series.Frequency if course.of(frequency)]
    by_source = {}
    for one in course.currents:
        by_source.setdefault(one.series.source, []).append(one)
    return {"by_source": list(by_source.items()), "grids": [grid for grid in grids if grid["rows"]]}


def _revisions(indicator, sisters, choices, as_of):
    """Of the area that was chosen above; of the main one where all were."""
    found = revisions_of([one for one in sisters.all if one.area.code == choices.area] or sisters.main, as_of)
    if not found:
        return None
    caption = _("The latest revisions, %(area)s") % {"area": found[0].observation.series.area.name}
    return RevisionTable(found, prefix="revisions-", caption=caption, caption_note=with_lang(indicator.unit))


def data_table(request, slug):
    as_of = day_asked(request)
    table = get_object_or_404(DataTable.objects.public(), slug=slug)
    resolved = resolve_data_table(table, language_of(request), as_of, for_readers=True)
    context = {
        "data_table": table,
        "table": resolved,
        "chart": chart_of(resolved, language_of(request)),
        "is_empty": not any(cell for row in resolved["rows"] for cell in row["cells"]),
        **_day(request, as_of),
    }
    return render(request, "briefings/statistics/data_table.html", context)

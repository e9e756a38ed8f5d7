"""The public pages of statistics: the index, an indicator, a data table."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from ..lib.said import marked
from ..lib.tables import configure
from . import drawing
from .charts import chart_of
from .current import indicators_with_figures
from .indicator_page import (
    Sisters,
    course_of,
    editions_with,
    indicator_and_parts,
    observations_of,
    revisions_of,
)
from .choices import Choices
from .models import DataTable, Series
from .resolved import resolve_data_table
from .tables import CourseTable, IndicatorTable, ObservationTable, RankingTable, RevisionTable


def language_of(request):
    return request.LANGUAGE_CODE[:2]


def index(request):
    rows = [
        {"indicator": indicator, "sort": getattr(indicator, f"sort_{language_of(request)}"), "current": current}
        for indicator, current in indicators_with_figures(language_of(request))
    ]
    table = configure(IndicatorTable(rows), request, per_page=50)
    return render(request, "briefings/statistics/index.html", {"table": table, "is_empty": not rows})


def indicator(request, slug):
    indicator, parts = indicator_and_parts(slug)
    sisters = Sisters(indicator)
    course = course_of(sisters)
    choices = Choices(request, sisters)
    observations = choices.narrow(observations_of(indicator)).order_by("-start", "-months", "series__source__sort_en")
    caption = _("%(indicator)s: values on record") % {"indicator": indicator.name}
    table = ObservationTable(observations, caption=caption, caption_note=marked(indicator.unit))
    whole = indicator.part_of if indicator.part_of_id and indicator.part_of.is_public else None
    return render(
        request,
        "briefings/statistics/indicator.html",
        {
            "indicator": indicator,
            "parts": parts,
            "whole": whole,
            "sisters": sisters,
            "current": course.preferred,
            "charts": _charts(course),
            "competing": course.currents if len(course.currents) > 1 else [],
            "ranking": _ranking(course, indicator),
            "choices": choices,
            "table": configure(table, request, per_page=50, counted=False),
            "revisions": _revisions(indicator),
            "editions": editions_with(indicator, language_of(request)),
        },
    )

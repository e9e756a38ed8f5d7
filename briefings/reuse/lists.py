"""Files of lists: current figures of several indicators, initiatives, impacts, sources, and the values of one figure.

What a row of initiatives, impacts and sources has is what the API gives, in the language of the page and with the words
that the page shows for codes.
"""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..addresses.models import at_slug, page_url
from ..addresses.redirects import follow_addresses
from ..impacts.models import Impact
from ..initiatives.filters import InitiativeFilter
from ..initiatives.models import Initiative
from ..lib.bases import label_of
from ..lib.http import UnknownValue
from ..lib.numbers import language_code
from ..lib.public_pages import part
from ..sources.models import Source
from ..statistics.filters import as_of_date
from ..statistics.models import Indicator, Vintage
from ..statistics.newest_values import add_figures, first_compared
from ..topics.known import KnownTopic
from ..topics.models import Topic
from .api import writing
from .datasets import Dataset, absolute, dated_name, source_names
from .figures import FigurePage
from .places import of_data
from .sending import dataset_file
from .values import FIELDS, HISTORY_FIELDS, OF_REVISION, value_rows, vintage_columns, vintages_by_key

TEXT, DATE = ("string", ""), ("date", "")
CODES = gettext_lazy("several, with “; ” between them")
OF_INITIATIVES = {
    **dict.fromkeys(("slug", "name", "description", "kind", "kind_name", "status", "status_name", "lead"), TEXT),
    **dict.fromkeys(("partners", "areas", "area_names"), ("string", CODES)),
    **dict.fromkeys(("starts", "ends"), DATE),
    **dict.fromkeys(("source", "source_name", "page"), TEXT),
}
OF_IMPACTS = {
    **dict.fromkeys(("slug", "name", "description", "level", "level_name"), TEXT),
    "severity": ("integer", gettext_lazy("from 1 (low) to 4 (severe): a judgement made by the editors of this site")),
    **dict.fromkeys(("severity_name", "area", "area_name", "source", "source_name", "page"), TEXT),
}
OF_SOURCES = {
    **dict.fromkeys(("slug", "name", "publisher", "description", "licence"), TEXT),
    "reliability": ("string", gettext_lazy("reliability of the source, A to F (Admiralty code)")),
    **dict.fromkeys(("reliability_name", "url", "page"), TEXT),
}
OF_CURRENT_FIGURES = FIELDS | {"change": ("string", gettext_lazy("change on the period before, as the page prints it"))}


def initiatives_file(request, ending):
    filters = InitiativeFilter(request.GET, Initiative.objects.public(), request=request)
    initiatives = filters.qs.select_related("source").prefetch_related("areas")
    initiatives = initiatives.order_by(f"sort_{language_code()}", "pk")
    name = dated_name("initiatives", *filters.api_query.values())

    def row(each):
        names = {f"{field}_name": label_of(each, field) for field in ("kind", "status")}
        areas = sorted(each.areas.all(), key=lambda area: area.code)
        return writing.initiative(each) | names | {"area_names": [str(area.name) for area in areas]}

    return _list_file(request, "initiatives", name, _("Initiatives"), OF_INITIATIVES, initiatives, row, ending)


def impacts_file(request, ending):
    impacts = Impact.objects.public().by_level().select_related("area", "source")

    def row(each):
        names = {f"{field}_name": label_of(each, field) for field in ("level", "severity")}
        return writing.impact(each) | names | {"area_name": str(each.area.name) if each.area else None}

    title = _("Impact assessments by level")
    return _list_file(request, "impacts", dated_name("impacts"), title, OF_IMPACTS, impacts, row, ending)


def sources_file(request, ending):
    sources = Source.objects.public().order_by(f"sort_{language_code()}", "pk")

    def row(each):
        return writing.source(each) | {"reliability_name": label_of(each, "reliability").partition(" – ")[2]}

    return _list_file(request, "sources", dated_name("sources"), _("Sources"), OF_SOURCES, sources, row, ending)


def _list_file(request, page, name, title, fields, things, row, ending):
    language = language_code()
    query = request.GET.urlencode()

    def rows():
        for each in things:
            written = row(each) | _source_name(each)
            yield {field: _in_one_cell(written[field], language) for field in fields}

    dataset = Dataset(
        name=name,
        title=str(title),
        language=language,
        url=absolute(page_url(page, language), query=query),
        fields=fields,
        rows=rows,
    )
    return dataset_file(request, dataset, of_data(ending))


def _source_name(thing) -> dict:
    source = getattr(thing, "source", None)
    return {"source_name": str(source.name) if source and source.is_public else None}


def _in_one_cell(value, language):
    """Texts and addresses are in both languages where they come from; here the other one is used for a missing one."""
    if isinstance(value, dict):
        return value[language] or next(filter(None, value.values()), None)
    if isinstance(value, list):
        return "; ".join(value) or None
    return None if value is None else str(value)


# --- figures


def statistics_file(request, ending):
    """All four formats share one read of the rows."""
    dataset = part(request, ("statistics-file", language_code()), _all_current_figures)
    return dataset_file(request, dataset, of_data(ending))


def _all_current_figures() -> Dataset:
    keys = Indicator.objects.public().order_by(f"sort_{language_code()}", "pk").values_list("pk", flat=True)
    listed = [{"key": key, "newest": None} for key in keys]
    add_figures(listed, first=first_compared)
    return _current_figures("statistics", _("Indicators"), page_url("statistics", language_code()), listed)


@follow_addresses(Topic)
def topic_file(request, slug, ending):
    topic = get_object_or_404(Topic.objects.public(), at_slug(slug))
    known = KnownTopic(topic)
    dataset = _current_figures(topic.slug, known.figures_title, topic.get_absolute_url(), known.rows)
    return dataset_file(request, dataset, of_data(ending))


def _current_figures(name, title, page, listed: list[dict]) -> Dataset:
    """`listed` are the rows of an `IndicatorTable`."""
    language, with_value = language_code(), [row for row in listed if row["newest"] and row["newest"].vintage]
    known = vintages_by_key(row["newest"].vintage for row in with_value)
    series = {row["newest"].series: row["current"].series for row in with_value}
    sources = sorted({each.source for each in series.values()}, key=lambda source: source.sort_name)

    values = {each["indicator"]: each for each in value_rows(known.values(), series, language)}
    rows = [_current_figure(row["indicator"], row["current"], values) for row in listed]
    return Dataset(
        name=dated_name(name),
        title=str(title),
        language=language,
        url=absolute(page),
        sources=[source_names(source, language) for source in sources],
        fields=OF_CURRENT_FIGURES,
        rows=lambda: rows,
    )


def _current_figure(indicator, current, values):
    written = values.get(indicator.slug) or {
        "indicator": indicator.slug,
        "indicator_name": str(indicator.name),
        "unit": str(indicator.unit),
    }
    change = current.change if current else ""
    return {field: written.get(field) for field in FIELDS} | {"change": change or None}


def figure_file(request, key, ending):
    """Every value that the figure has had, the newest first."""
    page = FigurePage(key, as_of_date(request))
    if page.current is None:
        raise UnknownValue(_("No figure was known on that day."))
    series, language = page.series, language_code()
    vintages = Vintage.objects.filter(pk__in=[row.vintage.pk for row in page.rows])
    order = {row.vintage.pk: place for place, row in enumerate(page.rows)}

    def rows():
        known = sorted(vintage_columns(vintages, *OF_REVISION), key=lambda value: order[value.vintage])
        return value_rows(known, {series.pk: series}, language)

    dataset = Dataset(
        name=dated_name("figure", key, as_of=page.as_of),
        title=page.name,
        language=language,
        url=absolute(page_url("figure", language, key), page.as_of),
        as_of=page.as_of,
        sources=[source_names(series.source, language)],
        fields=HISTORY_FIELDS,
        rows=rows,
    )
    return dataset_file(request, dataset, of_data(ending))

"""Indicators, series, tables, sources, releases, topics, initiatives and impacts."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation

from ...impacts.models import Impact
from ...initiatives.models import Initiative
from ...sources.models import Release, Source
from ...statistics.data_tables import resolve_data_table
from ...statistics.models import DataTable, Indicator, Series
from ...topics.models import Topic
from ..datasets import publisher_name, table_dataset
from . import schemas, writing
from .names import require_names
from .paging import After, AsOf, Key, Language, Limit, Name, Slug, absolute, one_of, page_by_key
from .site import ERRORS, api

Frequency = one_of(Series.Frequency.values, "Yearly, quarterly or monthly.")
Status = one_of(Initiative.Status.values, "How far they are.")
InitiativeKind = one_of(Initiative.Kind.values, "What they are.")


@api.get("/", response=schemas.Index, operation_id="index", summary="What there is", url_name="index")
def index(request):
    names = (
        "briefings", "editions", "indicators", "series", "values", "tables", "sources", "releases", "topics", "places",
        "initiatives", "impacts", "corrections", "search",
    )  # fmt: skip
    return {
        "name": str(api.title),
        "version": api.version,
        "documentation": writing.page("api-docs"),
        "openapi": absolute(reverse("api-openapi")),
        "publisher": publisher_name(),
        "licence": writing.licence(),
        "lists": {name: absolute(f"{writing.API}/{name}") for name in names},
    }


@api.get("/indicators", response={200: schemas.Indicators, **ERRORS}, operation_id="indicators", url_name="indicators")
def indicators(request, limit: Limit = 100, after: After = ""):
    rows = Indicator.objects.public().select_related("part_of")
    return page_by_key(request, rows, writing.indicator, limit=limit, after=after)


@api.get(
    "/indicators/{slug}", response={200: schemas.Indicator, **ERRORS}, operation_id="indicator", url_name="indicator"
)
def indicator(request, slug: Slug):
    return writing.indicator(get_object_or_404(Indicator.objects.public().select_related("part_of"), slug=slug))


@api.get("/series", response={200: schemas.ManySeries, **ERRORS}, operation_id="series_list", url_name="series-list")
def series_list(
    request,
    indicator: Name = "",
    area: Name = "",
    frequency: Frequency = "",
    source: Name = "",
    limit: Limit = 100,
    after: After = "",
):
    wanted = {"indicator__slug": indicator, "area__code": area, "frequency": frequency, "source__slug": source}
    rows = Series.objects.public().with_names().filter(**{name: value for name, value in wanted.items() if value})
    page = page_by_key(request, rows, writing.series, limit=limit, after=after)
    if not page["results"]:
        require_names(indicator=indicator, area=area, source=source)
    return page


@api.get("/series/{key}", response={200: schemas.Series, **ERRORS}, operation_id="series", url_name="series")
def series(request, key: Key):
    return writing.series(get_object_or_404(Series.objects.public().with_names(), pk=key))


@api.get("/tables", response={200: schemas.DataTables, **ERRORS}, operation_id="tables", url_name="tables")
def tables(request, limit: Limit = 100, after: After = ""):
    return page_by_key(request, DataTable.objects.public(), writing.table, limit=limit, after=after)


@api.get("/tables/{slug}", response={200: schemas.WholeTable, **ERRORS}, operation_id="table", url_name="table")
def table(request, slug: Slug, language: Language = "en", as_of: AsOf = None):
    """The table as its page prints it, with exact numbers, and its values one by one."""
    table, day = get_object_or_404(DataTable.objects.public(), slug=slug), as_of
    with translation.override(language):
        resolved = resolve_data_table(table, language, day, for_readers=True)
        dataset = table_dataset(table, resolved, as_of=day)
        whole = {
            "language": language,
            "as_of": writing.day(day),
            "printed": dataset.printed,
            "values": [{name: row[name] for name in schemas.TableCell.model_fields} for row in dataset.rows()],
        }
    return writing.table(table) | whole


@api.get("/sources", response={200: schemas.Sources, **ERRORS}, operation_id="sources", url_name="sources")
def sources(request, limit: Limit = 100, after: After = ""):
    return page_by_key(request, Source.objects.public(), writing.source, limit=limit, after=after)


@api.get("/sources/{slug}", response={200: schemas.Source, **ERRORS}, operation_id="source", url_name="source")
def source(request, slug: Slug):
    return writing.source(get_object_or_404(Source.objects.public(), slug=slug))


@api.get("/releases", response={200: schemas.Releases, **ERRORS}, operation_id="releases", url_name="releases")
def releases(request, source: Name = "", limit: Limit = 100, after: After = ""):
    rows = Release.objects.filter(source__in=Source.objects.public()).select_related("source")
    rows = rows.filter(source__slug=source) if source else rows
    page = page_by_key(request, rows, writing.release, limit=limit, after=after)
    if not page["results"]:
        require_names(source=source)
    return page


@api.get("/releases/{key}", response={200: schemas.Release, **ERRORS}, operation_id="release", url_name="release")
def release(request, key: Key):
    rows = Release.objects.filter(source__in=Source.objects.public()).select_related("source")
    return writing.release(get_object_or_404(rows, pk=key))


@api.get("/topics", response={200: schemas.Topics, **ERRORS}, operation_id="topics", url_name="topics")
def topics(request, limit: Limit = 100, after: After = ""):
    return page_by_key(request, Topic.objects.public(), writing.topic, limit=limit, after=after)


@api.get("/topics/{slug}", response={200: schemas.Topic, **ERRORS}, operation_id="topic", url_name="topic")
def topic(request, slug: Slug):
    return writing.topic(get_object_or_404(Topic.objects.public(), slug=slug))


@api.get(
    "/initiatives", response={200: schemas.Initiatives, **ERRORS}, operation_id="initiatives", url_name="initiatives"
)
def initiatives(
    request,
    status: Status = "",
    kind: InitiativeKind = "",
    area: Name = "",
    limit: Limit = 100,
    after: After = "",
):
    wanted = {"status": status, "kind": kind, "areas__code": area}
    rows = Initiative.objects.public().filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.select_related("source").prefetch_related("areas")
    page = page_by_key(request, rows, writing.initiative, limit=limit, after=after)
    if not page["results"]:
        require_names(area=area)
    return page


@api.get(
    "/initiatives/{slug}",
    response={200: schemas.Initiative, **ERRORS},
    operation_id="initiative",
    url_name="initiative",
)
def initiative(request, slug: Slug):
    rows = Initiative.objects.public().select_related("source").prefetch_related("areas")
    return writing.initiative(get_object_or_404(rows, slug=slug))


@api.get("/impacts", response={200: schemas.Impacts, **ERRORS}, operation_id="impacts", url_name="impacts")
def impacts(request, limit: Limit = 100, after: After = ""):
    rows = Impact.objects.public().select_related("source", "area")
    return page_by_key(request, rows, writing.impact, limit=limit, after=after)


@api.get("/impacts/{slug}", response={200: schemas.Impact, **ERRORS}, operation_id="impact", url_name="impact")
def impact(request, slug: Slug):
    rows = Impact.objects.public().select_related("source", "area")
    return writing.impact(get_object_or_404(rows, slug=slug))

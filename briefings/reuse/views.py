"""Files of data tables, indicators and the tables of editions, beside their pages."""

from urllib.parse import parse_qsl

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from ..addresses.models import at_slug, page_url
from ..addresses.redirects import follow_addresses
from ..articles.briefing_page import absent, find, pair_at
from ..articles.models import Edition
from ..documents.reading import table_at
from ..lib.http import require_known
from ..lib.numbers import language_code
from ..lib.paging import check_query
from ..lib.public_pages import known_query
from ..media.models import Card
from ..sources.models import Source
from ..statistics.charts import (
    chart_of,
    gaps_of_table,
    indicator_charts,
    measure_of,
    note_on_gaps,
    ranking_chart,
    trend_chart,
)
from ..statistics.data_tables import resolve_data_table
from ..statistics.filters import ALL, SeriesFilter, as_of_date
from ..statistics.indicator_page import IndicatorSeries, charted_observations, indicator_and_parts
from ..statistics.models import DataTable, Indicator, Series
from ..statistics.places.rates import map_of
from ..templatetags.briefings import day
from . import datasets
from .editions import chart_in, dataset_of, dataset_of_changes, withdrawn_words
from .links import PICTURES
from .pictures import Words, as_png, as_svg
from .places import of_data, provinces_of_chart
from .sending import dataset_file, file_response

OF_PROVINCES = ("provinces", "map")
CHARTS = (*Series.Frequency.values, *OF_PROVINCES)


def _picture_file(request, chart, words, ending, page_url, name):
    if not chart:
        raise Http404("no such chart")
    svg = as_svg(str(chart), words)
    content = as_png(svg) if ending == "png" else svg.encode()
    return file_response(request, content, name=name, ending=ending, page_url=page_url)


def _foot(sources, as_of, url, *notes):
    names = _("Source:") + " " + "; ".join(dict.fromkeys(sources)) if sources else ""
    known = _("As of %(day)s") % {"day": strip_tags(day(as_of))}
    return list(filter(None, [names, *notes, f"{known}. {_('Ecuador security briefings')}", url]))


@follow_addresses(DataTable)
def data_table_file(request, slug, ending):
    as_of = as_of_date(request)
    table = get_object_or_404(DataTable.objects.public(), at_slug(slug))
    resolved = resolve_data_table(table, language_code(), as_of, for_readers=True)
    if ending not in PICTURES:
        return dataset_file(request, datasets.table_dataset(table, resolved, as_of=as_of), ending)
    chart = chart_of(resolved, language_code()) if table.show != DataTable.Show.TABLE else ""
    page, day_shown = table.get_absolute_url(), as_of or timezone.localdate()
    gaps = note_on_gaps(gaps_of_table(resolved))
    words = _table_words(resolved, day_shown, datasets.absolute(page, day_shown), gaps)
    name = datasets.dated_name(table.slug, as_of=as_of)
    return _picture_file(request, chart, words, ending, datasets.absolute(page, as_of), name)


def _table_words(resolved, as_of, url, note="", *, edition=None):
    title = resolved.get("finding") or resolved["title"]
    foot = _foot([each["name"] for each in resolved["sources"]], as_of, url, resolved.get("note", ""), note)
    if edition:
        foot[-1:-1] = [f"{edition.title}. {_('Edition %(number)d') % {'number': edition.number}}"]
    return Words(title, measure_of(resolved), foot)


@follow_addresses(Indicator)
def indicator_file(request, slug, ending):
    """The values that the page lists under the same filter, all of them; as a picture, one of its charts.

    Without a chosen frequency those of every one: the page also prints the year so far, which months add up to.
    `?chart=map` and `?chart=provinces` are the provinces in one year, in every ending.
    """
    check_query(request)
    as_of = as_of_date(request)
    indicator, _parts = indicator_and_parts(slug)
    series = IndicatorSeries(indicator)
    chart = require_known("chart", request.GET.get("chart", ""), CHARTS)
    if ending in PICTURES or chart in OF_PROVINCES:
        return _indicator_chart_file(request, series, as_of, ending)
    chosen = SeriesFilter(request, series, every_frequency=True)
    frequency, source = (request.GET.get("frequency"), "" if chosen.source == ALL else chosen.source)
    name = datasets.dated_name(indicator.slug, chosen.area, frequency, source, as_of=as_of)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    dataset = datasets.indicator_dataset(indicator, chosen.series, name=name, as_of=as_of, query=query)
    return dataset_file(request, dataset, ending)


def _indicator_chart(request, series, as_of):
    """`?chart=` is a frequency, `map` or `provinces`. Else the chart is that of the first series that the filter of
    the page selects; without one, the first chart of the page. With the observations behind it."""
    name, filtered = request.GET.get("chart", ""), SeriesFilter(request, series)
    if name not in OF_PROVINCES and request.GET.keys() & {"area", "source"}:
        series.area = next((area for area in series.areas if area.code == filtered.area), series.area)
    observations = charted_observations(series, as_of)
    if name == "map":
        return map_of(observations.ranking, as_of), observations
    if name == "provinces":
        return ranking_chart(observations.ranking, indicator=series.indicator, id_prefix=name), observations
    frequency = name or request.GET.get("frequency", "").removeprefix(ALL)
    charts = [chart for chart in indicator_charts(observations) if f"frequency={frequency}" in chart.query]
    if "source" not in request.GET:
        return next(iter(charts), None), observations
    selected = {each.pk for each in filtered.series}
    figure = next((figure for figure in observations.figures if figure.series.pk in selected), None)
    chart = figure and trend_chart(figure, id_prefix="course")
    return next((each for each in charts if chart and each.query == chart.query), chart), observations


def _indicator_chart_file(request, series, as_of, ending):
    indicator, (chart, observations) = series.indicator, _indicator_chart(request, series, as_of)
    if not chart:
        raise Http404("no such chart")
    selected = known_query(request.GET, ("area", "frequency", "source"))
    page, day_shown = indicator.get_absolute_url(), as_of or timezone.localdate()
    sources = Source.objects.in_bulk(chart.sources)
    sources = [sources[key] for key in chart.sources]
    if ending not in PICTURES:
        provinces = provinces_of_chart(indicator, chart, observations.ranking, sources, as_of=as_of)
        return dataset_file(request, provinces, ending)
    foot = _foot(
        [str(each.name) for each in sources], day_shown, datasets.absolute(page, day_shown, selected), chart.note
    )
    words = Words(chart.title, chart.subtitle, foot)
    choice = [value for _name, value in parse_qsl(chart.query)]
    name = datasets.dated_name(indicator.slug, *choice, as_of=as_of)
    return _picture_file(request, chart.svg, words, ending, datasets.absolute(page, as_of), name)


def edition_file(request, slug, number, key, ending):
    """A table or chart that an edition prints, as it printed it."""
    language = language_code()
    found = find(language, slug, number)
    if found is None:
        return absent(request, language, slug)
    canonical = page_url("edition", language, found.row.slug, number)
    if request.path != (address := f"{canonical}{key}.{ending}"):
        return HttpResponsePermanentRedirect(address)
    edition = Edition.objects.only("number", "language", "title", "document").get(pk=found.row.id)
    block, table = table_at(edition.data, key) or (None, None)
    if table is None:
        raise Http404("no such table")
    reason = found.row.withdrawal_reason if found.row.withdrawn_at else ""
    if ending in PICTURES:
        name = datasets.file_name(found.row.slug, number, key)
        url = f"{settings.SITE_URL}{canonical}"
        return _edition_picture(request, edition, block, table, ending, url, name, withdrawn_words(reason))
    return dataset_file(request, dataset_of(edition, found.row.slug, block, table, canonical, reason), ending)


def edition_comparison_file(request, slug, before, after, ending):
    """The figures that differ between two editions."""
    language = language_code()
    pair = pair_at(language, slug, before, after)
    if len(pair) < 2:
        return absent(request, language, slug)
    workflow, numbers = pair[0].article.workflow, [edition.number for edition in pair]
    canonical, reason = workflow.address.slug, workflow.withdrawal_reason if workflow.withdrawn_at else ""
    page = page_url("edition-comparison", language, canonical, *numbers)
    if request.path != (address := f"{page.rstrip('/')}.{ending}"):
        return HttpResponsePermanentRedirect(address)
    return dataset_file(request, dataset_of_changes(*pair, canonical, page, reason), of_data(ending))


def _edition_picture(request, edition, block, table, ending, url, name, withdrawn) -> HttpResponse:
    chart = chart_in(block, table.resolved, edition.language) if table.resolved else ""
    words = _table_words(table.resolved, edition.data["as_of"], url, withdrawn, edition=edition) if chart else None
    return _picture_file(request, chart, words, ending, url, name)


def briefing_card(request, slug, key):
    """The card of the latest edition; that of an earlier one had another key."""
    language = language_code()
    found = find(language, slug, None)
    if found is None:
        return absent(request, language, slug)
    if found.row.withdrawn_at:
        raise Http404("a withdrawn briefing has no card")
    return _card_file(request, "briefing", found.row.id, page_url("briefing", language, found.row.slug), key)


@follow_addresses(Indicator)
def indicator_card(request, slug, key):
    indicator = get_object_or_404(Indicator.objects.public(), at_slug(slug))
    return _card_file(request, Indicator.page_name, indicator.pk, indicator.get_absolute_url(), key)


def _card_file(request, kind, target_id, path, key):
    card = get_object_or_404(Card.objects.of(kind, target_id, language_code()), made_from__startswith=key)
    return file_response(request, bytes(card.png), name="card", ending="png", page_url=f"{settings.SITE_URL}{path}")

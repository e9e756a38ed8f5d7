"""Files of data tables, indicators and the tables of editions, beside their pages."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from ..addresses.models import at_slug
from ..addresses.redirects import follow_addresses
from ..articles.briefing_page import absent, find
from ..articles.models import Edition
from ..documents.reading import table_at
from ..lib.numbers import language_code
from ..lib.paging import check_query
from ..media.models import Card
from ..statistics.charts import chart_of, measure_of, ranking_chart, trend_chart
from ..statistics.data_tables import resolve_data_table
from ..statistics.filters import SeriesFilter, as_of_date, require_known
from ..statistics.indicator_page import IndicatorSeries, charted_observations, indicator_and_parts
from ..statistics.models import DataTable, Indicator, Series
from ..statistics.places.rates import map_of
from ..templatetags.briefings import day
from . import datasets
from .editions import chart_in, dataset_of
from .files import TooLarge, as_csv, as_json, as_xlsx, as_zip
from .links import PICTURES
from .pictures import Words, as_png, as_svg
from .sending import file_response, too_large

CHARTS = (*Series.Frequency.values, "provinces", "map")
WRITERS = {"csv": as_csv, "json": as_json, "xlsx": as_xlsx, "zip": as_zip}


def _dataset_file(request, dataset, ending):
    try:
        content = WRITERS[ending](dataset)
    except TooLarge:
        return too_large()
    return file_response(request, content, name=dataset.name, ending=ending, page_url=dataset.url)


def _picture_file(request, chart, words, ending, page_url):
    if not chart:
        raise Http404("no such chart")
    svg = as_svg(str(chart), words)
    content = as_png(svg) if ending == "png" else svg.encode()
    return file_response(request, content, name="chart", ending=ending, page_url=page_url)


def _foot(sources, as_of, url):
    names = _("Source:") + " " + "; ".join(dict.fromkeys(sources)) if sources else ""
    known = _("As of %(day)s") % {"day": strip_tags(day(as_of))}
    return list(filter(None, [names, f"{known}. {_('Ecuador security briefings')}", url]))


@follow_addresses(DataTable)
def data_table_file(request, slug, ending):
    as_of = as_of_date(request)
    table = get_object_or_404(DataTable.objects.public(), at_slug(slug))
    resolved = resolve_data_table(table, language_code(), as_of, for_readers=True)
    if ending not in PICTURES:
        return _dataset_file(request, datasets.table_dataset(table, resolved, as_of=as_of), ending)
    chart = chart_of(resolved, language_code()) if table.show != DataTable.Show.TABLE else ""
    url = datasets.absolute(table.get_absolute_url(), as_of)
    return _picture_file(request, chart, _table_words(resolved, as_of or timezone.localdate(), url), ending, url)


def _table_words(resolved, as_of, url):
    title = resolved.get("finding") or resolved["title"]
    return Words(title, measure_of(resolved), _foot([each["name"] for each in resolved["sources"]], as_of, url))


@follow_addresses(Indicator)
def indicator_file(request, slug, ending):
    """The values that the page lists under the same filter, all of them; as a picture, one of its charts."""
    check_query(request)
    as_of = as_of_date(request)
    indicator, _parts = indicator_and_parts(slug)
    series = IndicatorSeries(indicator)
    if ending in PICTURES:
        return _indicator_picture(request, series, as_of, ending)
    selected = SeriesFilter(request, series).series
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return _dataset_file(request, datasets.indicator_dataset(indicator, selected, as_of=as_of, query=query), ending)


def _indicator_picture(request, series, as_of, ending):
    """`?chart=` is a frequency or `provinces`; without it, the first chart of the page."""
    name = require_known("chart", request.GET.get("chart", ""), CHARTS)
    SeriesFilter(request, series)  # refuses what the page refuses
    observations = charted_observations(series, as_of)
    sources = []
    if name == "provinces":
        chart = ranking_chart(observations.ranking, indicator=series.indicator, id_prefix="provinces")
        sources = [str(each.series.source.name) for each in observations.ranking]
    elif name == "map":
        chart = map_of(observations.ranking)
        sources = [str(each.series.source.name) for each in observations.ranking]
    else:
        figures = observations.figures_of(name) if name in Series.Frequency else [observations.preferred]
        figure = next(filter(None, figures), None)
        chart = figure and trend_chart(figure, id_prefix="course")
        sources = [str(figure.series.source.name)] if figure else []
    url = datasets.absolute(series.indicator.get_absolute_url(), as_of)
    if not chart:
        raise Http404("no such chart")
    words = Words(chart.title, chart.subtitle, _foot(sources, as_of or timezone.localdate(), url))
    return _picture_file(request, chart.svg, words, ending, url)


def edition_file(request, slug, number, key, ending):
    """A table or chart that an edition prints, as it printed it."""
    language = language_code()
    found = find(language, slug, number)
    if found is None:
        return absent(request, language, slug)
    canonical = reverse(f"edition-{language}", args=[found.row.slug, number])
    if request.path != (address := f"{canonical}{key}.{ending}"):
        return HttpResponsePermanentRedirect(address)
    edition = Edition.objects.only("number", "language", "document").get(pk=found.row.id)
    block, table = table_at(edition.data, key) or (None, None)
    if table is None:
        raise Http404("no such table")
    reason = found.row.withdrawal_reason if found.row.withdrawn_at else ""
    if ending in PICTURES:
        return _edition_picture(request, edition, block, table, ending, f"{settings.SITE_URL}{canonical}")
    return _dataset_file(request, dataset_of(edition, found.row.slug, block, table, canonical, reason), ending)


def _edition_picture(request, edition, block, table, ending, url) -> HttpResponse:
    chart = chart_in(block, table.resolved, edition.language) if table.resolved else ""
    words = _table_words(table.resolved, edition.data["as_of"], url) if chart else None
    return _picture_file(request, chart, words, ending, url)


def briefing_card(request, slug, key):
    """The card of the latest edition; that of an earlier one had another key."""
    language = language_code()
    found = find(language, slug, None)
    if found is None:
        return absent(request, language, slug)
    if found.row.withdrawn_at:
        raise Http404("a withdrawn briefing has no card")
    return _card_file(request, "briefing", found.row.id, reverse(f"briefing-{language}", args=[found.row.slug]), key)


@follow_addresses(Indicator)
def indicator_card(request, slug, key):
    indicator = get_object_or_404(Indicator.objects.public(), at_slug(slug))
    return _card_file(request, Indicator.page_name, indicator.pk, indicator.get_absolute_url(), key)


def _card_file(request, kind, target_id, path, key):
    card = get_object_or_404(Card.objects.of(kind, target_id, language_code()), made_from__startswith=key)
    return file_response(request, bytes(card.png), name="card", ending="png", page_url=f"{settings.SITE_URL}{path}")

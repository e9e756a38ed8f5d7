"""Links to what can be taken away: `{% load reuse %}`."""

from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from ..lib.numbers import language_code
from ..lib.public_pages import known_query
from ..reuse.citations import ENDINGS as CITATIONS
from ..reuse.citing import of_edition, of_thing
from ..reuse.links import ENDINGS, PICTURES, citation_links, links_line
from ..statistics.filters import ALL

register = template.Library()
IN_A_LANGUAGE = "briefings", "corrections", "search"  # lists of the API that know the language of their entries
SELECTION = "as_of", "area", "frequency", "source"  # the parameters of a page that its files know too


@register.simple_tag(takes_context=True)
def file_links(context, address, *endings):
    """`{% file_links data_table.get_absolute_url %}`: the files of what this page shows, with its filter; further
    endings are added."""
    endings = (*ENDINGS, *filter(None, endings))
    return links_line(address, endings, known_query(context["request"].GET, SELECTION))


@register.simple_tag
def table_links(table):
    """The files of a data table in a list, with its current figures."""
    return links_line(table.get_absolute_url())


@register.simple_tag
def list_links(address, query=None):
    """The files of the list at `address`; `query` is its filter."""
    return links_line(address, query=urlencode(query or {}))


@register.simple_tag(takes_context=True)
def whole_indicator_link(context, address, series_filter):
    """The file of all values of an indicator, where the filter of its page leaves some out."""
    if len(series_filter.series) == len(series_filter.all):
        return ""
    query = [f"{name}={ALL}" for name in SELECTION[1:]]
    query.append(known_query(context["request"].GET, ("as_of",)))
    url = f"{address.rstrip('/')}.csv?{'&'.join(filter(None, query))}"
    return format_html(
        '<p class="downloads">{} <a href="{}">CSV</a></p>', _("All areas, frequencies and sources:"), url
    )


@register.simple_tag(takes_context=True)
def history_links(context, address):
    """The file that has the revisions of an indicator."""
    return links_line(address, ("zip",), known_query(context["request"].GET, SELECTION))


@register.simple_tag
def area_links(address, code):
    """The files of the values of one area, of the indicator at `address`."""
    return links_line(address, query=urlencode({"area": code}))


@register.simple_tag(takes_context=True)
def frequency_links(context, address, frequency):
    """The files of all sources of one frequency, of the indicator at `address`."""
    query = [urlencode({"frequency": frequency}), known_query(context["request"].GET, ("as_of",))]
    return links_line(address, query="&".join(filter(None, query)))


@register.simple_tag(takes_context=True)
def chart_files(context, chart):
    """The numbers of a chart (statistics/charts.py) and the chart as a picture."""
    if not chart.address:
        return ""
    query = [chart.query, known_query(context["request"].GET, ("as_of",))]
    return links_line(chart.address, (*ENDINGS, *PICTURES), "&".join(filter(None, query)))


@register.simple_tag(takes_context=True)
def api_lists(context, *names):
    """`{% api_lists "briefings" %}`: where the API has the list of this page, in its language. A page with filters has
    them in `api_query`, as parameters of the API."""
    addresses = []
    for name in names:
        query = {"language": context["language"]} if name in IN_A_LANGUAGE else {}
        query |= context.get("api_query", {})
        addresses.append(f"{reverse(f'api-{name}')}{f'?{urlencode(query)}' if query else ''}")
    links = format_html_join(" ", '<a href="{0}">{0}</a>', ((address,) for address in addresses))
    return format_html('<p class="downloads">{} {}</p>', _("The same in the API:"), links)


@register.simple_tag
def citation_files(address, as_of=None, chosen=()):
    """Links to the citation of the page at this address as BibTeX, RIS and CSL-JSON."""
    query = {choice.name: choice.value for choice in chosen or ()}
    query |= {"as_of": as_of.isoformat()} if as_of else {}
    return citation_links(address, CITATIONS, urlencode(query))


@register.simple_tag
def edition_citation(shown):
    """The text that cites the edition which the page shows."""
    withdrawal = {"withdrawn_at": shown.withdrawn_at, "reason": shown.withdrawal_reason}
    citation = of_edition(shown.edition, shown.slug, as_of=shown.as_of, **withdrawal)
    return _words(citation, citation.organisation, language_code())


@lru_cache(maxsize=500)
def _words(citation, _organisation, _language):
    return citation.text()


@register.inclusion_tag("briefings/reuse/cite.html")
def cite(thing, as_of=None, chosen=()):
    """The section "Cite this" of an indicator, a table or a source. `chosen` is what the filter of the page selects."""
    citation = of_thing(thing, as_of, chosen)
    return {"citation": citation, "address": thing.get_absolute_url(), "as_of": as_of, "chosen": chosen}

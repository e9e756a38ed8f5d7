"""Links to what can be taken away: `{% load reuse %}`."""

from django import template

from ..lib.public_pages import known_query
from ..reuse.citations import ENDINGS as CITATIONS
from ..reuse.citing import of_thing
from ..reuse.links import ENDINGS, PICTURES, citation_links, links_line

register = template.Library()
SELECTION = "as_of", "area", "frequency", "source"  # the parameters of a page that its files know too


@register.simple_tag(takes_context=True)
def file_links(context, address, *endings):
    """`{% file_links data_table.get_absolute_url %}`: the files of what this page shows, with its filter; further
    endings are added."""
    endings = (*ENDINGS, *filter(None, endings))
    return links_line(address, endings, known_query(context["request"].GET, SELECTION))


@register.simple_tag(takes_context=True)
def picture_links(context, address, chart):
    """The chart with this key on the page at `address`, as pictures."""
    query = [f"chart={chart}", known_query(context["request"].GET, ("as_of",))]
    return links_line(address, PICTURES, "&".join(filter(None, query)))


@register.simple_tag
def citation_files(address, as_of=None):
    """Links to the citation of the page at this address as BibTeX, RIS and CSL-JSON."""
    return citation_links(address, CITATIONS, f"as_of={as_of.isoformat()}" if as_of else "")


@register.inclusion_tag("briefings/reuse/cite.html")
def cite(thing, as_of=None):
    """The section "Cite this" of an indicator, a table or a source."""
    return {"citation": of_thing(thing, as_of), "address": thing.get_absolute_url(), "as_of": as_of}

"""Links to what can be taken away: `{% load reuse %}`."""

from django import template

from ..lib.public_pages import known_query
from ..reuse.links import ENDINGS, PICTURES, links_line

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

"""The quiet line of links to files under a table or chart."""

from functools import lru_cache

from django.utils.html import escape, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from ..lib.numbers import language_code

ENDINGS = "csv", "xlsx", "json", "zip"
PICTURES = "svg", "png"


def links_line(address: str, endings=ENDINGS, query: str = ""):
    """`address` is that of the page, with its last slash."""
    return _line(address, endings, query, language_code())


@lru_cache(maxsize=2000)
def _line(address, endings, query, _language):
    stem, query = address.rstrip("/"), f"?{query}" if query else ""
    stem, query = escape(stem), escape(query)  # once: a place has a hundred such lines
    links = " ".join([f'<a href="{stem}.{each}{query}">{each.upper()}</a>' for each in endings])
    return mark_safe(f'<p class="downloads">{escape(_("Download:"))} {links}</p>')


def citation_links(address: str, names: dict[str, str], query: str = ""):
    """`names`: {ending: what it is called}."""
    stem, query = address.rstrip("/"), f"?{query}" if query else ""
    rows = ((stem, ending, query, name) for ending, name in names.items())
    return format_html_join(" ", '<a href="{}.{}{}">{}</a>', rows)

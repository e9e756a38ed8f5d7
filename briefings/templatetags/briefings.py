"""Filters that any public template may use: `{% load briefings %}`."""

import datetime
from functools import lru_cache

from django import template
from django.template.defaultfilters import date as formatted
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..lib.bases import TextWithLanguage
from ..lib.bases import marked as marked_text
from ..statistics.charts import measure_of
from ..statistics.models.observations import Status

register = template.Library()
DAYS = {"en": "j F Y", "es": r"j \d\e F \d\e Y"}
UNREMARKABLE = ("", Status.NORMAL, Status.MISSING)


@register.filter
def text_in(thing, field):
    """`{{ source|text_in:"name" }}`: the text in the page's language, or the other one marked with its language."""
    return marked_text(thing.text_in(field)) if thing else ""


@register.filter
def marked(text):
    """`{{ heading|marked }}`: the same for a text that somebody has already fetched with `text_in()`."""
    return marked_text(text)


@register.filter
def text(entry, key):
    """`{{ table|text:"title" }}`: the same for a dictionary that keeps its text's language as `title_language`."""
    words, language = entry.get(key, ""), entry.get(f"{key}_language")
    return marked_text(TextWithLanguage(words, language) if language else words)


@lru_cache(maxsize=2000)
def _day(date, language, space):
    words = formatted(date, DAYS[language]).replace(" ", space)
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), words)


@register.filter(expects_localtime=True)
def day(moment, space=" "):
    """`23 November 2026`, `23 de noviembre de 2026`, readable by machines too; of a date, a moment or an ISO date."""
    if not moment:
        return ""
    if isinstance(moment, str):
        moment = datetime.date.fromisoformat(moment)
    date = moment.date() if isinstance(moment, datetime.datetime) else moment
    return _day(date, (get_language() or "en")[:2], space)


@register.filter
def mark(cell):
    """What stands before a value that is not an ordinary one: its status code in small, or that it is a part."""
    if cell["status"] not in UNREMARKABLE:
        return cell["status"].lower()
    return _("part") if cell["is_part"] else ""


@register.filter
def measure(table):
    """What a resolved table's chart counts, where and how often."""
    return measure_of(table)


@register.filter
def marks(table):
    """(mark, meaning) of every mark that a resolved table's cells bear."""
    cells = [(row, cell) for row in table["rows"] for cell in row["cells"] if cell]
    found = {cell["status"] for _row, cell in cells} - set(UNREMARKABLE)
    legend = [(code.lower(), Status(code).label) for code in sorted(found)]
    if any(cell["is_part"] and cell["status"] in UNREMARKABLE and not row["is_part"] for row, cell in cells):
        legend.append((_("part"), _("part of a year, not comparable with a whole one")))
    if any(cell is None or cell["value"] is None for row in table["rows"] for cell in row["cells"]):
        legend.append(("–", _("no value")))
    return legend

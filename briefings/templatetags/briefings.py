"""Filters for any template: `{% load briefings %}`."""

import datetime
from functools import lru_cache

from django import template
from django.template.defaultfilters import date as formatted
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..lib.bases import TextWithLanguage, with_lang
from ..lib.numbers import format_number, language_code
from ..statistics.charts import measure_of
from ..statistics.models.observations import Status

register = template.Library()
register.filter(with_lang)
register.filter("measure", measure_of)
DAYS = {"en": "j F Y", "es": r"j \d\e F \d\e Y"}
UNMARKED = ("", Status.NORMAL, Status.MISSING)


@register.filter
def text_in(instance, field):
    """`{{ source|text_in:"name" }}`: the text in the page's language, or in the other one with a `lang` attribute."""
    return with_lang(instance.text_in(field)) if instance else ""


@register.filter
def text(entry, key):
    """`{{ table|text:"title" }}`: the same for a dictionary with the language of its text under `title_language`."""
    text, language = entry.get(key, ""), entry.get(f"{key}_language")
    return with_lang(TextWithLanguage(text, language) if language else text)


@register.filter
def number(value, decimals):
    """`{{ vintage.value|number:decimals }}`: formatted as on public pages, a dash when it is missing."""
    return "–" if value is None else format_number(value, decimals)


@lru_cache(maxsize=2000)
def _day(date, language, space):
    text = formatted(date, DAYS[language]).replace(" ", space)
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), text)


@register.filter(expects_localtime=True)
def day(moment, space=" "):
    """`23 November 2026`, `23 de noviembre de 2026` in a `<time>`, from a date, a datetime or an ISO date."""
    if not moment:
        return ""
    if isinstance(moment, str):
        moment = datetime.date.fromisoformat(moment)
    date = moment.date() if isinstance(moment, datetime.datetime) else moment
    return _day(date, language_code(), space)


@register.filter
def mark(cell):
    """The mark before a value: its status code in lower case, or "part" for part of a year."""
    if cell["status"] not in UNMARKED:
        return cell["status"].lower()
    return _("part") if cell["is_part"] else ""


@register.filter
def marks(table):
    """The legend of a resolved table: (mark, meaning) of every mark in its cells."""
    cells = [(row, cell) for row in table["rows"] for cell in row["cells"] if cell]
    codes = {cell["status"] for _row, cell in cells} - set(UNMARKED)
    legend = [(code.lower(), Status(code).label) for code in sorted(codes)]
    if any(cell["is_part"] and cell["status"] in UNMARKED and not row["is_part"] for row, cell in cells):
        legend.append((_("part"), _("part of a year, not comparable with a whole one")))
    if any(cell is None or cell["value"] is None for row in table["rows"] for cell in row["cells"]):
        legend.append(("–", _("no value")))
    return legend

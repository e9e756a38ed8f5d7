"""Filters for any template: `{% load briefings %}`."""

import datetime
from functools import lru_cache

from django import template
from django.template.defaultfilters import date as formatted
from django.utils.html import format_html

from ..lib.bases import with_lang
from ..lib.numbers import format_number, language_code
from ..statistics.charts import measure_of
from ..statistics.grids import cell_rows, mark, marks, text

register = template.Library()
register.filter(with_lang)
register.filter("measure", measure_of)
for table_filter in (cell_rows, mark, marks, text):
    register.filter(table_filter)
DAYS = {"en": "j F Y", "es": r"j \d\e F \d\e Y"}


@register.filter
def text_in(instance, field):
    """`{{ source|text_in:"name" }}`: the text in the page's language, or in the other one with a `lang` attribute."""
    return with_lang(instance.text_in(field)) if instance else ""


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

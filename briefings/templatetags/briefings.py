"""Filters for any template: `{% load briefings %}`."""

import datetime
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from ..lib.bases import label_of, with_lang
from ..lib.clock import Day, Precision
from ..lib.numbers import format_number, language_code, together
from ..statistics.charts import measure_of
from ..statistics.grids import cards, cell_rows, mark, marks, text

register = template.Library()
register.filter(label_of)
register.filter(with_lang)
register.filter(together)
register.filter("measure", measure_of)
for table_filter in (cards, cell_rows, mark, marks, text):
    register.filter(table_filter)


@register.simple_tag
def kept(template_name, **values):
    """`{% kept "briefings/articles/list_item.html" url=url edition=edition %}`: what the template makes of these
    values, written once in each process. Django's engine takes 4 µs a tag, and after a publication nearly all of a list
    is as it was.

    Values are texts, numbers, days and tuples of them, in which texts are plain. The template sees nothing else but
    `language`: neither the request nor the clock.
    """
    key = tuple([_value_and_kind(name, value) for name, value in values.items()])
    return _kept(template_name, language_code(), key)


def _value_and_kind(name, value):
    """Two texts can be equal and have to be written in two ways: one is HTML, or of another language."""
    kind = (value.__class__, getattr(value, "language", None)) if isinstance(value, str) else None
    return name, value, kind


@lru_cache(maxsize=4000)  # of a kilobyte
def _kept(template_name, language, values):
    return render_to_string(template_name, {"language": language} | {name: value for name, value, _kind in values})


ALTERNATE = '<link rel="alternate" hreflang="{}" href="{}">'


@register.simple_tag(takes_context=True)
def alternates(context):
    """The page itself, the same page in the other language where there is one, and the English one of them for other
    readers. The second page of a list has no counterpart: names are sorted otherwise there."""
    own, links = context.get("canonical_url"), context.get("language_links")
    if not own or not links:
        return ""
    language = context["language"]
    addresses = [(language, own)]
    for link in links:
        is_same = link.is_page and link.is_same and "?" not in own
        other = f"{context['site_url']}{link.path}"
        addresses += [(link.language, other)] if is_same else []
        addresses.append(("x-default", other if is_same and language != "en" else own))
    return format_html_join("", ALTERNATE, addresses)


@register.filter
def text_in(instance, field):
    """`{{ source|text_in:"name" }}`: the text in the page's language, or in the other one with a `lang` attribute."""
    return with_lang(instance.text_in(field)) if instance else ""


@register.filter
def number(value, decimals):
    """`{{ vintage.value|number:decimals }}`: formatted as on public pages, a dash when it is missing."""
    return "–" if value is None else format_number(value, decimals)


_local_date = lru_cache(maxsize=2000)(timezone.localdate)  # lists and their editions have the same moments


@lru_cache(maxsize=2000)
def _day(day, language, space):
    return format_html('<time datetime="{}">{}</time>', day.code, day.label(language).replace(" ", space))


@register.filter
def day(moment, space=" "):
    """`23 November 2026`, `noviembre de 2026` or `2026` in a `<time>`, from a `Day`, a date, a datetime or ISO text."""
    if not moment:
        return ""
    if isinstance(moment, str):
        moment = Day.parse(moment, datetime.date.max)
    elif isinstance(moment, datetime.datetime):
        # Python code hands over UTC, templates local time.
        moment = _local_date(moment)
    return _day(Day.of(moment), language_code(), space)


@register.filter
def known_words(known):
    """`known on 5 October 2026`, `known by the end of 2024`; of a year or month that was not over `known in 2026`."""
    if known.precision == Precision.DAY:
        words = _("known on {}")
    else:
        words = _("known by the end of {}") if known.is_last else _("known in {}")
    return format_html(words, day(known))


@register.filter
def published_words(published):
    """`published 5 October 2026`, `published in 2024`, from a `Day` or its code."""
    published = Day.parse(published, datetime.date.max) if isinstance(published, str) else published
    words = _("published {}") if published.precision == Precision.DAY else _("published in {}")
    return format_html(words, day(published))


@register.inclusion_tag("briefings/parts/contents.html")
def contents(*parts):
    """`{% contents True "figures" _("What is known") cantons "cantons" _("Cantons") %}`: links to the parts of a page,
    each as whether there is such a part, its id and its heading. Nothing for a page of one or two parts."""
    links = [(id, label) for is_there, id, label in zip(*[iter(parts)] * 3, strict=True) if is_there]
    return {"links": links if len(links) > 2 else []}

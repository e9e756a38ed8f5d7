"""Filters that any public template may use: `{% load briefings %}`."""

from django import template
from django.template.defaultfilters import date as formatted
from django.utils.html import format_html
from django.utils.translation import get_language

from ..lib.said import marked as marked_text

register = template.Library()
DAYS = {"en": "j F Y", "es": r"j \d\e F \d\e Y"}


@register.filter
def said(thing, field):
    """`{{ source|said:"name" }}`: the text in the page's language, or the other one marked with its language."""
    return marked_text(thing.said(field)) if thing else ""


@register.filter
def marked(text):
    """`{{ heading|marked }}`: the same for a text that somebody has already fetched with `said()`."""
    return marked_text(text)


@register.filter(expects_localtime=True)
def day(moment):
    """`23 November 2026`, `23 de noviembre de 2026`, readable by machines too; empty for no date."""
    if not moment:
        return ""
    words = formatted(moment, DAYS[(get_language() or "en")[:2]])
    return format_html('<time datetime="{}">{}</time>', formatted(moment, "Y-m-d"), words)

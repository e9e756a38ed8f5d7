"""Texts that may be in the other language, printed so that a screen reader pronounces them right."""

from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language

from .bases import Said


def marked(text):
    """`text` escaped; a `Said` that is not in the page's language is wrapped in an element that says so."""
    if isinstance(text, Said) and text and text.language != (get_language() or "en")[:2]:
        return format_html('<span lang="{}">{}</span>', text.language, str(text))
    return conditional_escape(text)

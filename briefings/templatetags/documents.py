"""What the templates of a document need: its texts are plain values, not model objects. `{% load documents %}`."""

import datetime

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from ..lib.bases import TextWithLanguage, marked
from ..sources.models import Source
from ..statistics.models.observations import Status
from .briefings import day

register = template.Library()


@register.filter
def worded(said):
    """`{"text": …, "lang": …}` escaped, and marked where it is in the other language."""
    return marked(TextWithLanguage(said["text"], said["lang"]) if "lang" in said else said["text"])


@register.filter
def iso_day(text):
    """An ISO date in words."""
    return day(datetime.date.fromisoformat(text))


@register.filter
def status_words(code):
    return Status(code).label


@register.filter
def grade_words(letter):
    """`usually reliable`, to stand beside the letter B."""
    return Source.Reliability(letter).label.partition(" – ")[2]


@register.simple_tag
def page_url(name, slug, language=""):
    """The address of a thing's page in `language`, or else in the one that is being written."""
    return reverse(f"{name}-{language or (get_language() or 'en')[:2]}", args=[slug])

"""Filters for the templates of documents, whose texts are plain values, not model objects: `{% load documents %}`."""

from django import template

from ..addresses.models import page_url as address_of_page
from ..lib.bases import TextWithLanguage, with_lang
from ..lib.numbers import language_code
from ..sources.models import Source
from ..statistics.models.observations import Status
from .briefings import day

register = template.Library()
register.filter(day)


@register.filter
def document_text(entry):
    """`{"text": …, "lang": …}` escaped, with a `lang` attribute when it is in the other language."""
    return with_lang(TextWithLanguage(entry["text"], entry["lang"]) if "lang" in entry else entry["text"])


@register.filter
def status_words(code):
    return Status(code).label


@register.filter
def grade_words(letter):
    """The meaning of a reliability grade: `usually reliable` for B."""
    return Source.Reliability(letter).label.partition(" – ")[2]


@register.simple_tag(takes_context=True)
def page_url(context, name, slug, language=""):
    """The address of a page in `language`, by default in the active language.

    What documents name by its English slug redirects to its page; pages that know the address put it in `pages`.
    """
    return context.get("pages", {}).get((name, slug)) or address_of_page(name, language or language_code(), slug)

"""What differs between two documents."""

import re
from collections import Counter

from django.utils.translation import gettext as _

from .documents import cited_sources, figure_uses, words

NUMBER = re.compile(r"\d[\d.,\u00a0\u202f]*\d|\d")


def _figures(data):
    return sorted((use["role"], str(use["value"]), use["text"]) for use in figure_uses(data))


def kept_back_from_minor(before, after):
    """Reasons why going from one document to the other is more than a minor change; empty if it is not."""
    reasons = []
    if before["title"] != after["title"]:
        reasons.append(_("The title differs."))
    if _figures(before) != _figures(after):
        reasons.append(_("A figure differs."))
    if Counter(NUMBER.findall(words(before))) != Counter(NUMBER.findall(words(after))):
        reasons.append(_("A number in the text differs."))
    if {slug for _key, slug in cited_sources(before)} != {slug for _key, slug in cited_sources(after)}:
        reasons.append(_("A source differs."))
    return reasons

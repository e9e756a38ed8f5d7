"""Whether briefings still hold, for lists of them: `{% load recall %}`."""

from django import template

from ..recall.revisions import numbers_revised, revised_words

register = template.Library()
register.filter(revised_words)


@register.filter
def with_revised(editions):
    """(edition, how many values behind it have been revised since) of each: one query, none where no value of them is
    `overtaken`, for editions that know it (articles/finding.py)."""
    editions = list(editions)
    maybe = [edition.pk for edition in editions if getattr(edition, "overtaken", True)]
    numbers = numbers_revised(maybe)
    return [(edition, numbers.get(edition.pk, 0)) for edition in editions]

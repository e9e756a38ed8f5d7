"""Search for a series by the words of its label, in any order, with or without punctuation."""

import re
from functools import reduce
from operator import or_

from django.db.models import Case, Q, Value, When

from ...lib.admin.search import MOST_WORDS, plain
from ..models import Area, Series

PUNCTUATION = re.compile(r"^\W+|\W+$")
SEARCH_FIELDS = [
    "indicator__name_en", "indicator__name_es", "area__name_en", "area__name_es", "area__code",
    "source__name_en", "source__name_es",
]  # fmt: skip


def choice_label(series):
    return f"{series} ({_preferred()})" if series.preferred else str(series)


def matching(queryset, term):
    """Series for which each word of the term is part of a name, or is their frequency or “preferred”."""
    words = [PUNCTUATION.sub("", word) for word in plain(term).split()]
    for word in [word for word in words if word][:MOST_WORDS]:
        queryset = queryset.filter(_name_contains(word) | _is_label(word))
    return queryset


def preferred_first(queryset):
    """Preferred series first, then those of the country."""
    country_first = Case(When(area__kind=Area.Kind.COUNTRY, then=Value(0)), default=Value(1))
    return queryset.order_by(
        "-preferred", country_first, "indicator__sort_en", "area__sort_en", "frequency", "source__sort_en", "pk"
    )


def _name_contains(word):
    return reduce(or_, (Q(**{f"{name}__contains_folded": word}) for name in SEARCH_FIELDS))


def _is_label(word):
    codes = [code for code, label in Series.Frequency.choices if plain(label) == word]
    query = Q(frequency__in=codes)
    return query | Q(preferred=True) if word == plain(_preferred()) else query


def _preferred():
    return str(Series._meta.get_field("preferred").verbose_name)

"""Finding a series by what is printed of it: any words of its label, in any order, with or without punctuation."""

import re
from functools import reduce
from operator import or_

from django.db.models import Case, Q, Value, When

from ...lib.texts import fold
from ..models import Area, Series

AROUND = re.compile(r"^[^\w~]+|[^\w~]+$")
WORDS = 30  # no label has as many
NAMES = [
    "indicator__sort_en", "indicator__sort_es", "area__sort_en", "area__sort_es", "area__code",
    "source__sort_en", "source__sort_es",
]  # fmt: skip


def series_words(series):
    """What a series is called where one is chosen among several."""
    return f"{series} ({_preferred()})" if series.preferred else str(series)


def found_by_words(queryset, term):
    """Every word of the term is in a name, or is the word for how often or for being preferred."""
    words = [AROUND.sub("", word) for word in fold(term).split()]
    for word in [word for word in words if word][:WORDS]:
        queryset = queryset.filter(_names(word) | _marks(word))
    return queryset


def likely_first(queryset):
    """The preferred series first, and among equals the country before its parts."""
    place = Case(When(area__kind=Area.Kind.COUNTRY, then=Value(0)), default=Value(1))
    return queryset.order_by(
        "-preferred", place, "indicator__sort_en", "area__sort_en", "frequency", "source__sort_en", "pk"
    )


def _names(word):
    return reduce(or_, (Q(**{f"{name}__icontains": word}) for name in NAMES))


def _marks(word):
    codes = [code for code, label in Series.Frequency.choices if fold(label) == word]
    marks = Q(frequency__in=codes)
    return marks | Q(preferred=True) if word == fold(_preferred()) else marks


def _preferred():
    return str(Series._meta.get_field("preferred").verbose_name)

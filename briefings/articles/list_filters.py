"""The filters of the list of briefings, with how many of the newest each value leaves."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import CharField, F
from django.db.models import Value as Constant
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..addresses.models import at_slug_or_key, canonical_slug
from ..lib import public_pages
from ..lib.bases import in_language
from ..lib.http import require_known, require_year, unknown_value
from ..lib.numbers import format_number
from ..lib.paging import check_query, with_query
from ..lib.rows.keyset import KEYS, ByDate, stretch
from ..lib.rows.prepared import padded, prepared
from ..lib.texts import fold
from ..search.searching import WINDOW, Facets, count_lines, facets_of_newest
from ..statistics.models import Area
from ..topics.models import Topic
from .briefing_page import in_list
from .finding import hits
from .models import Article, Edition
from .search_index import KIND

MOST_VALUES = 30  # of each filter; there are 24 provinces
NAMES = {"topic": _("Topic"), "kind": _("Kind"), "year": _("Year of publication"), "place": _("Place")}
KEYS_OF_THINGS = {"topic": "slug", "place": "code"}  # in the index, in both languages
FACETS = {"topic": "t", "kind": "a", "year": "y", "place": "p"}


@prepared(topics=CharField(), places=CharField())
def _things(topics, places):
    """(filter, key in the index, names and slugs) of these topics and places: one query."""
    columns = "filter", "key", "name_en", "name_es", "slug_", "slug_es_"
    found = {"topic": Topic.objects.public().filter(slug__in=topics)}
    found["place"] = Area.to_be_found().filter(code__in=places)
    parts = [
        rows.order_by()
        .annotate(
            filter=Constant(name, CharField()), key=F(KEYS_OF_THINGS[name]), slug_=F("slug"), slug_es_=F("slug_es")
        )
        .values_list(*columns)
        for name, rows in found.items()
    ]
    return parts[0].union(parts[1], all=True)


@dataclass(frozen=True)
class Value:
    label: str
    count: str
    url: str


@dataclass(frozen=True)
class Chosen:
    name: str
    label: str
    url: str  # of the list without it


class BriefingFilters:
    """`?topic=` and `?place=` are slugs of the language; what the API calls them is understood too. UnknownValue for a
    value that is none."""

    def __init__(self, request, language: str):
        check_query(request)
        self.request, self.language = request, language
        self._values = {name: text for name in NAMES if (text := request.GET.get(name, ""))}
        require_known("kind", self._values.get("kind", ""), Article.Kind.values)
        require_year("year", self._values.get("year", ""))
        things = {"topic": Topic.objects.public, "place": Area.to_be_found}
        self._things = {name: self._thing(name, rows()) for name, rows in things.items() if name in self._values}

    def _thing(self, name, rows):
        thing = at_slug_or_key(rows, self._values[name], KEYS_OF_THINGS[name])
        if thing is None:
            raise unknown_value(name, self._values[name])
        return thing

    @property
    def is_active(self) -> bool:
        return bool(self._values)

    @property
    def api_query(self) -> dict[str, str]:
        """The same choice as parameters of the API, which names things by their keys."""
        return {name: self._key(name) for name in self._values}

    def _key(self, name) -> str:
        """Of the chosen value in the index."""
        return getattr(self._things[name], KEYS_OF_THINGS[name]) if name in self._things else self._values[name]

    @cached_property
    def _hits(self):
        facets = [(FACETS[name], self._key(name)) for name in self._values]
        return hits(self.language, *facets, most=WINDOW + 1)

    @property
    def is_more(self) -> bool:
        """Whether there are more than the newest ones, which alone are listed and counted."""
        return len(self._hits) > WINDOW

    @property
    def window(self) -> str:
        return format_number(WINDOW)

    def read(self, *, length: int, **place):
        """As `listed`, of those with the chosen values."""
        keys = [hit.target_id for hit in self._hits[:WINDOW]]
        editions = Edition.objects.latest().filter(language=self.language, pk__in=keys)
        return in_list(stretch(editions, ByDate, length, **place), named=True)

    @property
    def chosen(self) -> list[Chosen]:
        return [
            Chosen(str(NAMES[name]), self._label(name, text), with_query(self.request, drop=[name, *KEYS]))
            for name, text in self._values.items()
        ]

    def _label(self, name, text):
        if name == "kind":
            return capfirst(dict(Article.Kind.choices)[text])
        return str(self._things[name].name) if name in self._things else text

    @cached_property
    def narrow(self) -> tuple[tuple[str, tuple[Value, ...], bool], ...]:
        """(filter, its values, whether there are more) of each filter that is not chosen and would leave fewer
        briefings: one query.

        Without a filter they are the same on every page until anything public changes: two queries once.
        """
        if self.is_active:
            newest = self._hits[:WINDOW]
            facets = Counter(Facets(hit.key, hit.topics, hit.places, hit.year) for hit in newest)
            return self._narrow(facets, self.is_more)
        return public_pages.part(self.request, ("briefings", self.language), self._of_all)

    def _of_all(self):
        return self._narrow(*facets_of_newest(KIND, self.language))

    def _narrow(self, facets, is_more):
        counts = {
            "topic": count_lines(_count(facets, "topics")),
            "kind": _count(facets, "key"),
            "year": _count(facets, "year"),
            "place": count_lines(_count(facets, "places")),
        }
        offered = {name: count for name, count in counts.items() if name not in self._values}
        labels, number = self._labels(offered), sum(facets.values()) + is_more
        rows = ((str(NAMES[name]), self._offer(name, count, labels[name], number)) for name, count in offered.items())
        return tuple([(label, values[:MOST_VALUES], len(values) > MOST_VALUES) for label, values in rows if values])

    def _labels(self, counts):
        """{filter: {value in the index: (its name, its value in addresses)}}"""
        kinds = {kind: (str(capfirst(label)), kind) for kind, label in Article.Kind.choices}
        labels = {"kind": kinds, "year": {year: (str(year), str(year)) for year in counts.get("year", ())}}
        labels |= {name: {} for name in KEYS_OF_THINGS}
        keys = {name: counts.get(name, Counter()).most_common(MOST_VALUES + 1) for name in KEYS_OF_THINGS}
        for row in _things(**{f"{name}s": padded([key for key, _count in most]) for name, most in keys.items()}):
            name = in_language(self.language, row.name_en, row.name_es)
            labels[row.filter][row.key] = str(name), canonical_slug(self.language, row.slug_, row.slug_es_)
        return labels

    def _offer(self, name, counts, labels, number):
        known = [(value, count) for value, count in counts.items() if value in labels]
        if all(count == number for _value, count in known):
            return ()
        order = (lambda pair: -pair[0]) if name == "year" else (lambda pair: (-pair[1], fold(labels[pair[0]][0])))
        others = with_query(self.request, drop=[*KEYS, name])
        others = f"{others}&" if others.startswith("?") else "?"
        offered = [
            Value(
                label=labels[value][0],
                count=format_number(count, language=self.language) + ("+" if number > WINDOW else ""),
                url=others + urlencode({name: labels[value][1]}),
            )
            for value, count in sorted(known, key=order)
        ]
        return tuple(offered)


def _count(facets, name):
    """How many have each value of one of the facets, without those that have none."""
    counts = Counter()
    for each, number in facets.items():
        if value := getattr(each, name):
            counts[value] += number
    return counts

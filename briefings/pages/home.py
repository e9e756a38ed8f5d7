"""The content of the home page, in a fixed number of queries."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import BigIntegerField, CharField, Count, DateTimeField, F, IntegerField, Value
from django.utils.functional import cached_property

from ..articles.finding import with_overtaken
from ..articles.models import Article, Edition
from ..initiatives.models import Initiative
from ..lib.rows.prepared import prepared
from ..recall.newest import OF_BATCH, OF_REVISION, newest_entries
from ..recall.revisions import counted, values_revised

MAX_EDITIONS = 6
MAX_INITIATIVES = 7


@prepared(language=CharField())
def _newest_editions(language):
    editions = Edition.objects.latest().filter(language=language, article__workflow__withdrawn_at__isnull=True)
    editions = with_overtaken(editions).order_by("-publish_at", "-pk")
    with_address = editions.annotate(slug=F("article__workflow__address__slug"))
    names = ("pk", "kind", "title", "summary", "change_kind", "publish_at", "slug", "overtaken")
    return with_address.values_list(*names)[:MAX_EDITIONS]


class Listed(NamedTuple):
    """What the home page says of a briefing; `revised` is how many of its figures have been."""

    kind: str
    title: str
    summary: str
    change_kind: str
    publish_at: datetime.datetime
    slug: str
    revised: int


class Briefings:
    """The newest editions in this language without withdrawn ones, and corrections (three queries)."""

    def __init__(self, language: str):
        rows = list(_newest_editions(language=language))
        kinds = {kind: str(label) for kind, label in Article.Kind.choices}
        revised = values_revised([row.pk for row in rows if row.overtaken], OF_REVISION, OF_BATCH)
        numbers = counted(revised)
        editions = [
            Listed(
                kinds[row.kind],
                row.title,
                row.summary,
                row.change_kind,
                row.publish_at,
                row.slug,
                numbers.get(row.pk, 0),
            )
            for row in rows
        ]
        self.lead, *self.more = editions or [None]
        self.corrections = newest_entries(revised, language)


@prepared()
def _initiatives():
    """The newest, then how many have each status: one query. The latter have no key."""
    public = Initiative.objects.public().order_by()
    newest = public.filter(pk__in=public.order_by("-public_since", "pk").values("pk")[:MAX_INITIATIVES])
    names = ("slug", "slug_es", "name_en", "name_es")
    nothing = {name: Value(None, CharField()) for name in ("slug_", "slug_es_", "name_en_", "name_es_")}
    since, key = Value(None, DateTimeField()), Value(None, BigIntegerField())
    counts = public.values("status").annotate(number=Count("pk"), key=key, **nothing, since=since)
    rows = newest.annotate(number=Value(1, IntegerField()), key=F("pk"), since=F("public_since"))
    both = rows.values_list("status", "number", "key", *names, "since")
    counts = counts.values_list("status", "number", "key", *nothing, "since")
    return both.union(counts, all=True).order_by("-since", "key")


@dataclass(frozen=True)
class StatusCount:
    status: str
    label: str
    number: int


class Initiatives:
    """The number of public initiatives per status, and the newest of them (one query)."""

    @cached_property
    def _rows(self):
        return _initiatives()

    @cached_property
    def by_status(self):
        counts = {row.status: row.number for row in self._rows if row.key is None}
        return [
            StatusCount(status.value, status.label, counts[status]) for status in Initiative.Status if status in counts
        ]

    @cached_property
    def newest(self):
        """(initiative, the words for its status, which are empty where all have the same)"""
        rows = [row for row in self._rows if row.key is not None]
        names = ("slug", "slug_es", "name_en", "name_es", "status")
        words = {status.value: str(status.label) if len(self.by_status) > 1 else "" for status in Initiative.Status}
        return [
            (Initiative(pk=row.key, **{name: getattr(row, name) for name in names}), words[row.status]) for row in rows
        ]

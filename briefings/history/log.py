"""Acts and field changes as one log, newest first, paged by key: two queries however long the log is."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Func, JSONField, Q

from ..lib.acts import acts
from .models import Event, FieldChange

MOST_SEARCHED = 2000  # entries of each kind that one page searches for a text, because no index helps
RANK = {FieldChange: 0, Event: 1}  # at the same time: an act is shown above the changes that it made
CURSOR = re.compile(r"^(\d{1,17})-([01])-(\d{1,18})$", re.ASCII)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class WithoutLongTexts(Func):
    """An event's detail without the entries that are too long for a list."""

    output_field = JSONField()

    def as_postgresql(self, compiler, connection, **context):
        without = "".join(f" - '{name}'" for name in _long_details())
        return self.as_sql(compiler, connection, template=f"(%(expressions)s{without})", **context)

    def as_sqlite(self, compiler, connection, **context):
        paths = "".join(f", '$.{name}'" for name in _long_details())
        return self.as_sql(compiler, connection, template=f"JSON_REMOVE(%(expressions)s{paths})", **context)


def _long_details():
    return sorted({detail.name for act in acts() for detail in act.details if detail.is_long})


@dataclass(frozen=True)
class Cursor:
    """The position of one entry in the log."""

    at: datetime.datetime
    rank: int
    pk: int

    @classmethod
    def of(cls, entry):
        return cls(entry.at, RANK[type(entry)], entry.pk)

    @classmethod
    def parse(cls, text):
        """Raises ValueError for an invalid cursor."""
        match = CURSOR.match(text)
        if not match:
            raise ValueError(text)
        micros, rank, pk = map(int, match.groups())
        return cls(EPOCH + datetime.timedelta(microseconds=micros), rank, pk)

    def __str__(self):
        return f"{(self.at - EPOCH) // datetime.timedelta(microseconds=1)}-{self.rank}-{self.pk}"

    def older(self, model):
        """Condition: older than this entry. `at__lte` is redundant, so that the database uses the index on `at`."""
        if RANK[model] == self.rank:
            return Q(at__lte=self.at) & (Q(at__lt=self.at) | Q(pk__lt=self.pk))
        return Q(at__lte=self.at) if RANK[model] < self.rank else Q(at__lt=self.at)

    def down_to(self, model):
        """Condition: this entry or newer."""
        return Cursor(self.at, self.rank, self.pk - 1).newer(model)

    def newer(self, model):
        if RANK[model] == self.rank:
            return Q(at__gte=self.at) & (Q(at__gt=self.at) | Q(pk__gt=self.pk))
        return Q(at__gte=self.at) if RANK[model] > self.rank else Q(at__gt=self.at)


@dataclass(frozen=True)
class LogPage:
    """Entries newest first; cursors to the neighbouring pages; `ends`: where a search for a text stopped early."""

    entries: list
    newer: Cursor | None = None
    older: Cursor | None = None
    ends: Cursor | None = None


@dataclass(frozen=True)
class Finding:
    """What a finder knows of a text: `condition` for the events that are about it, and of one such event the fields
    (label, before, after) that hold it."""

    condition: Q
    fields_of: Callable[[Event], list[tuple[str, str, str]]]


Finder = Callable[[str], Finding | None]
finders: list[Finder] = []


def finds(finder: Finder) -> Finder:
    """Register a function from a text to what events say of it elsewhere: values are not in the log."""
    finders.append(finder)
    return finder


def without_long_texts(events):
    """The events with `short_detail` instead of `detail`."""
    return events.annotate(short_detail=WithoutLongTexts("detail")).defer("detail")


def everything(user):
    """[events, field changes] that the user may see."""
    return [without_long_texts(Event.objects.seen_by(user)), FieldChange.objects.seen_by(user)]


def _key(entry):
    return entry.at, RANK[type(entry)], entry.pk


def older_than(querysets, cursor, limit):
    """The newest `limit` entries, all of them or those older than the cursor, newest first."""
    entries = []
    for queryset in querysets:
        rows = queryset.filter(cursor.older(queryset.model)) if cursor else queryset
        entries += rows.order_by("-at", "-pk")[:limit]
    return sorted(entries, key=_key, reverse=True)[:limit]


def _newer_than(querysets, cursor, limit):
    entries = []
    for queryset in querysets:
        entries += queryset.filter(cursor.newer(queryset.model)).order_by("at", "pk")[:limit]
    return sorted(entries, key=_key)[:limit]


def page_of_log(querysets, *, before=None, after=None, per_page=50):
    """The page below the cursor `before` or above the cursor `after`; the first page without either."""
    if after:
        entries = _newer_than(querysets, after, per_page + 1)
        has_newer, has_older = len(entries) > per_page, True
        entries = entries[:per_page][::-1]
    else:
        entries = older_than(querysets, before, per_page + 1)
        has_newer, has_older = before is not None, len(entries) > per_page
        entries = entries[:per_page]
    if not entries:
        return LogPage([])
    newer = Cursor.of(entries[0]) if has_newer else None
    return LogPage(entries, newer, Cursor.of(entries[-1]) if has_older else None)


def page_holding(querysets, holding, *, before=None, per_page=50):
    """The entries that `holding` finds in one stretch of the log, from the newest or below the cursor `before`.

    The stretch is bounded, however rare the text is; the next page continues where it ends.
    """
    end = _end_of_stretch(querysets, before)
    if end:
        querysets = [queryset.filter(end.down_to(queryset.model)) for queryset in querysets]
    entries = older_than(holding(querysets), before, per_page + 1)
    if len(entries) > per_page:
        return LogPage(entries[:per_page], older=Cursor.of(entries[per_page - 1]))
    return LogPage(entries, older=end, ends=end)


def _end_of_stretch(querysets, cursor):
    """The place at which a search stops: the first queryset with MOST_SEARCHED entries; None without one."""
    ends = []
    for queryset in querysets:
        rows = queryset.filter(cursor.older(queryset.model)) if cursor else queryset
        last = rows.order_by("-at", "-pk").values_list("at", "pk")[MOST_SEARCHED - 1 : MOST_SEARCHED]
        ends += [Cursor(at, RANK[queryset.model], pk) for at, pk in last]
    return max(ends, key=attrgetter("at", "rank", "pk"), default=None)


def all_older_than(querysets, cursor, chunk=1000):
    """All entries older than the cursor, read in chunks so that memory stays bounded."""
    while entries := older_than(querysets, cursor, chunk):
        yield from entries
        cursor = Cursor.of(entries[-1])

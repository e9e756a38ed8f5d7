"""Acts and field changes as one log: newest first, found by key, in two queries however long it is."""

import datetime
import re
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Func, JSONField, Q

from ..lib.acts import acts
from .models import Event, FieldChange

LOOKED_THROUGH = 2000  # entries of each kind that one page looks through for a text: no index leads to one
RANK = {FieldChange: 0, Event: 1}  # of the same moment: an act stands above the changes that it made
CURSOR = re.compile(r"^(\d{1,17})-([01])-(\d{1,18})$", re.ASCII)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class WithoutLongTexts(Func):
    """An event's detail less what is too long for a list."""

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
    """A place in the log, just beside one entry."""

    at: datetime.datetime
    rank: int
    pk: int

    @classmethod
    def of(cls, entry):
        return cls(entry.at, RANK[type(entry)], entry.pk)

    @classmethod
    def parse(cls, text):
        """ValueError where the text is no cursor."""
        found = CURSOR.match(text)
        if not found:
            raise ValueError(text)
        micros, rank, pk = map(int, found.groups())
        return cls(EPOCH + datetime.timedelta(microseconds=micros), rank, pk)

    def __str__(self):
        return f"{(self.at - EPOCH) // datetime.timedelta(microseconds=1)}-{self.rank}-{self.pk}"

    def older(self, model):
        """The entries of `model` that come after this place in the log; the first half lets an index lead there."""
        if RANK[model] == self.rank:
            return Q(at__lte=self.at) & (Q(at__lt=self.at) | Q(pk__lt=self.pk))
        return Q(at__lte=self.at) if RANK[model] < self.rank else Q(at__lt=self.at)

    def down_to(self, model):
        """The entries of `model` before this place, and the entry itself."""
        return Cursor(self.at, self.rank, self.pk - 1).newer(model)

    def newer(self, model):
        if RANK[model] == self.rank:
            return Q(at__gte=self.at) & (Q(at__gt=self.at) | Q(pk__gt=self.pk))
        return Q(at__gte=self.at) if RANK[model] > self.rank else Q(at__gt=self.at)


@dataclass(frozen=True)
class LogPage:
    """Entries newest first; `newer` and `older` are cursors, None where nothing follows. `ends` where a search for a
    text has stopped without having looked at everything."""

    entries: list
    newer: Cursor | None = None
    older: Cursor | None = None
    ends: Cursor | None = None


def without_long_texts(events):
    """Their detail in `told`."""
    return events.annotate(told=WithoutLongTexts("detail")).defer("detail")


def everything(user):
    """What the person may see of both kinds; an event's detail is in `told`."""
    return [without_long_texts(Event.objects.seen_by(user)), FieldChange.objects.seen_by(user)]


def _key(entry):
    return entry.at, RANK[type(entry)], entry.pk


def older_than(querysets, cursor, limit):
    """The newest `limit` entries, all of them or those older than the cursor, newest first."""
    found = []
    for queryset in querysets:
        rows = queryset.filter(cursor.older(queryset.model)) if cursor else queryset
        found += rows.order_by("-at", "-pk")[:limit]
    return sorted(found, key=_key, reverse=True)[:limit]


def _newer_than(querysets, cursor, limit):
    found = []
    for queryset in querysets:
        found += queryset.filter(cursor.newer(queryset.model)).order_by("at", "pk")[:limit]
    return sorted(found, key=_key)[:limit]


def page_of_log(querysets, *, before=None, after=None, per_page=50):
    """The page that begins below the cursor `before` or ends above the cursor `after`; the first without either."""
    if after:
        found = _newer_than(querysets, after, per_page + 1)
        more, entries = len(found) > per_page, found[:per_page][::-1]
        has_newer, has_older = more, True
    else:
        found = older_than(querysets, before, per_page + 1)
        entries = found[:per_page]
        has_newer, has_older = before is not None, len(found) > per_page
    if not entries:
        return LogPage([])
    newer = Cursor.of(entries[0]) if has_newer else None
    return LogPage(entries, newer, Cursor.of(entries[-1]) if has_older else None)


def page_holding(querysets, holding, *, before=None, per_page=50):
    """The entries that `holding` leaves of a stretch of the log, from its beginning or below the cursor `before`.

    However long the log is, and however rare the text, no more is looked at; the next page goes on from there.
    """
    end = _end_of_stretch(querysets, before)
    if end:
        querysets = [queryset.filter(end.down_to(queryset.model)) for queryset in querysets]
    found = older_than(holding(querysets), before, per_page + 1)
    entries = found[:per_page]
    if len(found) > per_page:
        return LogPage(entries, older=Cursor.of(entries[-1]))
    return LogPage(entries, older=end, ends=end)


def _end_of_stretch(querysets, cursor):
    """The newest of the last places that a search may look at in each queryset; None where all end before."""
    ends = []
    for queryset in querysets:
        rows = queryset.filter(cursor.older(queryset.model)) if cursor else queryset
        last = rows.order_by("-at", "-pk").values_list("at", "pk")[LOOKED_THROUGH - 1 : LOOKED_THROUGH]
        ends += [Cursor(at, RANK[queryset.model], pk) for at, pk in last]
    return max(ends, key=attrgetter("at", "rank", "pk"), default=None)


def all_older_than(querysets, cursor, chunk=1000):
    """Entry by entry from the cursor down; never more than a few thousand of them in memory."""
    while entries := older_than(querysets, cursor, chunk):
        yield from entries
        cursor = Cursor.of(entries[-1])

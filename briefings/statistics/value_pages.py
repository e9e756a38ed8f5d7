"""Pages of the table of an indicator's values: by key within its series, however many observations there are.

Sorted by period, area or source, a page is found by steps in the index of each series, and the next one begins after
its last observation: `?after=<key>`. Other orders read all values of the selection, so they exist for short lists only.
"""

import math
from itertools import groupby

from django.db.models import BigIntegerField, Count, DateField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.functional import cached_property

from ..lib.numbers import as_number
from ..lib.paging import Pager, check_query, page_number, require_one, with_query
from ..lib.rows.prepared import prepared
from ..lib.tables import KEYS, sort_of
from .known_values import KnownOn, read_with_keys, with_keys
from .models import Observation, Series, Vintage
from .models.observations import Status

KEY = BigIntegerField()
PER_PAGE = 50
FIRST_PAGE = 12  # the newest values, until a reader asks for others: a phone shows each as a card
MAX_READ = 500  # values; up to it all of them are read for a page, which may be sorted by value, status or date
MAX_COUNTED = 100  # series; with more of them there are too many values anyway
BY_KEY = ("period", "area", "source")
BY_VALUE = ("value", "status", "known_on")


class ValuePage:
    """The page that the query string asks for: `values`, `sort` and `pager`. Http404 where there is no such page."""

    def __init__(self, request, series, as_of=None, values=None):
        """`values`: all of these series as known on the day, where the page has read them."""
        check_query(request)
        self.request, self.series, self._all = request, series, values
        self.known = KnownOn(as_of)
        self.by_key = {each.pk: each for each in series}
        self.sort = self._sort()
        self.is_asked = bool({"sort", "page", *KEYS} & set(request.GET))
        self.per_page = PER_PAGE if self.is_asked else FIRST_PAGE
        name = self.sort.lstrip("-")
        self.values, self.pager = self._page_by_number(name) if name in BY_VALUE else self._page_by_key(name)

    @cached_property
    def is_short(self):
        """Whether there are few enough values to read all of them for a page. Counted series by series, by index."""
        if self._all is not None:
            return len(self._all) <= MAX_READ
        if len(self.by_key) > MAX_COUNTED:
            return False
        return sum(number or 0 for (number,) in _counts(keys=tuple(self.by_key))) <= MAX_READ

    def _sort(self):
        """None too for an order of short lists where the list has become long."""
        sort = sort_of(self.request, (*BY_KEY, *BY_VALUE))
        return sort if sort.removeprefix("-") in BY_KEY or self.is_short else ""

    # By number

    def _page_by_number(self, name):
        descending, known = self.sort.startswith("-"), self.known
        keys = {
            "value": [known.value],
            "status": [known.status, f"-{known.observation}start"],
            "known_on": [f"{known.current}known_on", f"{known.observation}start"],
        }[name]
        order = []
        for key in keys:
            down = descending != key.startswith("-")
            field = F(key.removeprefix("-"))
            order.append(field.desc(nulls_last=True) if down else field.asc(nulls_last=True))
        if self.request.GET.keys() & set(KEYS):
            raise Http404("no such page")
        number = page_number(self.request)
        first = (number - 1) * self.per_page
        rows = known.rows().filter(**{f"{known.observation}series__in": list(self.by_key)})
        rows = with_keys(rows.order_by(*order, f"{known.observation}pk"), known)
        values = read_with_keys(rows[first : first + self.per_page + 1], self.by_key)
        if not values and number > 1:
            raise Http404("no such page")
        before = {"page": number - 1} if number > 2 else {}
        previous_url = with_query(self.request, drop=["page"], **before) if number > 1 else ""
        next_url = with_query(self.request, page=number + 1) if values[self.per_page :] else ""
        first_url = with_query(self.request, drop=["page"]) if number > 1 else ""
        pages = math.ceil((rows.count() if self._all is None else len(self._all)) / self.per_page)
        last_url = with_query(self.request, page=pages) if next_url else ""
        return values[: self.per_page], Pager(number, pages, previous_url, next_url, first_url, last_url)

    # By key

    def _page_by_key(self, name):
        if self.request.GET.get("page", "1") != "1":
            raise Http404("no such page")
        require_one(self.request, KEYS)
        after, before = self._cursor("after"), self._cursor("before")
        backwards = before is not None or "last" in self.request.GET
        cursor = before if backwards else after
        groups = self._groups(name)
        is_newest_first = self.sort != "period"
        if backwards:
            groups, is_newest_first = groups[::-1], not is_newest_first
        values = self._walk(groups, cursor, is_newest_first, backwards)
        more, values = len(values) > self.per_page, values[: self.per_page]
        if cursor and not values:
            raise Http404("no such page")
        if backwards:
            values.reverse()
        has_previous, has_next = (more, before is not None) if backwards else (after is not None, more)
        return values, self._key_pager(values, has_previous, has_next, is_first=not (after or backwards))

    def _key_pager(self, values, has_previous, has_next, is_first):
        """The first page has fewer values, so a page that begins with the first value too may lead back to it."""

        def url(**change):
            return with_query(self.request, drop=[*KEYS, "page"], **change)

        return Pager(
            number=None,
            pages=None,
            previous_url=url(before=values[0].key) if has_previous else "",
            next_url=url(after=values[-1].key) if has_next else "",
            first_url="" if is_first or not values else url(),
            last_url=url(last="") if has_next else "",
        )

    def _cursor(self, name):
        """The observation that the page begins after, or ends before; None without the parameter."""
        text = self.request.GET.get(name)
        if text is None:
            return None
        names = "pk", "series", "start", "months"
        observation = Observation.objects.filter(pk=as_number(text), series__in=list(self.by_key))
        row = observation.values_list(*names, named=True).first() if as_number(text) is not None else None
        if row is None:
            raise Http404("no such page")
        return row

    def _groups(self, name):
        """The series in the order of their names, those of the same name together; by period all of them together."""
        if name not in ("area", "source"):
            return [list(self.by_key)] if self.by_key else []

        def sort_key(pk):
            return getattr(self.by_key[pk], name).sort_name

        descending = self.sort.startswith("-")
        series = sorted(self.by_key, key=sort_key, reverse=descending)
        return [list(group) for _key, group in groupby(series, key=sort_key)]

    def _walk(self, groups, cursor, is_newest_first, backwards):
        """One more than a page of values, group after group from the cursor on: twice as many groups in each step."""
        values, first = [], 0
        if cursor:
            first = next(number for number, group in enumerate(groups) if cursor.series in group)
            values = self._merged(groups[first], cursor, is_newest_first, backwards)
            first += 1
        size, rank = 1, {pk: number for number, group in enumerate(groups) for pk in group}
        while len(values) <= self.per_page and first < len(groups):
            chunk = groups[first : first + size]
            if len(chunk) == 1:
                values += self._merged(chunk[0], None, is_newest_first, backwards)
            else:
                found = self._known_by_then([pk for group in chunk for pk in group])
                found = self._in_order(found, is_newest_first, backwards)
                values += sorted(found, key=lambda value: rank[value.series.pk])
            first, size = first + size, size * 2
        return values[: self.per_page + 1]

    def _merged(self, keys, cursor, is_newest_first, backwards):
        """One more than a page of the values of these series by period, after the cursor."""
        first = cursor and cursor.start
        last = None if self.is_short else self._bound(keys, cursor, is_newest_first)
        lowest, highest = (last, first) if is_newest_first else (first, last)
        values = self._in_order(self._known_by_then(keys, lowest, highest), is_newest_first, backwards)
        if cursor:
            place = next((number for number, value in enumerate(values) if value.key == cursor.pk), None)
            if place is None:
                raise Http404("no such page")
            values = values[place + 1 :]
        return values[: self.per_page + 1]

    def _known_by_then(self, keys, lowest=None, highest=None):
        """The values of these series, at least those that begin between the two days."""
        if self.is_short and self._all is not None:
            return [value for value in self._all if value.series.pk in keys]
        if self.known.day and not self.is_short:
            highest = min(highest or self._horizon, self._horizon)
        rows = _known_values(day=self.known.day, keys=tuple(keys), lowest=lowest, highest=highest)
        return read_with_keys(rows, self.by_key)

    def _in_order(self, values, is_newest_first, backwards):
        """By period; those of the same period by the name of the source, unless the reader has chosen an order.

        Sorted here, because in the database the names would take a join with the series of all indicators.
        """
        values.sort(key=lambda value: ("" if self.sort else value.series.source.sort_en, value.key), reverse=backwards)
        values.sort(key=lambda value: (value.start, value.months), reverse=is_newest_first)
        return values

    def _bound(self, keys, cursor, is_newest_first):
        """A start before which the page needs no value, or None: the rows after it are a page at least.

        With the k-th value of each series, m of them vouch for m times k rows.
        """
        wanted = self.per_page + 1
        for each in dict.fromkeys([math.ceil(wanted / len(keys)), wanted]):
            starts = self._nth_starts(keys, cursor, each, is_newest_first)
            needed = math.ceil(wanted / each)
            if len(starts) >= needed:
                return sorted(starts, reverse=is_newest_first)[needed - 1]
        return None

    def _nth_starts(self, keys, cursor, number, is_newest_first):
        """The start of the n-th observation after the cursor, of each series that has so many: one query."""
        rows = _starts(
            day=self.known.day,
            keys=tuple(keys),
            beyond=cursor and cursor.start,
            horizon=self._horizon if self.known.day else None,
            number=number,
            is_newest_first=is_newest_first,
        )
        return [start for (start,) in rows if start]

    @cached_property
    def _horizon(self):
        """The last day on which a period can begin of which a value was known: the day itself, later for forecasts."""
        rows = _last_forecast(day=self.known.day, keys=tuple(self.by_key))
        return rows[0][0] if rows else self.known.day


@prepared(keys=KEY)
def _counts(keys):
    values = Observation.objects.current().filter(series=OuterRef("pk")).order_by().values("series")
    counts = Series.objects.filter(pk__in=keys).order_by()
    return counts.annotate(number=Subquery(values.annotate(number=Count("pk")).values("number"))).values_list("number")


@prepared(day=DateField(), keys=KEY, lowest=DateField(), highest=DateField())
def _known_values(day, keys, lowest, highest):
    known = KnownOn(day)
    rows = known.rows().filter(**{f"{known.observation}series__pk__in": keys})
    if lowest:
        rows = rows.filter(**{f"{known.observation}start__gte": lowest})
    if highest:
        rows = rows.filter(**{f"{known.observation}start__lte": highest})
    return with_keys(rows, known)


@prepared(day=DateField(), keys=KEY, beyond=DateField(), horizon=DateField())
def _starts(day, keys, beyond, horizon, number, is_newest_first):
    known = KnownOn(day).observations().filter(series=OuterRef("pk"))
    if beyond:
        known = known.filter(**{f"start__{'lt' if is_newest_first else 'gt'}": beyond})
    if horizon:
        known = known.filter(start__lte=horizon)
    known = known.order_by(*(["-start", "-months"] if is_newest_first else ["start", "months"])).values("start")
    series = Series.objects.filter(pk__in=keys).order_by()
    return series.annotate(nth=Subquery(known[number - 1 : number])).values_list("nth")


@prepared(day=DateField(), keys=KEY)
def _last_forecast(day, keys):
    forecasts = Vintage.objects.filter(status=Status.FORECAST, known_on__lte=day, observation__start__gt=day)
    forecasts = forecasts.filter(observation__series__pk__in=keys)
    # As an expression: PostgreSQL may look for a forecast in the index of all periods, and there is none.
    newest_first = Coalesce("observation__start", "observation__start").desc()
    return forecasts.order_by(newest_first).values_list("observation__start")[:1]

"""Pagination by key: a page begins after a row instead of a number of rows, so the last page costs no more than others.

A cursor names a row in an address. Nothing is counted.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from ..numbers import as_number
from ..paging import check_query, require_one, with_query

CURSOR = re.compile(r"([1-9][0-9]{0,16})-([1-9][0-9]{0,17})")
MAX_NUMBER_DIGITS = 9
KEYS = ("before", "after", "oldest")


@dataclass(frozen=True)
class KeysetPage:
    """Rows, newest first, and the query strings of the neighbouring pages; "" when there is none."""

    rows: list
    newer: str = ""
    older: str = ""
    oldest: str = "?oldest"
    newest: str = ""


class ByDate:
    """Newest first, by `publish_at`, then by key. The cursor of a row is `<microseconds since 1970>-<key>`."""

    fields = ("publish_at", "pk")

    @staticmethod
    def cursor(row) -> str:
        moment = row.publish_at - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
        return f"{moment // datetime.timedelta(microseconds=1)}-{row.pk}"

    @staticmethod
    def parse(text) -> dict:
        match = CURSOR.fullmatch(text)
        if not match:
            raise Http404("no such page")
        try:
            moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(microseconds=int(match[1]))
        except OverflowError as error:
            raise Http404("no such page") from error
        return {"publish_at": moment, "pk": int(match[2])}

    @classmethod
    def beyond(cls, direction, **place) -> Q:
        """The first condition is redundant: it lets the database use an index."""
        date, key = cls.fields
        later = Q(**{f"{date}__{direction}": place[date]}) | Q(**{f"{key}__{direction}": place[key]})
        return Q(**{f"{date}__{direction}e": place[date]}) & later


class ByNumber:
    """The highest number first; the number is the cursor. `name`: what a row and a place call it."""

    fields, name, digits = ("number",), "number", MAX_NUMBER_DIGITS

    @classmethod
    def cursor(cls, row) -> str:
        return str(getattr(row, cls.name))

    @classmethod
    def parse(cls, text) -> dict:
        number = as_number(text, digits=cls.digits)
        if number is None:
            raise Http404("no such page")
        return {cls.name: number}

    @classmethod
    def beyond(cls, direction, **place) -> Q:
        return Q(**{f"{cls.fields[0]}__{direction}": place[cls.name]})


def stretch(rows: QuerySet, key, length: int, *, backwards: bool, **beyond) -> QuerySet:
    """The first rows beyond the place `beyond` (what `key.parse` returns), or from the start; backwards from there."""
    if beyond:
        rows = rows.filter(key.beyond("gt" if backwards else "lt", **beyond))
    return rows.order_by(*(field if backwards else f"-{field}" for field in key.fields))[:length]


def keyset_page(read: Callable, request, *, per_page: int, key=ByDate, prefix: str = "") -> KeysetPage:
    """The page that `?before=`, `?after=` or `?oldest` asks for, the newest where nothing is newer; Http404 for an
    invalid cursor, and where nothing is older.

    `read(backwards=…, **place)` returns one row more than a page has, as `stretch` does. `prefix`: of the parameters,
    where a page has more lists than one.
    """
    check_query(request)
    names = [f"{prefix}{name}" for name in KEYS]
    require_one(request, names)
    before, after, oldest = (request.GET.get(name) for name in names)
    cursor = before if before is not None else after
    backwards = before is None and (after is not None or oldest is not None)
    rows = list(read(backwards=backwards, **({} if cursor is None else key.parse(cursor))))
    more, rows = len(rows) > per_page, rows[:per_page]
    if backwards:
        rows.reverse()
    if not rows and after is not None:  # what was newer was withdrawn, or nothing is: the newest
        after, backwards, rows = None, False, list(read(backwards=False))
        more, rows = len(rows) > per_page, rows[:per_page]
    if not rows:
        if cursor is not None:
            raise Http404("no such page")
        return KeysetPage([])
    others = with_query(request, drop=names)
    has_newer = more if backwards else before is not None
    has_older = after is not None if backwards else more
    return KeysetPage(
        rows,
        newer=with_query(request, drop=names, **{names[1]: key.cursor(rows[0])}) if has_newer else "",
        older=with_query(request, drop=names, **{names[0]: key.cursor(rows[-1])}) if has_older else "",
        oldest=f"{others}&{names[2]}" if others.startswith("?") else f"?{names[2]}",
        newest=others,
    )
